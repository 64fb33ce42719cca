import type { DeploymentPlan } from '@mcp-fleet/plan';
import type { PlanJson } from './plan-json';
import { record } from './plan-json';

/** What happens to the address of one server, as MCP clients know it. */
export interface AddressChange {
  readonly instance: string;
  readonly kind: 'comes' | 'goes' | 'changes';
  /** @default - there was none */
  readonly before?: string;
  /** Undefined where it goes, or where AWS makes it up when Terraform applies. */
  readonly after?: string;
}

/** Output of a deployment's stack: instance → address. */
const OUTPUT = 'servers';

/** Instances whose address comes, goes or changes; those that keep it are not here. */
export function addressChanges(plan: PlanJson, deployment: DeploymentPlan | undefined): AddressChange[] {
  const change = plan.output_changes?.[OUTPUT];
  if (change === undefined || change.actions.includes('no-op')) return [];
  const before = addresses(change.before);
  const known = addresses(change.after);
  // A new front door has an address only when it is made; which instances it serves is known all the same.
  const open = change.after_unknown === true || Object.keys(record(change.after_unknown)).length > 0;
  const after = open ? Object.keys(deployment?.instances ?? {}) : Object.keys(known);
  const gone = Object.keys(before).filter((instance) => !after.includes(instance));
  return [
    ...gone.map((instance) => ({ instance, kind: 'goes' as const, before: before[instance] ?? '' })),
    ...after.flatMap((instance): AddressChange[] => {
      const [was, becomes] = [before[instance], known[instance]];
      if (was !== undefined && was === becomes) return [];
      return [
        {
          instance,
          kind: was === undefined ? 'comes' : 'changes',
          ...(was === undefined ? {} : { before: was }),
          ...(becomes === undefined ? {} : { after: becomes }),
        },
      ];
    }),
  ];
}

/** A line for each, for people. */
export function describeAddress({ instance, kind, before, after }: AddressChange): string {
  const next = after ?? 'an address that AWS gives when it is made';
  if (kind === 'goes') return `${instance} goes: ${before}`;
  return kind === 'comes' ? `${instance} comes: ${next}` : `${instance} changes: ${before} becomes ${next}`;
}

function addresses(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
