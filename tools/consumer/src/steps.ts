import { spawnSync } from 'node:child_process';

/** What a program said, and how it ended; 1 where it could not be started. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Notes whether something holds; an exception is a no. */
export type Check = (title: string, holds: () => boolean) => void;

/** Runs a program in a folder. */
export type Run = (cwd: string, command: string, args: readonly string[]) => Ran;

/** Counts what holds and what does not. */
export class Steps {
  passed = 0;
  failed = 0;

  /** @param env variables of every program */
  constructor(private readonly env: NodeJS.ProcessEnv) {}

  readonly check: Check = (title, holds) => {
    let ok = false;
    try {
      ok = holds();
    } catch (error) {
      console.log(String(error));
    }
    if (ok) this.passed += 1;
    else this.failed += 1;
    console.log(`${ok ? 'ok  ' : 'FAIL'}  ${title}`);
  };

  readonly run: Run = (cwd, command, args) => this.runWith({}, cwd, command, args);

  /** A run with more variables; one that is undefined is taken away. */
  runWith(env: NodeJS.ProcessEnv, cwd: string, command: string, args: readonly string[]): Ran {
    const { status, stdout, stderr, error } = spawnSync(command, args, {
      cwd,
      env: { ...this.env, ...env },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return {
      status: error ? 1 : status,
      stdout: stdout ?? '',
      stderr: error ? error.message : (stderr ?? ''),
    };
  }

  /** A run that has to succeed; what it said is printed where it does not. */
  must(title: string, cwd: string, command: string, args: readonly string[]): Ran {
    const result = this.run(cwd, command, args);
    this.check(title, () => result.status === 0);
    if (result.status !== 0) console.log(`${result.stdout}\n${result.stderr}`.trim());
    return result;
  }
}
