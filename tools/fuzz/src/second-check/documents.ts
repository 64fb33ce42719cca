import type { Block } from './values';
import { object } from './values';

/** A resource or data source of a stack. */
export interface Resource {
  readonly stack: string;
  /** Such as `aws_lb` or `data.aws_ecr_image`. */
  readonly type: string;
  readonly id: string;
  /** Without cdktf's own comment. */
  readonly block: Block;
}

/** One stack as Terraform reads it. */
export interface StackDocument {
  readonly stack: string;
  readonly resources: readonly Resource[];
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Tags that the provider puts on everything. */
  readonly defaultTags: Readonly<Record<string, string>>;
  readonly account: string;
  readonly region: string;
  readonly backend: Block;
}

/** Takes a cdk.tf.json apart. */
export function documentOf(stack: string, json: Block): StackDocument {
  const [provider = {}] = Object.values(object(json['provider'])).flat() as Block[];
  const tags = [object(provider['default_tags']), ...((provider['default_tags'] ?? []) as Block[])];
  const { backend } = object(json['terraform']);
  return {
    stack,
    resources: [...resourcesIn(stack, '', json['resource']), ...resourcesIn(stack, 'data.', json['data'])],
    outputs: Object.fromEntries(
      Object.entries(object(json['output'])).map(([name, output]) => [name, object(output)['value']]),
    ),
    defaultTags: Object.assign({}, ...tags.map((block) => object(block['tags']))) as Record<string, string>,
    account: String((provider['allowed_account_ids'] as unknown[] | undefined)?.[0] ?? ''),
    region: String(provider['region'] ?? ''),
    backend: object(backend),
  };
}

function resourcesIn(stack: string, prefix: string, types: unknown): Resource[] {
  return Object.entries(object(types)).flatMap(([type, byId]) =>
    Object.entries(object(byId)).map(([id, value]) => {
      const block = Object.fromEntries(Object.entries(object(value)).filter(([key]) => key !== '//'));
      return { stack, type: prefix + type, id, block };
    }),
  );
}
