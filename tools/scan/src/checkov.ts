import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Scan } from './judge';
import { ScanError } from './scan-error';

const FOLDER = join(__dirname, '..');
const REQUIREMENTS = join(FOLDER, 'requirements.txt');
const INSTALL_SECONDS = 900;
const SCAN_SECONDS = 300;

/** The version of `python3`, such as `3.11.7`, or undefined where there is none. */
export function systemPython(): string | undefined {
  const { status, stdout } = spawnSync('python3', ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim().replace(/^Python /, '') : undefined;
}

/**
 * Has checkov look at every cdk.tf.json below a folder.
 *
 * @throws ScanError where checkov cannot be installed or does not get through.
 */
export function runCheckov(folder: string, result: string, log: (line: string) => void): Scan {
  const python = ensureCheckov(log);
  const { status, stderr } = spawnSync(python, ['-I', join(FOLDER, 'scan.py'), folder, result], {
    encoding: 'utf8',
    timeout: SCAN_SECONDS * 1000,
    // Nothing else: checkov has variables that switch checks off.
    env: { PATH: process.env['PATH'], HOME: homedir(), LOG_LEVEL: 'ERROR' },
  });
  if (status !== 0) throw new ScanError(`checkov does not get through: ${lastLine(stderr)}`);
  return JSON.parse(readFileSync(result, 'utf8')) as Scan;
}

/** The Python that has checkov; it is installed once for these requirements and this Python. */
function ensureCheckov(log: (line: string) => void): string {
  const version = pythonVersion();
  const stamp = createHash('sha256').update(version).update(readFileSync(REQUIREMENTS)).digest('hex');
  const venv = join(cacheFolder(), `checkov-${stamp.slice(0, 12)}`);
  const python = join(venv, 'bin', 'python');
  if (existsSync(python)) return python;
  log(`Installing checkov into ${venv} (once, a minute or two, about 300 MB) ...`);
  // It gets its name when it is whole: of several processes one wins, and none uses half of it.
  const unfinished = `${venv}.${process.pid}`;
  try {
    install(unfinished);
    if (!existsSync(venv)) renameSync(unfinished, venv);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return python;
}

function pythonVersion(): string {
  const version = systemPython();
  if (version === undefined) {
    throw new ScanError('python3 is not on the PATH; the scan needs Python 3.10 or later.');
  }
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 3 || (major === 3 && minor < 10)) {
    throw new ScanError(`python3 is Python ${version}; the scan needs 3.10 or later.`);
  }
  return version;
}

function cacheFolder(): string {
  const folder = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'mcp-fleet');
  mkdirSync(folder, { recursive: true });
  return folder;
}

function install(venv: string): void {
  rmSync(venv, { recursive: true, force: true });
  if (spawnSync('python3', ['-m', 'venv', venv]).status !== 0) {
    throw new ScanError(
      'python3 cannot make a virtual environment; install its venv module (Debian and Ubuntu: python3-venv).',
    );
  }
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', REQUIREMENTS];
  const { status, stderr } = spawnSync(join(venv, 'bin', 'python'), pip, {
    encoding: 'utf8',
    timeout: INSTALL_SECONDS * 1000,
  });
  if (status !== 0) {
    throw new ScanError(`pip cannot install tools/scan/requirements.txt: ${lastLine(stderr)}`);
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) || 'it took too long';
}
