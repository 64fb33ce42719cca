/** Names by kind, such as `sqs.Queue`. */
export type Live = Readonly<Record<string, readonly string[]>>;

export interface EmulatorOptions {
  /** 12 digits. @default '111122223333' */
  readonly account?: string;
  /** @default 'us-east-1' */
  readonly region?: string;
  /** @default - a free one */
  readonly port?: number;
  /** Requests and failures are written here. @default - failures are kept for messages */
  readonly logFile?: string;
  /** Is told of the installation of the Python environment, at least every ten seconds. @default - silence */
  readonly log?: (line: string) => void;
}

export interface RunningEmulator {
  readonly url: string;
  readonly account: string;
  readonly region: string;
  /** What a command needs in its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Variables that must not be in it. */
  readonly unset: readonly string[];
  /** Settles when the server has ended. */
  readonly ended: Promise<unknown>;
  /** What exists now. */
  live(): Promise<Live>;
  /** Empties the account. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

export declare const ACCOUNT: string;
export declare const REGION: string;

/** What a user can put right; its message is one line. */
export declare class EmulatorError extends Error {}

/** Starts an emulator of its own: empty, on 127.0.0.1; it ends with `stop()` and with this process. */
export declare function startEmulator(options?: EmulatorOptions): Promise<RunningEmulator>;

/** What came and what went between two answers of `live()`. */
export declare function difference(before: Live, after: Live): { readonly came: Live; readonly went: Live };

/** Makes the virtual environment when needed and returns its Python. SIGINT and SIGTERM end the process meanwhile. */
export declare function ensureVenv(log?: (line: string) => void): Promise<string>;

/** The version of `python3`, or undefined where there is none. */
export declare function systemPython(): string | undefined;
