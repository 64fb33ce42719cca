import { atEdge, certificateArn, server, settings, tasks, type Change } from '@mcp-fleet/testing/fleet';
import type { Block, StackJson, Synthesised } from './synth';
import { resources, synthChanged } from './synth';

interface Container {
  readonly name: string;
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly secrets?: readonly { readonly name: string; readonly valueFrom: string }[];
}

const REMOTE = /\$\{data\.terraform_remote_state\.([\w-]+)\.outputs\.([\w-]+)\}/g;
const pair = { servers: { notes: {}, 'notes-eu': { server: 'notes', settings } } };
const named = (change: Change = {}) => synthChanged(tasks({ ...pair, ...change }));
const toolsOf = ({ stacks }: Synthesised) => stacks['dev-tools']!;
const only = (blocks: Readonly<Record<string, Block>>): Block => {
  expect(Object.keys(blocks)).toHaveLength(1);
  return Object.values(blocks)[0]!;
};
const containersOf = (task: Block | undefined) =>
  JSON.parse(String(task?.['container_definitions'])) as Container[];
const tasksOf = (stack: StackJson) => Object.values(resources(stack, 'aws_ecs_task_definition'));
const ingressOf = (stack: StackJson) =>
  Object.entries(resources(stack, 'aws_vpc_security_group_ingress_rule')).flatMap(([id, rule]) =>
    id.includes('_LoadBalancer_Ingress_')
      ? [`${String(rule['cidr_ipv4'])} ${String(rule['from_port'])}`]
      : [],
  );

test('one word makes it one service; rules keep their addresses and what they point to is made anew first', () => {
  const separate = toolsOf(named());
  const shared = toolsOf(named({ topology: 'multi-server' }));
  const publicRules = (stack: StackJson) =>
    Object.keys(resources(stack, 'aws_lb_listener_rule')).filter((id) => id.includes('_Rules_'));
  expect(publicRules(separate)).toHaveLength(2);
  expect(publicRules(shared)).toEqual(publicRules(separate));
  const logGroups = (stack: StackJson) =>
    Object.entries(resources(stack, 'aws_cloudwatch_log_group')).map(
      ([id, { name }]) => `${id} ${String(name)}`,
    );
  for (const group of logGroups(separate)) expect(logGroups(shared)).toContain(group);
  for (const type of ['aws_ecs_service', 'aws_lb_target_group']) {
    const names = (stack: StackJson) => Object.values(resources(stack, type)).map(({ name }) => name);
    expect(names(shared).filter((name) => names(separate).includes(name))).toEqual([]);
    expect(names(shared)).toHaveLength(1);
    for (const block of Object.values(resources(separate, type))) {
      expect(block['lifecycle']).toMatchObject({ create_before_destroy: true });
    }
  }
});

test('one task holds the front router and a container for each server, which reach each other', () => {
  const [task] = tasksOf(toolsOf(named({ topology: 'multi-server' })));
  expect({ cpu: task?.['cpu'], memory: task?.['memory'] }).toEqual({ cpu: '512', memory: '2048' });
  const containers = containersOf(task);
  const router = (name: string) =>
    JSON.parse(
      containers
        .find((container) => container.name === name)
        ?.environment.find(({ name: n }) => /DEPLOYMENT/.test(n))?.value ?? '{}',
    ) as { role: string; access: unknown; instances: Record<string, { upstream?: string; secret?: string }> };
  const portOf = (name: string) =>
    containers
      .find((container) => container.name === name)
      ?.environment.find((variable) => variable.name === 'MCP_ROUTER_PORT')?.value;
  expect(containers.map(({ name }) => name).sort()).toEqual(['notes', 'notes-eu', 'router']);
  expect(router('router')).toMatchObject({ role: 'front', access: { mode: 'token', secret: 'access' } });
  for (const name of ['notes', 'notes-eu']) {
    expect(router('router').instances[name]).toEqual({
      server: 'notes',
      upstream: `http://127.0.0.1:${portOf(name)}`,
    });
    expect(router(name)).toMatchObject({ role: 'inner', access: { mode: 'public' } });
    expect(router(name).instances[name]?.secret).toBe(name);
  }
  const secrets = Object.fromEntries(
    containers.map(({ name, secrets: all = [] }) => [name, all.map((s) => s.name)]),
  );
  expect(secrets).toEqual({
    router: ['MCP_SECRET_ACCESS'],
    notes: ['MCP_SECRET_NOTES'],
    'notes-eu': ['MCP_SECRET_NOTES_EU'],
  });
});

