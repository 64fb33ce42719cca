import { DockerProvider } from '@cdktf/provider-docker/lib/provider';
import { DockerServers } from '@mcp-fleet/docker';
import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/** One server in one container. */
export class MinimalStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new DockerProvider(this, 'docker', {});
    const tools = new DockerServers(this, 'tools', {
      networkName: 'local-tools',
      containers: {
        everything: {
          containerName: 'local-tools-everything',
          image: 'mcp-servers/everything:v2026.8.31-0123456789ab',
          hostPort: 8081,
        },
      },
      servers: { everything: { container: 'everything' } },
    });
    new TerraformOutput(this, 'everything-url', { value: tools.serverUrls.everything });
  }
}
