import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { SecurityGroupRef } from '@mcp-fleet/refs';
import { Construct } from 'constructs';

/** Props of {@link EndpointClient}. */
export interface EndpointClientProps {
  /** Security group of the endpoints. */
  readonly endpoints: SecurityGroupRef;
  /** Security group of what calls them. */
  readonly client: SecurityGroupRef;
  /** Tags of the rule. @default - those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Lets what is in one security group call interface endpoints. It belongs into the stack of the caller: endpoints
 * exist before the groups of those that call them.
 */
export class EndpointClient extends Construct {
  /** The rule itself, for what no prop covers. */
  readonly resource: VpcSecurityGroupIngressRule;

  constructor(scope: Construct, id: string, { endpoints, client, tags }: EndpointClientProps) {
    super(scope, id);
    this.resource = new VpcSecurityGroupIngressRule(this, 'Resource', {
      securityGroupId: endpoints.securityGroupId,
      description: 'HTTPS, from a client',
      referencedSecurityGroupId: client.securityGroupId,
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      tags,
    });
  }
}
