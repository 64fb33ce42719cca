import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { LambdaHttpApi } from '@mcp-fleet/lambda-http-api';
import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

const registry = '111122223333.dkr.ecr.us-east-1.amazonaws.com/mcp-servers/production';
const digest = '0'.repeat(64);

/** Two servers that share a function and one that has its own, kept warm and in a VPC; tokens are checked at the API. */
export class CompleteStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'us-east-1' });
    const door = new LambdaHttpApi(this, 'oncall', {
      name: 'production-oncall',
      description: 'MCP servers for people on call',
      allowedOrigins: ['https://chat.example.com'],
      allowedHeaders: ['mcp-param-team'],
      corsMaxAgeSeconds: 600,
      jwt: { issuer: 'https://login.example.com/', audiences: ['mcp'], scopes: ['mcp:use'] },
      throttle: { requestsPerSecond: 200, burst: 400 },
      accessLogRetentionDays: 90,
      metadata: true,
      tags: { Deployment: 'oncall' },
      functions: {
        oncall: {
          functionName: 'production-oncall',
          image: { uri: `${registry}/oncall@sha256:${digest}`, architecture: 'arm64' },
          memoryMiB: 1024,
          environment: { SERVICENOW_INSTANCE_URL: 'https://acme.service-now.com' },
          secretArns: [
            'arn:aws:secretsmanager:us-east-1:111122223333:secret:mcp/production/pagerduty-a1B2c3',
            'arn:aws:secretsmanager:us-east-1:111122223333:secret:mcp/production/servicenow-d4E5f6',
          ],
          webAdapter: { asyncInit: true },
        },
        gitlab: {
          functionName: 'production-oncall-gitlab',
          image: { uri: `${registry}/gitlab@sha256:${digest}`, architecture: 'x86_64' },
          architecture: 'x86_64',
          memoryMiB: 512,
          timeoutSeconds: 20,
          ephemeralStorageMiB: 1024,
          parameterArns: ['arn:aws:ssm:us-east-1:111122223333:parameter/gitlab/url'],
          permissions: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::acme-runbooks/*'] }],
          concurrency: { reserved: 20, provisioned: 2 },
          vpc: {
            vpcId: 'vpc-0123456789abcdef0',
            subnetIds: { a: 'subnet-0123456789abcdef0', b: 'subnet-0123456789abcdef1' },
          },
          observability: { logRetentionDays: 90, logLevel: 'WARN', tracing: true },
          description: 'commit 1a2b3c4',
          tags: { Server: 'gitlab' },
        },
      },
      servers: {
        pagerduty: { function: 'oncall' },
        servicenow: { function: 'oncall' },
        gitlab: { function: 'gitlab', throttle: { requestsPerSecond: 20, burst: 40 } },
      },
    });
    new TerraformOutput(this, 'endpoint', { value: door.endpointUrl });
    new TerraformOutput(this, 'servers', { value: door.serverUrls });
  }
}
