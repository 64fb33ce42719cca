import type { Resource } from './documents';
import type { Rule } from './rule';
import { matches, unless, whole, within } from './rule';
import type { World } from './world';
import type { Block } from './values';
import { blocks, bytes, object, parsed, repeated, texts } from './values';

const TASK = 'aws_ecs_task_definition';
const NAME = /^[A-Za-z0-9_-]{1,255}$/;
const KIB = 1024;

/** Memory in MiB that Fargate has for a number of CPU units: from, to, step. */
const MEMORY: Readonly<Record<number, readonly [from: number, to: number, step: number]>> = {
  256: [512, 2048, 512],
  512: [1024, 4096, 1024],
  1024: [2048, 8192, 1024],
  2048: [4096, 16_384, 1024],
  4096: [8192, 30_720, 1024],
  8192: [16_384, 61_440, 4096],
  16_384: [32_768, 122_880, 8192],
};

export function containersOf(task: Resource, world: World): readonly Block[] {
  return blocks(parsed(world.expand(task, task.block['container_definitions'])));
}

/** A rule about each container of a task. */
function ofContainers(
  name: string,
  source: string,
  faults: (container: Block, task: Resource, world: World) => readonly string[],
): Rule {
  return {
    name,
    source,
    type: TASK,
    faults: (r, world) =>
      containersOf(r, world).flatMap((container) =>
        faults(container, r, world).map((fault) => `${String(container['name'])}: ${fault}`),
      ),
  };
}

/** A router takes requests, cuts calls and ends its servers, which have 5 s to do so, in this order and before SIGKILL. */
function stopTimes(container: Block): readonly string[] {
  const seconds = (variable: string, otherwise: number) =>
    Number(blocks(container['environment']).find(({ name }) => name === variable)?.['value'] ?? otherwise);
  const drain = seconds('MCP_ROUTER_DRAIN_SECONDS', 20);
  const killed = container['stopTimeout'] ?? 30;
  return [
    ...unless(
      Number(killed) - drain > 5,
      `its router cuts calls after ${drain} s, and is killed after ${String(killed)} s`,
    ),
    ...unless(
      seconds('MCP_ROUTER_ACCEPT_SECONDS', 0) < drain,
      'its router takes requests until it cuts them',
    ),
  ];
}

