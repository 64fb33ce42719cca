import { onlyResource, thrownMessage } from '@mcp-fleet/testing';
import {
  broken,
  container,
  definitionsOf,
  makeServer,
  referenceTo,
  secretArn,
  several,
  type Definition,
} from './fixtures';

const named = (definitions: readonly Definition[], name: string) => {
  const found = definitions.find((definition) => definition.name === name);
  if (found === undefined) throw new Error(`no container ${name}`);
  return found;
};

describe('one server', () => {
  const json = makeServer();

  test('its container in full', () => {
    expect(definitionsOf(json)).toEqual([
      {
        name: 'gitlab',
        image: container('gitlab').imageUri,
        essential: true,
        user: '1000:1000',
        readonlyRootFilesystem: true,
        mountPoints: [{ sourceVolume: 'tmp-gitlab', containerPath: '/tmp', readOnly: false }],
        portMappings: [
          { name: 'http', containerPort: 8080, hostPort: 8080, protocol: 'tcp', appProtocol: 'http' },
        ],
        environment: [
          { name: 'MCP_ROUTER_ACCEPT_SECONDS', value: '10' },
          { name: 'MCP_ROUTER_DRAIN_SECONDS', value: '23' },
        ],
        secrets: [],
        healthCheck: {
          command: ['CMD', '/usr/local/bin/mcp-router', 'healthcheck'],
          interval: 30,
          timeout: 5,
          retries: 3,
          startPeriod: 60,
        },
        stopTimeout: 30,
        ulimits: [{ name: 'nofile', softLimit: 65_536, hardLimit: 65_536 }],
        logConfiguration: {
          logDriver: 'awslogs',
          options: {
            'awslogs-group': referenceTo(json, 'aws_cloudwatch_log_group', 'name'),
            'awslogs-region': 'us-east-1',
            'awslogs-stream-prefix': 'gitlab',
            mode: 'non-blocking',
            'max-buffer-size': '25m',
          },
        },
      },
    ]);
  });

  test('its task, the smallest, on arm64', () => {
    const task = onlyResource(json, 'aws_ecs_task_definition');
    expect(task).toMatchObject({
      family: 'dev-tools-gitlab',
      requires_compatibilities: ['FARGATE'],
      network_mode: 'awsvpc',
      cpu: '256',
      memory: '512',
      runtime_platform: { operating_system_family: 'LINUX', cpu_architecture: 'ARM64' },
      volume: [{ name: 'tmp-gitlab' }],
      execution_role_arn: referenceTo(json, 'aws_iam_role', 'arn', 'ExecutionRole'),
      task_role_arn: referenceTo(json, 'aws_iam_role', 'arn', 'TaskRole'),
    });
    expect(task).not.toHaveProperty('ephemeral_storage');
  });
});

describe('a front router with several servers', () => {
  const json = makeServer(several);
  const definitions = definitionsOf(json);
  const inner = definitions.filter(({ name }) => name !== 'router');

  test('only the front has a port, and the task ends with it alone', () => {
    expect(definitions.map(({ name, essential }) => [name, essential])).toEqual([
      ['gitlab', false],
      ['pagerduty', false],
      ['router', true],
    ]);
    expect(definitions.filter((it) => 'portMappings' in it).map(({ name }) => name)).toEqual(['router']);
  });

  test('servers that end are started again; the front is not, since the service replaces its task', () => {
    for (const definition of inner) {
      expect(definition.restartPolicy).toEqual({ enabled: true, restartAttemptPeriod: 60 });
      expect(definition).not.toHaveProperty('dependsOn');
    }
    expect(named(definitions, 'router')).not.toHaveProperty('restartPolicy');
  });

  test('the front starts last, and so stops first', () => {
    expect(named(definitions, 'router').dependsOn).toEqual([
      { containerName: 'gitlab', condition: 'START' },
      { containerName: 'pagerduty', condition: 'START' },
    ]);
  });

  test('each has its own limits, files, log group and check', () => {
    expect(definitions.map(({ name, cpu, memory }) => [name, cpu, memory])).toEqual([
      ['gitlab', undefined, 256],
      ['pagerduty', undefined, 256],
      ['router', 128, 128],
    ]);
    expect(onlyResource(json, 'aws_ecs_task_definition').volume).toEqual(
      expect.arrayContaining([{ name: 'tmp-router' }, { name: 'tmp-pagerduty' }, { name: 'tmp-gitlab' }]),
    );
    for (const definition of definitions) {
      const { name } = definition;
      expect(definition).toMatchObject({
        readonlyRootFilesystem: true,
        user: '1000:1000',
        mountPoints: [{ sourceVolume: `tmp-${name}`, containerPath: '/tmp', readOnly: false }],
        healthCheck: { command: ['CMD', '/usr/local/bin/mcp-router', 'healthcheck'] },
        logConfiguration: {
          options: {
            'awslogs-group': referenceTo(json, 'aws_cloudwatch_log_group', 'name', `LogGroups_${name}_`),
            'awslogs-stream-prefix': name,
          },
        },
      });
    }
  });

  test('a secret reaches its own container only, whole, in one variable', () => {
    expect(Object.fromEntries(definitions.map(({ name, secrets }) => [name, secrets]))).toEqual({
      gitlab: [{ name: 'MCP_SECRET_GITLAB', valueFrom: secretArn('gitlab') }],
      pagerduty: [{ name: 'MCP_SECRET_PAGERDUTY', valueFrom: secretArn('pagerduty') }],
      router: [],
    });
  });

  test('variables are sorted', () => {
    expect(named(definitions, 'pagerduty').environment).toEqual([
      { name: 'A', value: '1' },
      { name: 'MCP_ROUTER_ACCEPT_SECONDS', value: '10' },
      { name: 'MCP_ROUTER_DRAIN_SECONDS', value: '23' },
      { name: 'MCP_ROUTER_PORT', value: '8100' },
    ]);
  });

  test('the order of containers and variables in the props changes nothing', () => {
    const containers = Object.fromEntries(
      Object.entries(several.containers ?? {})
        .reverse()
        .map(([name, it]) => [
          name,
          { ...it, environment: Object.fromEntries(Object.entries(it.environment ?? {}).reverse()) },
        ]),
    );
    expect(definitionsOf(makeServer({ ...several, containers }))).toEqual(definitions);
  });
});

