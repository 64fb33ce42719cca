import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { AliasTargetRef } from '@mcp-fleet/refs';
import { AliasRecords, Certificate, HostedZone } from '@mcp-fleet/route53';
import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * A host in a zone that exists, with a certificate, for a load balancer: `loadBalancer` is its name and hosted zone, as
 * `{ dnsName, zoneId }`. The `LoadBalancer` of `@mcp-fleet/fargate-alb` is one.
 */
export class MinimalStack extends TerraformStack {
  constructor(scope: Construct, id: string, loadBalancer: AliasTargetRef) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'us-east-1' });
    const zone = new HostedZone(this, 'zone', { zoneName: 'example.com' });
    const certificate = new Certificate(this, 'certificate', { zone, domainName: 'mcp.example.com' });
    new AliasRecords(this, 'records', { zone, host: 'mcp.example.com', target: loadBalancer });
    new TerraformOutput(this, 'certificate-arn', { value: certificate.certificateArn });
  }
}
