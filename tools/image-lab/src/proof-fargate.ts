import type { Canaries } from './canaries';
import { secretsOf } from './canaries';
import type { Container } from './containers';
import { functionOf, instancesOf, streamed, variablesOf } from './fleet';
import { IMAGES } from './images';
import { call, healthy, post, textOf } from './mcp';
import { must, table } from './report';
import { assertConfined, proveServer } from './server-checks';
import type { World } from './world';

const PORT = 8080;
/** User of the image: on Fargate it counts. */
const USER = 1000;
/** What a task of Fargate has between SIGTERM and SIGKILL, unless it is given more. */
const STOP_TIMEOUT_SECONDS = 30;
const SLOW_CALL_MILLISECONDS = 3000;

/** Each image as the only container of a task, and one with a call under way when it has to stop. */
export async function proveFargate(world: World): Promise<void> {
  const { checks, containers } = world;
  const rows = [['image', 'first answer ms', 'memory MiB', 'of its limit']];
  for (const name of Object.keys(IMAGES) as (keyof typeof IMAGES)[]) {
    const image = world.images[name]?.spec.reference;
    if (name === 'go arm64' || image === undefined) continue;
    await checks.group(`Fargate: ${name}`, async () => {
      const began = performance.now();
      const { container, url, instances, memoryMiB } = await startTask(world, name, image);
      await healthy(url);
      const milliseconds = performance.now() - began;
      for (const [instance, server] of Object.entries(instances)) {
        const address = `${url}/${instance}/mcp`;
        await proveServer(world, `/${instance}/mcp`, server, world.canaries, ({ body, token }) =>
          post(address, body, token),
        );
      }
      await proveConfined(world, container, memoryMiB);
      await checks.run('the health check of the image', () => container.healthcheck());
      const used = (await container.memoryBytes()) / 1024 / 1024;
      rows.push([
        name,
        milliseconds.toFixed(0),
        used.toFixed(0),
        `${((100 * used) / memoryMiB).toFixed(0)} %`,
      ]);
      if (name === 'go') await proveDrain(world, container, `${url}/gitlab/mcp`);
      else await checks.run('ends by itself at SIGTERM', () => stopped(container));
      world.logs.push(await container.logs());
    });
    await containers.stopAll();
  }
  console.log(`\nOn Fargate, with all servers of an image in one container\n${table(rows)}`);
}

async function startTask(world: World, name: keyof typeof IMAGES, image: string) {
  const { fleet, canaries } = world;
  const plan = functionOf(fleet, IMAGES[name]);
  const instances = instancesOf(plan.router);
  const container = await world.containers.start({
    image,
    memoryMiB: plan.memoryMiB,
    port: PORT,
    variables: {
      ...variablesOf(streamed(plan.router)),
      ...secretVariables(instances, canaries),
      MCP_SECRET_ACCESS: JSON.stringify({ tokens: [canaries.token] }),
    },
  });
  return { container, url: await container.url(PORT), instances, memoryMiB: plan.memoryMiB };
}

/** A whole secret a variable, as ECS gives it. */
export function secretVariables(
  instances: Readonly<Record<string, string>>,
  canaries: Canaries,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(instances).flatMap(([instance, server]) => {
      const secret = secretsOf(server, canaries);
      return secret
        ? [[`MCP_SECRET_${instance.replaceAll('-', '_').toUpperCase()}`, JSON.stringify(secret)]]
        : [];
    }),
  );
}

export async function proveConfined(
  { checks }: World,
  container: Container,
  memoryMiB: number,
  who = '',
): Promise<void> {
  await checks.run(
    `${who}nothing but /tmp can be written to, no rights, user ${USER}, ${memoryMiB} MiB`,
    async () => assertConfined(await container.confinement(), memoryMiB, USER),
  );
}

async function stopped(container: Container): Promise<void> {
  const began = performance.now();
  const code = await container.stop(STOP_TIMEOUT_SECONDS);
  const seconds = (performance.now() - began) / 1000;
  must(code === 0, `its exit code is ${code}`);
  must(seconds < STOP_TIMEOUT_SECONDS - 5, `it took ${seconds.toFixed(1)} s`);
}

async function proveDrain({ checks, canaries }: World, container: Container, url: string): Promise<void> {
  await checks.run(
    `SIGTERM: a call of ${SLOW_CALL_MILLISECONDS / 1000} s under way is answered`,
    async () => {
      const body = call('tools/call', { name: 'sleep', arguments: { milliseconds: SLOW_CALL_MILLISECONDS } });
      const slow = post(url, body, canaries.token);
      await new Promise((resolve) => setTimeout(resolve, 500));
      const began = performance.now();
      const [answer] = await Promise.all([slow, stopped(container)]);
      must(answer.status === 200, `answered ${answer.status}: ${answer.body}`);
      must(/awake/.test(textOf(answer.body)), `answered ${answer.body}`);
      must(performance.now() - began > 1000, 'the call had ended before the container was stopped');
    },
  );
}
