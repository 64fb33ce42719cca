import { webAdapterVariables } from '@mcp-fleet/lambda-http-api';
import { writeSecretsFile } from './canaries';
import { EmulatedFunction } from './emulator';
import type { InitTimes } from './emulator';
import type { Call } from './events';
import { httpApiEvent, restApiEvent } from './events';
import { functionOf, instancesOf, streamed, variablesOf } from './fleet';
import { IMAGES } from './images';
import { call } from './mcp';
import { must, table } from './report';
import { assertConfined, proveServer } from './server-checks';
import type { World } from './world';

/** What Lambda allows for the init phase. */
const INIT_LIMIT_MILLISECONDS = 10_000;

const EVENTS = { 'HTTP API v2': httpApiEvent, 'REST v1': restApiEvent };

/** Each image behind AWS's emulator, as both edges call it. Returns the times of their init phases. */
export async function proveLambda(world: World): Promise<void> {
  const rows = [['image', 'init ms', 'of the limit', 'servers ready after ms']];
  for (const name of Object.keys(IMAGES) as (keyof typeof IMAGES)[]) {
    const image = world.images[name]?.spec.reference;
    if (name === 'go arm64' || image === undefined) continue;
    await world.checks.group(`Lambda: ${name}`, async () => {
      for (const streaming of [false, true]) {
        const times = await proveFunction(world, name, image, streaming);
        if (times && !streaming) rows.push(rowOf(name, times));
      }
    });
    await world.containers.stopAll();
  }
  console.log(`\nInit phase on Lambda\n${table(rows)}`);
}

function rowOf(name: string, { initMilliseconds, servers }: InitTimes): string[] {
  const parts = Object.entries(servers).map(([server, milliseconds]) => `${server} ${milliseconds}`);
  const share = `${((100 * initMilliseconds) / INIT_LIMIT_MILLISECONDS).toFixed(1)} %`;
  return [name, initMilliseconds.toFixed(0), share, parts.join(', ')];
}

async function proveFunction(
  world: World,
  name: keyof typeof IMAGES,
  image: string,
  streaming: boolean,
): Promise<InitTimes | undefined> {
  const { checks, canaries, lab, fleet } = world;
  const plan = functionOf(fleet, IMAGES[name]);
  const router = streaming ? streamed(plan.router) : plan.router;
  const instances = instancesOf(plan.router);
  const file = writeSecretsFile(
    lab.temporary,
    `${name.replaceAll(/\W+/g, '-')}-${streaming}`,
    instances,
    canaries,
  );
  const lambda = await EmulatedFunction.start(world.containers, lab.emulator, {
    image,
    memoryMiB: plan.memoryMiB,
    timeoutSeconds: plan.timeoutSeconds,
    streaming,
    variables: {
      ...variablesOf(router),
      ...webAdapterVariables({ streaming }),
      MCP_ROUTER_SECRETS_FILE: SECRETS,
    },
    files: { [file]: SECRETS },
  });
  const mode = streaming ? 'response_stream' : 'buffered';
  for (const [edge, event] of Object.entries(EVENTS)) {
    for (const [instance, server] of Object.entries(instances)) {
      const send = (call: Omit<Call, 'path'>) => lambda.invoke(event({ path: `/${instance}/mcp`, ...call }));
      await proveServer(world, `${mode}, ${edge}: /${instance}/mcp`, server, canaries, send);
    }
  }
  const [first = ''] = Object.keys(instances);
  await checks.run(`${mode}: a call without a token is refused`, async () => {
    const answer = await lambda.invoke(httpApiEvent({ path: `/${first}/mcp`, body: call('tools/list') }));
    must(answer.status === 401, `answered ${answer.status}`);
  });
  await checks.run(`${mode}: nothing but /tmp can be written to, no rights, not root`, async () =>
    assertConfined(await lambda.container.confinement(), plan.memoryMiB),
  );
  const times = await checks.run(`${mode}: init below ${INIT_LIMIT_MILLISECONDS / 1000} s`, async () => {
    const found = await lambda.init();
    must(found.initMilliseconds < INIT_LIMIT_MILLISECONDS, `it took ${found.initMilliseconds} ms`);
    return found;
  });
  world.logs.push(await lambda.container.logs());
  return times;
}

const SECRETS = '/etc/mcp-router/secrets.json';
