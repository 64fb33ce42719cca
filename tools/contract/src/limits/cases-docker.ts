import { DockerServers } from '@mcp-fleet/docker';
import { settings } from '@mcp-fleet/testing/fleet';
import { anywhere, at, environment, letters, made, type Resources, type ServiceCases } from './case';

const containers = (change: object = {}, networkName = 'dev-tools'): Resources =>
  made(
    (stack) =>
      new DockerServers(stack, 'tools', {
        networkName,
        containers: {
          notes: { containerName: 'dev-tools', image: 'mcp-servers/notes:v1', hostPort: 8080, ...change },
        },
        servers: { notes: { container: 'notes' } },
      }),
  );
const CONTAINER = 'docker_container';
const laptop = (change: object): Resources =>
  environment({
    aws: undefined,
    deployments: { tools: { target: 'docker', servers: { notes: { settings, ...change } } } },
  });
const NAME = { good: 'dev_tools.1-b', bad: '-dev' };

export const docker: ServiceCases<'docker'> = {
  containerName: {
    cases: [
      {
        by: 'docker',
        make: (containerName: string) => containers({ containerName }),
        shows: at(CONTAINER, 'name'),
        ofSize: letters,
        text: true,
        pattern: NAME,
      },
    ],
  },
  networkName: {
    cases: [
      {
        by: 'docker',
        make: (name: string) => containers({}, name),
        shows: at('docker_network', 'name'),
        ofSize: letters,
        text: true,
        pattern: NAME,
      },
    ],
  },
  memoryMiB: {
    cases: [
      {
        by: 'docker',
        make: (memoryMiB: number) => containers({ memoryMiB }),
        shows: at(CONTAINER, 'memory'),
      },
      {
        by: 'plan',
        make: (memoryMiB: number) => laptop({ size: { memoryMiB } }),
        shows: at(CONTAINER, 'memory'),
      },
    ],
  },
  cpus: {
    cases: [
      {
        by: 'docker',
        make: (cpus: number) => containers({ cpus }),
        shows: at(CONTAINER, 'cpus'),
        step: 0.05,
      },
      {
        by: 'plan',
        make: (cpus: number) => laptop({ size: { cpus } }),
        shows: at(CONTAINER, 'cpus'),
        bounds: ['max'],
      },
    ],
  },
  temporaryStorageMiB: {
    cases: [
      {
        by: 'docker',
        make: (temporaryStorageMiB: number) => containers({ temporaryStorageMiB }),
        shows: (all: Resources, mib: number) => anywhere(all, `size=${mib}m`),
      },
      {
        by: 'plan',
        make: (ephemeralStorageMiB: number) => laptop({ size: { ephemeralStorageMiB } }),
        shows: (all: Resources, mib: number) => anywhere(all, `size=${mib}m`),
      },
    ],
  },
  hostPort: {
    cases: [
      {
        by: 'docker',
        make: (hostPort: number) => containers({ hostPort }),
        shows: at(CONTAINER, 'ports.external'),
      },
      {
        by: 'plan',
        make: (port: number) => laptop({ port }),
        shows: at(CONTAINER, 'ports.external'),
        says: 'a host port is 1024 to 65535',
      },
    ],
  },
};
