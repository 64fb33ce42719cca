import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Interrupts } from './interrupts';

/** One call of a program that has to finish even where we do not. */
export interface Launch {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** File that gets all that it prints; beside it `<log>.status` says its process id and, at the end, how it ended. */
  readonly log: string;
  /** Called for each line that it prints, soon after. */
  readonly onLine: (line: string) => void;
  readonly interrupts: Interrupts;
  /** Whether it changes something, so that it is interrupted only where the user insists. */
  readonly changes: boolean;
}

const POLL_MILLISECONDS = 50;
/** A disk that is full, or a folder that is not ours, would keep the launcher from saying anything. */
const START_MILLISECONDS = 10_000;
/** How long an interrupt from elsewhere may take to reach Terraform before ours is sent. */
const INTERRUPT_GRACE_MILLISECONDS = 700;
const EXIT_CODE_MILLISECONDS = 10_000;
/** Exit code of a program that a signal ended at once. */
export const KILLED = 137;

/**
 * Starts the program in a session of its own, as nobody's child, writing to a file. So it outlives us: an interrupt of
 * the terminal and a SIGKILL of ours do not reach it, no closed pipe stops it, and a task runner that ends our whole
 * process tree does not find it. Two interrupts, or one to the provider, would cost the state.
 */
const LAUNCHER =
  'log=$1; status=$2; shift 2; ( "$@" >>"$log" 2>&1 </dev/null & p=$!; echo "pid $p" >"$status"; wait "$p"; echo "exit $?" >>"$status" ) &';

/** Runs it to its end and returns its exit code; 137 where it was killed. An interrupt is passed on once at most. */
export async function launch({
  command,
  cwd,
  env,
  log,
  onLine,
  interrupts,
  changes,
}: Launch): Promise<number> {
  interrupts.check();
  mkdirSync(dirname(log), { recursive: true });
  for (const file of [log, statusFile(log)]) rmSync(file, { force: true });
  const shell = spawn('/bin/sh', ['-c', LAUNCHER, 'sh', log, statusFile(log), ...command], {
    cwd,
    env,
    detached: true,
    stdio: 'ignore',
  });
  await new Promise((resolve, reject) => shell.on('error', reject).on('close', resolve));
  const lines = new LineReader(log);
  let interruptSeen = false;
  const read = () =>
    lines.read().forEach((line) => {
      interruptSeen ||= line.includes('Interrupt received');
      onLine(line);
    });
  let passOnAt: number | undefined;
  let pid: number | undefined;
  const giveUpAt = Date.now() + START_MILLISECONDS;
  for (;;) {
    const status = readStatus(log);
    pid ??= status.pid;
    if (pid === undefined && Date.now() > giveUpAt) throw new Error(`${command[0]} did not start: ${log}`);
    const killed = status.exit === undefined && pid !== undefined && !isAlive(pid);
    // Its launcher, if that still lives, writes the exit code a moment after the end.
    if (killed) await exitCodeOf(log);
    read();
    if (killed || status.exit !== undefined) {
      lines.rest().forEach(onLine);
      return readStatus(log).exit ?? KILLED;
    }
    const stop = changes ? interrupts.insisted : interrupts.requested;
    if (stop && passOnAt === undefined) passOnAt = Date.now() + INTERRUPT_GRACE_MILLISECONDS;
    if (passOnAt !== undefined && Date.now() >= passOnAt && pid !== undefined) {
      passOnAt = Infinity;
      if (!interruptSeen && isAlive(pid)) process.kill(pid, 'SIGINT');
    }
    await sleep(POLL_MILLISECONDS);
  }
}

/** Waits for the exit code of a program that has ended; a busy machine takes its time to run the launcher once more. */
async function exitCodeOf(log: string): Promise<void> {
  const giveUpAt = Date.now() + EXIT_CODE_MILLISECONDS;
  while (readStatus(log).exit === undefined && Date.now() < giveUpAt) await sleep(POLL_MILLISECONDS);
}

/** How a launched program stands. */
export interface LaunchStatus {
  readonly pid?: number;
  /** @default - it runs, or it and its launcher were killed */
  readonly exit?: number;
}

/** How the last run that wrote this log stands; empty where there was none. */
export function readStatus(log: string): LaunchStatus {
  const file = statusFile(log);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const pid = /^pid (\d+)$/m.exec(text)?.[1];
  const exit = /^exit (\d+)$/m.exec(text)?.[1];
  return { ...(pid ? { pid: Number(pid) } : {}), ...(exit ? { exit: Number(exit) } : {}) };
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The process that still writes this log; undefined where none does. */
export function runningProcess(log: string, program: string): number | undefined {
  const { pid, exit } = readStatus(log);
  if (pid === undefined || exit !== undefined || !isAlive(pid)) return undefined;
  // After a restart of the computer the number may be another program's.
  const { stdout, error } = spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
  return error || stdout.includes(basename(program)) ? pid : undefined;
}

function statusFile(log: string): string {
  return `${log}.status`;
}

/** The lines of a file that grows. */
class LineReader {
  private position = 0;
  private pending = Buffer.alloc(0);

  constructor(private readonly file: string) {}

  /** Whole lines since the last call. */
  read(): string[] {
    const size = existsSync(this.file) ? statSync(this.file).size : 0;
    if (size <= this.position) return [];
    const chunk = Buffer.alloc(size - this.position);
    const descriptor = openSync(this.file, 'r');
    try {
      this.position += readSync(descriptor, chunk, 0, chunk.length, this.position);
    } finally {
      closeSync(descriptor);
    }
    const all = Buffer.concat([this.pending, chunk]);
    const end = all.lastIndexOf('\n') + 1;
    this.pending = all.subarray(end);
    return all.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
  }

  /** What follows the last line end as well. */
  rest(): string[] {
    const lines = this.read();
    const last = this.pending.toString('utf8');
    return last === '' ? lines : [...lines, last];
  }
}
