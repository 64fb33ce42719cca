import { createServer, type Server } from 'node:http';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { networkArguments, readStack, runArguments, runStack } from '../../src/local';
import { fakeEngine } from './fake-engine';
import { Project, twoDeployments } from './project';

let project: Project;
beforeAll(async () => {
  project = new Project(twoDeployments);
  await project.open(fakeEngine());
});
afterAll(() => project.remove());
const stack = (name: string) => join(project.out, 'stacks', name);

/** Values of an option of a command line. */
const valuesOf = (args: readonly string[], option: string) =>
  args.flatMap((arg, i) => (arg === option ? [args[i + 1]] : []));

test('references are followed: to the image, the network, and the folder of the secrets', () => {
  const { networks, containers } = readStack(stack('local-one'));
  expect(networks).toEqual([expect.objectContaining({ name: 'local-one', driver: 'bridge' })]);
  expect(containers[0]).toMatchObject({
    name: 'local-one-everything',
    image: expect.stringMatching(/^mcp-servers\/everything:v/) as string,
    networks_advanced: [{ name: 'local-one' }],
    mounts: [{ source: join(project.folder, '.state/secrets/local-one-everything'), read_only: true }],
  });
});

test("a user's template signs are what the user wrote", () => {
  const [container] = readStack(stack('local-shared')).containers;
  const deployment = container?.env.find((line) => line.startsWith('MCP_ROUTER_DEPLOYMENT='));
  const json = JSON.parse(deployment?.replace(/^\w+=/, '') ?? '') as {
    instances: { gitlab: { settings: object } };
  };
  expect(json.instances.gitlab.settings).toEqual({ GITLAB_PROJECT_ID: 'a${b} %{c} "d"' });
});

