import { FleetError } from '@mcp-fleet/core';
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Launch } from './launch';

const POLL_MILLISECONDS = 200;
/** One of our servers asks its service for up to 30 seconds before it is ready. */
const LONGEST_START_MILLISECONDS = 90_000;
/** A server that ended this often is not going to start. */
const MOST_RESTARTS = 3;
/** The router gives calls in progress some time, then servers. */
const LONGEST_STOP_MILLISECONDS = 20_000;
const KEPT_LINES = 10;

/** The router and its server, running. */
export class RouterProcess {
  private readonly child: ChildProcess;
  private readonly lines: string[] = [];
  private isEnded = false;
  /** Its exit code, or why it did not start. */
  readonly ended: Promise<string>;

  /** @param show is given each line of its log */
  constructor(launch: Launch, show: (line: string) => void) {
    this.child = spawn(launch.command, [...launch.arguments], {
      env: launch.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        this.lines.push(line);
        if (this.lines.length > KEPT_LINES) this.lines.shift();
        show(line);
      });
    }
    this.ended = new Promise((resolve) => {
      this.child.on('error', (error) => resolve(error.message));
      this.child.on('close', (code, signal) => resolve(`exit code ${code ?? signal}`));
    });
    void this.ended.then(() => (this.isEnded = true));
  }

  /**
   * Waits until the server serves.
   *
   * @throws FleetError with code `server-down` where it does not
   */
  async ready(name: string, health: string, signal: AbortSignal): Promise<void> {
    const end = Date.now() + LONGEST_START_MILLISECONDS;
    let reason = 'it does not answer';
    while (Date.now() < end && !signal.aborted) {
      if (this.isEnded) throw down(name, `the router ended (${await this.ended}): ${this.lines.join('\n')}`);
      const state = await stateAt(health);
      if (state?.state === 'up') return;
      if (state?.reason) reason = state.reason;
      if (state && state.restarts >= MOST_RESTARTS) break;
      await sleep(POLL_MILLISECONDS);
    }
    if (!signal.aborted) throw down(name, reason);
  }

  /**
   * Returns at the signal.
   *
   * @throws FleetError with code `server-down` where the router ends by itself
   */
  async untilEnd(name: string, signal: AbortSignal): Promise<void> {
    const aborted = new Promise<undefined>((resolve) => {
      if (signal.aborted) resolve(undefined);
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    const ended = await Promise.race([aborted, this.ended]);
    // Ctrl-C reaches the router as well, and it may be the first to end.
    if (ended !== undefined && !signal.aborted) {
      throw down(name, `the router ended (${ended}): ${this.lines.join('\n')}`);
    }
  }

  /** Asks it to end, and makes it where it does not. */
  async stop(): Promise<void> {
    if (!this.isEnded) this.child.kill('SIGTERM');
    const late = new AbortController();
    const patience = sleep(LONGEST_STOP_MILLISECONDS, undefined, { signal: late.signal }).then(
      () => this.child.kill('SIGKILL'),
      () => undefined,
    );
    await this.ended;
    late.abort();
    await patience;
  }
}

interface State {
  readonly state: string;
  readonly reason?: string;
  readonly restarts: number;
}

async function stateAt(health: string): Promise<State | undefined> {
  try {
    const response = await fetch(health, { signal: AbortSignal.timeout(2_000) });
    return (await response.json()) as State;
  } catch {
    return undefined;
  }
}

function down(name: string, value: string): FleetError {
  return new FleetError({
    code: 'server-down',
    path: name,
    value,
    rule: 'the server starts, and answers its router',
    fix: 'mend what it says; --logs shows every line of it',
  });
}

/**
 * Whether this process may listen there.
 *
 * @throws FleetError with code `port-in-use`
 */
export async function checkPort(port: number): Promise<void> {
  const problem = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    const server = createServer()
      .on('error', resolve)
      .listen(port, '127.0.0.1', () => server.close(() => resolve(undefined)));
  });
  if (problem === undefined) return;
  throw new FleetError({
    code: 'port-in-use',
    path: `127.0.0.1:${port}`,
    value: problem.code,
    rule: 'nobody else listens there, and this user may',
    fix: `end the other program, or take another port: --port ${port < 1024 ? 8080 : port + 1}`,
  });
}
