import { Container } from '@cdktf/provider-docker/lib/container';
import { DataDockerImage } from '@cdktf/provider-docker/lib/data-docker-image';
import { isUnresolved, limits, PropChecks, router } from '@mcp-fleet/core';
import { Construct } from 'constructs';
import type { DockerContainerProps } from './docker-container-props';

/** User of every image. */
const USER = '1000:1000';
/** Folder in which the router finds its secrets. */
const SECRETS_TARGET = '/run/mcp-fleet';
/** The router ends what is under way within 20 seconds. */
const STOP_SECONDS = 25;

/**
 * A container with a router and one or more MCP servers behind it. It runs without any rights: not as root, on a
 * read-only disk, without capabilities. The router starts servers anew that end; the engine does so with the router.
 *
 * @throws FleetErrors with code `invalid-props` for what docker would refuse.
 */
export class DockerContainer extends Construct {
  readonly containerName: string;
  /** Address of the router, without a path. */
  readonly endpointUrl: string;
  /** The container itself, for what no prop covers. */
  readonly resource: Container;

  constructor(scope: Construct, id: string, props: DockerContainerProps) {
    super(scope, id);
    checkContainer(this.node.path, props);

    // By its id, so that an image that was built anew under the same tag is a change.
    const image = new DataDockerImage(this, 'Image', { name: props.image });
    this.resource = new Container(this, 'Resource', {
      name: props.containerName,
      image: image.id,
      env: variablesOf(props),
      labels: Object.entries(props.labels ?? {}).map(([label, value]) => ({ label, value })),
      networksAdvanced: [{ name: props.networkName }],
      ports: [{ internal: router.port, external: props.hostPort, ip: '127.0.0.1', protocol: 'tcp' }],
      mounts: mountsOf(props),
      ...sizesOf(props),
      ...HARDENED,
      ...RUNNING,
      ...waitOf(props),
    });

    this.containerName = props.containerName;
    this.endpointUrl = `http://127.0.0.1:${props.hostPort}`;
  }
}

const HARDENED = {
  user: USER,
  readOnly: true,
  capabilities: { drop: ['ALL'] },
  securityOpts: ['no-new-privileges:true'],
};

const RUNNING = {
  restart: 'unless-stopped',
  stopTimeout: STOP_SECONDS,
  destroyGraceSeconds: STOP_SECONDS,
  // Without a bound, logs of months fill the disk.
  logDriver: 'json-file',
  logOpts: { 'max-size': '10m', 'max-file': '3' },
  healthcheck: {
    test: ['CMD', ...router.healthCheck],
    interval: '10s',
    timeout: '5s',
    startPeriod: '10s',
    retries: 3,
  },
};

function variablesOf({ environment = {}, secretsFolder }: DockerContainerProps): string[] {
  const all = {
    ...environment,
    // Inside, 127.0.0.1 is the container's own: a published port would reach nobody there.
    MCP_ROUTER_HOST: '0.0.0.0',
    ...(secretsFolder === undefined ? {} : { MCP_ROUTER_SECRETS_FILE: `${SECRETS_TARGET}/secrets.json` }),
  };
  return Object.entries(all)
    .map(([name, value]) => `${name}=${value}`)
    .sort();
}

/** The folder, not the file: a file that is written anew would stay the old one in the container. */
function mountsOf({ secretsFolder }: DockerContainerProps) {
  if (secretsFolder === undefined) return undefined;
  return [{ type: 'bind', source: secretsFolder, target: SECRETS_TARGET, readOnly: true }];
}

function sizesOf({ memoryMiB = 256, cpus = 1, temporaryStorageMiB = 512 }: DockerContainerProps) {
  return {
    memory: memoryMiB,
    cpus: String(cpus),
    tmpfs: { '/tmp': `rw,noexec,nosuid,nodev,size=${temporaryStorageMiB}m,mode=1777` },
  };
}

function waitOf({ healthyWithinSeconds = 120 }: DockerContainerProps) {
  return healthyWithinSeconds === 0 ? {} : { wait: true, waitTimeout: healthyWithinSeconds };
}

function checkContainer(path: string, props: DockerContainerProps): void {
  const { image, secretsFolder, environment = {}, healthyWithinSeconds = 0 } = props;
  const reserved = Object.keys(environment).filter((name) =>
    ['MCP_ROUTER_HOST', 'MCP_ROUTER_SECRETS_FILE'].includes(name),
  );
  new PropChecks(path)
    .within('containerName', limits.docker.containerName, props.containerName)
    .within('networkName', limits.docker.networkName, props.networkName)
    .within('hostPort', limits.docker.hostPort, props.hostPort)
    .within('memoryMiB', limits.docker.memoryMiB, props.memoryMiB)
    .within('cpus', limits.docker.cpus, props.cpus)
    .within('temporaryStorageMiB', limits.docker.temporaryStorageMiB, props.temporaryStorageMiB)
    .must(
      isUnresolved(image) ||
        /^[^\s:@]+(:\d+\/[^\s:@]+)?(:[\w][\w.-]{0,127}|@sha256:[0-9a-f]{64})$/.test(image),
      {
        prop: 'image',
        value: image,
        rule: 'an image is named with its tag or digest: what no tag names changes without a plan that says so',
        fix: 'add a tag: mcp-servers/gitlab:v1.0.0',
      },
    )
    .must(
      secretsFolder === undefined || isUnresolved(secretsFolder) || /^(\/|[A-Za-z]:)/.test(secretsFolder),
      {
        prop: 'secretsFolder',
        value: secretsFolder,
        rule: 'an engine mounts absolute paths only',
        fix: 'write the whole path',
      },
    )
    .must(reserved.length === 0, {
      prop: 'environment',
      value: reserved,
      rule: 'these variables are set by the container',
      fix: 'remove them',
    })
    .must(healthyWithinSeconds >= 0, {
      prop: 'healthyWithinSeconds',
      value: healthyWithinSeconds,
      rule: 'a time is 0 or more',
      fix: 'use 0 to go on without waiting',
    })
    .done();
}
