import type { DeploymentPlan } from '@mcp-fleet/plan';
import type { AddressChange } from './addresses';
import { addressChanges } from './addresses';
import type { PlanJson, ResourceChange } from './plan-json';
import { record } from './plan-json';

export type Kind = 'comes' | 'changes' | 'is replaced' | 'goes';

/** What happens to one resource. */
export interface Change {
  readonly kind: Kind;
  readonly address: string;
  readonly type: string;
  /** Name at AWS, or what else tells it from its neighbours. @default - the address says it */
  readonly name?: string;
  /** Names of the attributes that change, or that ask for the replacement; never their values. */
  readonly because: readonly string[];
}

/** A plan in words. */
export interface Summary {
  readonly stack: string;
  readonly changes: readonly Change[];
  /** Names of outputs that change. */
  readonly outputs: readonly string[];
  /** What clients have to know. */
  readonly addresses: readonly AddressChange[];
}

const KINDS: Readonly<Record<string, Kind>> = {
  create: 'comes',
  update: 'changes',
  delete: 'goes',
  'delete,create': 'is replaced',
  'create,delete': 'is replaced',
};

/** In this order a plan is read: what may hurt comes first. */
export const kinds: readonly Kind[] = ['goes', 'is replaced', 'changes', 'comes'];

/** Attributes that name a resource, the most telling first. */
const NAMING = ['route_key', 'function_name', 'statement_id', 'name', 'repository', 'description'] as const;

/** @param deployment the deployment of the stack. @default - foundation, or one that is retired */
export function summarise(stack: string, plan: PlanJson, deployment?: DeploymentPlan): Summary {
  const changes = (plan.resource_changes ?? []).flatMap(toChange);
  const outputs = Object.entries(plan.output_changes ?? {})
    .filter(([, { actions }]) => !actions.includes('no-op'))
    .map(([name]) => name);
  return { stack, changes: sorted(changes), outputs, addresses: addressChanges(plan, deployment) };
}

/** `3 come, 1 changes, 2 are replaced, 4 go`; `nothing changes` where that is so. */
export function counts({ changes, outputs }: Summary): string {
  const plural: Record<Kind, string> = {
    comes: 'come',
    changes: 'change',
    'is replaced': 'are replaced',
    goes: 'go',
  };
  const parts = [...kinds].reverse().flatMap((kind) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? kind : plural[kind]}`];
  });
  if (parts.length > 0) return parts.join(', ');
  return outputs.length > 0 ? 'no resource changes, outputs do' : 'nothing changes';
}

function toChange({ address, mode, type, change }: ResourceChange): Change[] {
  const kind = KINDS[change.actions.join()];
  if (kind === undefined || mode !== 'managed') return [];
  const name = nameOf(record(change.after), record(change.before));
  const because =
    kind === 'is replaced'
      ? (change.replace_paths ?? []).map((path) => String(path[0]))
      : kind === 'changes'
        ? changedAttributes(change)
        : [];
  return [{ kind, address, type, ...(name ? { name } : {}), because: [...new Set(because)] }];
}

function nameOf(after: Record<string, unknown>, before: Record<string, unknown>): string | undefined {
  const key = NAMING.find((naming) => typeof (after[naming] ?? before[naming]) === 'string');
  return key && String(after[key] ?? before[key]);
}

function changedAttributes({ before, after, after_unknown: unknown }: ResourceChange['change']): string[] {
  const [was, becomes, open] = [record(before), record(after), record(unknown)];
  const names = new Set([...Object.keys(becomes), ...Object.keys(open)]);
  return [...names].filter(
    (name) => Boolean(open[name] === true) || JSON.stringify(was[name]) !== JSON.stringify(becomes[name]),
  );
}

function sorted(changes: readonly Change[]): Change[] {
  const text = ({ kind, type, name = '' }: Change) => `${kinds.indexOf(kind)} ${type} ${name}`;
  return [...changes].sort((a, b) => (text(a) < text(b) ? -1 : 1));
}
