import { Interrupts } from '../deploy';
import type { Engine } from '../images';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { down } from './commands/down';
import { tools } from './commands/tools';
import { up } from './commands/up';
import { restart, running, status } from './commands/watch';
import type { Local } from './open-local';
import { containersOf, openLocal } from './open-local';

/** What the proof works with. */
export interface ProveLaptopProps {
  /** Folder that holds `servers/` and `node_modules/`. */
  readonly repository: string;
  /** New folder for an environment of its own. */
  readonly folder: string;
  readonly engine: Engine;
  /** Host ports: this one and the next two. @default 18080 */
  readonly firstPort?: number;
  /** Runs one check: it fails by throwing. */
  readonly run: (name: string, check: () => Promise<void>) => Promise<unknown>;
}

const CANARY = 'canary-0123456789abcdef';
const REFUSED = 'Read-only file system';

/**
 * Proves that the synthesised containers run: the server `everything` as two containers, then as one, by the engine
 * itself and without Terraform. What is started is taken down.
 */
export async function proveLaptop(props: ProveLaptopProps): Promise<void> {
  const { repository, folder, engine, run, firstPort = 18_080 } = props;
  const home = join(folder, 'environments', 'lab');
  mkdirSync(home, { recursive: true });
  for (const name of ['servers', 'node_modules']) symlinkSync(join(repository, name), join(folder, name));
  writeFileSync(join(home, '.env'), `MCP_TOKEN=${CANARY}\n`, { mode: 0o600 });
  const open = (topology: string): Promise<Local> => {
    writeFileSync(join(home, 'environment.ts'), environment(topology, firstPort));
    const out = join(folder, 'out');
    return openLocal({ environment: 'lab', root: folder, out, engine, say: () => undefined });
  };
  try {
    for (const topology of ['per-server', 'multi-server'] as const) {
      await run(`laptop, ${topology}: up`, async () =>
        must(await start(await open(topology)), 'it did not start'),
      );
      const local = await open(topology);
      await run(`laptop, ${topology}: every server is well`, async () =>
        must((await running(local)).length > 0 && (await status(local)), 'status'),
      );
      await run(`laptop, ${topology}: tools/list and a call by a client with the token`, async () =>
        must(await tools(local), 'tools'),
      );
      await run(`laptop, ${topology}: without the token nobody is let in`, () => refused(local));
      await run(`laptop, ${topology}: hardened as the JSON says`, () => hardened(local));
      await run(`laptop, ${topology}: the health check of the container`, () => healthy(local));
      await run(`laptop, ${topology}: no value in JSON, inspect or logs`, () => hidden(local));
    }
    await run('laptop: another token counts after a restart', async () => {
      const local = await open('multi-server');
      writeFileSync(join(home, '.env'), `MCP_TOKEN=${CANARY.toUpperCase()}\n`);
      must(await restart(local), 'nothing was restarted');
      await until(() => status(local));
      must(await tools(local), 'the new token is refused');
    });
    await run('laptop: down leaves nothing', async () => {
      const local = await open('multi-server');
      must(await takeDown(local), 'down');
      const { stdout } = await engine.run([
        'ps',
        '--all',
        '--filter',
        'label=mcp-fleet.environment=lab',
        '--quiet',
      ]);
      must(stdout.trim() === '', 'a container is left');
    });
  } finally {
    await takeDown(await open('multi-server'));
    rmSync(folder, { recursive: true, force: true });
  }
}

function environment(topology: string, port: number): string {
  const servers = {
    everything: { port: port + 1 },
    'everything-2': { server: 'everything', port: port + 2 },
  };
  const playground = { target: 'docker', topology, port, servers };
  return `export default ${JSON.stringify({ name: 'lab', access: 'token', deployments: { playground } })};\n`;
}

const session = () => ({
  screen: {
    result: () => undefined,
    progress: () => undefined,
    canAsk: false,
    ask: () => Promise.resolve(''),
  },
  interrupts: new Interrupts(() => undefined),
});
const start = (local: Local) => up(local, { ...session(), straight: true });
const takeDown = (local: Local) => down(local, session());

async function refused(local: Local): Promise<void> {
  for (const { url } of local.deployments.flatMap(({ instances }) => Object.values(instances))) {
    const response = await fetch(url, { method: 'POST', headers: { authorization: 'Bearer wrong' } });
    must(response.status === 401, `${url} answers ${response.status}`);
  }
}

async function hardened({ engine, ...local }: Local): Promise<void> {
  for (const { plan } of containersOf(local)) {
    const inside = async (script: string) => {
      const { stdout, stderr } = await engine.run(['exec', plan.name, 'sh', '-c', `${script} 2>&1; true`]);
      return `${stdout}${stderr}`;
    };
    must((await inside('touch /written')).includes(REFUSED), 'the disk can be written to');
    must((await inside('touch /run/mcp-fleet/written')).includes(REFUSED), 'the secrets can be written to');
    must((await inside('touch /tmp/written && echo done')).includes('done'), '/tmp cannot be written to');
    must(/^1000:1000$/m.test(await inside('echo $(id -u):$(id -g)')), 'it is not user 1000');
    const rights = await inside('cat /proc/self/status');
    must(/^CapBnd:\s+0+$/m.test(rights) && /^NoNewPrivs:\s+1$/m.test(rights), 'it has rights');
    const { stdout } = await engine.run(['inspect', '--format', '{{.HostConfig.Memory}}', plan.name]);
    must(Number(stdout) === plan.memoryMiB * 1024 * 1024, `its memory is ${stdout.trim()}`);
  }
}

async function healthy({ engine, ...local }: Local): Promise<void> {
  for (const { plan } of containersOf(local)) {
    if (engine.name === 'podman') await engine.run(['healthcheck', 'run', plan.name]);
    await engine.run(['exec', plan.name, '/usr/local/bin/mcp-router', 'healthcheck']);
  }
}

async function hidden({ engine, out, ...local }: Local): Promise<void> {
  for (const { stack, containers } of local.deployments) {
    const json = readFileSync(join(out, 'stacks', stack, 'cdk.tf.json'), 'utf8');
    must(!json.includes(CANARY), 'a token is in the JSON');
    for (const { name } of Object.values(containers)) {
      for (const verb of ['inspect', 'logs']) {
        const { stdout, stderr } = await engine.run([verb, name]);
        must(!`${stdout}${stderr}`.includes(CANARY), `a token is in ${verb} of ${name}`);
      }
    }
  }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 60; tries += 1) {
    if (await holds()) return;
    await sleep(500);
  }
  throw new Error('it does not become well');
}

function must(holds: boolean, message: string): asserts holds {
  if (!holds) throw new Error(message);
}
