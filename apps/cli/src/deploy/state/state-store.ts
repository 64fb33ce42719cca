import type { FleetPlan } from '@mcp-fleet/plan';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LockInfo } from './lock';
import { parseLockFile } from './lock';
import type { StackState } from './stack-state';
import { parseState } from './stack-state';

/** Where the states of an environment are. It is only ever read: Terraform writes. */
export interface StateStore {
  /** Names of all states that exist, whether or not a stack of the file owns them. Sorted. */
  list(): Promise<string[]>;
  /** Undefined where there is none. */
  read(stack: string): Promise<StackState | undefined>;
  /** The lock on a state; undefined where there is none. A local one may be left over from a run that was killed. */
  lock(stack: string): Promise<LockInfo | undefined>;
  /** Whether a lock stays where the run that took it is killed. */
  readonly locksOutliveRuns: boolean;
  /** Where a state is, for messages. */
  place(stack: string): string;
}

const SUFFIX = '.tfstate';

/** States on this computer, in the folder beside the environment file. */
export class LocalStateStore implements StateStore {
  /** The system lets go of it with the process; a file that names it may stay. */
  readonly locksOutliveRuns = false;

  constructor(private readonly folder: string) {}

  list(): Promise<string[]> {
    const names = existsSync(this.folder) ? readdirSync(this.folder) : [];
    return Promise.resolve(stackNames(names));
  }

  read(stack: string): Promise<StackState | undefined> {
    const text = readIfThere(join(this.folder, `${stack}${SUFFIX}`));
    return Promise.resolve(text === undefined ? undefined : parseState(text));
  }

  lock(stack: string): Promise<LockInfo | undefined> {
    const text = readIfThere(join(this.folder, `.${stack}${SUFFIX}.lock.info`));
    return Promise.resolve(text === undefined ? undefined : parseLockFile(text));
  }

  place(stack: string): string {
    return join(this.folder, `${stack}${SUFFIX}`);
  }
}

/** The few calls to S3 that a store needs. */
export interface ObjectStore {
  /** Keys below a prefix, without those in deeper folders. */
  keys(bucket: string, prefix: string): Promise<string[]>;
  /** Undefined where there is none. */
  text(bucket: string, key: string): Promise<string | undefined>;
}

type S3State = Extract<FleetPlan['state'], { kind: 's3' }>;

/** States in a bucket. */
export class S3StateStore implements StateStore {
  readonly locksOutliveRuns = true;
  private readonly prefix: string;

  constructor(
    private readonly state: S3State,
    environment: string,
    private readonly objects: ObjectStore,
  ) {
    this.prefix = `${state.prefix}/${environment}/`;
  }

  async list(): Promise<string[]> {
    const keys = await this.objects.keys(this.state.bucket, this.prefix);
    return stackNames(keys.map((key) => key.slice(this.prefix.length)));
  }

  async read(stack: string): Promise<StackState | undefined> {
    const text = await this.objects.text(this.state.bucket, this.key(stack));
    return text === undefined ? undefined : parseState(text);
  }

  async lock(stack: string): Promise<LockInfo | undefined> {
    const text = await this.objects.text(this.state.bucket, `${this.key(stack)}.tflock`);
    return text === undefined ? undefined : parseLockFile(text);
  }

  place(stack: string): string {
    return `s3://${this.state.bucket}/${this.key(stack)}`;
  }

  private key(stack: string): string {
    return `${this.prefix}${stack}${SUFFIX}`;
  }
}

function stackNames(files: readonly string[]): string[] {
  return files
    .filter((file) => file.endsWith(SUFFIX) && !file.startsWith('.') && !file.includes('/'))
    .map((file) => file.slice(0, -SUFFIX.length))
    .sort();
}

function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
