import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { FargateAlb } from '@mcp-fleet/fargate-alb';
import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

const digest = '0'.repeat(64);

/** One server on one service, reached from within the VPC. */
export class MinimalStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'us-east-1' });
    const door = new FargateAlb(this, 'tools', {
      name: 'dev-tools',
      network: {
        vpcId: 'vpc-0123456789abcdef0',
        subnetIds: { a: 'subnet-0123456789abcdef0', b: 'subnet-0123456789abcdef1' },
        clientCidrs: { vpc: '10.0.0.0/16' },
      },
      taskSubnetIds: { a: 'subnet-0123456789abcdef0', b: 'subnet-0123456789abcdef1' },
      certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/11111111-2222-3333-4444-555555555555',
      host: 'mcp.example.com',
      services: {
        gitlab: {
          serviceName: 'dev-tools-gitlab',
          targetGroupName: 'dev-tools-gitlab',
          containers: {
            gitlab: {
              imageUri: `111122223333.dkr.ecr.us-east-1.amazonaws.com/mcp-servers/dev/gitlab@sha256:${digest}`,
              repositoryArn: 'arn:aws:ecr:us-east-1:111122223333:repository/mcp-servers/dev/gitlab',
              logGroupName: '/ecs/dev/tools/gitlab',
            },
          },
        },
      },
      servers: { gitlab: { service: 'gitlab' } },
    });
    new TerraformOutput(this, 'gitlab-url', { value: door.serverUrls.gitlab });
  }
}