export const ecsTaskRules: readonly Rule[] = [
  {
    name: 'task-family',
    source: 'API:ecs.RegisterTaskDefinition: 255 letters, digits, _ and -',
    type: TASK,
    faults: (r, world) => matches(world.expand(r, r.block['family']), NAME, 'the family'),
  },
  {
    name: 'task-fargate',
    source: 'docs:AmazonECS/fargate-tasks-services: awsvpc, Linux, an execution role',
    type: TASK,
    faults: ({ block }) => [
      ...unless(JSON.stringify(block['requires_compatibilities']) === '["FARGATE"]', 'it is not for Fargate'),
      ...unless(block['network_mode'] === 'awsvpc', 'the network mode is not awsvpc'),
      ...unless(block['execution_role_arn'] !== undefined, 'it has no execution role'),
      ...blocks(block['runtime_platform']).flatMap((platform) =>
        unless(
          ['ARM64', 'X86_64'].includes(String(platform['cpu_architecture'])),
          'the processor is unknown',
        ),
      ),
      ...blocks(block['ephemeral_storage']).flatMap((one) =>
        whole(one['size_in_gib'], 21, 200, 'ephemeral storage'),
      ),
    ],
  },
  {
    name: 'task-size',
    source: 'API:ecs.RegisterTaskDefinition.memory: pairs of CPU and memory',
    type: TASK,
    faults: ({ block }) => {
      const memory = Number(block['memory']);
      const [from, to, step] = MEMORY[Number(block['cpu'])] ?? [1, 0, 1];
      return unless(
        memory >= from && memory <= to && memory % step === 0,
        `Fargate has no ${String(block['cpu'])} CPU units with ${memory} MiB`,
      );
    },
  },
  {
    name: 'task-containers',
    source:
      'docs:AmazonECS/service-quotas: 10 containers and 64 KiB a definition; API:ecs.ContainerDefinition: names differ, one is essential',
    type: TASK,
    faults: (r, world) => {
      const text = world.expand(r, r.block['container_definitions']);
      if (!Array.isArray(parsed(text))) return ['the containers are no list in JSON'];
      const containers = containersOf(r, world);
      return [
        ...within(containers.length, 1, 10, 'the number of containers'),
        ...unless(bytes(text) <= 64 * KIB, `the containers have ${bytes(text)} bytes`),
        ...unless(
          containers.some(({ essential }) => essential !== false),
          'no container is essential',
        ),
        ...repeated(containers.map(({ name }) => String(name))).map(
          (name) => `two containers are named ${name}`,
        ),
      ];
    },
  },
  {
    name: 'task-memory-of-containers',
    source: 'API:ecs.ContainerDefinition.memory: together at most that of the task',
    type: TASK,
    faults: (r, world) => {
      const containers = containersOf(r, world);
      const sum = (key: string) =>
        containers.reduce((all, container) => all + Number(container[key] ?? 0), 0);
      const sizes = ['memory', 'memoryReservation'].map(sum);
      return [
        ...unless(
          Math.max(...sizes) <= Number(r.block['memory']),
          `the containers have ${Math.max(...sizes)} MiB, the task ${String(r.block['memory'])}`,
        ),
        ...unless(sum('cpu') <= Number(r.block['cpu']), `the containers have ${sum('cpu')} CPU units`),
        ...containers.flatMap(({ memory }) => whole(memory, 4, 122_880, 'the memory of a container')),
      ];
    },
  },
  {
    name: 'task-ports',
    source:
      'docs:AmazonECS/task_definition_parameters: containers of a task share its ports; API:ecs.PortMapping.name 64 lower-case',
    type: TASK,
    faults: (r, world) => {
      const ports = containersOf(r, world).flatMap(({ portMappings }) => blocks(portMappings));
      return [
        ...ports.flatMap((port) => [
          ...whole(port['containerPort'], 1, 65_535, 'a port'),
          ...unless(
            port['hostPort'] === undefined || port['hostPort'] === port['containerPort'],
            'a host port differs from its container port',
          ),
          ...(port['name'] === undefined
            ? []
            : matches(String(port['name']), /^[a-z0-9_][a-z0-9_-]{0,63}$/, 'the name of a port')),
        ]),
        ...repeated(
          ports.map((port) => `${String(port['containerPort'])}/${String(port['protocol'] ?? 'tcp')}`),
        ).map((port) => `two containers have the port ${port}`),
      ];
    },
  },
  {
    name: 'task-depends-on',
    source:
      'API:ecs.ContainerDependency: containers of the task, no circle; HEALTHY needs a health check, COMPLETE and SUCCESS none that is essential',
    type: TASK,
    faults: (r, world) => {
      const containers = containersOf(r, world);
      const byName = new Map(containers.map((container) => [String(container['name']), container]));
      const needs = (container: Block) =>
        blocks(container['dependsOn']).map((one) => String(one['containerName']));
      return containers.flatMap((container) => [
        ...blocks(container['dependsOn']).flatMap((one) => {
          const other = byName.get(String(one['containerName']));
          if (other === undefined)
            return [`it waits for ${String(one['containerName'])}, which is not there`];
          return [
            ...unless(
              one['condition'] !== 'HEALTHY' || other['healthCheck'] !== undefined,
              'it waits for health that nobody checks',
            ),
            ...unless(
              !['COMPLETE', 'SUCCESS'].includes(String(one['condition'])) || other['essential'] === false,
              'it waits for the end of what is essential',
            ),
            ...unless(
              ['START', 'HEALTHY', 'COMPLETE', 'SUCCESS'].includes(String(one['condition'])),
              'a condition is unknown',
            ),
          ];
        }),
        ...unless(
          !reaches(String(container['name']), (name) => needs(byName.get(name) ?? {})),
          'it waits for itself',
        ),
      ]);
    },
  },
  ofContainers(
    'container-names',
    'API:ecs.ContainerDefinition.name: 255 letters, digits, _ and -',
    ({ name, image }) => [
      ...matches(String(name), NAME, 'the name'),
      ...unless(typeof image === 'string' && image !== '', 'it has no image'),
    ],
  ),
  ofContainers('container-health-check', 'API:ecs.HealthCheck', ({ healthCheck }) =>
    blocks(healthCheck).flatMap((check) => [
      ...whole(check['interval'], 5, 300, 'the interval'),
      ...whole(check['timeout'], 2, 60, 'the timeout'),
      ...whole(check['retries'], 1, 10, 'retries'),
      ...whole(check['startPeriod'], 0, 300, 'startPeriod'),
      ...unless(
        ['CMD', 'CMD-SHELL'].includes(texts(check['command'])[0] ?? ''),
        'the command of the check begins with neither CMD nor CMD-SHELL',
      ),
    ]),
  ),
  ofContainers(
    'container-times',
    'API:ecs.ContainerDefinition.stopTimeout on Fargate 2 to 120 s; ContainerRestartPolicy 60 to 1,800 s, 50 exit codes',
    (container) => [
      ...whole(container['stopTimeout'], 2, 120, 'stopTimeout'),
      ...stopTimes(container),
      ...blocks(container['restartPolicy']).flatMap((policy) => [
        ...whole(policy['restartAttemptPeriod'], 60, 1800, 'restartAttemptPeriod'),
        ...unless(texts(policy['ignoredExitCodes']).length <= 50, 'it ignores more than 50 exit codes'),
      ]),
    ],
  ),
  ofContainers(
    'container-variables',
    'API:ecs.KeyValuePair, Secret: a name once; valueFrom is a whole ARN',
    (container) => {
      const variables = [...blocks(container['environment']), ...blocks(container['secrets'])];
      return [
        ...repeated(variables.map(({ name }) => String(name))).map(
          (name) => `the variable ${name} is there twice`,
        ),
        ...variables.flatMap(({ name }) => matches(String(name), /^[^=\0]+$/, 'the name of a variable')),
        ...blocks(container['environment']).flatMap(({ value }) =>
          unless(typeof value === 'string', 'a variable is no text'),
        ),
        ...blocks(container['secrets']).flatMap(({ valueFrom }) =>
          matches(
            String(valueFrom),
            /^(arn:aws[\w-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:.+-[A-Za-z0-9]{6}(:[^:]*:[^:]*:[^:]*)?|arn:aws[\w-]*:ssm:[a-z0-9-]+:\d{12}:parameter\/.+)$/,
            'a secret',
          ),
        ),
      ];
    },
  ),
  ofContainers(
    'container-fargate',
    'docs:AmazonECS/fargate-tasks-services: what Fargate does not have',
    (container) => [
      ...[
        'links',
        'privileged',
        'dnsServers',
        'dnsSearchDomains',
        'extraHosts',
        'dockerSecurityOptions',
        'disableNetworking',
      ]
        .filter((key) => container[key] !== undefined)
        .map((key) => `Fargate has no ${key}`),
      ...unless(
        !['root', '0', '0:0', undefined].includes(container['user'] as string | undefined),
        'it runs as root',
      ),
      ...blocks(container['ulimits']).flatMap((limit) => [
        ...unless(limit['name'] === 'nofile', `Fargate lets nobody set ${String(limit['name'])}`),
        ...unless(
          Number(limit['softLimit']) <= Number(limit['hardLimit']),
          'a soft limit is above its hard one',
        ),
      ]),
    ],
  ),
  ofContainers('container-mounts', 'API:ecs.MountPoint: a volume of the task', (container, task) => {
    const volumes = blocks(task.block['volume']).map(({ name }) => String(name));
    return blocks(container['mountPoints']).flatMap((mount) => [
      ...unless(
        volumes.includes(String(mount['sourceVolume'])),
        `the task has no volume ${String(mount['sourceVolume'])}`,
      ),
      ...matches(String(mount['containerPath']), /^\/.+/, 'a path'),
    ]);
  }),
  ofContainers(
    'container-log',
    'docs:AmazonECS/using_awslogs: a group that exists, a Region, a prefix',
    (container, task, world) => {
      const [log] = blocks(container['logConfiguration']);
      const options = object(log?.['options']);
      const groups = world
        .of('aws_cloudwatch_log_group')
        .map((group) => world.expand(group, group.block['name']));
      return [
        ...unless(log?.['logDriver'] === 'awslogs', 'its log goes nowhere'),
        ...unless(groups.includes(String(options['awslogs-group'])), 'its log group does not exist'),
        ...unless(
          options['awslogs-region'] === world.documentOf(task).region,
          'its log is in another Region',
        ),
        ...unless(options['awslogs-stream-prefix'] !== undefined, 'its log has no prefix'),
        ...unless(options['awslogs-create-group'] === undefined, 'it makes its log group itself'),
      ];
    },
  ),
];

/** Whether a name comes back to itself. */
function reaches(start: string, next: (name: string) => readonly string[]): boolean {
  const seen = new Set<string>();
  const open = [...next(start)];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === start) return true;
    if (!seen.has(name)) open.push(...next(name));
    seen.add(name);
  }
  return false;
}
