import type { Acceptance } from './accepted';
import type { Finding, Verdict } from './judge';

const NAMED = 5;

/** What a scan comes to, as text; the last line is the sum. */
export function report(verdict: Verdict): string {
  const { open, accepted, unused, faults, passed, parts, seen, unseenTypes } = verdict;
  const covered = new Set(accepted.flatMap(({ findings }) => findings)).size;
  return [
    ...table(
      accepted.map(({ entry, findings }) => [entry.check, where(entry), `${findings.length}`, entry.reason]),
    ),
    '',
    `${parts} resources and data sources; checks look at ${seen}. None looks at ${unseenTypes.join(', ') || 'nothing'}.`,
    `${passed + covered + open.length} checks: ${passed} passed, ${covered} failed and accepted, ${open.length} failed.`,
    ...groups(open).flatMap(failure),
    ...unused.map(
      (entry) => `UNUSED  accepted.json: ${entry.check} of ${where(entry)} covers nothing; remove it.`,
    ),
    ...faults.map((fault) => `FAULT   ${fault}`),
    '',
    `${passed} passed, ${failures(verdict)} failed`,
  ].join('\n');
}

/** What makes a scan fail, counted. */
export function failures({ open, unused, faults }: Verdict): number {
  return open.length + unused.length + faults.length;
}

function where({ type, path, except }: Acceptance): string {
  return type + (path === undefined ? '' : ` in ${path}`) + (except === undefined ? '' : ` but ${except}`);
}

function table(rows: readonly (readonly string[])[]): string[] {
  const all = [['check', 'accepted of', 'count', 'reason'], ...rows];
  const widths = [0, 1, 2].map((i) => Math.max(...all.map((row) => (row[i] as string).length)));
  return all.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** Findings of one check and type together: a check that fails, fails for many. */
function groups(findings: readonly Finding[]): Finding[][] {
  const byKey = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.check} ${finding.part.type}`;
    byKey.set(key, [...(byKey.get(key) ?? []), finding]);
  }
  return [...byKey.values()];
}

function failure(group: Finding[]): string[] {
  const { check, title, part } = group[0] as Finding;
  const more = group.length - NAMED;
  return [
    `FAILED  ${check} of ${part.type}: ${title}`,
    ...group.slice(0, NAMED).map((finding) => `          ${finding.part.path}`),
    ...(more > 0 ? [`          and ${more} more`] : []),
  ];
}
