import { clientFiles } from './client-config';
import type { EnvironmentOutputs } from './read-outputs';

/** Addresses, functions and logs as a table, then what to paste into clients. */
export function outputsPage(outputs: EnvironmentOutputs): string {
  const { environment, servers, notDeployed } = outputs;
  const open = notDeployed.map((stack) => `${stack} is not deployed: nx run ${environment}:deploy`);
  if (Object.keys(servers).length === 0) return [...open, `${environment} has no addresses yet.`].join('\n');
  const rows = Object.entries(servers).map(([name, server]) => [
    name,
    server.address,
    server.function,
    server.logGroup,
  ]);
  const files = clientFiles(outputs).flatMap(({ client, path, text }) => [
    '',
    `${client}: ${path}`,
    '',
    text,
  ]);
  return [...table(['server', 'address', 'function', 'log group'], rows), ...open, ...files].join('\n');
}

/** For programs: the same, with the files of the clients as they are. */
export function outputsJson(outputs: EnvironmentOutputs): string {
  return JSON.stringify({ ...outputs, clients: clientFiles(outputs) }, null, 2);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [head, ...rows];
  const widths = head.map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('   ');
  return all.map((row) => line(row).trimEnd());
}
