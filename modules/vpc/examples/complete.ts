import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { existingNetwork, FlowLog, Vpc } from '@mcp-fleet/vpc';
import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/** A network that survives the loss of a zone, and the flow log of one that somebody else made. */
export class CompleteStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'us-east-1' });
    const place = { account: '111122223333', region: 'us-east-1', partition: 'aws' };
    const network = new Vpc(this, 'network', {
      ...place,
      name: 'production',
      cidr: '10.20.0.0/16',
      zones: { a: 'us-east-1a', b: 'us-east-1b', c: 'us-east-1d' },
      nat: 'per-zone',
      publicSubnets: true,
      privatePrefixLength: 20,
      ipv6: true,
      flowLog: {
        logGroupName: '/vpc/production',
        retentionDays: 365,
        kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/00000000-0000-0000-0000-000000000000',
        roleName: 'production-vpc-flow-log',
      },
      tags: { Environment: 'production' },
    });
    new TerraformOutput(this, 'subnets', { value: network.privateSubnetIds });
    new TerraformOutput(this, 'callers', { value: network.natIpAddresses });

    const shared = existingNetwork({
      vpcId: 'vpc-0123456789abcdef0',
      vpcCidr: '172.20.0.0/16',
      privateSubnetIds: { a: 'subnet-0123456789abcdef0', b: 'subnet-0123456789abcdef1' },
    });
    new FlowLog(this, 'shared-log', {
      ...place,
      vpc: shared,
      name: 'shared',
      bucketArn: 'arn:aws:s3:::acme-flow-logs/shared',
    });
  }
}
