import { join } from 'node:path';
import type { ServerManifest } from '@mcp-fleet/catalog';
import { parseEnvironment, type EnvironmentInput } from '@mcp-fleet/environment';
import { planFleet } from '@mcp-fleet/plan';
import example from '../examples/environment';
import { keyRows } from '../src/environment-page';
import { shippedServers } from '../src/generated-files';
import { serverExample } from '../src/server-example';
import { serversPage } from '../src/servers-page';

const root = join(__dirname, '../../..');
const catalog = { servers: shippedServers(root) };
const servers = Object.values(catalog.servers);

const imageRecipe = '0123456789ab';

/** What the plan says of an environment, as `code path`. */
function planErrors(input: EnvironmentInput): string[] {
  const { environment, errors } = parseEnvironment(input);
  const all = environment
    ? planFleet(environment, { environments: [environment], catalog, imageRecipe }).errors
    : errors;
  return all.map(({ code, path }) => `${code} ${path}`);
}

test('the example of the environment page can be planned', () => {
  expect(planErrors(example)).toEqual([]);
});

test.each(servers.map((server) => [server.key, server] as const))(
  'the example of %s can be planned, and names the keys that its secret needs',
  (key, server) => {
    const { settings, secretKeys, otherSecretKeys } = serverExample(server);
    const input: EnvironmentInput = {
      ...example,
      acknowledge: { 'slow-server': 'only the settings count in this test' },
      deployments: { tools: { target: 'lambda', topology: 'per-server', servers: { [key]: { settings } } } },
    };
    expect(planErrors(input)).toEqual([]);

    const { environment } = parseEnvironment(input);
    const plan =
      environment && planFleet(environment, { environments: [environment], catalog, imageRecipe }).plan;
    const { required = [], optional = [], oneOf = [] } = plan?.foundation?.secrets[key] ?? {};
    expect(secretKeys).toEqual(expect.arrayContaining([...required]));
    expect([...secretKeys, ...otherSecretKeys].sort()).toEqual([...required, ...optional].sort());
    for (const sets of oneOf) {
      expect(sets.some((set) => set.every((name) => secretKeys.includes(name)))).toBe(true);
    }
  },
);

const bare: ServerManifest = {
  key: 'weather-map',
  registryName: 'com.example/weather',
  description: 'Weather <now>.',
  version: '2.0.0',
  inputs: [],
  requirements: [],
  source: { kind: 'npm', package: 'weather', version: '2.0.0' },
  runtime: {
    transport: 'stdio',
    arguments: [],
    variables: {},
    path: '/mcp',
    auth: 'none',
    writablePaths: [],
    protocol: 'auto',
    sessions: 'shared',
  },
  permissions: [],
  files: [],
};
const pageOf = (server: Partial<ServerManifest>) =>
  serversPage({ servers: { [bare.key]: { ...bare, ...server } } }).split('\n');

test('a server without inputs has an empty instance and no secret', () => {
  const lines = pageOf({});
  expect(lines).toContain('Weather &lt;now>.');
  expect(lines).toContain('| built from | npm package `weather@2.0.0` |');
  expect(lines).toContain("'weather-map': {},");
  expect(lines).toContain('It has no secrets.');
});

test('inputs, sets and the secret of a server', () => {
  const input = { kind: 'variable', required: false, secret: false, format: 'string' } as const;
  const lines = pageOf({
    inputs: [
      { ...input, name: 'MODE', choices: ['key', 'user'], default: 'key' },
      { ...input, name: 'KEY', secret: true, description: 'A key.' },
      { ...input, name: 'USER', required: true },
      { ...input, name: 'PASSWORD', secret: true },
    ],
    requirements: [
      { when: { input: 'MODE', equals: 'key' }, oneOf: [['KEY'], ['USER', 'PASSWORD']] },
      { when: { input: 'MODE', equals: 'user' }, oneOf: [['USER', 'PASSWORD']] },
    ],
  });
  expect(lines).toContain('- Where `MODE` is `key`: one of `KEY`; or `USER` and `PASSWORD`.');
  expect(lines).toContain('- Where `MODE` is `user`: `USER` and `PASSWORD`.');
  expect(lines).toContain('| `KEY` | no | secret, key `KEY` |  | text | A key. |');
  expect(lines).toContain("    USER: '<USER>',");
  expect(lines.join('\n')).toContain('{\n  "KEY": "…"\n}');
  expect(lines).toContain('Other keys, where they are wanted: `PASSWORD`.');
});

test('a server that cannot be deployed says why and has no example', () => {
  const lines = pageOf({ source: undefined, problem: { rule: 'it is remote only', fix: 'name a package' } });
  expect(lines).toContain('It cannot be deployed: it is remote only. To mend that: name a package.');
  expect(lines).not.toContain('### Example');
});

test('keys: records, lists and forms are walked down', () => {
  const text = { type: 'string' };
  const rows = keyRows(
    'servers',
    {
      description: 'By name.',
      additionalProperties: {
        anyOf: [
          { const: 'off' },
          {
            properties: { a: { ...text, description: 'A.' }, b: { items: text, description: 'B.' } },
            required: ['a'],
          },
        ],
      },
    },
    true,
  );
  expect(rows).toEqual([
    ['`servers`', "by name: `'off'` or object (`a`, `b`)", '**yes**', 'By name.'],
    ['`servers.<instance>.a`', 'text', '**yes**', 'A.'],
    ['`servers.<instance>.b`', 'list of text', 'no', 'B.'],
  ]);
});
