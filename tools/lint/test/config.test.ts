import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ESLint } from 'eslint';
import config from '../../../eslint.config.cjs';

/** The rules of eslint.config.cjs, each seen to bite and seen to let pass. */
const root = resolve(__dirname, '../../..');
// Given as an object: Jest cannot import the file the way ESLint would.
const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: config });

async function rulesBroken(filePath: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath: join(root, filePath) });
  return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
}

/** Uses what is imported, so that only the rule under test has something to say. */
const importing = (name: string) => `import * as it from '${name}';\nexport { it };\n`;

beforeAll(() => {
  // The boundary rule reads Nx's graph from its cache; this writes it.
  execFileSync(process.execPath, [join(root, 'node_modules/.bin/nx'), 'show', 'projects'], {
    cwd: root,
    env: { ...process.env, NX_DAEMON: 'false', NX_NO_CLOUD: 'true' },
  });
});

describe('imports that are not allowed', () => {
  const boundary = '@nx/enforce-module-boundaries';
  const restricted = 'no-restricted-imports';
  test.each([
    ['a module imports a module', 'modules/ecr/src/x.ts', '@mcp-fleet/secrets', boundary],
    ['a module imports the plan', 'modules/ecr/src/x.ts', '@mcp-fleet/plan', boundary],
    ['a library imports a module', 'libs/catalog/src/x.ts', '@mcp-fleet/ecr', boundary],
    ['core imports upwards', 'libs/core/src/x.ts', '@mcp-fleet/catalog', boundary],
    ['refs import upwards', 'libs/refs/src/x.ts', '@mcp-fleet/core', boundary],
    ['a library imports the app', 'libs/plan/src/x.ts', '@mcp-fleet/fleet', boundary],
    ['a path leaves its package', 'modules/ecr/src/x.ts', '../../secrets/src/index', boundary],
    ['the AWS provider as a whole', 'modules/ecr/src/x.ts', '@cdktf/provider-aws', restricted],
    ['the docker provider as a whole', 'apps/fleet/src/x.ts', '@cdktf/provider-docker', restricted],
    ['a provider as a whole in a test', 'modules/ecr/test/x.test.ts', '@cdktf/provider-aws', restricted],
    ['a resource in a library', 'libs/refs/src/x.ts', '@cdktf/provider-aws/lib/ecr-repository', restricted],
    ['a file system in the plan', 'libs/plan/src/x.ts', 'node:fs', restricted],
    ['a file system by its old name in the plan', 'libs/plan/src/x.ts', 'fs/promises', restricted],
    ['a process in the plan', 'libs/plan/src/x.ts', 'node:child_process', restricted],
    ['cdktf in the plan', 'libs/plan/src/x.ts', 'cdktf', restricted],
    ['a part of cdktf in the plan', 'libs/plan/src/x.ts', 'cdktf/lib/app', restricted],
    ['constructs in the plan', 'libs/plan/src/x.ts', 'constructs', restricted],
    ['core in an environment', 'environments/dev/x.ts', '@mcp-fleet/core', restricted],
    ['another environment', 'environments/dev/x.ts', '../staging/environment', restricted],
    ['another environment by a detour', 'environments/dev/x.ts', './../staging/environment', restricted],
    ['the process in an environment', 'environments/dev/x.ts', 'node:process', restricted],
  ])('%s', async (_name, file, imported, rule) => {
    expect(await rulesBroken(file, importing(imported))).toContain(rule);
  });
});

describe('imports that are allowed', () => {
  test.each([
    ['a module imports core', 'modules/ecr/src/x.ts', '@mcp-fleet/core'],
    ['a module imports refs', 'modules/ecr/src/x.ts', '@mcp-fleet/refs'],
    ['a module imports a resource', 'modules/ecr/src/x.ts', '@cdktf/provider-aws/lib/ecr-repository'],
    ['a module imports cdktf', 'modules/ecr/src/x.ts', 'cdktf'],
    ['the plan imports the catalog', 'libs/plan/src/x.ts', '@mcp-fleet/catalog'],
    ['the app imports a module', 'apps/fleet/src/x.ts', '@mcp-fleet/ecr'],
    ['the catalog reads files', 'libs/catalog/src/x.ts', 'node:fs'],
    ['an example imports its own package', 'modules/ecr/examples/x.ts', '@mcp-fleet/ecr'],
    ['an environment imports its schema', 'environments/dev/x.ts', '@mcp-fleet/environment'],
    ['an environment imports its own file', 'environments/dev/x.ts', './servers'],
    ['an environment imports its own folder', 'environments/dev/x.ts', './parts/servers'],
  ])('%s', async (_name, file, imported) => {
    expect(await rulesBroken(file, importing(imported))).toEqual([]);
  });
});

