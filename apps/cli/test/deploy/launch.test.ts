import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Interrupts } from '../../src/deploy/terraform/interrupts';
import { isAlive, launch, readStatus, runningProcess } from '../../src/deploy/terraform/launch';

const folder = mkdtempSync(join(tmpdir(), 'mcp-fleet-launch-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const log = (name: string) => join(folder, 'runs', `${name}.log`);
const hook = join(__dirname, '../../../../apps/fleet/typescript-hook.cjs');

function run(
  name: string,
  script: string,
  onLine: (line: string) => void = () => undefined,
): Promise<number> {
  const command = [process.execPath, '-e', script];
  return launch({
    command,
    cwd: folder,
    env: process.env,
    log: log(name),
    onLine,
    interrupts: new Interrupts(),
    changes: true,
  });
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(50);
}

test('lines arrive while it runs, the last one without its end too; the exit code is its own', async () => {
  const lines: string[] = [];
  const script =
    "console.log('ä'); console.error('b'); setTimeout(() => { process.stdout.write('c'); process.exit(3); }, 300)";
  expect(await run('lines', script, (line) => lines.push(line))).toBe(3);
  expect(lines).toEqual(['ä', 'b', 'c']);
  expect(readStatus(log('lines')).exit).toBe(3);
});

test('a program that is not there is exit code 127', async () => {
  const interrupts = new Interrupts();
  const props = { command: ['no-such-program'], cwd: folder, env: process.env, log: log('none'), interrupts };
  expect(await launch({ ...props, onLine: () => undefined, changes: true })).toBe(127);
});

test('one that is killed is 137', async () => {
  const ending = run('killed', 'setTimeout(() => undefined, 60000)');
  await until(() => readStatus(log('killed')).pid !== undefined);
  process.kill(readStatus(log('killed')).pid as number, 'SIGKILL');
  expect(await ending).toBe(137);
});

test('it outlives a SIGKILL of the one that started it, and whoever comes next can see that it runs', async () => {
  const program = join(folder, 'starter.ts');
  const script = "setTimeout(() => require('node:fs').writeFileSync('finished', 'yes'), 1500)";
  const props = { command: [process.execPath, '-e', script], cwd: folder, env: {}, log: log('orphan') };
  writeFileSync(
    program,
    `const { launch } = require('${join(__dirname, '../../src/deploy/terraform/launch')}');
const { Interrupts } = require('${join(__dirname, '../../src/deploy/terraform/interrupts')}');
void launch({ ...${JSON.stringify(props)}, onLine: () => undefined, interrupts: new Interrupts(), changes: true });`,
  );
  const starter = spawn(process.execPath, ['-C', '@mcp-fleet/source', '-r', hook, program], {
    stdio: 'inherit',
  });
  await until(() => readStatus(log('orphan')).pid !== undefined);
  starter.kill('SIGKILL');
  const { pid } = readStatus(log('orphan'));
  expect(isAlive(pid as number)).toBe(true);
  expect(runningProcess(log('orphan'), process.execPath)).toBe(pid);
  expect(runningProcess(log('orphan'), '/usr/bin/terraform')).toBeUndefined();
  await until(() => existsSync(join(folder, 'finished')));
  await until(() => /exit 0/.test(readFileSync(`${log('orphan')}.status`, 'utf8')));
  expect(runningProcess(log('orphan'), process.execPath)).toBeUndefined();
});
