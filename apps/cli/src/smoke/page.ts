import { formatReport } from '@mcp-fleet/core';
import type { Remark, ServerResult } from './check-server';
import { allWell } from './smoke';

const HEAD = ['server', 'health', 'protocol', 'tools', 'call', 'ms', 'first tools'];

/** The table, then what tools answered instead of results, then what is wrong, then the sum. */
export function smokePage(results: readonly ServerResult[]): string {
  const errors = results.flatMap(({ error }) => (error ? [error] : []));
  const sum = `${results.length - errors.length} of ${results.length} servers are well`;
  return [
    ...table([HEAD, ...results.map(row)]),
    '',
    ...remarks(results),
    ...(errors.length > 0 ? [formatReport(errors), ''] : []),
    sum,
  ].join('\n');
}

/** For programs. */
export function smokeJson(results: readonly ServerResult[]): string {
  const servers = results.map(({ error, ...seen }) => ({
    ...seen,
    ok: error === undefined,
    ...(error && {
      error: { code: error.code, got: error.value, rule: error.rule, fix: error.fix },
    }),
  }));
  return JSON.stringify({ ok: allWell(results), servers }, null, 2);
}

function remarks(results: readonly ServerResult[]): string[] {
  const lines = results.flatMap(({ name, remark }) => (remark ? [remarkLine(name, remark)] : []));
  if (lines.length === 0) return [];
  const advice =
    'These servers run. Check the credentials and addresses in their settings and secrets if this is not expected.';
  return ['remarks', ...lines.map((line) => `  ${line}`), `  ${advice}`, ''];
}

function remarkLine(name: string, { tool, text }: Remark): string {
  return tool === undefined ? `${name}: ${text}` : `${name}: ${tool} failed: ${text}`;
}

function row({ name, health, protocol, tools, call, milliseconds, error }: ServerResult): string[] {
  const more = tools && tools.count > tools.first.length ? ', …' : '';
  return [
    name,
    health === undefined ? 'no answer' : String(health),
    protocol ? `${protocol.version} (${protocol.era})` : '-',
    tools ? String(tools.count) : '-',
    error && call === undefined ? 'failed' : (call ?? 'no harmless tool found'),
    String(milliseconds),
    tools ? `${tools.first.join(', ')}${more}` : '-',
  ];
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = HEAD.map((_, i) => Math.max(...rows.map((cells) => cells[i]?.length ?? 0)));
  return rows.map((cells) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('   ')
      .trimEnd(),
  );
}