test('who reaches the load balancer: its VPC, the internet, or the ranges that are said', () => {
  expect(ingressOf(toolsOf(named()))).toEqual(['10.0.0.0/16 443', '10.0.0.0/16 80']);
  expect(ingressOf(toolsOf(named({ exposure: 'internet' })))).toEqual(['0.0.0.0/0 443', '0.0.0.0/0 80']);
  const office = { clients: { office: '203.0.113.0/24' } };
  expect(ingressOf(toolsOf(named(office)))).toEqual(['203.0.113.0/24 443', '203.0.113.0/24 80']);
  expect(ingressOf(toolsOf(named({ ...office, exposure: 'internet' })))).toEqual([
    '203.0.113.0/24 443',
    '203.0.113.0/24 80',
  ]);
  const plain = { certificateArn: undefined, host: undefined, plainHttp: true };
  expect(ingressOf(toolsOf(named(plain)))).toEqual(['10.0.0.0/16 80']);
});

test('an own network is a stack of its own, a VPC that exists is used by its ids', () => {
  const own = named();
  expect(Object.keys(own.stacks)).toEqual(['dev-foundation', 'dev-network', 'dev-tools', 'dev-dashboard']);
  expect(own.page).toMatch(/dev-foundation .*\n {2}dev-network .*\n {2}dev-tools /);
  expect(own.stacks['dev-network']?.output).toHaveProperty('nat_ip_addresses');

  const network = {
    existing: {
      vpcId: 'vpc-0123456789abcdef0',
      cidr: '10.1.0.0/16',
      publicSubnets: { a: 'subnet-0000000a', b: 'subnet-0000000b' },
      privateSubnets: { a: 'subnet-0000001a', b: 'subnet-0000001b' },
    },
  };
  const given = (tools: Change = {}) => synthChanged(tasks({ ...pair, ...tools }, { network }));
  expect(Object.keys(given().stacks)).toEqual(['dev-foundation', 'dev-tools', 'dev-dashboard']);
  expect(given().page).not.toContain('dev-network');
  const inside = toolsOf(given());
  expect(only(resources(inside, 'aws_lb'))).toMatchObject({
    internal: true,
    subnets: ['subnet-0000001a', 'subnet-0000001b'],
  });
  expect(ingressOf(inside)).toEqual(['10.1.0.0/16 443', '10.1.0.0/16 80']);
  expect(only(resources(toolsOf(given({ exposure: 'internet' })), 'aws_lb'))).toMatchObject({
    internal: false,
    subnets: ['subnet-0000000a', 'subnet-0000000b'],
  });
  for (const group of Object.values(resources(inside, 'aws_security_group'))) {
    expect(group['vpc_id']).toBe('vpc-0123456789abcdef0');
  }
});

test('deployments share one network, whatever runs in them; functions know nothing of it', () => {
  const more = (target: object) => ({
    topology: 'per-server',
    servers: { other: { server: 'notes', settings } },
    ...target,
  });
  const { stacks } = synthChanged({
    deployments: {
      ...(tasks()['deployments'] as Change),
      more: more({ target: 'fargate', plainHttp: true }),
      oncall: more({ target: 'lambda', servers: { third: { server: 'notes', settings } } }),
    },
  });
  expect(Object.keys(stacks)).toEqual([
    'dev-foundation',
    'dev-network',
    'dev-tools',
    'dev-more',
    'dev-oncall',
    'dev-dashboard',
  ]);
  const vpcOf = (stack: string) =>
    [...JSON.stringify(stacks[stack]).matchAll(REMOTE)].filter(([, from]) => from?.endsWith('dev-network'))
      .length;
  expect(vpcOf('dev-tools')).toBeGreaterThan(0);
  expect(vpcOf('dev-more')).toBeGreaterThan(0);
  expect(vpcOf('dev-oncall')).toBe(0);
});

test("a user's template signs reach tasks as text, and schedules as they are written", () => {
  const night = { schedule: 'cron(0 20 ? * MON-FRI *)', timezone: 'Europe/Berlin', min: 1, max: 1 };
  const notes = { settings: { NOTES_USER: 'a ${b} %{c}' }, scaling: { schedules: { night } } };
  const stack = toolsOf(synthChanged(tasks({ servers: { notes } })));
  const [container] = tasksOf(stack).flatMap(containersOf);
  expect(container?.environment[1]?.value).toContain('a $${b} %%{c}');
  const { schedule, timezone } = night;
  expect(only(resources(stack, 'aws_appautoscaling_scheduled_action'))).toMatchObject({ schedule, timezone });
});

test('a listener that checks tokens lets browsers ask first where web pages may call', () => {
  const jwt = { ...atEdge, jwksUri: 'https://login.example.com/keys' };
  const rules = (access: object) =>
    Object.entries(resources(toolsOf(synthChanged(tasks({}, { access }))), 'aws_lb_listener_rule'))
      .filter(([id]) => id.includes('_Rules_notes_'))
      .map(([, rule]) => JSON.stringify(rule['condition']));
  expect(rules({ jwt })).toHaveLength(2);
  const web = rules({ jwt, allowedOrigins: ['https://app.example.com'] });
  expect(web).toHaveLength(3);
  expect(web.filter((condition) => condition.includes('OPTIONS'))).toHaveLength(1);
});

