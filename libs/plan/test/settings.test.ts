import type { Requirement, ServerInput } from '@mcp-fleet/catalog';
import { planFleet } from '../src';
import { environment, errors, imageRecipe, plan, server } from './fixtures';

const input = (name: string, change: Partial<ServerInput> = {}): ServerInput => ({
  name,
  kind: 'variable',
  required: false,
  secret: false,
  format: 'string',
  ...change,
});
const inputs = [
  input('URL', { required: true }),
  input('USER'),
  input('MODE', { choices: ['a', 'b'], default: 'a' }),
  input('COUNT', { format: 'number' }),
  input('FLAG', { format: 'boolean' }),
  input('TOKEN', { secret: true }),
  input('PAT', { secret: true }),
];
const at = 'deployments.tools.servers.wiki.settings';

function run(
  settings: Record<string, string | number | boolean | { ssm: string }>,
  requirements: Requirement[] = [],
) {
  const catalog = { servers: { wiki: server('wiki', { inputs, requirements }) } };
  return { catalog, of: environment({}, { servers: { wiki: { settings } } }) };
}
const found = (...args: Parameters<typeof run>) => errors(run(...args).of, { catalog: run(...args).catalog });

test.each<[string, Parameters<typeof run>[0], string[]]>([
  ['all that is needed', { URL: 'x' }, []],
  ['numbers and booleans as themselves', { URL: 'x', COUNT: 5, FLAG: true }, []],
  ['numbers and booleans as texts', { URL: 'x', COUNT: '5.5', FLAG: 'false' }, []],
  ['a required one missing', {}, [`setting-missing ${at}.URL`]],
  ['a required one empty', { URL: '' }, [`setting-invalid ${at}.URL`]],
  ['one from SSM', { URL: { ssm: '/mcp/url' }, COUNT: { ssm: '/mcp/count' } }, []],
  ['an unknown one', { URL: 'x', ULR: 'x' }, [`setting-unknown ${at}.ULR`]],
  ['a secret', { URL: 'x', TOKEN: 'x' }, [`setting-secret ${at}.TOKEN`]],
  [
    'a secret from SSM, because it has one place',
    { URL: 'x', TOKEN: { ssm: '/t' } },
    [`setting-secret ${at}.TOKEN`],
  ],
  ['a password in an address', { URL: 'https://me:hunter2@x.example' }, [`setting-secret ${at}.URL`]],
  ['a token where none is asked for', { URL: 'x', USER: `gl${'pat'}-abc` }, [`setting-secret ${at}.USER`]],
  ['no choice', { URL: 'x', MODE: 'c' }, [`setting-invalid ${at}.MODE`]],
  ['no number', { URL: 'x', COUNT: '' }, [`setting-invalid ${at}.COUNT`]],
  ['no boolean', { URL: 'x', FLAG: 1 }, [`setting-invalid ${at}.FLAG`]],
  ["the router's", { URL: 'x', MCP_AUTH_TOKEN: 'x' }, [`setting-reserved ${at}.MCP_AUTH_TOKEN`]],
  ["Lambda's", { URL: 'x', AWS_REGION: 'x' }, [`setting-reserved ${at}.AWS_REGION`]],
])('%s', (_, settings, expected) => {
  expect(found(settings)).toEqual(expected);
});

test('a credential is not printed; what can be none is', () => {
  const messages = (settings: Parameters<typeof run>[0]) => {
    const { of, catalog } = run(settings);
    return planFleet(of, { environments: [of], catalog, imageRecipe }).errors.map(({ message }) => message);
  };
  expect(messages({ URL: 'https://me:hunter2@x.example' })).toEqual([
    `${at}.URL
  got   (a value that is not shown)
  rule  this is an address with a password, and no secret is written in an environment file
  fix   write it without the credential; if the server needs it here, write "secrets": { "URL": true } into servers/wiki/deployment.json and put it into the secret mcp/dev/wiki under the key URL; if it was committed, replace it at its issuer
  code  setting-secret`,
  ]);
  expect(
    messages({ URL: 'x', FLAG: 1, MODE: true, ULR: false }).map((text) => /got .*/.exec(text)?.[0]),
  ).toEqual(['got   1', 'got   true', 'got   false']);
});

const sets: Requirement[] = [
  {
    oneOf: [
      ['USER', 'TOKEN'],
      ['COUNT', 'PAT'],
    ],
  },
];

test('a set that lacks a setting cannot be completed; one that lacks only secrets can', () => {
  expect(found({ URL: 'x' }, sets)).toEqual([`setting-set-missing ${at}`]);
  expect(found({ URL: 'x', USER: 'me' }, sets)).toEqual([]);
});

test('a condition holds by a setting, by a default, and not otherwise', () => {
  const when = (condition: Requirement['when']) => [{ when: condition, oneOf: [['USER']] }];
  expect(found({ URL: 'x' }, when({ input: 'URL' }))).toEqual([`setting-set-missing ${at}`]);
  expect(found({ URL: 'x' }, when({ input: 'COUNT' }))).toEqual([]);
  expect(found({ URL: 'x' }, when({ input: 'MODE', equals: 'a' }))).toEqual([`setting-set-missing ${at}`]);
  expect(found({ URL: 'x', MODE: 'b' }, when({ input: 'MODE', equals: 'a' }))).toEqual([]);
});

test('a secret says which of its keys are needed', () => {
  const { of, catalog } = run({ URL: 'x', USER: 'me' }, sets);
  expect(plan(of, { catalog }).foundation.secrets['wiki']).toMatchObject({
    name: 'mcp/dev/wiki',
    required: [],
    optional: ['TOKEN', 'PAT'],
    oneOf: [[['TOKEN']]],
  });
});

test('a set without secrets needs none to be filled in', () => {
  const { of, catalog } = run({ URL: 'x', USER: 'me' }, [{ oneOf: [['USER'], ['TOKEN']] }]);
  expect(plan(of, { catalog }).foundation.secrets['wiki']?.oneOf).toEqual([]);
});
