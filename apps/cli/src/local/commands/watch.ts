import { thisLaptop } from '../../deploy';
import { throwIfAny } from '@mcp-fleet/core';
import type { ExistingContainer } from '../existing';
import { existing, labelOf } from '../existing';
import type { Local } from '../open-local';
import { containerOf, containersOf } from '../open-local';

/** Asked of a router that is on this computer. */
const LONGEST_ANSWER_MILLISECONDS = 5000;
const LAST_LINES = 100;

/**
 * A table of all servers: container, what the engine says of it, what its router says of the server. False where one
 * that is started is not well; that nothing is started is an answer, and no error.
 */
export async function status(local: Local): Promise<boolean> {
  const there = new Map((await running(local)).map((it) => [it.name, it.status]));
  const rows = await Promise.all(
    local.deployments
      .flatMap(({ instances, containers }) =>
        Object.values(instances).map((instance) => ({ instance, container: containers[instance.container] })),
      )
      .map(async ({ instance, container }) => {
        const state = there.get(container?.name ?? '');
        const health = state ? await healthAt(instance.url.replace(/\/mcp$/, '/health')) : '-';
        return [instance.name, container?.name ?? '', state ?? 'not running', health, instance.url];
      }),
  );
  table(['server', 'container', 'state', 'health', 'address'], rows).forEach(local.say);
  const started = rows.filter(([, container = '']) => there.has(container));
  return started.every(([, , , health]) => health === 'ok');
}

/** What there is of the deployments that are meant. */
export async function running(local: Local): Promise<ExistingContainer[]> {
  const wanted = containersOf(local).map(({ plan }) => plan.name);
  const all = await existing(local.engine, labelOf(local.plan.environment));
  return all.filter(({ name }) => wanted.includes(name));
}

async function healthAt(url: string): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(LONGEST_ANSWER_MILLISECONDS) });
    if (response.ok) return 'ok';
    const { reason } = (await response.json().catch(() => ({}))) as { reason?: unknown };
    return typeof reason === 'string' ? reason.slice(0, 80) : `HTTP ${response.status}`;
  } catch {
    return 'no answer';
  }
}

/** Puts .env as it is now where the routers read it, and starts all containers anew. */
export async function restart(local: Local): Promise<boolean> {
  const { plan, deployments, engine, root, say } = local;
  const laptop = thisLaptop(root, plan.environment);
  const names = deployments.map(({ name }) => name);
  throwIfAny(laptop.secrets(plan, names).errors);
  laptop.writeSecrets(plan, names);
  const there = await running(local);
  for (const { name } of there) {
    await engine.run(['restart', name]);
    say(`${name}: started anew`);
  }
  if (there.length === 0) say(`Nothing runs: nx run ${plan.environment}:up`);
  return there.length > 0;
}

/** The last lines of a server, or of all; `follow` goes on with one of them. */
export async function logs(local: Local, instance: string | undefined, follow: boolean): Promise<boolean> {
  const { engine, say } = local;
  const tail = ['--tail', String(LAST_LINES)];
  if (instance === undefined) {
    for (const { name } of await running(local)) {
      say(`--- ${name}`);
      await engine.stream(['logs', ...tail, name]);
    }
    return true;
  }
  const { plan, instances } = containerOf(local, instance);
  if (follow || instances.length === 1) {
    await engine.stream(['logs', ...tail, ...(follow ? ['--follow'] : []), plan.name]);
    return true;
  }
  const { stdout, stderr } = await engine.run(['logs', plan.name]);
  const own = `${stdout}${stderr}`.split('\n').filter((line) => isOf(line, instance));
  own.slice(-LAST_LINES).forEach(say);
  return true;
}

/** In a container with several servers each line names its own. */
function isOf(line: string, instance: string): boolean {
  try {
    const { server } = JSON.parse(line) as { server?: unknown };
    return server === instance;
  } catch {
    return false;
  }
}

/** CPU and memory of each container, now. */
export async function stats(local: Local): Promise<boolean> {
  const names = (await running(local)).map(({ name }) => name);
  if (names.length > 0) await local.engine.stream(['stats', '--no-stream', ...names]);
  return names.length > 0;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [head, ...rows];
  const widths = head.map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0)));
  return all.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('   ')
      .trimEnd(),
  );
}
