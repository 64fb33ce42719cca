import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { functionOf, instancesOf, streamed, variablesOf } from './fleet';
import { IMAGES } from './images';
import { healthy, post } from './mcp';
import { podman, run } from './podman';
import { secretVariables } from './proof-fargate';
import { must, skipped } from './report';
import { proveServer } from './server-checks';
import type { World } from './world';

const AARCH64 = 183;
const BINFMT = '/proc/sys/fs/binfmt_misc';
const NAME = 'mcp-fleet-image-lab';

/** Which programs of an image must be of its architecture. */
const PROGRAMS = ['/usr/local/bin/mcp-router', '/opt/extensions/lambda-adapter'];

export async function proveArm64(world: World): Promise<void> {
  const { checks, images } = world;
  await checks.group('arm64', async () => {
    const [router, go] = [images['router arm64']?.spec, images['go arm64']?.spec];
    if (router) await provePrograms(world, 'router arm64', router.reference, PROGRAMS);
    if (!go) return;
    const [server] = go.servers;
    const binary = server?.source?.kind === 'go' ? server.source.binary : '';
    await provePrograms(world, 'go arm64', go.reference, [...PROGRAMS, `/app/${server?.key}/${binary}`]);
    await proveRuns(world, go.reference);
  });
  skipped('npm and pypi for arm64', 'their base images exist here for this machine only');
}

async function provePrograms(
  { checks, lab }: World,
  name: string,
  image: string,
  programs: readonly string[],
): Promise<void> {
  await checks.run(`${name}: image and programs are of arm64`, async () => {
    const architecture = await podman(['image', 'inspect', '--format={{.Architecture}}', image]);
    must(architecture.trim() === 'arm64', `the image is of ${architecture}`);
    const container = (await podman(['create', '--platform=linux/arm64', image])).trim();
    try {
      for (const program of programs) {
        const copy = join(lab.temporary, basename(program));
        await podman(['cp', `${container}:${program}`, copy]);
        const machine = readFileSync(copy).readUInt16LE(18);
        must(machine === AARCH64, `${program} is of machine ${machine}`);
      }
    } finally {
      await podman(['rm', container]);
    }
  });
}

/** Runs it where the kernel lets an interpreter be named for programs of another machine. */
async function proveRuns(world: World, image: string): Promise<void> {
  const why = await interpret(world.lab.arm64Program);
  if (why !== undefined) return skipped('running arm64', why);
  try {
    const { fleet, canaries, checks } = world;
    const plan = functionOf(fleet, IMAGES['go arm64']);
    const instances = instancesOf(plan.router);
    const container = await world.containers.start({
      image,
      platform: 'linux/arm64',
      memoryMiB: 512,
      port: 8080,
      variables: {
        ...variablesOf(streamed(plan.router)),
        ...secretVariables(instances, canaries),
        MCP_SECRET_ACCESS: JSON.stringify({ tokens: [canaries.token] }),
      },
    });
    const url = await container.url(8080);
    await checks.run('go arm64: runs, emulated', async () => {
      await healthy(url, 60);
    });
    for (const [instance, server] of Object.entries(instances)) {
      const address = `${url}/${instance}/mcp`;
      await proveServer(world, `go arm64: /${instance}/mcp`, server, canaries, ({ body, token }) =>
        post(address, body, token),
      );
    }
    world.logs.push(await container.logs());
    await world.containers.stopAll();
  } finally {
    stopInterpreting();
  }
}

let mounted = false;

/** Returns why it cannot be done, or undefined. */
async function interpret(program: string): Promise<string | undefined> {
  if (!existsSync(program)) return 'there is no qemu';
  const elf = '\\x7fELF\\x02\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00\\xb7\\x00';
  const mask =
    '\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xfe\\xff\\xff\\xff';
  try {
    if (!existsSync(`${BINFMT}/register`)) {
      await run('mount', ['-t', 'binfmt_misc', 'binfmt_misc', BINFMT]);
      mounted = true;
    }
    if (existsSync(`${BINFMT}/${NAME}`)) writeFileSync(`${BINFMT}/${NAME}`, '-1');
    // F: opened now, so that containers need not have it.
    writeFileSync(`${BINFMT}/register`, `:${NAME}:M::${elf}:${mask}:${program}:F`);
    return undefined;
  } catch (error) {
    return `the kernel takes no interpreter (${(error as Error).message.split('\n')[0]})`;
  }
}

/** Also at a signal: no machine shall keep it. */
export function stopInterpreting(): void {
  if (existsSync(`${BINFMT}/${NAME}`)) writeFileSync(`${BINFMT}/${NAME}`, '-1');
  if (mounted) spawnSync('umount', [BINFMT]);
  mounted = false;
}
