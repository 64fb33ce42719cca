import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { router } from '@mcp-fleet/core';
import { newBeforeOld, type SecurityGroupRef } from '@mcp-fleet/refs';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';

/** Service whose tasks get a security group. */
export interface TaskNetworkProps {
  /** Name of the service; the security group is `<name>-tasks`. */
  readonly serviceName: string;
  /** Id of the VPC. */
  readonly vpcId: string;
  /** The security group of the load balancer. */
  readonly loadBalancer: SecurityGroupRef;
  /** Tasks have addresses of IPv6 too. */
  readonly ipv6: boolean;
  /** Ports that tasks call out by. */
  readonly egressPorts: readonly number[];
  /** Tags of the security group and its rules; undefined: those of the provider. */
  readonly tags: Readonly<Record<string, string>> | undefined;
}

/** The security group of tasks, with the rules that have to stand as long as tasks do. */
export interface TaskNetwork extends SecurityGroupRef {
  /** Rules that must exist as long as tasks run. */
  readonly rules: readonly ITerraformDependable[];
}

/**
 * Tasks are reached from the load balancer alone, and reach out by the given ports alone. Its name differs from that of
 * any load balancer's group, whatever an instance is called.
 */
export function createTaskNetwork(scope: Construct, props: TaskNetworkProps): TaskNetwork {
  const { serviceName, vpcId, loadBalancer, ipv6, egressPorts, tags } = props;
  const group = new SecurityGroup(scope, 'SecurityGroup', {
    name: `${serviceName}-tasks`,
    description: `Tasks of ${serviceName}`,
    vpcId,
    tags,
    lifecycle: newBeforeOld,
  });
  const port = {
    ipProtocol: 'tcp',
    fromPort: router.port,
    toPort: router.port,
    tags,
    lifecycle: newBeforeOld,
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
    ...sortedPorts(egressPorts).flatMap((egress) => {
      const id = egress === 443 ? 'Https' : `Port${egress}`;
      const config = {
        ...port,
        securityGroupId: group.id,
        description:
          egress === 443 ? 'What servers call, and AWS, by HTTPS' : `What servers call at port ${egress}`,
        fromPort: egress,
        toPort: egress,
      };
      return [
        new VpcSecurityGroupEgressRule(scope, id, { ...config, cidrIpv4: '0.0.0.0/0' }),
        // Programs with an address of IPv6 try it first, and wait where nothing refuses them.
        ...(ipv6
          ? [new VpcSecurityGroupEgressRule(scope, `${id}Ipv6`, { ...config, cidrIpv6: '::/0' })]
          : []),
      ];
    }),
  ];
  return { securityGroupId: group.id, rules };
}

/** Each once, so that the order in which they are written changes nothing. */
function sortedPorts(ports: readonly number[]): number[] {
  return [...new Set(ports)].sort((a, b) => a - b);
}
