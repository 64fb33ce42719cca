import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** Asks the real Nx, with the real nx.json, about a small workspace of the shape of this one. */
const repository = resolve(__dirname, '../../..');
const SERVICENOW = 'servers/servicenow/server.json';
const ALL = ['broken', 'dev', 'gl', 'staging', 'tickets', 'typo'];
let workspace: string;

beforeAll(() => {
  workspace = mkdtempSync(join(tmpdir(), 'mcp-fleet-nx-'));
  const files = {
    'package.json': json({ name: 'fixture', private: true, workspaces: ['apps/*', 'libs/*'] }),
    'README.md': '# Fixture',
    'apps/fleet/package.json': json({
      name: '@mcp-fleet/fleet',
      version: '0.0.1',
      dependencies: { '@mcp-fleet/core': '^0.0.1' },
    }),
    'libs/core/package.json': json({ name: '@mcp-fleet/core', version: '0.0.1' }),
    'libs/core/src/names.ts': 'export {};',
    'servers/gitlab/server.json': '{}',
    'servers/pagerduty/server.json': '{}',
    'servers/servicenow/server.json': '{}',
    'servers/images/recipe.json': '{}',
    'environments/dev/environment.ts': environment('dev', '{ gitlab: {} }'),
    'environments/staging/environment.ts': environment('staging', '{ oncall: { server: "pagerduty" } }'),
    'environments/gl/environment.ts': environment(
      'gl',
      '{ gitlab: {} }, host: "gl.example.com"',
      'domain: { zone: "example.com" }, registry: { account: "111122223333" },',
    ),
    'environments/tickets/environment.ts': environment(
      'tickets',
      '{ servicenow: {} }, host: "tickets.example.com"',
      'domain: { zone: "example.com" },',
    ),
    'environments/broken/environment.ts': 'export default defineEnvironment({ deployments: {',
    'environments/typo/environment.ts': environment('typo', '{ gitlap: {} }'),
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), text);
  }
  cpSync(join(repository, 'nx.json'), join(workspace, 'nx.json'));
  symlinkSync(join(repository, 'node_modules'), join(workspace, 'node_modules'));
  symlinkSync(join(repository, 'libs/nx'), join(workspace, 'libs/nx'));
});

afterAll(() => rmSync(workspace, { recursive: true, force: true }));

test.each([
  [
    'a manifest: the environments that name the server',
    'servers/gitlab/server.json',
    ['broken', 'dev', 'gl'],
  ],
  ['one of a neighbour: not those that are held against it', SERVICENOW, ['broken', 'tickets']],
  ['a neighbour: those with a host too', 'environments/tickets/environment.ts', ['gl', 'tickets']],
  ['images of a neighbour: itself', 'environments/tickets/images.json', ['tickets']],
  ['an environment: itself', 'environments/dev/environment.ts', ['dev']],
  ['a library: all', 'libs/core/src/names.ts', ALL],
  ['the recipe in every image tag: all', 'servers/images/recipe.json', ALL],
  ['a page: none', 'README.md', []],
])('%s', (_name, file, expected) => {
  const names = JSON.parse(
    nx('show', 'projects', '--affected', `--files=${file}`, '--withTarget=synth', '--json'),
  );
  expect(names.sort()).toEqual(expected);
});

test('the inputs of a synth are its folder, the app below it and the manifests it names', () => {
  const { targets, tags } = JSON.parse(nx('show', 'project', 'staging', '--json'));
  expect(tags).toEqual(['storey:environments']);
  expect(targets.synth.options.command).toContain(' synth staging --out dist/cdktf/staging');
  expect(targets.synth.outputs).toEqual(['{workspaceRoot}/dist/cdktf/staging']);
  expect(targets.synth.inputs).toEqual([
    '{projectRoot}/**/*',
    '^production',
    '{workspaceRoot}/servers/images/recipe.json',
    '{workspaceRoot}/servers/pagerduty/**/*',
    {
      externalDependencies: ['cdktf', 'constructs', '@cdktf/provider-aws', '@cdktf/provider-docker', 'zod'],
    },
  ]);
});

test.each(['plan', 'deploy', 'destroy', 'outputs'])('%s asks AWS each time', (verb) => {
  const { targets } = JSON.parse(nx('show', 'project', 'staging', '--json'));
  expect(targets[verb].options.command).toContain(
    `apps/cli/src/main.ts ${verb} staging --out dist/cdktf/staging`,
  );
  expect(targets[verb].cache).toBe(false);
});

/**
 * An input `{workspaceRoot}/servers/…` of any package below the app would make every manifest reach every
 * environment, because Nx counts that package as changed. Tests that read all manifests belong in tools.
 */
test('in this repository, no manifest reaches the app, whatever the environments are', () => {
  const manifest = '--files=servers/everything/server.json';
  const names = nxIn(repository, 'show', 'projects', '--affected', manifest, '--json');
  expect(JSON.parse(names)).not.toContain('@mcp-fleet/fleet');
});

/** A router line is the most frequent change of what images are built from. The plan and the modules know none of it. */
test.each([
  ['a line of the router', 'apps/router/internal/bridge/endpoint.go', ['router']],
  ['a Dockerfile', 'servers/images/npm.Dockerfile', []],
])(
  'in this repository, %s with its recipe reaches the tests of images and commands only',
  (_, file, more) => {
    const files = `--files=${file},servers/images/recipe.json`;
    const names = nxIn(repository, 'show', 'projects', '--affected', files, '--withTarget=test', '--json');
    expect(JSON.parse(names).sort()).toEqual([
      '@mcp-fleet/docs',
      '@mcp-fleet/image-lab',
      'mcp-fleet',
      ...more,
    ]);
  },
);

function nx(...args: string[]): string {
  return nxIn(workspace, ...args);
}

function nxIn(cwd: string, ...args: string[]): string {
  return execFileSync(process.execPath, [join(repository, 'node_modules/.bin/nx'), ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...withoutNx(), NX_DAEMON: 'false', NX_NO_CLOUD: 'true' },
  });
}

/** Nx run by a test that Nx runs must not take the outer workspace for its own. */
function withoutNx(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('NX_')));
}

function environment(name: string, servers: string, more = ''): string {
  return `export default defineEnvironment({ name: '${name}', ${more} deployments: { a: { servers: ${servers} } } });`;
}

function json(value: unknown): string {
  return JSON.stringify(value);
}
