import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { FargateAlb, type ContainerProps } from '@mcp-fleet/fargate-alb';
import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

const digest = '0'.repeat(64);
const secrets = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:mcp/production';

function container(name: string, more: Partial<ContainerProps> = {}): ContainerProps {
  return {
    imageUri: `111122223333.dkr.ecr.us-east-1.amazonaws.com/mcp-servers/production/${name}@sha256:${digest}`,
    repositoryArn: `arn:aws:ecr:us-east-1:111122223333:repository/mcp-servers/production/${name}`,
    logGroupName: `/ecs/production/tools/${name}`,
    ...more,
  };
}

/** Two servers in one task behind a front router, one in a service of its own; tokens are checked at the listener too. */
export class CompleteStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'us-east-1' });
    const door = new FargateAlb(this, 'tools', {
      name: 'production-tools',
      place: { partition: 'aws', region: 'us-east-1', account: '111122223333' },
      network: {
        vpcId: 'vpc-0123456789abcdef0',
        subnetIds: { a: 'subnet-0123456789abcdef0', b: 'subnet-0123456789abcdef1' },
      },
      taskSubnetIds: { a: 'subnet-0123456789abcdef2', b: 'subnet-0123456789abcdef3' },
      exposure: 'internet',
      certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/11111111-2222-3333-4444-555555555555',
      host: 'mcp.example.com',
      sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      idleTimeoutSeconds: 600,
      deletionProtection: true,
      accessLogs: { bucketName: 'acme-mcp-production-tools-logs', retentionDays: 30 },
      webAclArn:
        'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/mcp/11111111-2222-3333-4444-555555555555',
      jwt: {
        issuer: 'https://login.example.com/',
        jwksEndpoint: 'https://login.example.com/.well-known/jwks.json',
        audiences: ['mcp'],
      },
      metadata: true,
      containerInsights: 'enhanced',
      tags: { Deployment: 'tools' },
      services: {
        tools: {
          serviceName: 'production-tools',
          targetGroupName: 'production-tools',
          frontContainer: 'router',
          containers: {
            router: container('router', { cpu: 128, memoryMiB: 128 }),
            pagerduty: container('pagerduty', {
              memoryMiB: 256,
              environment: { MCP_ROUTER_PORT: '8100' },
              secrets: { MCP_SECRET_PAGERDUTY: `${secrets}/pagerduty-a1B2c3` },
            }),
            servicenow: container('servicenow', {
              memoryMiB: 256,
              environment: { MCP_ROUTER_PORT: '8110' },
              secrets: { MCP_SECRET_SERVICENOW: `${secrets}/servicenow-d4E5f6` },
            }),
          },
          cpu: 512,
          memoryMiB: 1024,
          egressPorts: [443, 8443],
          capacity: 'mixed',
          scaling: {
            min: 2,
            max: 6,
            requestsPerTarget: 300,
            cpuPercent: 60,
            memoryPercent: 75,
            schedules: { night: { schedule: 'cron(0 20 * * ? *)', min: 1, max: 2 } },
          },
        },
        gitlab: {
          serviceName: 'production-tools-gitlab',
          targetGroupName: 'production-tools-gitlab',
          containers: {
            gitlab: container('gitlab', {
              healthCheck: { intervalSeconds: 10, startPeriodSeconds: 30 },
            }),
          },
          ephemeralStorageGiB: 30,
          architecture: 'x86_64',
          capacity: 'spot',
          operation: {
            stopTimeoutSeconds: 90,
            deregistrationDelaySeconds: 120,
            healthCheckGraceSeconds: 60,
            exec: true,
            logRetentionDays: 90,
            deploymentAlarms: false,
          },
          parameterArns: ['arn:aws:ssm:us-east-1:111122223333:parameter/gitlab/url'],
          permissions: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::acme-runbooks/*'] }],
          tags: { Server: 'gitlab' },
        },
      },
      servers: {
        pagerduty: { service: 'tools' },
        servicenow: { service: 'tools' },
        gitlab: { service: 'gitlab' },
      },
    });
    new TerraformOutput(this, 'endpoint', { value: door.endpointUrl });
    new TerraformOutput(this, 'servers', { value: door.serverUrls });
  }
}
