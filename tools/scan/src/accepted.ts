import type { Part } from './stacks';
import { ScanError } from './scan-error';

/** A finding that stays as it is, and why. */
export interface Acceptance {
  /** Id of the check: `CKV_AWS_136`. */
  readonly check: string;
  /** Type of the resource: `aws_ecr_repository`, `data.aws_availability_zones`. */
  readonly type: string;
  /** Path of the construct, where `*` is any text: `opened-*`. Without it every resource of the type. */
  readonly path?: string;
  /** Path that is not meant, in the same form: `production-*`. */
  readonly except?: string;
  readonly reason: string;
}

const KEYS = ['check', 'type', 'path', 'except', 'reason'];
const SHORTEST_REASON = 30;

/**
 * The list as its file has it.
 *
 * @throws ScanError with the first entry that is not one.
 */
export function parseAccepted(text: string): Acceptance[] {
  const list = JSON.parse(text) as unknown;
  if (!Array.isArray(list)) throw new ScanError('accepted.json: this is a list of entries.');
  const seen = new Set<string>();
  for (const [i, entry] of list.entries()) {
    const fault = faultOf(entry as Partial<Record<keyof Acceptance, unknown>>, seen);
    if (fault !== undefined) throw new ScanError(`accepted.json: entry ${i + 1}: ${fault}.`);
  }
  return list as Acceptance[];
}

function faultOf(entry: Partial<Record<keyof Acceptance, unknown>>, seen: Set<string>): string | undefined {
  const unknown = Object.keys(entry).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) return `the keys are ${KEYS.join(', ')}, not ${unknown}`;
  const { check, type, path, except, reason } = entry;
  if (typeof check !== 'string' || !/^CKV2?_[A-Z]+_\d+$/.test(check)) return 'check is an id of checkov';
  if (typeof type !== 'string' || type === '') return 'type is the type of a resource';
  if ([path, except].some((one) => one !== undefined && (typeof one !== 'string' || one === ''))) {
    return 'path and except are texts';
  }
  if (typeof reason !== 'string' || reason.trim().length < SHORTEST_REASON) {
    return `the reason has at least ${SHORTEST_REASON} characters: the next reader wants to know why`;
  }
  const key = JSON.stringify([check, type, path, except]);
  if (seen.has(key)) return `${check} of ${type} is in the list twice`;
  seen.add(key);
  return undefined;
}

/** Whether an entry is about a finding. */
export function accepts(entry: Acceptance, check: string, part: Part): boolean {
  return (
    entry.check === check &&
    entry.type === part.type &&
    (entry.path === undefined || patternOf(entry.path).test(part.path)) &&
    (entry.except === undefined || !patternOf(entry.except).test(part.path))
  );
}

function patternOf(path: string): RegExp {
  const parts = path.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}
