import { join, resolve } from 'node:path';
import { readPolicy } from '../../src/images/policy/policy';
import { secretSearch } from '../../src/images/policy/search-secrets';

const policy = readPolicy(join(resolve(__dirname, '../../../..'), 'servers/images/policy.json'));
const search = secretSearch(policy.secrets, []);
const rulesOf = (path: string, content: string, isFile = true) =>
  search(path, Buffer.from(content), isFile).map(({ rule }) => rule);

// Put together here, so that nothing in this repository looks like a secret.
const letters = (length: number) => 'a1B2c3D4e5F6g7H8i9'.repeat(9).slice(0, length);
const base64 = `MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ${letters(40)}`;
const key = (kind: string, line = '\n') =>
  [`-----BEGIN ${kind}PRIVATE KEY-----`, base64, base64, `-----END ${kind}PRIVATE KEY-----`].join(line);

test.each([
  ['private-key', 'app/key.pem', key('')],
  ['private-key', 'app/key.pem', key('RSA ', '\r\n')],
  ['private-key', 'app/service-account.json', JSON.stringify({ private_key: key('') })],
  ['aws-access-key', 'app/x', `key = ${'AKIA'}QYLPMN5HHHFPZ7QW`],
  ['gitlab-token', 'app/x', `${'glpat'}-${letters(20)}`],
  ['github-token', 'app/x', `${'ghp'}_${letters(36)}`],
  ['github-token', 'app/x', `${'github_pat'}_${letters(22)}_${letters(59)}`],
  ['slack-token', 'app/x', `${'xoxb'}-1234567890-1234567890-${letters(24)}`],
  ['npm-token', 'app/x', `${'npm'}_${letters(36)}`],
  ['pypi-token', 'app/x', `${'pypi'}-AgEIcHlwaS5vcmc${letters(60)}`],
  ['atlassian-token', 'app/x', `${'ATATT3'}${letters(120)}`],
  ['dynatrace-token', 'app/x', `${'dt0c01'}.ABCDEFGHIJKLMNOPQRSTUVWX.${'A1B2'.repeat(16)}`],
  ['env-file', 'app/.env', 'X=1'],
  ['env-file', 'app/.env.production', 'X=1'],
  ['aws-folder', 'root/.aws/credentials', ''],
  ['ssh-key', 'root/.ssh/id_ed25519', ''],
  ['docker-login', 'root/.docker/config.json', '{"auths":{"r":{"auth":"eDp5"}}}'],
  ['npmrc-login', 'app/.npmrc', '//registry.example.com/:_authToken=abc'],
  ['pip-login', 'etc/pip.conf', 'index-url = https://me:pw@pypi.example.com/simple'],
  ['git-login', 'src/.git/config', 'url = https://token@git.example.com/a.git'],
  ['git-login', 'src/.git/config', 'extraheader = AUTHORIZATION: basic eDp5'.toLowerCase()],
  ['login-file', 'root/.netrc', ''],
])('%s in %s', (rule, path, content) => {
  expect(rulesOf(path, content)).toEqual([rule]);
});

test.each([
  [
    'the words of a program that reads keys',
    'usr/bin/node',
    '-----BEGIN PRIVATE KEY-----\0-----END PRIVATE KEY-----',
  ],
  [
    'a key of a manual',
    'app/README.md',
    `-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----`,
  ],
  ["AWS's own example", 'app/x', `${'AKIA'}IOSFODNN7EXAMPLE`],
  ['four letters in base64', 'app/x', `AAAA${'AKIA'}QYLPMN5HHHFPZ7QWAAAA==`],
  ['a token that is crossed out', 'app/x', `${'glpat'}-xxxxxxxxxxxxxxxxxxxx`],
  ['a name with the same beginning', 'app/x', 'npm_config_registry_of_the_whole_company_x'],
  ['an example of an env file', 'app/.env.example', 'X='],
  ['a registry without a login', 'app/.npmrc', 'registry=https://registry.example.com/'],
  ['a login from a variable', 'app/.npmrc', '//registry.example.com/:_authToken=$' + '{NPM_TOKEN}'],
  ['an index without a login', 'etc/pip.conf', 'index-url = https://pypi.example.com/simple'],
  ['a repository without a login', 'src/.git/config', 'url = https://git.example.com/a.git'],
])('%s is no secret', (_, path, content) => {
  expect(rulesOf(path, content)).toEqual([]);
});

test('a binary is searched like a text', () => {
  const content = Buffer.concat([
    Buffer.from([0, 255, 200]),
    Buffer.from(`${'ghp'}_${letters(36)}`),
    Buffer.from([0]),
  ]);
  expect(search('app/tool', content, true)).toEqual([{ rule: 'github-token', where: 'app/tool' }]);
});

test('the configuration is searched for contents, not for paths', () => {
  expect(rulesOf('configuration and history', `ENV T=${'glpat'}-${letters(20)}`, false)).toEqual([
    'gitlab-token',
  ]);
  expect(rulesOf('app/.env', 'X=1', false)).toEqual([]);
});

test('a canary is found as it is and in base64, in any place', () => {
  const canary = 'canary-9f2c71';
  const searchCanary = secretSearch(policy.secrets, [canary]);
  const rules = (text: string) => searchCanary('x', Buffer.from(text), false).map(({ rule }) => rule);
  expect(rules(`RUN curl -u ${canary}`)).toEqual(['canary']);
  expect(rules(`auth: ${btoa(canary)}`)).toEqual(['canary']);
  expect(rules('nothing')).toEqual([]);
});

test('canaries come from a variable, one a line; one that is found by chance is refused', () => {
  process.env['MCP_FLEET_CANARY'] = 'first-canary\nsecond-canary';
  try {
    expect(secretSearch(policy.secrets)('x', Buffer.from('second-canary'), true)).toHaveLength(1);
    process.env['MCP_FLEET_CANARY'] = 'short';
    expect(() => secretSearch(policy.secrets)).toThrow('fewer than 8 characters');
  } finally {
    delete process.env['MCP_FLEET_CANARY'];
  }
});

test('what is allowed has its rule and its path', () => {
  const allowed = [{ rule: 'env-file', path: '^app/\\.env$', reason: 'of the tests' }];
  const lenient = secretSearch({ ...policy.secrets, allowed }, []);
  expect(lenient('app/.env', Buffer.from(''), true)).toEqual([]);
  expect(lenient('srv/.env', Buffer.from(''), true)).toHaveLength(1);
});