test('what a deployment says of its tasks arrives', () => {
  const webAclArn = 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/mcp/1a';
  const stack = toolsOf(
    synthChanged(
      tasks({
        capacity: 'mixed',
        webAclArn,
        debug: { exec: true },
        servers: {
          notes: {
            size: { cpus: 1, memoryMiB: 4096, ephemeralStorageMiB: 30 * 1024 },
            scaling: { min: 2, max: 5, cpuPercent: 55 },
            timeoutSeconds: 900,
          },
        },
      }),
    ),
  );
  expect(only(resources(stack, 'aws_wafv2_web_acl_association'))['web_acl_arn']).toBe(webAclArn);
  expect(only(resources(stack, 'aws_lb'))['idle_timeout']).toBe(910);
  expect(only(resources(stack, 'aws_lb_target_group'))['deregistration_delay']).toBe('900');
  expect(tasksOf(stack)[0]).toMatchObject({
    cpu: '1024',
    memory: '4096',
    ephemeral_storage: { size_in_gib: 30 },
  });
  expect(only(resources(stack, 'aws_appautoscaling_target'))).toMatchObject({
    min_capacity: 2,
    max_capacity: 5,
  });
  const service = only(resources(stack, 'aws_ecs_service'));
  expect(service['enable_execute_command']).toBe(true);
  expect(service).not.toHaveProperty('launch_type');
  expect(service['capacity_provider_strategy']).toEqual([
    { base: 1, capacity_provider: 'FARGATE', weight: 1 },
    { capacity_provider: 'FARGATE_SPOT', weight: 3 },
  ]);
});

test('endpoints are those of what tasks use: a shell and parameters bring theirs', () => {
  const services = (tools: Change) => {
    const { stacks } = synthChanged(tasks(tools, { network: { endpoints: 'interface' } }));
    return Object.values(resources(stacks['dev-network']!, 'aws_vpc_endpoint')).map(
      ({ service_name: name }) => String(name).split('.').slice(3).join('.'),
    );
  };
  expect(services({})).not.toContain('ssmmessages');
  expect(services({})).not.toContain('ssm');
  expect(services({ debug: { exec: true } })).toContain('ssmmessages');
  expect(services({ servers: { notes: { settings: { NOTES_USER: { ssm: '/mcp/dev/user' } } } } })).toContain(
    'ssm',
  );
  // A parameter at the root has no folder that could be granted.
  expect(services({ servers: { notes: { settings: { NOTES_USER: { ssm: '/user' } } } } })).toContain('ssm');
});

test("without a pin each image's tag is looked up once, that of the front router too", () => {
  const stack = toolsOf(named({ topology: 'multi-server' }));
  expect(Object.keys(stack.data?.['aws_ecr_image'] ?? {})).toEqual([
    'image-notes',
    'image-notes-eu',
    'image-router',
  ]);
  expect(stack.data?.['aws_ecr_image']?.['image-router']).toMatchObject({
    repository_name: 'mcp-servers/dev/router',
  });
});

test('outputs name what clients, DNS and operators need', () => {
  const { output } = toolsOf(named());
  expect(Object.keys(output)).toEqual([
    'cluster',
    'endpoint',
    'load_balancer',
    'log_groups',
    'servers',
    'services',
  ]);
  expect(output['endpoint']?.value).toBe('https://mcp.example.com');
  expect(output['servers']?.value).toEqual({
    notes: 'https://mcp.example.com/notes/mcp',
    'notes-eu': 'https://mcp.example.com/notes-eu/mcp',
  });
});

test('a server with sessions runs in one task', () => {
  const stack = toolsOf(synthChanged(tasks(), server('notes', { sessions: 'per-client' })));
  expect(only(resources(stack, 'aws_appautoscaling_target'))).toMatchObject({
    min_capacity: 1,
    max_capacity: 1,
  });
});

test('one that is asked alone is held against others that have a host or addresses, sound or not', () => {
  const files = (host: string, rest = '') => ({
    'environments/staging/environment.ts': `${rest}export default { name: 'staging', aws: { account: '111122223333', region: 'us-east-1' }, access: 'token', deployments: { tools: { target: 'fargate', topology: 'per-server', host: '${host}', certificateArn: '${certificateArn}', servers: { notes: {} } } } };\n`,
  });
  expect(() => synthChanged(tasks(), files('mcp.example.com'))).toThrow('host-taken');
  expect(Object.keys(synthChanged(tasks(), files('other.example.com')).stacks)).toHaveLength(4);
  // What cannot be read there is its own affair.
  expect(
    Object.keys(synthChanged(tasks(), files('mcp.example.com', 'export default {')).stacks),
  ).toHaveLength(4);
});