test('an expression that only Terraform knows is an error, not a text', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-fleet-stack-'));
  const write = (name: string) =>
    writeFileSync(
      join(folder, 'cdk.tf.json'),
      JSON.stringify({ resource: { docker_container: { a: { name } } } }),
    );
  try {
    for (const name of ['${var.name}', 'a-${var.name}', '${docker_network.gone.name}']) {
      write(name);
      expect(() => readStack(folder)).toThrow();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a container is started with all that the JSON says', () => {
  const [container] = readStack(stack('local-one')).containers;
  const args = runArguments('podman', container!);
  expect(args.slice(0, 2)).toEqual(['run', '--detach']);
  expect(args.at(-1)).toBe(container?.image);
  const expected: Record<string, string[]> = {
    '--name': ['local-one-everything'],
    '--pull': ['never'],
    '--network': ['local-one'],
    '--publish': ['127.0.0.1:18081:8080/tcp'],
    '--memory': ['512m'],
    '--cpus': ['1'],
    '--tmpfs': ['/tmp:rw,noexec,nosuid,nodev,size=512m,mode=1777'],
    '--user': ['1000:1000'],
    '--cap-drop': ['ALL'],
    '--security-opt': ['no-new-privileges'],
    '--restart': ['unless-stopped'],
    '--stop-timeout': ['25'],
    '--health-cmd': ['CMD /usr/local/bin/mcp-router healthcheck'],
    '--health-interval': ['10s'],
    '--health-timeout': ['5s'],
    '--health-start-period': ['10s'],
    '--health-retries': ['3'],
    '--log-opt': ['max-size=10m'],
  };
  for (const [option, values] of Object.entries(expected))
    expect([option, valuesOf(args, option)]).toEqual([option, values]);
  expect(args).toEqual(expect.arrayContaining(['--read-only', '--read-only-tmpfs=false']));
  expect(valuesOf(args, '--mount')[0]).toMatch(/^type=bind,source=.*,target=\/run\/mcp-fleet,readonly$/);
  expect(valuesOf(args, '--env')).toContain('MCP_ROUTER_HOST=0.0.0.0');
  expect(valuesOf(args, '--label')).toContain('mcp-fleet.environment=local');
});

test('docker is told the same in its own words', () => {
  const [container] = readStack(stack('local-one')).containers;
  const args = runArguments('docker', container!);
  expect(valuesOf(args, '--health-cmd')).toEqual([]);
  expect(args).not.toContain('--read-only-tmpfs=false');
  expect(valuesOf(args, '--log-opt')).toEqual(['max-file=3', 'max-size=10m']);
});

test('every argument of the JSON is one that is passed on', () => {
  const known = new Set(
    'capabilities cpus destroy_grace_seconds env healthcheck image labels log_driver log_opts memory mounts name networks_advanced ports read_only restart security_opts stop_timeout tmpfs user wait wait_timeout //'.split(
      ' ',
    ),
  );
  const [container] = readStack(stack('local-shared')).containers;
  expect(Object.keys(container ?? {}).filter((key) => !known.has(key))).toEqual([]);
});

test('a network has the labels by which it is found again', () => {
  const [network] = readStack(stack('local-one')).networks;
  expect(networkArguments(network!)).toEqual([
    ...['network', 'create', '--driver', 'bridge'],
    ...['--label', 'mcp-fleet.environment=local', '--label', 'mcp-fleet.deployment=one', 'local-one'],
  ]);
});

describe('running', () => {
  let router: Server;
  let health = 200;
  beforeAll((done) => {
    router = createServer((_, response) => response.writeHead(health).end()).listen(
      18_081,
      '127.0.0.1',
      done,
    );
  });
  afterAll((done) => void router.close(done));

  const engineWith = (there: string, others = '') => {
    const engine = fakeEngine((args) => {
      if (args[0] === 'ps') return others;
      if (args[0] === 'network' && args[1] === 'inspect') return there === '' ? undefined : '{}';
      if (args[0] === 'image') return 'sha256:1';
      if (args[0] === 'container') return there === '' ? undefined : there;
      return '';
    });
    return engine;
  };
  const verbs = (calls: readonly string[]) => calls.map((call) => call.split(' ').slice(0, 2).join(' '));
  const said: string[] = [];
  const start = (engine: ReturnType<typeof fakeEngine>) =>
    runStack(engine, stack('local-one'), (line) => void said.push(line));

  test('makes the network, starts the container, waits for its health', async () => {
    const engine = engineWith('');
    await start(engine);
    expect(verbs(engine.calls)).toEqual([
      'ps --all',
      'network inspect',
      'network create',
      'image inspect',
      'container inspect',
      'run --detach',
    ]);
    expect(said.at(-1)).toMatch(/^local-one-everything: healthy after /);
  });

  test('what runs as the JSON says is left alone; what differs is made anew', async () => {
    const first = engineWith('');
    await start(first);
    const hash = /mcp-fleet\.arguments=(\w+)/.exec(first.calls.join('\n'))?.[1] ?? '';
    const same = engineWith(`${hash} true`);
    await start(same);
    expect(verbs(same.calls)).not.toContain('run --detach');
    for (const there of [`${hash} false`, 'other true']) {
      const engine = engineWith(there);
      await start(engine);
      expect(verbs(engine.calls).slice(-3)).toEqual([
        'stop local-one-everything',
        'rm --force',
        'run --detach',
      ]);
    }
  });

  test('containers of the other topology go first, since they may have the port', async () => {
    const engine = engineWith('', 'local-one\tUp 3 minutes\nlocal-one-everything\tUp 3 minutes\n');
    await start(engine);
    expect(engine.calls[0]).toContain('label=mcp-fleet.deployment=one');
    expect(engine.calls.slice(1, 3)).toEqual(['stop local-one', 'rm --force local-one']);
  });

  test('one that does not become healthy is an error, with its last lines', async () => {
    health = 503;
    const folder = mkdtempSync(join(tmpdir(), 'mcp-fleet-stack-'));
    const json = readFileSync(join(stack('local-one'), 'cdk.tf.json'), 'utf8').replace(
      '"wait_timeout": 120',
      '"wait_timeout": 1',
    );
    writeFileSync(join(folder, 'cdk.tf.json'), json);
    const engine = engineWith('');
    await expect(runStack(engine, folder, () => undefined)).rejects.toThrow('HTTP 503');
    expect(verbs(engine.calls)).toContain('logs --tail');
    rmSync(folder, { recursive: true });
  });
});
