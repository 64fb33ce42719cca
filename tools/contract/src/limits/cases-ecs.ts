import { EcsCluster } from '@mcp-fleet/fargate-alb';
import { many, notes, settings, tasks } from '@mcp-fleet/testing/fleet';
import {
  at,
  anywhere,
  countOf,
  environment,
  letters,
  made,
  record,
  values,
  type Resources,
  type ServiceCases,
} from './case';
import { container, fargateServer } from './fixtures';

const MODULE = 'fargate-alb';
const TASK = 'aws_ecs_task_definition';
const DEFINITION = 'container_definitions';

const one = (change: Parameters<typeof container>[0]) =>
  fargateServer({ containers: { gitlab: container(change) } });
const several = (count: number) =>
  fargateServer({
    frontContainer: 'k0',
    cpu: 4096,
    memoryMiB: 8192,
    containers: record(count, (key) => container({ logGroupName: `/ecs/${key}` })),
  });
const shared = (servers: object) =>
  environment(tasks({ topology: 'multi-server', servers: { notes: undefined, ...servers } }));
/** Characters of a task of one container whose one variable is empty, with the name of its log group and the longest Region. */
const EMPTY =
  String(values(one({ environment: { A: '' } }), TASK, DEFINITION)[0]).replace(
    /\$\{[^}]*\}/,
    '/ecs/dev/tools/gitlab',
  ).length +
  'us-gov-east-1'.length -
  'us-east-1'.length;

export const ecs: ServiceCases<'ecs'> = {
  name: {
    cases: [
      {
        by: MODULE,
        make: (clusterName: string) => made((stack) => new EcsCluster(stack, 'cluster', { clusterName })),
        shows: at('aws_ecs_cluster', 'name'),
        ofSize: letters,
        text: true,
        pattern: { good: 'dev_1-b', bad: 'dev.b' },
      },
    ],
  },
  containersPerTask: {
    cases: [
      { by: MODULE, make: several, shows: countOf(TASK, `${DEFINITION}.name`), bounds: ['max'] },
      {
        by: 'plan',
        make: (count: number) => shared(many(count - 1)),
        shows: countOf(TASK, `${DEFINITION}.name`),
        bounds: ['max'],
      },
    ],
    outOfReach: { min: 'a service has a front container' },
  },
  taskDefinitionCharacters: {
    cases: [
      {
        by: MODULE,
        make: (size: number) => one({ environment: { A: letters(size - EMPTY) } }),
        shows: (all: Resources, size: number) => anywhere(all, letters(size - EMPTY)),
        text: true,
      },
      {
        by: 'plan',
        make: (size: number) =>
          environment(notes({ settings: { ...settings, NOTES_USER: 'u'.repeat(size) } })),
        shows: (all: Resources, size: number) => anywhere(all, 'u'.repeat(size)),
        sizes: { edge: 60_000, beyond: 65_000 },
        says: 'the containers of a task definition as JSON is at most 65,536 [docs:general/ecs-service]',
      },
    ],
  },
  stopTimeoutSeconds: {
    cases: [
      {
        by: MODULE,
        make: (stopTimeoutSeconds: number) => fargateServer({ operation: { stopTimeoutSeconds } }),
        shows: at(TASK, `${DEFINITION}.stopTimeout`),
        bounds: ['max'],
      },
    ],
    outOfReach: { min: 'the router needs 20 seconds, which the module asks for' },
  },
  ephemeralStorageGiB: {
    cases: [
      {
        by: MODULE,
        make: (ephemeralStorageGiB: number) => fargateServer({ ephemeralStorageGiB }),
        shows: at(TASK, 'ephemeral_storage.size_in_gib'),
      },
      {
        by: 'plan',
        make: (gib: number) => environment(notes({ size: { ephemeralStorageMiB: gib * 1024 } })),
        shows: at(TASK, 'ephemeral_storage.size_in_gib'),
        bounds: ['max'],
      },
    ],
  },
  healthCheckIntervalSeconds: {
    cases: [
      {
        by: MODULE,
        make: (intervalSeconds: number) => one({ healthCheck: { intervalSeconds } }),
        shows: at(TASK, `${DEFINITION}.healthCheck.interval`),
      },
    ],
  },
  healthCheckTimeoutSeconds: {
    cases: [
      {
        by: MODULE,
        make: (timeoutSeconds: number) => one({ healthCheck: { timeoutSeconds } }),
        shows: at(TASK, `${DEFINITION}.healthCheck.timeout`),
      },
    ],
  },
  healthCheckRetries: {
    cases: [
      {
        by: MODULE,
        make: (retries: number) => one({ healthCheck: { retries } }),
        shows: at(TASK, `${DEFINITION}.healthCheck.retries`),
      },
    ],
  },
  healthCheckStartPeriodSeconds: {
    cases: [
      {
        by: MODULE,
        make: (startPeriodSeconds: number) => one({ healthCheck: { startPeriodSeconds } }),
        shows: at(TASK, `${DEFINITION}.healthCheck.startPeriod`),
      },
    ],
  },
  containerMemoryMiB: {
    cases: [
      {
        by: MODULE,
        make: (memoryMiB: number) => one({ memoryMiB }),
        shows: at(TASK, `${DEFINITION}.memory`),
      },
      {
        by: 'plan',
        make: (memoryMiB: number) =>
          shared({ 'notes-1': { server: 'notes', settings, size: { memoryMiB } } }),
        shows: at(TASK, `${DEFINITION}.memory`),
      },
    ],
  },
  desiredCount: {
    cases: [
      {
        by: 'plan',
        make: (max: number) => environment(notes({ scaling: { max } })),
        shows: at('aws_appautoscaling_target', 'max_capacity'),
        bounds: ['max'],
        raised: (max: number, ecsTasksPerService: number) =>
          environment({ ...notes({ scaling: { max } }), quotas: { ecsTasksPerService } }),
      },
    ],
    outOfReach: { min: 'a service scales from one task up, which plan and module ask for' },
  },
};
