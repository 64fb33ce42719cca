/** How a call of the engine is made. */
export interface EngineOptions {
  /** Text for its standard input: what must not be seen on a command line. @default - nothing */
  readonly input?: string;
  /** Variables beside those of this process. @default {} */
  readonly env?: Readonly<Record<string, string>>;
  /** @default - the working directory */
  readonly cwd?: string;
  /** File that the output is added to. @default - none */
  readonly log?: string;
}

/** docker or podman, of which the commands that we use are the same. */
export interface Engine {
  readonly name: 'docker' | 'podman';
  /**
   * Runs it to its end and keeps what it prints.
   *
   * @throws EngineFailure where its exit code is not 0.
   */
  run(args: readonly string[], options?: EngineOptions): Promise<{ stdout: string; stderr: string }>;
  /**
   * Runs it with its output on the terminal, as it comes.
   *
   * @throws EngineFailure where its exit code is not 0.
   */
  stream(args: readonly string[], options?: EngineOptions): Promise<void>;
}

/** An engine that ended with an error. Arguments may hold build arguments of the user: only the first is kept. */
export class EngineFailure extends Error {
  constructor(
    readonly engine: Engine['name'],
    readonly command: string,
    readonly exitCode: number,
    readonly stderr: string,
  ) {
    super(`${engine} ${command} ended with exit code ${exitCode}: ${lastLine(stderr)}`);
    this.name = 'EngineFailure';
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
