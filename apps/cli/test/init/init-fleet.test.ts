import { FleetErrors } from '@mcp-fleet/core';
import { synthFleet } from '@mcp-fleet/fleet';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { initFleet } from '../../src/init/init-fleet';

const REPOSITORY = resolve(__dirname, '../../../..');

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'mcp-fleet-init-'));
});
afterEach(() => {
  rmSync(parent, { recursive: true, force: true });
});

test('a new fleet holds one environment, one server and what the tools read', () => {
  const { files } = initFleet({ folder: join(parent, 'My Fleet') });
  expect(files).toEqual([
    'README.md',
    'cdktf.json',
    '.gitignore',
    '.vscode/settings.json',
    'environments/dev/environment.ts',
    'nx.json',
    'package.json',
    'servers/everything/deployment.json',
    'servers/everything/server.json',
    'tsconfig.json',
  ]);
});

test('the package is named after its folder, and asks for the version that made it', () => {
  const { folder } = initFleet({ folder: join(parent, 'My Fleet') });
  const made = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    name: string;
    devDependencies: Record<string, string>;
  };
  const own = JSON.parse(readFileSync(join(REPOSITORY, 'apps/cli/package.json'), 'utf8')) as {
    version: string;
  };
  expect(made.name).toBe('my-fleet');
  expect(made.devDependencies).toMatchObject({
    'mcp-fleet': `^${own.version}`,
    '@mcp-fleet/environment': `^${own.version}`,
    '@mcp-fleet/nx': `^${own.version}`,
  });
  expect(Object.values(made.devDependencies).join()).not.toMatch(/undefined|\{/);
});

test('the versions of TypeScript and Nx are those that this repository is tested with', () => {
  const { folder } = initFleet({ folder: join(parent, 'a') });
  const made = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  const root = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  expect(made.devDependencies['typescript']).toBe(root.devDependencies['typescript']);
  expect(made.devDependencies['nx']).toBe(`^${root.devDependencies['nx']}`);
});

test('the server of the template is the one of this repository', () => {
  const { folder } = initFleet({ folder: join(parent, 'a') });
  const text = (root: string) => readFileSync(join(root, 'servers/everything/server.json'), 'utf8');
  expect(text(folder)).toBe(text(REPOSITORY));
});

test('a new fleet becomes Terraform without a warning', () => {
  const { folder } = initFleet({ folder: join(parent, 'a') });
  symlinkSync(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'));
  const outdir = join(folder, 'cdktf.out');
  const { stacks, plans } = synthFleet({ root: folder, outdir });
  expect(stacks).toEqual(['dev-foundation', 'dev-tools', 'dev-dashboard']);
  expect(plans.flatMap((plan) => plan.warnings).map(({ code }) => code)).toEqual([]);
  expect(existsSync(join(outdir, 'stacks/dev-tools/cdk.tf.json'))).toBe(true);
});

test('nothing is overwritten, and all that is in the way is listed', () => {
  writeFileSync(join(parent, 'package.json'), '{}');
  writeFileSync(join(parent, 'README.md'), 'mine');
  let report = '';
  try {
    initFleet({ folder: parent });
  } catch (error) {
    if (error instanceof FleetErrors) report = error.message;
  }
  expect(report).toBe(
    [
      'README.md',
      '  got   "a file that is there already"',
      '  rule  init overwrites nothing',
      '  fix   name an empty folder: mcp-fleet init <folder>',
      '  code  output-unwritable',
      '',
      'package.json',
      '  got   "a file that is there already"',
      '  rule  init overwrites nothing',
      '  fix   name an empty folder: mcp-fleet init <folder>',
      '  code  output-unwritable',
      '',
      '2 errors',
    ].join('\n'),
  );
  expect(readdirSync(parent).sort()).toEqual(['README.md', 'package.json']);
});

test('a file in the place of the folder is an error', () => {
  const file = join(parent, 'fleet');
  writeFileSync(file, '');
  expect(() => initFleet({ folder: file })).toThrow('a fleet is a folder');
});
