import type { ServerManifest } from '@mcp-fleet/catalog';
import type { Environment } from '@mcp-fleet/environment';
import type { DockerDeploymentPlan, LaptopFleetPlan, PlanInput } from '../src';
import { SHARED_FUNCTION, planFleet } from '../src';
import { anyPlan, catalog, errors, imageRecipe, secretInput, server } from './fixtures';

type Tools = Partial<Environment['deployments'][string]>;

/** A laptop with one deployment `tools` of gitlab and everything. */
function laptop(tools: Tools = {}, change: Partial<Environment> = {}): Environment {
  return {
    name: 'local',
    access: 'token',
    deployments: {
      tools: { target: 'docker', topology: 'per-server', servers: { gitlab: {}, everything: {} }, ...tools },
    },
    ...change,
  };
}

function planned(of: Environment, input: Partial<PlanInput> = {}): LaptopFleetPlan {
  const result = anyPlan(of, input);
  if (result.aws) throw new Error('planned at AWS');
  return result;
}

const tools = (of: Environment, input: Partial<PlanInput> = {}): DockerDeploymentPlan =>
  planned(of, input).deployments['tools']!;
const withServer = (key: string, change: Partial<ServerManifest>) => ({
  catalog: { servers: { ...catalog.servers, [key]: server(key, change) } },
});

test('a laptop needs no account: no foundation, local state, a container for each instance', () => {
  const result = planned(laptop());
  expect(result).not.toHaveProperty('aws');
  expect(result).not.toHaveProperty('foundation');
  expect(result.state).toEqual({ kind: 'local' });
  const { stack, network, containers } = result.deployments['tools']!;
  expect({ stack, network }).toEqual({ stack: 'local-tools', network: 'local-tools' });
  expect(containers['everything']).toMatchObject({
    name: 'local-tools-everything',
    image: { name: 'mcp-servers/everything', architecture: 'x86_64', contents: { everything: '2.0.0' } },
    memoryMiB: 512,
    cpus: 1,
    temporaryStorageMiB: 512,
    secrets: ['access'],
  });
  expect(containers['gitlab']?.secrets).toEqual(['access', 'gitlab']);
});

test('the router is told that answers stream, and where its secrets are by their keys', () => {
  expect(tools(laptop()).containers['gitlab']?.router).toEqual({
    edge: 'streaming',
    access: { mode: 'token', secret: 'access' },
    labels: { Environment: 'local', Deployment: 'tools' },
    timeoutSeconds: 300,
    instances: { gitlab: { server: 'gitlab', secret: 'gitlab' } },
  });
});

test('one word makes it one container; names of the instances and their paths stay', () => {
  const separate = tools(laptop());
  const shared = tools(laptop({ topology: 'multi-server' }));
  expect(Object.keys(shared.containers)).toEqual([SHARED_FUNCTION]);
  expect(shared.containers[SHARED_FUNCTION]).toMatchObject({
    name: 'local-tools',
    hostPort: 8080,
    image: { name: 'mcp-servers/local-tools' },
    secrets: ['access', 'gitlab'],
  });
  expect(shared.instances['gitlab']?.url).toBe('http://127.0.0.1:8080/gitlab/mcp');
  const paths = (of: DockerDeploymentPlan) => Object.values(of.instances).map((instance) => instance.paths);
  expect(paths(shared)).toEqual(paths(separate));
  expect(planned(laptop({ topology: 'multi-server' })).envFile).toEqual(planned(laptop()).envFile);
});

test('a port is by the name of the instance alone: neighbours and their order move none', () => {
  const port = (servers: Tools['servers']) =>
    tools(laptop({ servers: servers! })).containers['gitlab']?.hostPort;
  const alone = port({ gitlab: {} });
  expect(alone).toBeGreaterThanOrEqual(8100);
  expect(alone).toBeLessThanOrEqual(8999);
  expect(port({ everything: {}, pagerduty: {}, gitlab: {} })).toBe(alone);
  expect(port({ gitlab: { port: 8081 } })).toBe(8081);
});

test('the sizes that are written arrive; a shared container gets the most CPU of them, never the sum', () => {
  const size = { memoryMiB: 1024, cpus: 2, ephemeralStorageMiB: 64 };
  expect(tools(laptop({ servers: { gitlab: { size } } })).containers['gitlab']).toMatchObject({
    memoryMiB: 1024,
    cpus: 2,
    temporaryStorageMiB: 64,
  });
  const both = { gitlab: { size: { cpus: 2 } }, everything: { size: { cpus: 1.5 } } };
  expect(tools(laptop({ topology: 'multi-server', servers: both })).containers[SHARED_FUNCTION]?.cpus).toBe(
    2,
  );
});

