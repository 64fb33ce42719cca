import type { Environment } from '@mcp-fleet/environment';
import { names } from '../src';
import { environment, errors, fargateOf, plan } from './fixtures';

type Deployments = Environment['deployments'];
const tasks = { target: 'fargate', topology: 'per-server', plainHttp: true } as const;
const reader = { server: 'reader' };
const found = (deployments: Deployments) => errors(environment({ deployments }));
/** What a name is cut to, as the deployment or instance that would be called so. */
const asInstance = (name: string) => name.slice('dev-tools-'.length);
const asDeployment = (name: string) => name.slice('dev-'.length);

test('a cut name that another instance has uncut', () => {
  const long = 'a'.repeat(40);
  const short = asInstance(names.targetGroup('dev', 'tools', long));
  expect(short.length).toBeLessThan(40);
  const two = { [long]: reader, [short]: reader };
  expect(found({ tools: { ...tasks, servers: two } })).toEqual([
    `name-collision deployments.tools.servers.${short}`,
  ]);
  // Functions have no target groups.
  expect(found({ tools: { target: 'lambda', topology: 'per-server', servers: two } })).toEqual([]);
});

test('a cut name of a function in the VPC', () => {
  const [deployment, long] = ['b'.repeat(23), 'a'.repeat(35)];
  const short = names.function('dev', deployment, long, true).slice(`dev-${deployment}-`.length);
  expect(names.function('dev', deployment, long)).toHaveLength(63);
  const servers = { [long]: reader, [short]: reader };
  const tools = { target: 'lambda', topology: 'per-server', servers } as const;
  expect(found({ [deployment]: tools })).toEqual([
    `name-collision deployments.${deployment}.servers.${short}`,
  ]);
});

test('a cut name that another deployment has uncut: a load balancer, then a state machine', () => {
  const long = 'a'.repeat(40);
  const balancer = asDeployment(names.loadBalancer('dev', long));
  const clash = (other: string): Deployments => ({
    [long]: { ...tasks, servers: { one: reader } },
    [other]: { ...tasks, servers: { two: reader } },
  });
  expect(found(clash(balancer))).toEqual([`name-collision deployments.${balancer}`]);
  const production = 'environmentproductio';
  const machine = names
    .secretRefresh(production, long)
    .slice(`${production}-`.length)
    .replace(/_refresh$/, '');
  expect(errors(environment({ name: production, deployments: clash(machine) }))).toEqual([
    `name-collision deployments.${machine}`,
  ]);
});

test('what ends a name of ours ends no name of a deployment or instance', () => {
  const refresh = names.secretRefresh('dev', 'tools');
  expect([refresh, names.executionRole(names.service('dev', 'tools', 'gitlab'))]).toEqual([
    'dev-tools_refresh',
    'dev-tools-gitlab_execution',
  ]);
  const long = names.secretRefresh('environmentproductio', 'a'.repeat(40));
  expect(long).toMatch(/^environmentproductio-a+-[0-9a-f]{8}_refresh$/);
  expect(long).toHaveLength(55);
});

test('names that end as ours do are free', () => {
  const planned = plan(
    environment({
      deployments: {
        tools: { ...tasks, servers: { gitlab: {}, 'gitlab-deployment': reader, execution: reader } },
        'flow-log': { target: 'lambda', topology: 'per-server', servers: { task: reader } },
        'tools-gitlab-execution': { target: 'lambda', topology: 'multi-server', servers: { page: reader } },
      },
    }),
  );
  expect(Object.keys(fargateOf(planned).services)).toEqual(['execution', 'gitlab', 'gitlab-deployment']);
});
