import { IMAGES } from './images';
import type { LabImage } from './images';
import { podman } from './podman';
import { must } from './report';
import type { World } from './world';

interface Config {
  readonly User?: string;
  readonly Entrypoint?: readonly string[];
  readonly Labels?: Readonly<Record<string, string>>;
}

interface Inspected {
  readonly Architecture: string;
  readonly Config: Config;
  readonly Healthcheck?: { readonly Interval: number; readonly Timeout: number; readonly Retries: number };
}

const NANOSECONDS = 1e9;

/** What the configuration of each image says, and the versions that are built into Go servers. */
export async function proveContents(world: World): Promise<void> {
  const { checks, images } = world;
  await checks.group('Contents', async () => {
    for (const name of Object.keys(IMAGES) as (keyof typeof IMAGES)[]) {
      const image = images[name];
      if (!image) continue;
      await checks.run(`${name}: user, entrypoint, health check and labels`, () => proveConfig(image));
    }
    const five = images['five of go'];
    if (five) await proveVersions(world, five);
  });
}

async function proveConfig({ spec }: LabImage): Promise<void> {
  const [found] = JSON.parse(await podman(['image', 'inspect', spec.reference])) as Inspected[];
  const { User, Entrypoint, Labels = {} } = found?.Config ?? {};
  must(User === '1000:1000', `its user is ${User}`);
  must(Entrypoint?.join(' ') === '/usr/local/bin/mcp-router', `its entrypoint is ${Entrypoint?.join(' ')}`);
  const health = found?.Healthcheck;
  must(
    health?.Interval === 10 * NANOSECONDS && health.Timeout === 5 * NANOSECONDS && health.Retries === 3,
    `its health check is ${JSON.stringify(health)}`,
  );
  for (const [name, value] of Object.entries(spec.labels)) {
    must(Labels[name] === value, `its label ${name} is ${Labels[name]}, not ${value}`);
  }
  const [only, ...more] = spec.servers;
  if (only && more.length === 0) {
    const mcp = Labels['io.modelcontextprotocol.server.name'];
    must(mcp === only.registryName, `the MCP registry would take it for ${mcp}`);
  }
}

/** The linker says nothing of a variable that does not exist: only the program itself can tell. */
async function proveVersions({ checks }: World, { spec }: LabImage): Promise<void> {
  for (const { key, version, source } of spec.servers) {
    if (source?.kind !== 'go') continue;
    const wanted = source.versionVariable ? version : 'unknown';
    await checks.run(`${key}: --version says ${wanted}`, async () => {
      const program = `/app/${key}/${source.binary}`;
      const said = await podman([
        'run',
        '--rm',
        '--network=none',
        `--entrypoint=${program}`,
        spec.reference,
        '--version',
      ]);
      must(said.trim() === wanted, `it says ${said.trim()}`);
    });
  }
}