describe('words that are not allowed', () => {
  test.each([
    ['environments/dev/x.ts', 'export const x = process.env.HOME;', 'no-restricted-globals'],
    ['environments/dev/x.ts', 'export const x = new Date();', 'no-restricted-globals'],
    ['environments/dev/x.ts', "export const x = await import('./x');", 'no-restricted-syntax'],
    ['modules/ecr/src/x.ts', "export const x = { secretString: 'x' };", 'no-restricted-syntax'],
    ['modules/ecr/examples/x.ts', "export const x = { secretBinary: 'x' };", 'no-restricted-syntax'],
    [
      'apps/fleet/src/x.ts',
      "export const x = (it: Set<string>) => it.add('secret_string');",
      'no-restricted-syntax',
    ],
    ['libs/plan/src/x.ts', 'export const x = Math.random();', 'no-restricted-properties'],
    ['libs/plan/src/x.ts', 'export const x = process.cwd();', 'no-restricted-globals'],
    ['libs/core/src/x.ts', "console.log('x');", 'no-console'],
    ['modules/ecr/src/x.ts', "console.log('x');", 'no-console'],
    ['modules/ecr/src/x.ts', 'export interface XProps { /** Name. */ name: string }', 'house/props'],
    ...['modules/ecr/src/x.ts', 'libs/plan/src/x.ts', 'apps/fleet/src/x.ts'].map((file) => [
      file,
      'export interface X { readonly name: string }',
      'house/documented',
    ]),
    ...['libs/plan/src/x.ts', 'libs/environment/src/x.ts', 'apps/fleet/src/page.ts'].map((file) => [
      file,
      "export const isTask = (target: string) => target === 'fargate';",
      'house/target-cases',
    ]),
    [
      'libs/core/src/x.ts',
      "export const isStream = (edge: string) => 'rest-api' !== edge;",
      'house/target-cases',
    ],
    ['libs/core/src/x.ts', 'export const x: any = 1;', '@typescript-eslint/no-explicit-any'],
  ])('%s: %s', async (file, text, rule) => {
    expect(await rulesBroken(file, text)).toEqual([rule]);
  });

  test('the 401st line', async () => {
    const lines = (count: number) => '// line\n'.repeat(count);
    expect(await rulesBroken('libs/core/src/x.ts', lines(400))).toEqual([]);
    expect(await rulesBroken('libs/core/src/x.ts', lines(401))).toEqual(['max-lines']);
  });

  test('a write-only argument may stand in a module', async () => {
    const text = "export const x = { secretStringWo: 'x', secretStringWoVersion: 1 };";
    expect(await rulesBroken('modules/ecr/src/x.ts', text)).toEqual([]);
  });

  test.each(['libs/plan/src/fargate/x.ts', 'apps/fleet/src/stacks/lambda-stack.ts'])(
    'a target may be named in its own folder or stack: %s',
    async (file) => {
      const text = "export const isStream = (edge: string) => edge === 'rest-api';";
      expect(await rulesBroken(file, text)).toEqual([]);
    },
  );

  test('a command may print', async () => {
    expect(await rulesBroken('apps/fleet/src/x.ts', "console.log('x');")).toEqual([]);
  });
});

test("a package's jest.config.cjs may take the preset from the root", async () => {
  const text = "module.exports = { ...require('../../jest.preset.cjs'), displayName: 'x' };\n";
  expect(await rulesBroken('libs/core/jest.config.cjs', text)).toEqual([]);
});

test('a package that is imported and not declared', async () => {
  const declared = readFileSync(join(root, 'modules/ecr/package.json'), 'utf8');
  expect(await rulesBroken('modules/ecr/package.json', declared)).toEqual([]);
  const bare = JSON.stringify({ ...JSON.parse(declared), dependencies: {} });
  expect(await rulesBroken('modules/ecr/package.json', bare)).toContain('@nx/dependency-checks');
});
