import { environmentFile, inProject, validEnvironment, validFiles } from '@mcp-fleet/testing/fleet';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const app = join(__dirname, '..');
const node = ['-C', '@mcp-fleet/source', '-r', join(app, 'typescript-hook.cjs')];

function run(root: string, program: string, args: string[], env: Record<string, string> = {}) {
  const call = [...node, join(app, 'src', program), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, call, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { status, stdout, stderr };
}

test('synth prints the stacks in order; --page what to do next', () => {
  inProject({ ...validFiles }, (root) => {
    expect(run(root, 'cli.ts', ['synth'])).toEqual({
      status: 0,
      stdout: 'dev-foundation\ndev-tools\ndev-dashboard\n',
      stderr: '',
    });
    const { stdout } = run(root, 'cli.ts', ['synth', 'dev', '--page']);
    expect(stdout).toContain('  notes    /notes/mcp   dev-tools-notes   dev-tools');
    expect(stdout).toMatch(/ {2}push image mcp-servers\/dev\/notes:v1\.2\.0-[0-9a-f]{12} \(arm64: notes\)/);
    expect(stdout).toContain('  fill secret mcp/dev/notes: NOTES_TOKEN\n');
    expect(stdout).toContain('  fill secret mcp/dev/access: tokens\n');
    expect(stdout).toContain('Terraform JSON: cdktf.out/stacks/<stack>/cdk.tf.json');
  });
});

test('a wrong fleet is exit code 1, a report without a stack trace, and nothing written', () => {
  inProject({ 'environments/dev/environment.ts': 'export default { nme: 1 };', ...{} }, (root) => {
    const { status, stdout, stderr } = run(root, 'cli.ts', ['synth', 'dev']);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('code  unknown-key');
    expect(stderr).toMatch(/Nothing was written\.\n$/);
    expect(stderr).not.toContain('    at ');
    expect(existsSync(join(root, 'cdktf.out'))).toBe(false);
    expect(run(root, 'cli.ts', ['synth', 'dev', '--debug']).stderr).toContain('    at ');
  });
});

test('a broken manifest that nobody uses is said in a line, and stops nobody', () => {
  const broken = { 'servers/half/server.json': '{}', 'servers/torn/server.json': '{' };
  inProject({ ...validFiles, ...broken }, (root) => {
    const { status, stderr } = run(root, 'cli.ts', ['synth']);
    expect(status).toBe(0);
    const lines = stderr.trim().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^servers\/half\/server\.json is broken, and no environment here uses it: \S/);
    expect(lines[1]).toMatch(/^servers\/torn\/server\.json is broken, and no environment here uses it: \S/);
  });
});

test.each([
  [[], 'name a command'],
  [['deploy'], "there is no command 'deploy'"],
  [['synth', 'a', 'b'], "one environment at a time: 'b' is too many"],
  [['synth', '--owt'], "Unknown option '--owt'"],
])('a wrong call %p is exit code 2 with the usage', (args, message) => {
  const { status, stderr } = run(app, 'cli.ts', args);
  expect(status).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).toContain('mcp-fleet synth [environment]');
});

test('--help is exit code 0', () => {
  expect(run(app, 'cli.ts', ['--help'])).toMatchObject({ status: 0, stderr: '' });
});

test("cdktf's app leaves old stacks to the CLI, which listed them before it started the app", () => {
  const staging = environmentFile({ ...validEnvironment, name: 'staging' });
  inProject({ ...validFiles, 'environments/staging/environment.ts': staging }, (root) => {
    const stacks = () => readdirSync(join(root, 'out/stacks')).filter((name) => name.startsWith('staging-'));
    expect(run(root, 'main.ts', [], { CDKTF_OUTDIR: 'out' }).status).toBe(0);
    const before = stacks();
    expect(before).toContain('staging-tools');
    expect(run(root, 'main.ts', [], { CDKTF_OUTDIR: 'out', ENVIRONMENT: 'dev' }).status).toBe(0);
    expect(stacks()).toEqual(before);
  });
});

test("cdktf's app takes the environment and the output folder from variables", () => {
  inProject({ ...validFiles }, (root) => {
    expect(run(root, 'main.ts', [], { ENVIRONMENT: 'dev', CDKTF_OUTDIR: 'a/b' })).toMatchObject({
      status: 0,
    });
    expect(existsSync(join(root, 'a/b/stacks/dev-tools/cdk.tf.json'))).toBe(true);
    const { status, stderr } = run(root, 'main.ts', [], { ENVIRONMENT: 'prod' });
    expect(status).toBe(1);
    expect(stderr).toContain('code  environment-not-found');
  });
});