describe('options', () => {
  test('a server without which the others make no sense', () => {
    const containers = { ...several.containers, gitlab: container('gitlab', { essential: true }) };
    const gitlab = named(definitionsOf(makeServer({ ...several, containers })), 'gitlab');
    expect(gitlab.essential).toBe(true);
    expect(gitlab).not.toHaveProperty('restartPolicy');
  });

  test('another health check', () => {
    const healthCheck = {
      command: ['/bin/check', '-q'],
      intervalSeconds: 10,
      timeoutSeconds: 2,
      retries: 5,
      startPeriodSeconds: 0,
    };
    const [definition] = definitionsOf(
      makeServer({ containers: { gitlab: container('gitlab', { healthCheck }) } }),
    );
    expect(definition?.healthCheck).toEqual({
      command: ['CMD', '/bin/check', '-q'],
      interval: 10,
      timeout: 2,
      retries: 5,
      startPeriod: 0,
    });
  });

  test.each([
    ['on-demand', 30],
    ['spot', 120],
    ['mixed', 120],
  ] as const)('tasks %s have %i seconds to stop', (capacity, seconds) => {
    expect(definitionsOf(makeServer({ capacity }))[0]?.stopTimeout).toBe(seconds);
  });

  test('or as many as they are given, on Spot too', () => {
    const operation = { stopTimeoutSeconds: 45 };
    expect(definitionsOf(makeServer({ capacity: 'spot', operation }))[0]?.stopTimeout).toBe(45);
  });

  test.each([
    ['on-demand', undefined],
    ['spot', undefined],
    ['mixed', undefined],
    ['spot', 20],
    ['on-demand', 120],
  ] as const)(
    'tasks %s with a stop of %p: routers end before they are killed, the load balancer waits as long as they do',
    (capacity, stopTimeoutSeconds) => {
      const json = makeServer({
        ...several,
        capacity,
        operation: stopTimeoutSeconds === undefined ? {} : { stopTimeoutSeconds },
      });
      const delay = Number(onlyResource(json, 'aws_lb_target_group').deregistration_delay);
      const definitions = definitionsOf(json);
      expect(definitions).toHaveLength(3);
      for (const { environment, stopTimeout } of definitions) {
        const seconds = (name: string) =>
          Number((environment as { name: string; value: string }[]).find((it) => it.name === name)?.value);
        const drain = seconds('MCP_ROUTER_DRAIN_SECONDS');
        expect(drain + 7).toBe(stopTimeout);
        expect(seconds('MCP_ROUTER_ACCEPT_SECONDS')).toBeLessThan(drain);
        expect(delay).toBeGreaterThanOrEqual(drain);
      }
    },
  );

  test('no router has times of its own', () => {
    const variable = 'MCP_ROUTER_DRAIN_SECONDS';
    const refused = broken(
      `test/gitlab: containers.gitlab.environment.${variable}`,
      `"${variable}"`,
      'it follows from the stop timeout, and the container would be killed in the middle of another time',
      'remove it, and set operation.stopTimeoutSeconds',
    );
    for (const more of [{ environment: { [variable]: '60' } }, { secrets: { [variable]: secretArn('x') } }]) {
      const containers = { gitlab: container('gitlab', more) };
      expect(thrownMessage(() => makeServer({ containers }))).toBe(refused);
    }
  });

  test('a shell in tasks takes a root file system that is written to, and a process that reaps', () => {
    const json = makeServer({ operation: { exec: true } });
    const [definition] = definitionsOf(json);
    expect(definition).toMatchObject({
      readonlyRootFilesystem: false,
      linuxParameters: { initProcessEnabled: true },
    });
    expect(definition).not.toHaveProperty('mountPoints');
    expect(onlyResource(json, 'aws_ecs_task_definition')).not.toHaveProperty('volume');
    expect(definitionsOf(makeServer())[0]).not.toHaveProperty('linuxParameters');
  });

  test('more disk, another architecture', () => {
    expect(
      onlyResource(
        makeServer({ ephemeralStorageGiB: 30, architecture: 'x86_64' }),
        'aws_ecs_task_definition',
      ),
    ).toMatchObject({
      ephemeral_storage: { size_in_gib: 30 },
      runtime_platform: { cpu_architecture: 'X86_64' },
    });
  });

  test('without a place, the Region is asked of AWS', () => {
    const json = makeServer({ place: undefined });
    const [region] = Object.keys(json.data?.aws_region ?? {});
    expect(definitionsOf(json)[0]).toMatchObject({
      logConfiguration: { options: { 'awslogs-region': `\${data.aws_region.${region}.id}` } },
    });
  });
});
