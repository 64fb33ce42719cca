import type { DeploymentPlan } from '@mcp-fleet/plan';
import { hostUrl } from '@mcp-fleet/plan';
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
  return compare(before, Object.fromEntries(after.map((instance) => [instance, known[instance]])));
}

function compare(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string | undefined>>,
): AddressChange[] {
  const gone = Object.keys(before).filter((instance) => !Object.hasOwn(after, instance));
  return [
    ...gone.map((instance) => ({ instance, kind: 'goes' as const, before: before[instance] ?? '' })),
    ...Object.entries(after).flatMap(([instance, becomes]): AddressChange[] => {
      const was = before[instance];
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

/**
 * The same for a stack that cannot be planned yet: what its deployment offers now, and what its file says.
 *
 * @param before its output: instance → address
 * @param sameDoor whether what exists is what the file asks for
 */
export function expectedChanges(
  before: unknown,
  deployment: DeploymentPlan | undefined,
  sameDoor: boolean,
): AddressChange[] {
  const was = addresses(before);
  const base = deployment && baseOf(deployment, sameDoor ? Object.entries(was)[0] : undefined);
  const after = Object.fromEntries(
    Object.values(deployment?.instances ?? {}).map(({ name, paths }) => [
      name,
      base === undefined ? undefined : `${base}${paths.mcp}`,
    ]),
  );
  return compare(was, after);
}

/** What comes before the path of each instance; undefined where AWS makes it up. */
function baseOf(deployment: DeploymentPlan, known: [string, string] | undefined): string | undefined {
  if (deployment.target !== 'docker' && deployment.host) return hostUrl(deployment.host);
  return known?.[1].slice(0, -`/${known[0]}/mcp`.length);
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
