import { literal } from '@mcp-fleet/core';
import type { DockerContainerProps } from '@mcp-fleet/docker';
import { DockerServers } from '@mcp-fleet/docker';
import type { ContainerPlan, DockerDeploymentPlan } from '@mcp-fleet/plan';
import { routerVariables } from '@mcp-fleet/plan';
import { TerraformOutput } from 'cdktf';
import type { App } from 'cdktf';
import { posix } from 'node:path';
import type { FleetStackProps } from './fleet-stack';
import { FleetStack, fromStack } from './fleet-stack';

export interface DockerStackProps extends Omit<FleetStackProps, 'name' | 'tags'> {
  /** Plan of the deployment. */
  readonly deployment: DockerDeploymentPlan;
}

/** The containers of one front door on a laptop. */
export class DockerStack extends FleetStack {
  constructor(scope: App, props: DockerStackProps) {
    const { deployment, plan } = props;
    super(scope, { ...props, name: deployment.stack, tags: deployment.tags });
    const secrets = fromStack(scope.outdir, deployment.stack, posix.join(props.stateFolder, 'secrets'));
    const servers = new DockerServers(this, 'docker-servers', {
      networkName: deployment.network,
      containers: Object.fromEntries(
        Object.entries(deployment.containers).map(([key, container]) => [
          key,
          containerProps(container, secrets),
        ]),
      ),
      servers: Object.fromEntries(
        Object.values(deployment.instances).map(({ name, container }) => [name, { container }]),
      ),
      labels: {
        'mcp-fleet.environment': plan.environment,
        'mcp-fleet.deployment': deployment.name,
      },
    });
    this.output('servers', 'Address of each server, for MCP clients.', servers.serverUrls);
    this.output('containers', 'Name of each container.', servers.containerNames);
  }

  private output(name: string, description: string, value: unknown): void {
    new TerraformOutput(this, name, { description, value });
  }
}

function containerProps(
  container: ContainerPlan,
  secrets: string,
): Omit<DockerContainerProps, 'networkName'> {
  const { name, image, hostPort, memoryMiB, cpus, temporaryStorageMiB, router } = container;
  return {
    containerName: name,
    image: `${image.name}:${image.tag}`,
    hostPort,
    memoryMiB,
    cpus,
    temporaryStorageMiB,
    // On a laptop the router finds a secret by its key, in the file that is mounted.
    environment: routerVariables(router, literal, (secret) => secret),
    // An engine wants an absolute path; where the repository is, Terraform knows when it runs.
    ...(container.secrets.length > 0
      ? { secretsFolder: `\${abspath("\${path.module}/${posix.join(secrets, name)}")}` }
      : {}),
    labels: { 'mcp-fleet.instances': Object.keys(router.instances).sort().join(',') },
  };
}
