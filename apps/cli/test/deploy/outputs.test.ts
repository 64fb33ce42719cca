import type { FargateDeploymentPlan } from '@mcp-fleet/plan';
import { clientFiles } from '../../src/deploy/outputs/client-config';
import { outputsJson, outputsPage } from '../../src/deploy/outputs/outputs-page';
import { readOutputs } from '../../src/deploy/outputs/read-outputs';
import { TASK_STACKS, World, taskPlan } from './world';

let world: World;
afterEach(() => world.remove());

const ARN = 'arn:aws:lambda:us-east-1:111122223333:function:dev-tools-notes';
const values = {
  servers: { value: { notes: 'https://api.example.com/notes/mcp' } },
  functions: { value: { notes: ARN } },
  log_groups: { value: { notes: '/aws/lambda/dev-tools-notes' } },
};

function deployed(): World {
  const made = new World({ output: { lines: [values] } });
  made.state('dev-tools', { 'aws_iam_role.a': 'a' });
  return made;
}

test('addresses, functions and log groups as a table', async () => {
  world = deployed();
  const page = outputsPage(await readOutputs(world.session()));
  expect(page.split('\n').slice(0, 2)).toEqual([
    'server   address                             function          log group',
    'notes    https://api.example.com/notes/mcp   dev-tools-notes   /aws/lambda/dev-tools-notes',
  ]);
});

test('the JSON has the same and the files of the clients', async () => {
  world = deployed();
  const json = JSON.parse(outputsJson(await readOutputs(world.session()))) as Record<string, unknown>;
  expect(json['servers']).toEqual({
    notes: {
      deployment: 'tools',
      server: 'notes',
      address: 'https://api.example.com/notes/mcp',
      health: 'https://api.example.com/notes/health',
      function: 'dev-tools-notes',
      logGroup: '/aws/lambda/dev-tools-notes',
    },
  });
  expect(json['clients']).toHaveLength(4);
});

test('what is not deployed is said, and Terraform is not asked', async () => {
  world = new World();
  const page = outputsPage(await readOutputs(world.session()));
  expect(page).toBe('dev-tools is not deployed: nx run dev:deploy\ndev has no addresses yet.');
  expect(world.calls()).toEqual([]);
});

const cluster = 'arn:aws:ecs:us-east-1:111122223333:cluster/dev-tasks';
const tasks = {
  endpoint: { value: 'https://mcp.example.com' },
  servers: {
    value: { notes: 'https://mcp.example.com/notes/mcp', wiki: 'https://mcp.example.com/wiki/mcp' },
  },
  load_balancer: {
    value: { dns_name: 'dev-tasks-1.us-east-1.elb.amazonaws.com', zone_id: 'Z35SXDOTRQ7X7K' },
  },
  cluster: { value: cluster },
  services: { value: { 'multi--server': 'dev-tasks' } },
  log_groups: {
    value: { router: '/ecs/dev/tasks/router', notes: '/ecs/dev/tasks/notes', wiki: '/ecs/dev/tasks/wiki' },
  },
};

function withTasks(): World {
  const network = { nat_ip_addresses: { value: { a: '198.51.100.7', b: '198.51.100.8' } } };
  const answers = { 'dev-tasks output': { lines: [tasks] }, 'dev-network output': { lines: [network] } };
  const made = new World(answers, TASK_STACKS);
  for (const stack of TASK_STACKS) made.state(stack, { 'aws_iam_role.a': 'a' });
  return made;
}

test('of tasks: services, the load balancer for a DNS alias, and where calls come from', async () => {
  world = withTasks();
  const page = outputsPage(await readOutputs(world.session(taskPlan(), TASK_STACKS)));
  expect(page.split('\n').slice(0, 10)).toEqual([
    'server   address                             service     log group',
    'notes    https://mcp.example.com/notes/mcp   dev-tasks   /ecs/dev/tasks/notes',
    'wiki     https://mcp.example.com/wiki/mcp    dev-tasks   /ecs/dev/tasks/wiki',
    '',
    'tasks: https://mcp.example.com',
    '  DNS alias       mcp.example.com to dev-tasks-1.us-east-1.elb.amazonaws.com, hosted zone Z35SXDOTRQ7X7K',
    `  cluster         ${cluster}`,
    '  services        dev-tasks',
    '',
    'Tasks call from 198.51.100.7, 198.51.100.8.',
  ]);
});

test('and for programs: the access of the front router, and all log groups', async () => {
  world = withTasks();
  const outputs = await readOutputs(world.session(taskPlan(), TASK_STACKS));
  expect(outputs).toMatchObject({
    access: 'jwt',
    callsFrom: ['198.51.100.7', '198.51.100.8'],
    frontDoors: { tasks: { edge: 'alb', cluster, services: ['dev-tasks'], host: 'mcp.example.com' } },
  });
  expect(Object.keys(outputs.frontDoors['tasks']?.logGroups ?? {})).toEqual(['router', 'notes', 'wiki']);
});

test('without a host of ours, the load balancer is named as it is', async () => {
  world = withTasks();
  const plan = taskPlan();
  const deployments = { tasks: { ...plan.deployments['tasks'] } as FargateDeploymentPlan };
  delete (deployments.tasks as { host?: unknown }).host;
  const page = outputsPage(await readOutputs(world.session({ ...plan, deployments }, TASK_STACKS)));
  expect(page).toContain('\n  load balancer   dev-tasks-1.us-east-1.elb.amazonaws.com, hosted zone');
});

const url = 'https://api.example.com/notes/mcp';
const server = { deployment: 'tools', server: 'notes', address: url, health: '', function: '', logGroup: '' };
const files = (access: 'public' | 'token' | 'jwt') =>
  Object.fromEntries(
    clientFiles({ environment: 'dev', access, servers: { notes: server } }).map((file) => [
      file.path,
      file.text,
    ]),
  );

test('with token access each client gets a header with a variable, in its own form', () => {
  const { '.continue/mcpServers/dev.yaml': yaml, ...json } = files('token');
  const header = (variable: string) => ({ headers: { Authorization: `Bearer ${variable}` } });
  expect(
    Object.fromEntries(Object.entries(json).map(([path, text]) => [path, JSON.parse(text) as unknown])),
  ).toEqual({
    '.mcp.json': { mcpServers: { 'dev-notes': { type: 'http', url, ...header('${MCP_TOKEN}') } } },
    '.vscode/mcp.json': {
      servers: { 'dev-notes': { type: 'http', url, ...header('${input:mcp-token}') } },
      inputs: [
        { type: 'promptString', id: 'mcp-token', description: 'Token of the MCP servers', password: true },
      ],
    },
    '.cursor/mcp.json': { mcpServers: { 'dev-notes': { url, ...header('${env:MCP_TOKEN}') } } },
  });
  expect(yaml).toBe(
    [
      'name: dev',
      'version: 0.0.1',
      'schema: v1',
      'mcpServers:',
      '  - name: dev-notes',
      '    type: streamable-http',
      `    url: "${url}"`,
      '    requestOptions:',
      '      headers:',
      '        Authorization: "Bearer ${{ secrets.MCP_TOKEN }}"',
    ].join('\n'),
  );
});

test.each(['public', 'jwt'] as const)('with %s access no header is written', (access) => {
  for (const text of Object.values(files(access))) expect(text).not.toMatch(/Authorization|inputs/);
});
