'use strict';
/* global fetch */
/** Starts the emulator from Node: makes its Python environment when needed, runs the server, tells what exists. */
const { spawn } = require('node:child_process');
const { createWriteStream } = require('node:fs');
const { EmulatorError, ensureVenv, systemPython } = require('./venv.cjs');

const ACCOUNT = '111122223333';
const REGION = 'us-east-1';
const READY_SECONDS = 60;
const STOP_SECONDS = 5;

/** What a command needs in its environment to take the emulator for AWS. */
function environment(url, region) {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'testing',
    AWS_SECRET_ACCESS_KEY: 'testing',
    AWS_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
    CHECKPOINT_DISABLE: '1',
  };
}

/** What must not be in it: each of these would lead a command to other credentials. */
const UNSET = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_SESSION_TOKEN'];

/**
 * Starts an emulator of its own: empty, on 127.0.0.1. It ends with `stop()` and with this process, however that ends.
 *
 * @param {object} [options]
 * @param {string} [options.account] 12 digits; default 111122223333
 * @param {string} [options.region] default us-east-1
 * @param {number} [options.port] default: a free one
 * @param {string} [options.logFile] requests and failures are written here; default: failures are kept for messages
 * @param {(line: string) => void} [options.log] is told of the installation of the Python environment, line by line
 * @throws {EmulatorError} Python is missing, the packages cannot be installed, or the server does not start
 */
async function startEmulator({ account = ACCOUNT, region = REGION, port = 0, logFile, log } = {}) {
  const python = await ensureVenv(log);
  const args = ['-m', 'mcp_fleet_emulator', 'serve', '--until-stdin-ends'];
  args.push('--port', String(port), '--account', account, ...(logFile ? ['--verbose'] : []));
  // A group of its own: Ctrl-C reaches this process, which then stops the server.
  const server = spawn(python, args, { cwd: __dirname, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  const ended = new Promise((resolve) => server.once('close', resolve));
  const errors = tail(server.stderr);
  if (logFile) {
    server.stderr.pipe(createWriteStream(logFile, { flags: 'a' }));
  }

  let url;
  try {
    url = await withTimeout(address(server, ended, errors), READY_SECONDS, 'the emulator does not start');
    await untilReady(url, region);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, account, region, env: environment(url, region), unset: UNSET, live, reset, stop, ended };

  /** What exists now: names by kind. */
  function live() {
    return get(`${url}/moto-api/live.json?region=${encodeURIComponent(region)}`);
  }

  /** Empties the account. */
  async function reset() {
    const response = await fetch(`${url}/moto-api/reset`, { method: 'POST' });
    if (!response.ok) {
      throw new EmulatorError(`the emulator cannot be reset: HTTP ${response.status}; ${errors()}`);
    }
  }

  async function stop() {
    if (server.exitCode === null && server.signalCode === null) {
      server.kill('SIGTERM');
      const force = setTimeout(() => server.kill('SIGKILL'), STOP_SECONDS * 1000);
      await ended;
      clearTimeout(force);
    }
  }
}

/** The address is the first line that the server prints. */
async function address(server, ended, errors) {
  let printed = '';
  const line = new Promise((resolve) => {
    server.stdout.setEncoding('utf8').on('data', (chunk) => {
      printed += chunk;
      if (printed.includes('\n')) {
        resolve(printed.trim());
      }
    });
  });
  const url = await Promise.race([line, ended.then(() => undefined)]);
  if (url === undefined) {
    throw new EmulatorError(`the emulator did not start: ${lastLine(errors())}`);
  }
  return url;
}

function lastLine(text) {
  return text.trim().split('\n').at(-1) || 'it said nothing';
}

async function untilReady(url, region) {
  const until = Date.now() + READY_SECONDS * 1000;
  for (;;) {
    try {
      return await get(`${url}/moto-api/live.json?region=${encodeURIComponent(region)}`);
    } catch (error) {
      if (Date.now() > until) {
        throw error;
      }
      await sleep(100);
    }
  }
}

async function get(url) {
  const response = await fetch(url);
  if (!response.ok) {
    throw new EmulatorError(`${url} answers HTTP ${response.status}.`);
  }
  return response.json();
}

/** The last of what a stream says, for messages. */
function tail(stream) {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk) => {
    text = (text + chunk).slice(-4096);
  });
  return () => text;
}

async function withTimeout(promise, seconds, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new EmulatorError(`${what} within ${seconds} seconds.`)), seconds * 1000);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** What came and what went between two answers of `live()`, by kind; names that occur several times are counted. */
function difference(before, after) {
  return { came: missing(before, after), went: missing(after, before) };
}

function missing(here, there) {
  const result = {};
  for (const [kind, names] of Object.entries(there)) {
    const left = [...(here[kind] ?? [])];
    const rest = names.filter((name) => {
      const found = left.indexOf(name);
      if (found >= 0) {
        left.splice(found, 1);
      }
      return found < 0;
    });
    if (rest.length > 0) {
      result[kind] = rest;
    }
  }
  return result;
}

module.exports = { ACCOUNT, REGION, EmulatorError, difference, ensureVenv, startEmulator, systemPython };
