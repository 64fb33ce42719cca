import { DockerProvider } from '@cdktf/provider-docker/lib/provider';
import { DockerServers } from '@mcp-fleet/docker';
import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/** Two servers that share a container and one that has its own. */
export class CompleteStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new DockerProvider(this, 'docker', { host: 'unix:///run/user/1000/podman/podman.sock' });
    const tools = new DockerServers(this, 'tools', {
      networkName: 'local-tools',
      labels: { 'mcp-fleet.environment': 'local' },
      containers: {
        oncall: {
          containerName: 'local-oncall',
          image: 'mcp-servers/local-oncall:v0-0123456789ab',
          hostPort: 8080,
          memoryMiB: 512,
          cpus: 2,
          temporaryStorageMiB: 64,
          environment: { MCP_ROUTER_LOG_LEVEL: 'debug' },
          secretsFolder: '/home/mcp/secrets/oncall',
          labels: { 'mcp-fleet.deployment': 'oncall' },
          healthyWithinSeconds: 30,
        },
        everything: {
          containerName: 'local-tools-everything',
          image: 'mcp-servers/everything:v2026.8.31-0123456789ab',
          hostPort: 8081,
          healthyWithinSeconds: 0,
        },
      },
      servers: {
        pagerduty: { container: 'oncall' },
        servicenow: { container: 'oncall' },
        everything: { container: 'everything' },
      },
    });
    new TerraformOutput(this, 'servers', { value: tools.serverUrls });
  }
}
