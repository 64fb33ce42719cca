import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { SecurityGroupRef } from '@mcp-fleet/refs';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { newBeforeOld } from './replacement';
import { FRONT_PORT } from './task-definition';

/** What the security group of tasks is made for. */
export interface TaskNetworkProps {
  readonly serviceName: string;
  readonly vpcId: string;
  /** The security group of the load balancer. */
  readonly loadBalancer: SecurityGroupRef;
  /** Tasks have addresses of IPv6 too. */
  readonly ipv6: boolean;
  readonly tags: Readonly<Record<string, string>> | undefined;
}

/** The security group of tasks, with the rules that have to stand as long as tasks do. */
export interface TaskNetwork extends SecurityGroupRef {
  readonly rules: readonly ITerraformDependable[];
}

/**
 * Tasks are reached from the load balancer alone, and reach out by HTTPS alone. Its name differs from that of any load
 * balancer's group, whatever an instance is called.
 */
export function createTaskNetwork(scope: Construct, props: TaskNetworkProps): TaskNetwork {
  const { serviceName, vpcId, loadBalancer, ipv6, tags } = props;
  const group = new SecurityGroup(scope, 'SecurityGroup', {
    name: `${serviceName}-tasks`,
    description: `Tasks of ${serviceName}`,
    vpcId,
    tags,
    lifecycle: newBeforeOld,
  });
  const port = { ipProtocol: 'tcp', fromPort: FRONT_PORT, toPort: FRONT_PORT, tags, lifecycle: newBeforeOld };
  const https = {
    ...port,
    securityGroupId: group.id,
    description: 'What servers call, and AWS, by HTTPS',
    fromPort: 443,
    toPort: 443,
  };
  const rules = [
    new VpcSecurityGroupIngressRule(scope, 'FromLoadBalancer', {
      securityGroupId: group.id,
      referencedSecurityGroupId: loadBalancer.securityGroupId,
      description: 'The router, from the load balancer',
      ...port,
    }),
    new VpcSecurityGroupEgressRule(scope, 'OfLoadBalancer', {
      securityGroupId: loadBalancer.securityGroupId,
      referencedSecurityGroupId: group.id,
      description: `To tasks of ${serviceName}`,
      ...port,
    }),
    new VpcSecurityGroupEgressRule(scope, 'Https', { ...https, cidrIpv4: '0.0.0.0/0' }),
    // Programs with an address of IPv6 try it first, and wait where nothing refuses them.
    ...(ipv6 ? [new VpcSecurityGroupEgressRule(scope, 'HttpsIpv6', { ...https, cidrIpv6: '::/0' })] : []),
  ];
  return { securityGroupId: group.id, rules };
}
