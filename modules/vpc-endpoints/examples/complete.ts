import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { EndpointClient, endpointsFor, VpcEndpoints } from '@mcp-fleet/vpc-endpoints';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/** What Fargate tasks with secrets, parameters and shells use, in two zones, and a caller that comes later. */
export class CompleteStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'us-east-1' });
    const region = 'us-east-1';
    const endpoints = new VpcEndpoints(this, 'endpoints', {
      name: 'production-endpoints',
      account: '111122223333',
      region,
      partition: 'aws',
      vpc: { vpcId: 'vpc-0123456789abcdef0' },
      routeTableIds: { a: 'rtb-0123456789abcdef0', b: 'rtb-0123456789abcdef1' },
      subnetIds: { a: 'subnet-0123456789abcdef0', b: 'subnet-0123456789abcdef1' },
      services: endpointsFor({
        tasksIn: region,
        images: true,
        logs: true,
        secrets: true,
        parameters: true,
        exec: true,
        customerKeys: true,
      }),
      clients: { tools: { securityGroupId: 'sg-0123456789abcdef0' } },
      clientCidr: '10.20.16.0/20',
      registryAccounts: ['111122223333', '444455556666'],
      secretPrefixes: ['mcp/production/'],
      parameterPrefixes: ['/mcp/production/'],
      publicBuckets: ['acme-attachments', 'acme-exports-*'],
      s3Arns: ['arn:aws:s3:::partner-reports/*'],
      tags: { Environment: 'production' },
    });
    if (endpoints.securityGroup) {
      new EndpointClient(this, 'oncall', {
        endpoints: endpoints.securityGroup,
        client: { securityGroupId: 'sg-0123456789abcdef1' },
      });
    }
  }
}
