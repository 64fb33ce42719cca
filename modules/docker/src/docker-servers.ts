import { Network } from '@cdktf/provider-docker/lib/network';
import { checkFrontDoor, limits, mapRecord, PropChecks, serverPaths, uniqueNames } from '@mcp-fleet/core';
import { Construct } from 'constructs';
import { DockerContainer } from './docker-container';
import type { DockerContainerProps } from './docker-container-props';

/** An instance in one of the containers. */
export interface ContainedInstance {
  /** Key under `containers` of the container that runs it. */
  readonly container: string;
}

/** Props of {@link DockerServers}. Texts are Terraform's: pass what users write through `literal()`. */
export interface DockerServersProps {
  /** Name of the network, 2 to 63 characters: letters, digits and `_ . -`. */
  readonly networkName: string;
  /** The containers, by keys that stay: they are in Terraform addresses. Each is put into the network. */
  readonly containers: Readonly<Record<string, Omit<DockerContainerProps, 'networkName'>>>;
  /** The instances, by their public names. Several in one container, or each in its own. */
  readonly servers: Readonly<Record<string, ContainedInstance>>;
  /** Labels of the network and of all containers. @default {} */
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * MCP servers on this computer: a network of their own and its containers. Whether servers share a container is only in
 * the two records.
 *
 * @throws FleetErrors with code `invalid-props` for what docker would refuse.
 */
export class DockerServers extends Construct {
  /** The network. */
  readonly network: Network;
  /** The containers, by their keys. */
  readonly containers: Readonly<Record<string, DockerContainer>>;
  /** Names of the containers, by their keys. */
  readonly containerNames: Readonly<Record<string, string>>;
  /** URL of the MCP endpoint of each instance. */
  readonly serverUrls: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: DockerServersProps) {
    super(scope, id);
    checkServers(this.node.path, props);

    const { labels = {} } = props;
    this.network = new Network(this, 'Network', {
      name: props.networkName,
      driver: 'bridge',
      labels: Object.entries(labels).map(([label, value]) => ({ label, value })),
    });
    const containers = new Construct(this, 'Containers');
    this.containers = mapRecord(
      props.containers,
      (settings, key) =>
        new DockerContainer(containers, key, {
          ...settings,
          networkName: this.network.name,
          labels: { ...labels, ...settings.labels },
        }),
    );
    this.containerNames = mapRecord(this.containers, ({ containerName }) => containerName);
    this.serverUrls = mapRecord(
      props.servers,
      ({ container }, instance) => `${this.containers[container]?.endpointUrl}${serverPaths(instance).mcp}`,
    );
  }
}

function checkServers(path: string, { networkName, containers, servers }: DockerServersProps): void {
  const checks = new PropChecks(path).within('networkName', limits.docker.networkName, networkName);
  const unique = uniqueNames(checks);
  const ports = new Map<number, string>();
  checkFrontDoor(checks, {
    words: { one: 'container', all: 'containers', where: 'in', door: 'network' },
    servers: mapRecord(servers, ({ container }) => container),
    runners: containers,
    eachRunner: (prop, { containerName, hostPort }) => {
      unique(`${prop}.containerName`, containerName, 'the name of a container');
      const owner = ports.get(hostPort);
      checks.must(owner === undefined, {
        prop: `${prop}.hostPort`,
        value: hostPort,
        rule: `a port of the computer belongs to one container, and ${owner} has this one`,
        fix: 'give it a port of its own',
      });
      ports.set(hostPort, prop);
    },
  });
  checks.done();
}
