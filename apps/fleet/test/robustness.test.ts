import { inProject, json, validFiles } from '@mcp-fleet/testing/fleet';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthFleet } from '../src';

const app = join(__dirname, '..');

/** The command in a process of its own, on an environment file as it is given. */
function run(environment: string, args: string[] = []) {
  return inProject({ ...validFiles, 'environments/dev/environment.ts': environment }, (root) => {
    const call = ['-C', '@mcp-fleet/source', '-r', join(app, 'typescript-hook.cjs'), join(app, 'src/cli.ts')];
    return spawnSync(process.execPath, [...call, 'synth', 'dev', ...args], { cwd: root, encoding: 'utf8' });
  });
}

test.each([
  ['ends the process', 'process.exit(0);', 'A file ended the process'],
  ['throws nothing', 'throw null;', 'code  environment-unreadable'],
  ['exports a Promise', 'export default Promise.resolve({});', 'code  environment-no-export'],
  ['exports a list', 'export default [];', 'code  environment-no-export'],
  ['has a getter that throws', "export default { get name() { throw new Error('boom'); } };", 'got   "boom"'],
  ['has a function as a value', "export default { name: () => 'dev' };", 'code  wrong-type'],
  [
    'refers to itself',
    'const e: Record<string, unknown> = {}; e.e = e; export default e;',
    'code  environment-unreadable',
  ],
])('a file that %s is reported, and nothing is written', (_, environment, expected) => {
  const { status, stderr } = run(environment);
  expect(stderr).toContain(expected);
  expect(stderr).not.toContain('This was not foreseen');
  expect(status).toBe(1);
});

test('a pin with a text that Terraform would evaluate is refused', () => {
  const pin = {
    digest: `sha256:${'0'.repeat(64)}`,
    tag: 't',
    architecture: 'arm64',
    contents: { notes: '${aws_region}' },
  };
  const withPin = { ...validFiles, 'environments/dev/images.json': json({ 'mcp-servers/dev/notes': pin }) };
  expect(() => inProject(withPin, (root) => synthFleet({ root, outdir: join(root, 'out') }))).toThrow(
    'images-unreadable',
  );
});

test('folders in the output that are not ours stay, and ours that are no more go', () => {
  const out = mkdtempSync(join(tmpdir(), 'mcp-fleet-out-'));
  mkdirSync(join(out, 'stacks/precious'), { recursive: true });
  inProject({ ...validFiles }, (root) => synthFleet({ root, outdir: out }));
  const renamed = Object.fromEntries(
    Object.entries(validFiles).map(([path, text]) => [path, text.replace('tools: {', 'other: {')]),
  );
  inProject(renamed, (root) => synthFleet({ root, outdir: out }));
  expect(existsSync(join(out, 'stacks/precious'))).toBe(true);
  expect(existsSync(join(out, 'stacks/dev-other'))).toBe(true);
  expect(existsSync(join(out, 'stacks/dev-tools'))).toBe(false);
  rmSync(out, { recursive: true });
});

test('who joins a registry through a file of its own is found when the owner is synthesised alone', () => {
  const [environment = ''] = Object.values(validFiles);
  const staging = {
    'environments/staging/lib/base.ts': "export const base = { registry: { environment: 'dev' } };\n",
    'environments/staging/environment.ts': `import { base } from './lib/base';\n${environment
      .replace("name: 'dev'", "name: 'staging'")
      .replace('{\n', '{\n  ...base,\n')}`,
  };
  inProject({ ...validFiles, ...staging }, (root) => {
    const foundation = (outdir: string, only?: string) => {
      synthFleet({ root, outdir, ...(only ? { environment: only } : {}) });
      return readFileSync(join(outdir, 'stacks/dev-foundation/cdk.tf.json'), 'utf8');
    };
    const alone = foundation(join(root, 'a'), 'dev');
    expect(alone).toContain(':function:staging-*');
    expect(alone).toBe(foundation(join(root, 'b')));
  });
});
