import type { TaskContainerPlan } from '@mcp-fleet/plan';
import type { Canaries } from './canaries';
import { secretsOf } from './canaries';
import type { Container } from './containers';
import { instancesOf, serviceOf, variablesOf } from './fleet';
import { call, healthy, post, until } from './mcp';
import { proveConfined } from './proof-fargate';
import { must } from './report';
import { proveServer } from './server-checks';
import type { World } from './world';

const PORT = 8080;
const PLACE = { environment: 'task', deployment: 'three' } as const;
const STOP_SECONDS = 30;

interface Running {
  readonly name: string;
  readonly container: Container;
  readonly memoryMiB: number;
}

/** One task with a front router and a container for each of several servers, as the plan has it. */
export async function proveTask(world: World): Promise<void> {
  const { checks, containers, canaries, fleet, logs } = world;
  await checks.group('Fargate: a task with a front router and three servers', async () => {
    const service = serviceOf(fleet, PLACE);
    const pod = await containers.pod(PORT);
    const running: Running[] = [];
    for (const [name, plan] of Object.entries(service.containers)) {
      running.push({ name, ...(await start(world, pod.name, plan)) });
    }
    const front = running.find(({ name }) => name === service.frontContainer);
    const inner = running.filter((one) => one !== front);
    if (!front) throw new Error('the task has no front router');
    await checks.run('the front finds all of them well', () =>
      until('all servers', 60, async () => ((await healthy(pod.url)).status === 'ok' ? true : undefined)),
    );
    const servers = instancesOf(service.containers[front.name]?.router as TaskContainerPlan['router']);
    for (const [instance, server] of Object.entries(servers)) {
      const url = `${pod.url}/${instance}/mcp`;
      await proveServer(world, `/${instance}/mcp`, server, canaries, ({ body, token }) =>
        post(url, body, token),
      );
    }
    await checks.run('the front refuses a call without a token', async () => {
      const { status } = await post(`${pod.url}/${inner[0]?.name}/mcp`, call('tools/list'));
      must(status === 401, `answered ${status}`);
    });
    for (const { name, container, memoryMiB } of running)
      await proveConfined(world, container, memoryMiB, `${name}: `);
    await checks.run('health checks of all containers', async () => {
      for (const { container } of running) await container.healthcheck();
    });
    await proveOneDown(world, pod.url, inner);
    await checks.run('front and servers end by themselves at SIGTERM', async () => {
      for (const { name, container } of [front, ...inner.slice(1)]) {
        const code = await container.stop(STOP_SECONDS);
        must(code === 0, `${name} ended with ${code}`);
      }
    });
    for (const { container } of running) logs.push(await container.logs());
  });
  await containers.stopAll();
}

async function start(world: World, pod: string, plan: TaskContainerPlan): Promise<Omit<Running, 'name'>> {
  const specs = Object.values(world.images).map(({ spec }) => spec);
  const { image, router, variables, secrets, memoryMiB = 0 } = plan;
  const spec = specs.find(
    ({ tag, architecture }) => tag === image.tag && architecture === image.architecture,
  );
  if (!spec) throw new Error(`the lab has no image ${image.repositoryName}:${image.tag}`);
  const values = Object.entries(secrets).map(([variable, key]) => {
    const server = router.instances[key]?.server ?? '';
    return [variable, JSON.stringify(secretValue(key, server, world.canaries))];
  });
  const container = await world.containers.start({
    image: spec.reference,
    memoryMiB,
    pod,
    variables: { ...variablesOf(router), ...variables, ...Object.fromEntries(values) },
  });
  return { container, memoryMiB };
}

function secretValue(key: string, server: string, canaries: Canaries): object {
  return key === 'access' ? { tokens: [canaries.token] } : (secretsOf(server, canaries) ?? {});
}

async function proveOneDown(
  { checks, canaries }: World,
  url: string,
  [first, second]: readonly Running[],
): Promise<void> {
  await checks.run('one server down: the others answer, and health says so', async () => {
    if (!first || !second) throw new Error('the task has too few servers');
    await first.container.stop(STOP_SECONDS);
    await until('health says degraded', 30, async () =>
      (await healthy(url)).status === 'degraded' ? true : undefined,
    );
    const other = await post(`${url}/${second.name}/mcp`, call('tools/list'), canaries.token);
    must(other.status === 200, `${second.name} answered ${other.status}`);
    const down = await post(`${url}/${first.name}/mcp`, call('tools/list'), canaries.token);
    must(down.status === 503 || down.status === 502, `${first.name} answered ${down.status}`);
  });
}
