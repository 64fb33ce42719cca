import type { Limit } from '../limit';

/** Amazon ECS on AWS Fargate. */
export const ecs = {
  name: {
    what: 'the name of an ECS cluster, service, task family or container',
    min: 1,
    max: 255,
    pattern: /^[A-Za-z0-9_-]+$/,
    patternText: 'letters, digits, hyphens and underscores',
    source: 'API:ecs.CreateServiceRequest',
  },
  containersPerTask: {
    what: 'the number of containers of a task',
    min: 1,
    max: 10,
    source: 'docs:general/ecs-service',
  },
  taskDefinitionCharacters: {
    what: 'the containers of a task definition as JSON',
    max: 65_536,
    source: 'docs:general/ecs-service',
  },
  stopTimeoutSeconds: {
    what: 'the time that a Fargate container has to stop',
    min: 2,
    max: 120,
    unit: 'seconds',
    source: 'API:ecs.ContainerDefinition',
  },
  ephemeralStorageGiB: {
    what: 'the disk of a Fargate task that asks for more than its 20 GiB',
    min: 21,
    max: 200,
    unit: 'GiB',
    source: 'API:ecs.EphemeralStorage',
  },
  healthCheckIntervalSeconds: {
    what: 'the interval of a container health check',
    min: 5,
    max: 300,
    unit: 'seconds',
    source: 'API:ecs.HealthCheck',
  },
  healthCheckTimeoutSeconds: {
    what: 'the timeout of a container health check',
    min: 2,
    max: 60,
    unit: 'seconds',
    source: 'API:ecs.HealthCheck',
  },
  healthCheckRetries: {
    what: 'the retries of a container health check',
    min: 1,
    max: 10,
    source: 'API:ecs.HealthCheck',
  },
  healthCheckStartPeriodSeconds: {
    what: 'the start period of a container health check',
    min: 0,
    max: 300,
    unit: 'seconds',
    source: 'API:ecs.HealthCheck',
  },
  containerMemoryMiB: {
    what: 'the memory of a container',
    min: 6,
    unit: 'MiB',
    source: 'API:ecs.ContainerDefinition',
  },
  desiredCount: {
    what: 'the number of tasks of an ECS service',
    min: 0,
    max: 5000,
    source: 'docs:general/ecs-service',
    quota: 'ecsTasksPerService',
  },
} satisfies Record<string, Limit>;

/** Memory in MiB that Fargate has for each CPU size (1,024 units are one vCPU). Source: docs:AmazonECS/fargate-tasks-services. */
export const fargateSizes: ReadonlyMap<number, { readonly memoryMiB: readonly number[] }> = new Map([
  [256, { memoryMiB: [512, 1024, 2048] }],
  [512, { memoryMiB: steps(1, 4, 1) }],
  [1024, { memoryMiB: steps(2, 8, 1) }],
  [2048, { memoryMiB: steps(4, 16, 1) }],
  [4096, { memoryMiB: steps(8, 30, 1) }],
  [8192, { memoryMiB: steps(16, 60, 4) }],
  [16_384, { memoryMiB: steps(32, 120, 8) }],
]);

/** Whether Fargate has tasks of this size. */
export function isFargateSize(cpu: number, memoryMiB: number): boolean {
  return fargateSizes.get(cpu)?.memoryMiB.includes(memoryMiB) ?? false;
}

/** The smallest task that has at least so much of both; undefined where Fargate has none. */
export function smallestFargateSize(
  cpu: number,
  memoryMiB: number,
): { readonly cpu: number; readonly memoryMiB: number } | undefined {
  for (const [size, { memoryMiB: choices }] of fargateSizes) {
    const enough = choices.find((choice) => choice >= memoryMiB);
    if (size >= cpu && enough !== undefined) return { cpu: size, memoryMiB: enough };
  }
  return undefined;
}

/** The broken rule of a pair that Fargate does not have, with the choices; undefined where it has it. */
export function fargateSizeViolation(cpu: number, memoryMiB: number): string | undefined {
  if (isFargateSize(cpu, memoryMiB)) return undefined;
  const choices = fargateSizes.get(cpu)?.memoryMiB;
  const rule =
    choices === undefined
      ? `the CPU of a Fargate task is one of ${[...fargateSizes.keys()].join(', ')} units`
      : `a Fargate task of ${cpu} CPU units has ${choices.join(', ')} MiB of memory`;
  return `${rule} [docs:AmazonECS/fargate-tasks-services]`;
}

function steps(fromGiB: number, toGiB: number, stepGiB: number): number[] {
  const count = (toGiB - fromGiB) / stepGiB + 1;
  return Array.from({ length: count }, (_, i) => (fromGiB + i * stepGiB) * 1024);
}
