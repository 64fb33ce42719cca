import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerManifest } from '@mcp-fleet/catalog';
import { SHIPPED_SERVERS, shippedServers } from '../src/generated-files';

// Only the servers that the repository ships: those of a user are the synthesis's business.
const ROOT = join(__dirname, '../../..');
const FOLDER = join(ROOT, 'servers');
const servers = shippedServers(ROOT);

function manifest(key: string): ServerManifest {
  const found = servers[key];
  if (!found) throw new Error(`${key} is not in the catalog`);
  return found;
}

test('the servers of this repository load, and all of them can be deployed', () => {
  expect(Object.keys(servers)).toEqual(SHIPPED_SERVERS);
  expect(Object.values(servers).filter((s) => s.problem || !s.source)).toEqual([]);
});

const COMMITS: Readonly<Record<string, string>> = {
  gitlab: 'c7193c0c4b80aecb031c9808ce31a81cd5911dc5',
  atlassian: '5869a03ff369e22835e4e1b238a51010a2158253',
  dynatrace: 'ee0151f7c1d94176d3a60839b2b9d6f81cd44a1a',
  pagerduty: '1bfc815172d01119638ef0e358eb315827b5109c',
  servicenow: '028f8c0edc31586be1d3a27bc49533eaef3e382c',
};

test.each([
  [
    'gitlab',
    '.',
    'go-mcp-gitlab',
    'github.com/go-mcp-gitlab/go-mcp-gitlab/pkg/config.Version',
    'authorization',
    { variable: 'MCP_LOG_LEVEL' },
    90,
  ],
  [
    'atlassian',
    '.',
    'go-mcp-atlassian',
    'main.Version',
    'x-mcp-auth-token',
    { argument: '--log-level' },
    180,
  ],
  ['dynatrace', '.', 'go-mcp-dynatrace', undefined, 'both', { variable: 'MCP_LOG_LEVEL' }, 120],
  ['pagerduty', './cmd/pagerduty-mcp', 'pagerduty-mcp', undefined, 'authorization', undefined, 60],
  [
    'servicenow',
    '.',
    'go-mcp-servicenow',
    'main.Version',
    'bearer',
    { variable: 'MCP_LOG_LEVEL' },
    undefined,
  ],
] as const)(
  '%s is built and started as its code wants it',
  (key, mainPackage, binary, versionVariable, auth, logLevel, slowest) => {
    const { source, runtime } = manifest(key);
    expect(source).toEqual({
      kind: 'go',
      repository: `https://github.com/JeremyProffitt/go-mcp-${key}`,
      commit: COMMITS[key],
      mainPackage,
      binary,
      versionVariable,
    });
    expect(runtime).toMatchObject({
      transport: 'http',
      path: '/',
      healthPath: '/health',
      auth,
      protocol: 'legacy',
      sessions: 'shared',
    });
    expect(runtime.arguments.slice(0, 5)).toEqual(['--http', '--host', '{host}', '--port', '{port}']);
    expect(runtime.port).toBeUndefined();
    expect(runtime.logLevel).toEqual(logLevel);
    expect(runtime.slowestCallSeconds).toBe(slowest);
    // Four of them die at the start where they cannot write their log; pagerduty writes none.
    expect(runtime.variables).toEqual(key === 'pagerduty' ? {} : { MCP_LOG_DIR: '{logs}' });
  },
);

interface Variables {
  readonly required: readonly string[];
  readonly secret: readonly string[];
  readonly optional: readonly string[];
}

test.each<[string, Variables]>([
  [
    'gitlab',
    {
      required: [],
      secret: ['GITLAB_PERSONAL_ACCESS_TOKEN', 'GITLAB_TOKEN', 'GITLAB_ACCESS_TOKEN', 'GL_TOKEN'],
      optional: [
        'GITLAB_API_URL=https://gitlab.com/api/v4',
        'GITLAB_PROJECT_ID',
        'GITLAB_ALLOWED_PROJECT_IDS',
        'GITLAB_DEFAULT_NAMESPACE',
        'USE_PIPELINE=false',
        'USE_MILESTONE=false',
        'USE_GITLAB_WIKI=false',
        'GITLAB_READ_ONLY_MODE=false',
      ],
    },
  ],
  [
    'atlassian',
    {
      required: [],
      secret: ['JIRA_API_TOKEN', 'JIRA_PERSONAL_TOKEN', 'CONFLUENCE_API_TOKEN', 'CONFLUENCE_PERSONAL_TOKEN'],
      optional: [
        'JIRA_URL',
        'JIRA_USERNAME',
        'JIRA_SSL_VERIFY=true',
        'JIRA_PROJECTS_FILTER',
        'JIRA_USE_API_LATEST=0',
        'CONFLUENCE_URL',
        'CONFLUENCE_USERNAME',
        'CONFLUENCE_SSL_VERIFY=true',
        'CONFLUENCE_SPACES_FILTER',
        'CONFLUENCE_USE_API_LATEST=0',
        'READ_ONLY_MODE=false',
        'MCP_LOG_QUERIES=false',
      ],
    },
  ],
  [
    'dynatrace',
    {
      required: ['DT_ENVIRONMENT'],
      secret: ['DT_PLATFORM_TOKEN', 'OAUTH_CLIENT_ID', 'OAUTH_CLIENT_SECRET'],
      optional: [
        'DT_ACCOUNT_URN',
        'DT_SSO_URL=https://sso.dynatrace.com/sso/oauth2/token',
        'DT_GRAIL_QUERY_BUDGET_GB=1000',
        'DT_LOG_QUERIES=0',
        'DT_ENABLE_DAVIS_COPILOT=0',
        'SLACK_CONNECTION_ID',
      ],
    },
  ],
  [
    'pagerduty',
    {
      required: ['PAGERDUTY_USER_API_KEY'],
      secret: ['PAGERDUTY_USER_API_KEY'],
      optional: ['PAGERDUTY_API_HOST=https://api.pagerduty.com', '--enable-write-tools=false'],
    },
  ],
  [
    'servicenow',
    {
      required: ['SERVICENOW_INSTANCE_URL'],
      secret: [
        'SERVICENOW_USERNAME',
        'SERVICENOW_PASSWORD',
        'SERVICENOW_CLIENT_ID',
        'SERVICENOW_CLIENT_SECRET',
        'SERVICENOW_API_KEY',
      ],
      optional: [
        'SERVICENOW_AUTH_TYPE=basic',
        'SERVICENOW_TOKEN_URL',
        'SERVICENOW_API_KEY_HEADER=X-ServiceNow-API-Key',
        'SERVICENOW_TIMEOUT=30',
        'SERVICENOW_DEBUG=false',
        'READ_ONLY_MODE=false',
      ],
    },
  ],
  [
    'everything',
    {
      required: [],
      secret: [],
      optional: ['GZIP_MAX_FETCH_SIZE=10485760', 'GZIP_MAX_FETCH_TIME_MILLIS=30000', 'GZIP_ALLOWED_DOMAINS'],
    },
  ],
])('%s reads these variables and no others', (key, { required, secret, optional }) => {
  const { inputs } = manifest(key);
  expect(inputs.filter((i) => i.required).map((i) => i.name)).toEqual(required);
  expect(inputs.filter((i) => i.secret).map((i) => i.name)).toEqual(secret);
  const others = inputs.filter((i) => !i.required && !i.secret);
  expect(others.map((i) => (i.default === undefined ? i.name : `${i.name}=${i.default}`))).toEqual(optional);
});

