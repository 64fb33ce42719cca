import { drainSeconds, router, stopping } from '@mcp-fleet/core';
import type { ContainerHealthCheck, ContainerProps } from './container-props';
import type { ResolvedServiceProps } from './fargate-server-props';

/** Name of that port, which service discovery and people see. */
export const FRONT_PORT_NAME = 'http';

/** The variables by which a router knows how it has to stop, which nobody else sets. */
export const stopVariables = ['MCP_ROUTER_ACCEPT_SECONDS', 'MCP_ROUTER_DRAIN_SECONDS'] as const;

const TMP = 'tmp';
const OPEN_FILES = 65_536;

/** The volumes of a task: one for the only folder that a container can write to; none where it can write anywhere. */
export function volumesOf({ containers, operation }: ResolvedServiceProps) {
  if (operation.exec) return undefined;
  return Object.keys(containers).map((name) => ({ name: volumeOf(name) }));
}

/** The containers of a task in ECS's JSON, sorted by name so that the order of props changes nothing. */
export function containerDefinitions(props: ResolvedServiceProps, region: string): readonly object[] {
  return Object.entries(props.containers)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, container]) => definitionOf(name, container, props, region));
}

function definitionOf(name: string, container: ContainerProps, props: ResolvedServiceProps, region: string) {
  const { frontContainer, operation } = props;
  const front = name === frontContainer;
  const essential = container.essential ?? front;
  const others = Object.keys(props.containers).filter((other) => other !== frontContainer);
  return {
    name,
    image: container.imageUri,
    essential,
    ...(container.cpu === undefined ? {} : { cpu: container.cpu }),
    ...(container.memoryMiB === undefined ? {} : { memory: container.memoryMiB }),
    user: '1000:1000',
    // The agent of ECS Exec writes to the root file system.
    readonlyRootFilesystem: !operation.exec,
    ...(operation.exec
      ? { linuxParameters: { initProcessEnabled: true } }
      : { mountPoints: [{ sourceVolume: volumeOf(name), containerPath: '/tmp', readOnly: false }] }),
    ...(front
      ? {
          portMappings: [
            {
              name: FRONT_PORT_NAME,
              containerPort: router.port,
              hostPort: router.port,
              protocol: 'tcp',
              appProtocol: 'http',
            },
          ],
        }
      : {}),
    environment: sorted({ ...container.environment, ...stopTimes(operation) }).map(([key, value]) => ({
      name: key,
      value,
    })),
    secrets: sorted(container.secrets ?? {}).map(([key, valueFrom]) => ({ name: key, valueFrom })),
    healthCheck: healthCheckOf(container.healthCheck),
    stopTimeout: operation.stopTimeoutSeconds,
    ulimits: [{ name: 'nofile', softLimit: OPEN_FILES, hardLimit: OPEN_FILES }],
    logConfiguration: {
      logDriver: 'awslogs',
      options: {
        'awslogs-group': container.logGroupName,
        'awslogs-region': region,
        'awslogs-stream-prefix': name,
        // Written out, since the default of ECS changed: a full buffer must not stop a server.
        mode: 'non-blocking',
        'max-buffer-size': '25m',
      },
    },
    // ECS restarts a container that is not essential; one that is ends the task, which the service replaces.
    ...(essential ? {} : { restartPolicy: { enabled: true, restartAttemptPeriod: 60 } }),
    // What starts first stops last, where ECS has the time: on Spot all are told at once.
    ...(front && others.length > 0
      ? {
          dependsOn: others
            .sort((a, b) => (a < b ? -1 : 1))
            .map((containerName) => ({ containerName, condition: 'START' })),
        }
      : {}),
  };
}

/** The same for all: an inner router stays until its front is silent, whichever of them is told first. */
function stopTimes({
  stopTimeoutSeconds,
}: ResolvedServiceProps['operation']): Record<(typeof stopVariables)[number], string> {
  return {
    MCP_ROUTER_ACCEPT_SECONDS: String(stopping.acceptSeconds),
    MCP_ROUTER_DRAIN_SECONDS: String(drainSeconds(stopTimeoutSeconds)),
  };
}

function healthCheckOf(check: ContainerHealthCheck = {}) {
  return {
    command: ['CMD', ...(check.command ?? router.healthCheck)],
    interval: check.intervalSeconds ?? 30,
    timeout: check.timeoutSeconds ?? 5,
    retries: check.retries ?? 3,
    startPeriod: check.startPeriodSeconds ?? 60,
  };
}

/** A volume of its own for each container: servers of one task share no files. */
function volumeOf(container: string): string {
  return `${TMP}-${container}`;
}

function sorted(record: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
