import { FleetError, shortHash } from '@mcp-fleet/core';
import { MADE_BY_LABEL } from '../../deploy';
import type { Engine } from '../../images';
import { EngineFailure } from '../../images';
import { setTimeout as sleep } from 'node:timers/promises';
import { existing } from '../existing';
import { networkArguments, runArguments } from './arguments';
import type { ContainerJson, StackJson } from './stack-json';
import { readStack } from './stack-json';

/** Label with a hash of all that a container was started with. */
const ARGUMENTS_LABEL = 'mcp-fleet.arguments';
const POLL_MILLISECONDS = 250;
const LAST_LINES = 20;

/**
 * Runs the network and the containers of a synthesised stack straight by the engine, without Terraform. What already
 * runs as the JSON says is left alone; what differs is made anew.
 *
 * @param folder of the stack, absolute
 * @throws FleetError with code `server-down` where one does not become healthy.
 */
export async function runStack(engine: Engine, folder: string, say: (line: string) => void): Promise<void> {
  const stack = readStack(folder);
  await removeOthers(engine, stack, say);
  await makeNetworks(engine, stack);
  for (const container of stack.containers) await start(engine, container, say);
  await Promise.all(stack.containers.map((container) => untilHealthy(engine, container, say)));
}

async function makeNetworks(engine: Engine, { networks }: StackJson): Promise<void> {
  for (const network of networks) {
    if ((await tried(engine, ['network', 'inspect', network.name])) !== undefined) continue;
    await engine.run(networkArguments(network));
  }
}

/** Containers that the stack had in the other topology, or for servers that it has no more. */
async function removeOthers(
  engine: Engine,
  { networks, containers }: StackJson,
  say: (line: string) => void,
): Promise<void> {
  const labels = networks.flatMap((network) => network.labels);
  for (const { name } of await existing(engine, labels)) {
    if (containers.some((container) => container.name === name)) continue;
    await removeContainer(engine, name);
    say(`${name}: removed`);
  }
}

async function start(engine: Engine, container: ContainerJson, say: (line: string) => void): Promise<void> {
  const image = await tried(engine, ['image', 'inspect', '--format', '{{.Id}}', container.image]);
  // The image's id, so that one that was built anew under the same tag is a change.
  const hash = shortHash([image ?? '', ...runArguments(engine.name, container)].join('\n'), 16);
  const format = `{{index .Config.Labels "${ARGUMENTS_LABEL}"}} {{.State.Running}}`;
  const there = await tried(engine, ['container', 'inspect', '--format', format, container.name]);
  if (there === `${hash} true`) return say(`${container.name}: runs already`);
  if (there !== undefined) await removeContainer(engine, container.name);
  const labels = [
    { label: ARGUMENTS_LABEL, value: hash },
    { label: MADE_BY_LABEL, value: 'engine' },
  ];
  await engine.run(runArguments(engine.name, container, labels));
  say(`${container.name}: started`);
}

/** Stops a container in its own time, and removes it. */
export async function removeContainer(engine: Engine, name: string): Promise<void> {
  await engine.run(['stop', name]);
  await engine.run(['rm', '--force', name]);
}

/** Asked from outside, as a client would: that the port leads to the router is part of it. */
async function untilHealthy(
  engine: Engine,
  { name, ports, wait_timeout: seconds = 0 }: ContainerJson,
  say: (line: string) => void,
): Promise<void> {
  const [port] = ports;
  const began = Date.now();
  let last = 'it does not answer';
  while (port && Date.now() - began < seconds * 1000) {
    try {
      const response = await fetch(`http://${port.ip}:${port.external}/health`, {
        signal: AbortSignal.timeout(5000),
      });
      if (response.ok) return say(`${name}: healthy after ${((Date.now() - began) / 1000).toFixed(1)} s`);
      last = `HTTP ${response.status}`;
    } catch {
      // It starts.
    }
    await sleep(POLL_MILLISECONDS);
  }
  if (seconds === 0) return;
  say(await logTail(engine, name));
  throw new FleetError({
    code: 'server-down',
    path: name,
    value: last,
    rule: `a container becomes healthy within ${seconds} seconds`,
    fix: 'its last lines, above, say why it does not',
  });
}

async function logTail(engine: Engine, name: string): Promise<string> {
  const { stdout, stderr } = await engine.run(['logs', '--tail', String(LAST_LINES), name]);
  return `${stdout}${stderr}`.trimEnd();
}

/** What the engine prints, or undefined where it says no. */
async function tried(engine: Engine, args: readonly string[]): Promise<string | undefined> {
  try {
    return (await engine.run(args)).stdout.trim();
  } catch (error) {
    if (error instanceof EngineFailure) return undefined;
    throw error;
  }
}
