import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

const program = join(__dirname, '../../../tools/scripts/install-packages.cjs');
const SIGN = /^Still installing packages, \d+ s$/;

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'mcp-fleet-install-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Stands in for npm. */
function npm(source: string): void {
  const file = join(folder, 'npm');
  writeFileSync(file, `#!${process.execPath}\n${source}\n`);
  chmodSync(file, 0o755);
}

function install({ path = [folder, dirname(process.execPath)] } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, '0.02'], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: path.join(delimiter) },
  });
  const lines = stderr.split('\n').filter((line) => line !== '');
  return {
    status,
    stdout,
    signs: lines.filter((line) => SIGN.test(line)),
    others: lines.filter((line) => !SIGN.test(line)),
  };
}

test('npm ci installs, with the output of npm and without questions', () => {
  npm(`console.log(process.argv.slice(2).join(' ')); console.error('a warning');`);
  expect(install()).toMatchObject({
    status: 0,
    stdout: 'ci --no-audit --no-fund --no-progress --loglevel=error\n',
    others: ['a warning'],
  });
});

test('while npm is silent, lines show that it still runs', async () => {
  const done = join(folder, 'done');
  npm(`setInterval(() => require('node:fs').existsSync(${JSON.stringify(done)}) && process.exit(), 5);`);
  const child = spawn(process.execPath, [program, '0.02'], {
    env: { PATH: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const lines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line);
    // npm ends when two lines have come, however long that takes.
    if (lines.length === 2) writeFileSync(done, '');
  });
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.filter((line) => !SIGN.test(line))).toEqual([]);
});

test('an installation that fails ends with 1, after the message of npm', () => {
  npm(`console.error('E404 no such package'); process.exitCode = 7;`);
  expect(install()).toMatchObject({
    status: 1,
    others: ['E404 no such package', 'npm ci failed: its message is above.'],
  });
});

test('npm that is killed is an installation that failed', () => {
  npm(`process.kill(process.pid, 'SIGKILL');`);
  expect(install()).toMatchObject({ status: 1, others: ['npm ci failed: its message is above.'] });
});

test('without npm, one message says so', () => {
  expect(install({ path: [join(folder, 'empty')] })).toMatchObject({
    status: 1,
    others: ['npm did not start: spawn npm ENOENT'],
  });
});
