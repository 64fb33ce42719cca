import type { ImageSpec } from 'mcp-fleet/images';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { secretsOf } from './canaries';
import type { Containers } from './containers';
import { Container } from './containers';
import { functionOf, instancesOf, streamed, variablesOf } from './fleet';
import { IMAGES } from './images';
import { call, headers, healthy, post, until } from './mcp';
import { buildSmall, podman } from './podman';
import { secretVariables } from './proof-fargate';
import { must, table } from './report';
import type { World } from './world';

/** What one image costs. */
interface Cost {
  readonly megabytes: number;
  /** From the engine's call until a client has its first answer. */
  readonly milliseconds: number;
  readonly memoryMiB: number;
}

const KINDS = ['go', 'npm', 'pypi'] as const;
type Kind = (typeof KINDS)[number];

/** Base of each kind without us, and how the server in it is started. */
const PLAIN: Readonly<
  Record<Kind, { readonly base: string | undefined; readonly words: readonly string[] }>
> = {
  go: { base: undefined, words: ['--http', '--host', '0.0.0.0', '--port', '3000'] },
  npm: { base: 'localhost/lab/node', words: ['stdio'] },
  pypi: { base: 'localhost/lab/python', words: [] },
};

const MB = 1_000_000;
const MIB = 1024 * 1024;

/** Report only: each kind beside an image of the same server without router and adapter. Nothing is asserted. */
export async function report(world: World): Promise<void> {
  console.log(
    '\nCost of the router: ours / the same server alone (not asserted; one run on a busy machine says little)',
  );
  const rows = [['kind', 'MB pulled', 'first answer ms', 'memory MiB', 'build s']];
  for (const kind of KINDS) {
    const image = world.images[kind];
    if (!image) continue;
    try {
      const [ours, plain] = [
        await costOfOurs(world, kind, image.spec),
        await costOfPlain(world, kind, image.spec),
      ];
      const pair = (of: (cost: Cost) => number, digits = 0) =>
        `${of(ours).toFixed(digits)} / ${of(plain).toFixed(digits)}`;
      rows.push([
        kind,
        pair(({ megabytes }) => megabytes, 1),
        pair(({ milliseconds }) => milliseconds),
        pair(({ memoryMiB }) => memoryMiB),
        image.buildSeconds?.toFixed(1) ?? '–',
      ]);
    } catch (error) {
      rows.push([kind, `not measured: ${(error as Error).message.split('\n')[0]}`]);
    }
    await world.containers.stopAll();
  }
  console.log(table(rows));
}

async function costOfOurs(world: World, kind: Kind, spec: ImageSpec): Promise<Cost> {
  const { fleet, canaries, containers } = world;
  const plan = functionOf(fleet, IMAGES[kind]);
  const instances = instancesOf(plan.router);
  const [instance = ''] = Object.keys(instances);
  const began = performance.now();
  const container = await containers.start({
    image: spec.reference,
    memoryMiB: plan.memoryMiB,
    port: 8080,
    variables: {
      ...variablesOf(streamed(plan.router)),
      ...secretVariables(instances, canaries),
      MCP_SECRET_ACCESS: JSON.stringify({ tokens: [canaries.token] }),
    },
  });
  const url = await container.url(8080);
  await healthy(url);
  const { status } = await post(`${url}/${instance}/mcp`, call('tools/list'), canaries.token);
  must(status === 200, `ours answered ${status}`);
  const milliseconds = performance.now() - began;
  return {
    milliseconds,
    memoryMiB: (await container.memoryBytes()) / MIB,
    megabytes: await pulled(world, kind, spec.reference),
  };
}

async function costOfPlain(world: World, kind: Kind, spec: ImageSpec): Promise<Cost> {
  const { base, words } = PLAIN[kind];
  const [server] = spec.servers;
  const program = (JSON.parse(await servedCommand(spec)) as string[])[0] ?? '';
  const name = `localhost/lab/plain-${kind}`;
  const entrypoint = JSON.stringify([program, ...words]);
  await buildSmall(world.lab.temporary, name, [
    `FROM ${base ?? 'scratch'}`,
    `COPY --from=${spec.reference} /app/ /app/`,
    `ENTRYPOINT ${entrypoint}`,
  ]);
  const megabytes = await pulled(world, `plain-${kind}`, name);
  const secrets = secretsOf(server?.key ?? '', world.canaries) ?? {};
  const started = kind === 'go' ? await startHttp(world.containers, name, secrets) : await startStdio(name);
  return { megabytes, ...started };
}

/** What the router of an image starts. */
async function servedCommand({ reference, servers }: ImageSpec): Promise<string> {
  const container = (await podman(['create', reference])).trim();
  try {
    const archive = await podman(['cp', `${container}:/etc/mcp-router/servers.json`, '-']);
    const json = archive.slice(archive.indexOf('{'), archive.lastIndexOf('}') + 1);
    const all = (JSON.parse(json) as { servers: Record<string, { command: string[] }> }).servers;
    return JSON.stringify(all[servers[0]?.key ?? '']?.command ?? []);
  } finally {
    await podman(['rm', container]);
  }
}

async function startHttp(containers: Containers, image: string, variables: Record<string, string>) {
  const began = performance.now();
  const container = await containers.start({
    image,
    memoryMiB: 256,
    port: 3000,
    variables: { ...variables, HOME: '/tmp', MCP_LOG_DIR: '/tmp' },
  });
  const url = await container.url(3000);
  await until('the plain server', 30, async () => {
    const response = await fetch(url, {
      method: 'POST',
      headers: headers('anything'),
      body: call('tools/list'),
    });
    return response.ok ? true : undefined;
  });
  return { milliseconds: performance.now() - began, memoryMiB: (await container.memoryBytes()) / MIB };
}

async function startStdio(image: string) {
  const name = `lab-${process.pid}-plain`;
  const began = performance.now();
  const child = spawn('podman', ['run', '--rm', '--interactive', `--name=${name}`, image], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = once(child, 'close');
  const clientInfo = { name: 'image-lab', version: '1' };
  child.stdin.write(
    `${call('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo })}\n`,
  );
  await Promise.race([
    once(child.stdout, 'data'),
    ended.then(() => Promise.reject(new Error('the plain server ended'))),
  ]);
  const milliseconds = performance.now() - began;
  const memoryMiB = (await new Container(name).memoryBytes()) / MIB;
  child.stdin.end();
  await podman(['rm', '--force', '--ignore', '--time=1', name]);
  await ended;
  return { milliseconds, memoryMiB };
}

async function pulled({ registry }: World, name: string, image: string): Promise<number> {
  const remote = `benchmark/${name}:1`;
  await podman(['push', '--quiet', '--tls-verify=false', image, `${registry.host}/${remote}`]);
  return (await registry.manifest(remote)).bytes / MB;
}
