import { describeAddress } from './addresses';
import type { Change, Kind, Summary } from './summary';
import { counts, kinds } from './summary';

/** A stack's plan as it is shown before it is applied. */
export function describe(summary: Summary): string {
  const { stack, changes, addresses } = summary;
  const lines = changes.map((change) => `  ${change.kind.padEnd(11)} ${describeChange(change)}`);
  const told = addresses.map((address) => `    ${describeAddress(address)}`);
  return [
    `${stack}: ${counts(summary)}`,
    ...lines,
    ...(told.length > 0 ? ['  client addresses', ...told] : []),
  ].join('\n');
}

/** All plans of an environment for the text of a pull request. */
export function markdown(
  environment: string,
  stacks: readonly StackReport[],
  { clients, orphans }: Notes,
): string {
  return [
    `## Plan of \`${environment}\``,
    '',
    '| stack | comes | changes | is replaced | goes |',
    '|---|---|---|---|---|',
    ...stacks.map(row),
    '',
    ...stacks.flatMap(details),
    ...list('For users of MCP clients', clients),
    ...list('To know', orphans),
  ].join('\n');
}

/** What is to be known beside what happens to stacks. */
interface Notes {
  /** What users of MCP clients have to change. */
  readonly clients: readonly string[];
  /** States that nobody owns. */
  readonly orphans: readonly string[];
}

function list(title: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? [`**${title}**`, '', ...lines.map((line) => `- ${line}`), ''] : [];
}

/** A stack in a plan: its changes, or what it waits for, or why it could not be planned. */
export type StackReport =
  | { readonly stack: string; readonly summary: Summary }
  | { readonly stack: string; readonly waits: string }
  | { readonly stack: string; readonly failed: string };

function row(report: StackReport): string {
  if ('waits' in report) return `| \`${report.stack}\` | ${report.waits} | | | |`;
  if ('failed' in report) return `| \`${report.stack}\` | could not be planned | | | |`;
  const count = (kind: Kind) => report.summary.changes.filter((change) => change.kind === kind).length;
  return `| \`${report.stack}\` | ${count('comes')} | ${count('changes')} | ${count('is replaced')} | ${count('goes')} |`;
}

function details(report: StackReport): string[] {
  if ('failed' in report) return [`**${report.stack}**`, '', '```text', report.failed, '```', ''];
  if ('waits' in report) return [];
  const { stack, changes, addresses } = report.summary;
  if (changes.length === 0) return [];
  const lines = kinds.flatMap((kind) =>
    changes
      .filter((change) => change.kind === kind)
      .map((change) => `- ${kind}: ${describeChange(change)} (\`${change.address}\`)`),
  );
  return [
    ...(addresses.length > 0
      ? [`**Client addresses of ${stack}**`, '', ...addresses.map((a) => `- ${describeAddress(a)}`), '']
      : []),
    `<details><summary>${stack}: ${counts(report.summary)}</summary>`,
    '',
    ...lines,
    '',
    '</details>',
    '',
  ];
}

function describeChange({ type, name, address, because, kind }: Change): string {
  const what = name === undefined ? address : `${type} ${name}`;
  if (because.length === 0) return what;
  return kind === 'is replaced'
    ? `${what} because of ${because.join(', ')}`
    : `${what}: ${because.join(', ')}`;
}
