import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { environmentTargets, serverTargets } from '../targets.cjs';

const repository = resolve(__dirname, '../../..');
const { plugins } = JSON.parse(readFileSync(join(repository, 'nx.json'), 'utf8')) as {
  plugins: { plugin: string; options: Record<'command' | 'synthCommand', string> }[];
};
const source = plugins.find(({ plugin }) => plugin === './libs/nx/plugin.cjs')!.options;
const dev = { name: 'dev', servers: ['notes'], related: [] };

test.each(['command', 'synthCommand'] as const)('%s of this repository runs a program that exists', (key) => {
  const program = source[key].split(' ').at(-1)!;
  expect(existsSync(join(repository, program))).toBe(true);
});

test.each([
  ['serve', serverTargets('gitlab', source).serve, 'gitlab'],
  ['verify', environmentTargets(dev, source).verify, 'dev'],
  ['ops', environmentTargets(dev, source).ops, 'dev'],
])('%s runs from source, for its project, and is never taken from the cache', (verb, target, name) => {
  expect(target.command).toContain(`main.ts ${verb} ${name}`);
  expect(target.cache).toBe(false);
});

test('a team runs the installed program, and its version is an input of the synthesis', () => {
  const targets = environmentTargets(dev);
  expect(targets.synth.command).toBe('mcp-fleet synth dev --out dist/cdktf/dev');
  expect(targets.synth.inputs).toEqual([
    '{projectRoot}/**/*',
    '{workspaceRoot}/servers/notes/**/*',
    { externalDependencies: ['mcp-fleet'] },
  ]);
  expect(targets.plan.command).toBe('mcp-fleet plan dev --out dist/cdktf/dev');
  expect(targets).not.toHaveProperty('lint');
  expect(serverTargets('notes').serve.command).toBe('mcp-fleet serve notes');
});
