import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pack, publishedPackages } from './packages';
import { proveModule } from './prove-module';
import { proveNx } from './prove-nx';
import { provePlan } from './prove-plan';
import { Steps } from './steps';

const root = resolve(__dirname, '../../..');
const work = mkdtempSync(join(tmpdir(), 'mcp-fleet-consumer-'));
const team = join(work, 'acme-fleet');

/** Nothing of this repository's own settings may help a team's folder. */
const env = {
  ...process.env,
  NX_DAEMON: 'false',
  NX_NO_CLOUD: 'true',
  NX_TUI: 'false',
  NX_SKIP_NX_CACHE: undefined,
  NX_BASE: undefined,
  NX_HEAD: undefined,
  INIT_CWD: undefined,
  NODE_OPTIONS: undefined,
};
const steps = new Steps(env);
const { check, run } = steps;

void proveIt()
  .catch((error: unknown) => steps.check(String(error), () => false))
  .then(() => {
    if (steps.failed === 0) rmSync(work, { recursive: true, force: true });
    else console.log(`The folder is kept: ${work}`);
    console.log(`${steps.passed} passed, ${steps.failed} failed`);
    process.exitCode = steps.failed === 0 ? 0 : 1;
  });

async function proveIt(): Promise<void> {
  const archives = pack(root, publishedPackages(root), work);
  const files = [...archives.values()];
  check('every archive was written', () => files.every((file) => existsSync(file)));

  const start = join(work, 'start');
  mkdirSync(start);
  writeFileSync(join(start, 'package.json'), '{ "private": true }\n');
  steps.must('the packages install into an empty folder', start, 'npm', [
    'install',
    '--no-audit',
    '--no-fund',
    ...files,
  ]);
  steps.must('mcp-fleet init writes a fleet', start, 'npx', ['--no-install', 'mcp-fleet', 'init', team]);
  // No version is on a registry yet: the archives stand in for what package.json asks for.
  steps.must('npm install in the fleet', team, 'npm', ['install', '--no-audit', '--no-fund', ...files]);
  const synth = steps.must('mcp-fleet synth dev', team, 'npx', ['--no-install', 'mcp-fleet', 'synth', 'dev']);
  check(
    'synth lists the stacks of dev',
    () => synth.stdout.trim() === 'dev-foundation\ndev-tools\ndev-dashboard',
  );
  check('the Terraform names the server', () =>
    readFileSync(join(team, 'cdktf.out/stacks/dev-tools/cdk.tf.json'), 'utf8').includes('everything'),
  );
  check('no Terraform names the folder it was made in', () =>
    ['dev-foundation', 'dev-tools', 'dev-dashboard'].every(
      (stack) => !readFileSync(join(team, `cdktf.out/stacks/${stack}/cdk.tf.json`), 'utf8').includes(root),
    ),
  );
  steps.must('the environment type-checks', team, 'npx', ['--no-install', 'tsc', '--noEmit', '-p', '.']);
  proveNx(team, check, run);
  await provePlan(team, work, steps);
  mistakes();
  proveModule(root, work, steps);
}

/** A mistake of a team is a report, not a stack trace of ours. */
function mistakes(): void {
  const file = join(team, 'environments/dev/environment.ts');
  writeFileSync(file, readFileSync(file, 'utf8').replace('everything: {}', 'everythin: {}'));
  const { status, stderr } = run(team, 'npx', ['--no-install', 'mcp-fleet', 'synth', 'dev']);
  check('a misspelt server is refused', () => status === 1 && stderr.includes('did you mean "everything"?'));
  check('without a stack trace', () => !/^\s+at /m.test(stderr));
  const elsewhere = run(join(work, 'start'), 'npx', ['--no-install', 'mcp-fleet', 'synth', 'dev']);
  check(
    'a folder that is no fleet is one message',
    () => elsewhere.status === 1 && /code {2}fleet-missing\s*$/.test(elsewhere.stderr),
  );
  const again = run(team, 'npx', ['--no-install', 'mcp-fleet', 'init', team]);
  check(
    'init overwrites nothing',
    () => again.status === 1 && again.stderr.includes('init overwrites nothing'),
  );
}
