import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder with these files, path → text. */
export function tree(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'mcp-fleet-docs-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** A small module: a part, a whole that takes the props of the part and more, and types between them. */
export const smallModule: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: '@acme/queue',
    description: 'Queues.',
    peerDependencies: { cdktf: '>=0.21.0 <1', constructs: '^10.4.2' },
  }),
  'src/index.ts': `
/**
 * Queues, with <b>care</b>.
 *
 * Second paragraph.
 *
 * @packageDocumentation
 */
export * from './queue';
export { type Door as Gate } from './types';
export { retries } from './types';
`,
  'src/types.ts': `
/** A way in. */
export interface Door {
  /** How wide. */
  readonly width: 'narrow' | 'wide';
}

/** Not exported by the index, but props mention it. */
export interface Rule {
  readonly doors?: readonly Door[];
}

/** How often. Second sentence. */
export const retries = 3;
`,
  'src/queue.ts': `
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import type { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import type { QueueRef } from '@mcp-fleet/refs';
import { Construct } from 'constructs';
import type { Rule } from './types';

interface Named {
  /** Name, at most 80 characters. */
  readonly name: string;
  /** Of the base. */
  readonly delaySeconds: number;
}

/** Props of {@link Queue}. */
export interface QueueProps extends Named {
  /**
   * What is let in, over two
   * lines: \`a | b\`. @default []
   */
  readonly rules?: readonly Rule[];
  /** Own words win. @default - as long as {@link retries} says */
  readonly delaySeconds?: number;
}

/**
 * A queue.
 *
 * @throws FleetErrors for bad props.
 */
export class Queue extends Construct implements QueueRef {
  readonly queueArn: string;
  /** The queue itself. */
  readonly resource: SqsQueue;
  private readonly secret: string;

  constructor(scope: Construct, id: string, props: QueueProps) {
    super(scope, id);
    new DataAwsCallerIdentity(this, 'Caller');
    this.resource = new SqsQueue(this, 'Resource', { name: props.name });
  }

  /** Joins a topic. */
  join(topic: SnsTopic): this {
    return this;
  }

  private hidden(): void {}
}

/** Two queues. */
export class Pair extends Construct {
  constructor(scope: Construct, id: string, props: QueueProps) {
    super(scope, id);
  }
}

export class Helper {}
`,
  'examples/minimal.ts': "import { Queue } from '../src';\n\nexport const made = Queue;\n",
};

/** What stands for the package of refs. */
export const smallRefs: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ name: '@acme/refs' }),
  'src/index.ts': `
/** What others need of a queue. */
export interface QueueRef {
  /** ARN of the queue. */
  readonly queueArn: string;
}
`,
};