test('images are for the processor of the computer, unless the file says another', () => {
  const of = (input: Partial<PlanInput>, change: Tools = {}) =>
    tools(laptop(change), input).containers['gitlab']!.image;
  expect(of({ hostArchitecture: 'arm64' }).architecture).toBe('arm64');
  expect(of({ hostArchitecture: 'arm64' }, { architecture: 'x86_64' }).architecture).toBe('x86_64');
  expect(of({ hostArchitecture: 'arm64' }).tag).not.toBe(of({}).tag);
});

test('a line of .env has the name that the server reads, with the instance before it where two have it', () => {
  const keys = (servers: Tools['servers'], input: Partial<PlanInput> = {}) =>
    Object.entries(planned(laptop({ servers: servers! }), input).envFile).map(
      ([key, { variables }]) => `${key}: ${variables.map(({ variable }) => variable).join()}`,
    );
  expect(keys({ gitlab: {}, everything: {} })).toEqual(['access: MCP_TOKEN', 'gitlab: TOKEN']);
  expect(keys({ gitlab: {}, 'gitlab-eu': { server: 'gitlab' } })).toEqual([
    'access: MCP_TOKEN',
    'gitlab: GITLAB__TOKEN',
    'gitlab-eu: GITLAB_EU__TOKEN',
  ]);
  const inputs = [
    { ...secretInput, name: '--api-key', kind: 'argument' as const },
    { ...secretInput, name: 'MCP_TOKEN' },
  ];
  expect(keys({ wiki: {} }, withServer('wiki', { inputs }))).toEqual([
    'access: MCP_TOKEN',
    'wiki: API_KEY,WIKI__MCP_TOKEN',
  ]);
});

test('open access asks for no tokens', () => {
  const open = planned(laptop({}, { access: 'public' }));
  expect(Object.keys(open.envFile)).toEqual(['gitlab']);
  expect(open.deployments['tools']?.containers['everything']?.secrets).toEqual([]);
});

test('a server with a process for each session runs here, and a slow one keeps its time', () => {
  const runtime = { ...server('slow').runtime, sessions: 'per-client' as const, slowestCallSeconds: 200 };
  expect(errors(laptop({ servers: { slow: {} } }), withServer('slow', { runtime }))).toEqual([]);
});

test.each<[string, Environment, string[]]>([
  [
    'a port twice',
    laptop({ servers: { gitlab: { port: 8081 }, everything: { port: 8081 } } }),
    ['port-taken deployments.tools.servers.everything.port'],
  ],
  [
    'a port that the other topology has',
    laptop({ port: 8081, servers: { gitlab: { port: 8081 }, everything: {} } }),
    ['port-taken deployments.tools.servers.gitlab.port'],
  ],
  [
    'two deployments on the default port',
    laptop(
      {},
      {
        deployments: {
          a: { target: 'docker', topology: 'multi-server', servers: { gitlab: {} } },
          b: { target: 'docker', topology: 'multi-server', servers: { everything: {} } },
        },
      },
    ),
    ['port-taken deployments.b.port'],
  ],
  [
    'two containers with one name',
    laptop(
      {},
      {
        deployments: {
          tools: { target: 'docker', topology: 'per-server', servers: { 'a-b': { server: 'gitlab' } } },
          'tools-a': { target: 'docker', topology: 'multi-server', servers: { b: { server: 'everything' } } },
        },
      },
    ),
    ['name-collision deployments.tools-a.servers.b'],
  ],
  [
    'a server with rights at AWS',
    laptop({ servers: { reader: {} } }),
    ['server-not-deployable deployments.tools.servers.reader'],
  ],
  [
    'an answer that the router would end',
    laptop({ servers: { everything: { timeoutSeconds: 3601 } } }),
    ['timeout-too-long deployments.tools.servers.everything.timeoutSeconds'],
  ],
  [
    'sizes that no engine gives',
    laptop({ servers: { everything: { size: { memoryMiB: 4, cpus: 0.01, ephemeralStorageMiB: 1 } } } }),
    ['memoryMiB', 'ephemeralStorageMiB', 'cpus'].map(
      (key) => `limit-exceeded deployments.tools.servers.everything.size.${key}`,
    ),
  ],
])('refuses %s', (_, of, expected) => {
  expect(errors(of)).toEqual(expected);
});

test('a free port is named', () => {
  const of = laptop({ servers: { gitlab: { port: 8100 }, everything: { port: 8100 } } });
  expect(planFleet(of, { environments: [of], catalog, imageRecipe }).errors[0]?.fix).toBe('write port: 8101');
});

test('an environment on a laptop owns no registry that others could use', () => {
  const dev: Environment = {
    name: 'dev',
    aws: { account: '111122223333', region: 'us-east-1' },
    access: 'token',
    registry: { environment: 'local' },
    deployments: { tools: { target: 'lambda', topology: 'per-server', servers: { gitlab: {} } } },
  };
  expect(errors(dev, { environments: [dev, laptop()] })).toEqual(['registry-unknown registry.environment']);
});

test('the same file gives the same plan, to the byte', () => {
  expect(JSON.stringify(planned(laptop()))).toBe(JSON.stringify(planned(laptop())));
});
