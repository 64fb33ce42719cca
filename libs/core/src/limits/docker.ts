import type { Limit } from '../limit';

/** Containers on a laptop. What docker and podman both take. */
export const docker = {
  containerName: {
    what: 'a container name',
    min: 2,
    max: 63,
    pattern: /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/,
    patternText: 'letters, digits and _ . -, and begins with a letter or digit; it is a host name too',
    source: 'docs:docker/reference/cli/docker/container/create',
  },
  networkName: {
    what: 'a network name',
    min: 2,
    max: 63,
    pattern: /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/,
    patternText: 'letters, digits and _ . -, and begins with a letter or digit',
    source: 'docs:docker/reference/cli/docker/network/create',
  },
  memoryMiB: {
    what: 'the memory of a container',
    min: 16,
    max: 1_048_576,
    unit: 'MiB',
    source: 'docs:docker/engine/containers/resource_constraints',
  },
  cpus: {
    what: 'the CPU of a container',
    min: 0.1,
    max: 256,
    unit: 'CPUs',
    source: 'docs:docker/engine/containers/resource_constraints',
  },
  temporaryStorageMiB: {
    what: 'the /tmp of a container',
    min: 16,
    max: 1_048_576,
    unit: 'MiB',
    source: 'docs:docker/engine/storage/tmpfs',
  },
  hostPort: {
    what: 'a host port (below, ports belong to the system)',
    min: 1024,
    max: 65_535,
    source: 'docs:docker/engine/network',
  },
} satisfies Record<string, Limit>;
