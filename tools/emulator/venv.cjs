'use strict';
/**
 * The emulator's Python environment: made when it is missing, one folder for each Python version and set of requirements.
 * A folder that is complete is never removed or changed, since another process may run from it.
 */
const { spawn, spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} = require('node:fs');
const { basename, join } = require('node:path');

const folder = __dirname;
const SIGN_OF_LIFE_MS = 10_000;
const SIGNALS = { SIGINT: 2, SIGTERM: 15 };

/** What a user can put right; its message is one line. */
class EmulatorError extends Error {}

/** The version of `python3`, such as `3.11.7`, or undefined where there is none. */
function systemPython() {
  const { status, stdout } = spawnSync('python3', ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim().replace(/^Python /, '') : undefined;
}

/**
 * Makes the virtual environment when it is missing. Several processes may ask at once: one makes it, the others wait.
 * SIGINT and SIGTERM end this process at once meanwhile.
 *
 * @param {(line: string) => void} [log] is told of an installation and of waiting, at least every ten seconds
 * @param {number} [every] milliseconds between two signs of life
 * @returns {Promise<string>} the path of its Python
 * @throws {EmulatorError} python3 or its venv module is missing, or the packages cannot be installed
 */
async function ensureVenv(log = () => {}, every = SIGN_OF_LIFE_MS) {
  const version = systemPython();
  if (version === undefined) {
    throw new EmulatorError('python3 is not on the PATH; the emulator needs Python 3.10 or later.');
  }
  const [major, minor] = version.split('.').map(Number);
  if (major < 3 || (major === 3 && minor < 10)) {
    throw new EmulatorError(`python3 is Python ${version}; the emulator needs 3.10 or later.`);
  }
  const venv = join(folder, '.venv', `${version}-${requirementsHash()}`);
  const python = join(venv, 'bin', 'python');
  if (isComplete(venv)) {
    return python;
  }
  const work = interruptible();
  try {
    await lock(`${venv}.lock`, work, log, every);
    if (!isComplete(venv)) {
      log(`Installing the emulator into tools/emulator/.venv/${basename(venv)} (once, about a minute) ...`);
      await make(venv, work, log, every);
    }
  } finally {
    work.end();
  }
  return python;
}

function requirementsHash() {
  const requirements = readFileSync(join(folder, 'requirements.txt'));
  return createHash('sha256').update(requirements).digest('hex').slice(0, 8);
}

/** Written last, so that an installation that was interrupted is not taken for an environment. */
function completeFile(venv) {
  return join(venv, 'complete');
}

/** The Python is a link: where its target was uninstalled, nobody can run from the folder any more. */
function isComplete(venv) {
  return existsSync(completeFile(venv)) && existsSync(join(venv, 'bin', 'python'));
}

async function make(venv, work, log, every) {
  rmSync(venv, { recursive: true, force: true });
  const created = await run('python3', ['-m', 'venv', venv], work, () => {}, log, every);
  if (created.status !== 0) {
    rmSync(venv, { recursive: true, force: true });
    throw new EmulatorError(
      'python3 cannot make a virtual environment; install its venv module (Debian and Ubuntu: python3-venv).',
    );
  }
  // No time limit: pip gives up on a connection by itself, and keeps what it has downloaded in its cache.
  const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--progress-bar', 'off'];
  const python = join(venv, 'bin', 'python');
  const installed = await run(python, [...pip, '-r', 'requirements.txt'], work, log, log, every);
  if (installed.status !== 0) {
    throw new EmulatorError(
      `pip cannot install tools/emulator/requirements.txt: ${installed.lastError || 'it was stopped'}`,
    );
  }
  writeFileSync(completeFile(venv), '');
}

/** Runs a program in a process group of its own, and passes on the lines that it prints. */
async function run(command, args, work, onLine, log, every) {
  const child = spawn(command, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const started = Date.now();
  const stillHere = () => log(`  still installing, ${Math.round((Date.now() - started) / 1000)} s ...`);
  let timer = setInterval(stillHere, every);
  let lastError = '';
  eachLine(child.stdout, (line) => {
    clearInterval(timer);
    timer = setInterval(stillHere, every);
    onLine(`  ${line}`);
  });
  eachLine(child.stderr, (line) => {
    lastError = line;
  });
  const done = work.child(child);
  try {
    const status = await new Promise((resolve) => {
      child.once('error', () => resolve(undefined)).once('close', resolve);
    });
    return { status, lastError };
  } finally {
    clearInterval(timer);
    done();
  }
}

function eachLine(stream, use) {
  let rest = '';
  stream.setEncoding('utf8').on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    for (const line of lines.map((text) => text.trimEnd()).filter(Boolean)) {
      use(line);
    }
  });
}

/**
 * Work that a signal ends at once: the program that runs is killed with its children, the lock is given back, and this
 * process exits.
 */
function interruptible() {
  let release = () => {};
  let kill = () => {};
  const handlers = Object.entries(SIGNALS).map(([signal, number]) => {
    const handler = () => {
      kill();
      release();
      process.exit(128 + number);
    };
    process.on(signal, handler);
    return [signal, handler];
  });
  return {
    /** @returns what is called when the program has ended */
    child(child) {
      kill = () => killGroup(child.pid);
      return () => {
        kill = () => {};
      };
    },
    locked(giveBack) {
      release = giveBack;
    },
    end() {
      release();
      for (const [signal, handler] of handlers) {
        process.off(signal, handler);
      }
    },
  };
}

function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

/** Waits until no other living process makes the environment, and makes this process the one that does. */
async function lock(file, work, log, every) {
  mkdirSync(join(file, '..'), { recursive: true });
  let said = -Infinity;
  for (;;) {
    if (take(file)) {
      work.locked(() => rmSync(file, { force: true }));
      return;
    }
    const owner = ownerOf(file);
    if (!isAlive(owner)) {
      removeStale(file);
    } else if (Date.now() - said >= every) {
      said = Date.now();
      log(`Waiting for process ${owner}, which installs the emulator (${file}) ...`);
    }
    await new Promise((resolve) => setTimeout(resolve, Math.min(200, every)));
  }
}

/** A link is made with its content: nobody sees a lock that does not yet name its owner. */
function take(file) {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') {
      throw error;
    }
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

/** Two processes may find the same dead owner: what the second moves away is then the first one's lock, and goes back. */
function removeStale(file) {
  const moved = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, moved);
    if (isAlive(ownerOf(moved))) {
      linkSync(moved, file);
    }
  } catch {
    // Another process was quicker.
  }
  rmSync(moved, { force: true });
}

function ownerOf(file) {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return 0;
  }
}

function isAlive(pid) {
  if (!pid) {
    return false;
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

module.exports = { EmulatorError, ensureVenv, systemPython };