test('none asks a user for what the router owns', () => {
  const owned = ['MCP_AUTH_TOKEN', 'MCP_LOG_DIR', 'MCP_LOG_LEVEL', 'PORT', 'HOST'];
  const asked = Object.values(servers).flatMap((s) => s.inputs.map((i) => i.name));
  expect(asked.filter((name) => owned.includes(name))).toEqual([]);
});

test('sets of credentials of which one has to be complete', () => {
  expect(manifest('gitlab').requirements.map((r) => r.oneOf.length)).toEqual([4]);
  expect(manifest('atlassian').requirements).toEqual([
    { oneOf: [['JIRA_URL'], ['CONFLUENCE_URL']] },
    { when: { input: 'JIRA_URL' }, oneOf: [['JIRA_USERNAME', 'JIRA_API_TOKEN'], ['JIRA_PERSONAL_TOKEN']] },
    {
      when: { input: 'CONFLUENCE_URL' },
      oneOf: [['CONFLUENCE_USERNAME', 'CONFLUENCE_API_TOKEN'], ['CONFLUENCE_PERSONAL_TOKEN']],
    },
  ]);
  expect(manifest('dynatrace').requirements).toEqual([
    { oneOf: [['DT_PLATFORM_TOKEN'], ['OAUTH_CLIENT_ID', 'OAUTH_CLIENT_SECRET', 'DT_ACCOUNT_URN']] },
  ]);
  expect(manifest('servicenow').requirements.map((r) => [r.when?.equals, r.oneOf])).toEqual([
    ['basic', [['SERVICENOW_USERNAME', 'SERVICENOW_PASSWORD']]],
    ['oauth', [['SERVICENOW_CLIENT_ID', 'SERVICENOW_CLIENT_SECRET']]],
    ['api_key', [['SERVICENOW_API_KEY']]],
  ]);
  expect(manifest('pagerduty').requirements).toEqual([]);
});

test('pagerduty: write tools are an argument that is off until a user says so', () => {
  expect(manifest('pagerduty').runtime.arguments[5]).toBe(
    '--enable-write-tools={input:--enable-write-tools}',
  );
  expect(manifest('pagerduty').inputs.at(-1)).toMatchObject({
    kind: 'argument',
    format: 'boolean',
    default: 'false',
  });
});

test('everything is an npm package over stdio', () => {
  const { source, runtime } = manifest('everything');
  expect(source).toEqual({
    kind: 'npm',
    package: '@modelcontextprotocol/server-everything',
    version: '2026.8.31',
    binary: 'mcp-server-everything',
  });
  expect(runtime).toMatchObject({ transport: 'stdio', arguments: ['stdio'], auth: 'none', memoryMiB: 512 });
});

test('an image that server.json names carries the server’s version', () => {
  for (const key of Object.keys(COMMITS)) {
    const json = JSON.parse(readFileSync(join(FOLDER, key, 'server.json'), 'utf8')) as {
      packages: readonly { identifier: string }[];
    };
    expect(json.packages.map((p) => p.identifier)).toEqual([`mcp-servers/${key}:${manifest(key).version}`]);
  }
});

test('deployment.json names its schema by a path that exists', () => {
  for (const key of SHIPPED_SERVERS.filter((name) => existsSync(join(FOLDER, name, 'deployment.json')))) {
    const file = join(FOLDER, key, 'deployment.json');
    const { $schema } = JSON.parse(readFileSync(file, 'utf8')) as { $schema: string };
    expect([key, existsSync(join(FOLDER, key, $schema))]).toEqual([key, true]);
  }
});
