import type { Finding } from '../../src/second-check/check';
import { secondCheck } from '../../src/second-check/check';
import { documentOf } from '../../src/second-check/documents';
import type { Permission } from '../../src/second-check/world';
import type { Blocks } from './base';
import { base } from './base';

/** A change to one resource that breaks one rule. A key that is undefined takes that key away. */
export interface Case {
  readonly rule: string;
  /** Address of the resource; one that is not there is added. */
  readonly at: string;
  readonly set: Readonly<Record<string, unknown>>;
  /** Part of what is then said. */
  readonly says: string;
  /** Other resources that go with it. */
  readonly add?: Blocks;
}

export const breaks = (rule: string, at: string, set: Case['set'], says: string, add: Blocks = {}): Case => ({
  rule,
  at,
  set,
  says,
  add,
});

/** How many are too many of one thing: the blocks of further resources. */
export function many(type: string, count: number, block: (i: number) => Record<string, unknown>): Blocks {
  return { [type]: Object.fromEntries(Array.from({ length: count }, (_, i) => [`more${i}`, block(i)])) };
}

const allowed: Permission = { publicStacks: [], quotas: {}, acknowledged: [], forbidden: ['planted-secret'] };

export function check(...layers: readonly Blocks[]): Finding[] {
  const resource: Blocks = {};
  for (const [type, byId] of layers.flatMap((layer) => Object.entries(layer)))
    resource[type] = { ...resource[type], ...byId };
  const provider = {
    aws: [
      {
        allowed_account_ids: ['111122223333'],
        region: 'us-east-1',
        default_tags: [{ tags: { Environment: 'dev' } }],
      },
    ],
  };
  return secondCheck([documentOf('dev-tools', { resource, provider })], allowed);
}

export function findings({ at, set, add = {} }: Case): Finding[] {
  const [type = '', id = ''] = at.split('.');
  return check(base, add, { [type]: { [id]: { ...add[type]?.[id], ...base[type]?.[id], ...set } } });
}
