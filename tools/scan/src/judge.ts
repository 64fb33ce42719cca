import type { Acceptance } from './accepted';
import { accepts } from './accepted';
import type { ExpectedFindings } from './bad-stack';
import type { Part, StackFile } from './stacks';

/** A check of one resource, as scan.py tells it. */
export interface CheckResult {
  readonly check: string;
  readonly title: string;
  readonly file: string;
  readonly name: string;
}

/** What scan.py writes. */
export interface Scan {
  readonly failed: readonly CheckResult[];
  readonly passed: readonly CheckResult[];
  /** Files that checkov could not read. */
  readonly unread: readonly string[];
}

/** A failed check. */
export interface Finding {
  readonly check: string;
  readonly title: string;
  readonly part: Part;
}

/** An entry of the list with what it covers. */
export interface Accepted {
  readonly entry: Acceptance;
  readonly findings: readonly Finding[];
}

/** What a scan comes to. */
export interface Verdict {
  /** Failed checks that nobody accepted. */
  readonly open: readonly Finding[];
  /** Failed checks that the list covers, by its entries. */
  readonly accepted: readonly Accepted[];
  /** Entries that cover nothing. */
  readonly unused: readonly Acceptance[];
  /** Why the scan itself cannot be trusted, in sentences. */
  readonly faults: readonly string[];
  /** Number of checks that passed. */
  readonly passed: number;
  /** Resources and data sources in the JSON, and how many of them a check looked at. */
  readonly parts: number;
  readonly seen: number;
  /** Types that no check looks at. */
  readonly unseenTypes: readonly string[];
}

/** Holds a scan against the list of what is accepted, and against what the bad stack must show. */
export function judge(
  stacks: readonly StackFile[],
  scan: Scan,
  list: readonly Acceptance[],
  bad: ExpectedFindings,
): Verdict {
  const real = stacks.filter(({ stack }) => stack !== bad.stack);
  const findings = real.flatMap((stack) => findingsOf(stack, scan.failed));
  const covered = list.map((entry) => ({
    entry,
    findings: findings.filter(({ check, part }) => accepts(entry, check, part)),
  }));
  const known = new Set(covered.flatMap((one) => one.findings));
  const sight = sightOf(real, scan);
  return {
    open: findings.filter((finding) => !known.has(finding)),
    accepted: covered.filter((one) => one.findings.length > 0),
    unused: covered.filter((one) => one.findings.length === 0).map(({ entry }) => entry),
    faults: [
      ...scan.unread.map((file) => `checkov cannot read ${file}.`),
      ...sight.faults,
      ...missedIn(stacks, scan, bad),
    ],
    passed: scan.passed.filter(({ file }) => real.some((stack) => stack.file === file)).length,
    parts: sight.parts,
    seen: sight.seen,
    unseenTypes: sight.unseenTypes,
  };
}

function findingsOf({ stack, file, parts }: StackFile, failed: readonly CheckResult[]): Finding[] {
  return failed
    .filter((result) => result.file === file)
    .map(({ check, title, name }) => ({ check, title, part: partNamed(stack, parts, name) }));
}

/** What is neither a resource nor a data source is a provider. */
function partNamed(stack: string, parts: readonly Part[], name: string): Part {
  return (
    parts.find((part) => part.name === name) ?? { stack, type: 'provider', name, path: `${stack}/${name}` }
  );
}

/** Types whose one check looks only at some of them, by what they hold: CKV2_AWS_23 at records of type A. */
const PARTLY_CHECKED: readonly string[] = ['aws_route53_record'];

/** A type that one stack's check looks at must be looked at everywhere: otherwise checkov reads less than it says. */
function sightOf(stacks: readonly StackFile[], { failed, passed }: Scan) {
  const looked = new Set([...failed, ...passed].map(({ file, name }) => `${file} ${name}`));
  const parts = stacks.flatMap(({ file, parts }) =>
    parts.map((part) => ({ part, seen: looked.has(`${file} ${part.name}`) })),
  );
  const seenTypes = new Set(parts.filter(({ seen }) => seen).map(({ part }) => part.type));
  const blind = parts.filter(
    ({ part, seen }) => !seen && seenTypes.has(part.type) && !PARTLY_CHECKED.includes(part.type),
  );
  const unseen = parts.filter(({ part }) => !seenTypes.has(part.type));
  return {
    parts: parts.length,
    seen: parts.filter(({ seen }) => seen).length,
    unseenTypes: [...new Set(unseen.map(({ part }) => part.type))].sort(),
    faults: [
      ...(parts.length === 0 ? ['there is no resource to look at.'] : []),
      ...blind.map(({ part }) => `checkov looks at ${part.type}, but not at ${part.path}.`),
    ],
  };
}

/** Checks that let the bad stack through. */
function missedIn(stacks: readonly StackFile[], scan: Scan, bad: ExpectedFindings): string[] {
  const stack = stacks.find((one) => one.stack === bad.stack);
  if (stack === undefined) return ['the bad stack is not there.'];
  const found = new Set(findingsOf(stack, scan.failed).map(({ check, part }) => `${part.type} ${check}`));
  return Object.entries(bad.findings).flatMap(([type, checks]) =>
    checks
      .filter((check) => !found.has(`${type} ${check}`))
      .map((check) => `${check} lets the bad ${type} through.`),
  );
}
