import { clientFiles } from './client-config';
import { frontDoorLines } from './front-door';
import type { EnvironmentOutputs } from './read-outputs';

/** Addresses, what runs and logs as a table, what load balancers and networks tell, then what to paste into clients. */
export function outputsPage(outputs: EnvironmentOutputs): string {
  const { environment, servers, frontDoors, callsFrom, notDeployed } = outputs;
  const laptop = outputs.place === 'laptop';
  const verb = laptop ? 'up' : 'deploy';
  const open = notDeployed.map((stack) => `${stack} is not deployed: nx run ${environment}:${verb}`);
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
  const head = laptop
    ? ['server', 'address', 'container', 'logs']
    : ['server', 'address', runsIn(outputs), 'log group'];
  const calls = callsFrom.length > 0 ? ['', `Tasks call from ${callsFrom.join(', ')}.`] : [];
  return [...table(head, rows), ...frontDoorLines(frontDoors), ...calls, ...open, ...files].join('\n');
}

/** What the servers of an environment run in. */
function runsIn({ frontDoors }: EnvironmentOutputs): string {
  const doors = Object.values(frontDoors);
  const words = [
    ...(doors.some(({ services }) => services === undefined) ? ['function'] : []),
    ...(doors.some(({ services }) => services !== undefined) ? ['service'] : []),
  ];
  return words.join(' or ');
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
