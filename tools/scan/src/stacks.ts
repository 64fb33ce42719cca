import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A resource, data source or provider as the JSON of a stack has it. */
export interface Part {
  readonly stack: string;
  /** Such as `aws_lb`, `data.aws_availability_zones`, `provider`. */
  readonly type: string;
  /** Name in Terraform's address. */
  readonly name: string;
  /** Path of its construct, which begins with the stack: `production-tools/fargate-alb/LoadBalancer/Resource`. */
  readonly path: string;
}

/** One cdk.tf.json. */
export interface StackFile {
  readonly stack: string;
  /** From the folder that is scanned, with slashes. */
  readonly file: string;
  readonly parts: readonly Part[];
}

interface Block {
  readonly '//'?: { readonly metadata?: { readonly path?: string } };
}

type Blocks = Readonly<Record<string, Readonly<Record<string, Block>>>>;

/** The stacks below a folder, in a fixed order. */
export function readStacks(folder: string): StackFile[] {
  return (readdirSync(folder, { recursive: true }) as string[])
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('/cdk.tf.json'))
    .sort()
    .map((file) => {
      const stack = file.split('/').at(-2) as string;
      return { stack, file, parts: partsOf(stack, JSON.parse(readFileSync(join(folder, file), 'utf8'))) };
    });
}

/** Resources and data sources of a stack. */
export function partsOf(stack: string, json: { resource?: Blocks; data?: Blocks }): Part[] {
  return [...partsIn(stack, '', json.resource ?? {}), ...partsIn(stack, 'data.', json.data ?? {})];
}

function partsIn(stack: string, prefix: string, blocks: Blocks): Part[] {
  return Object.entries(blocks).flatMap(([type, named]) =>
    Object.entries(named).map(([name, block]) => ({
      stack,
      type: prefix + type,
      name,
      path: block['//']?.metadata?.path ?? `${stack}/${name}`,
    })),
  );
}
