import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { LambdaFunctionVpcConfig } from '@cdktf/provider-aws/lib/lambda-function';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { newBeforeOld, type SecurityGroupRef } from '@mcp-fleet/refs';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { networkPolicy } from './lambda-server-policy';
import type { FunctionVpc, ResolvedLambdaServerProps } from './lambda-server-props';

/** Attachment of a function to its VPC, and the resources that must exist as long as it lasts. */
export interface FunctionNetwork extends SecurityGroupRef {
  /** VPC settings of the function. */
  readonly vpcConfig: LambdaFunctionVpcConfig;
  /** Rules that must exist as long as the function runs. */
  readonly rules: readonly ITerraformDependable[];
}

/**
 * A function in a VPC is reached from nowhere there, and reaches out by HTTPS alone, or by the ports that are given. Lambda deletes its network
 * interfaces with the rights of the role, some time after the function is gone, and until then the security group cannot
 * go: so the rights stay for as long as the group does.
 */
export function createFunctionNetwork(
  scope: Construct,
  vpc: FunctionVpc,
  roleId: string,
  props: ResolvedLambdaServerProps,
): FunctionNetwork {
  const { functionName, tags } = props;
  const rights = new IamRolePolicy(scope, 'NetworkPolicy', {
    name: 'network',
    role: roleId,
    policy: networkPolicy(props),
    lifecycle: newBeforeOld,
  });
  // Its name differs from those of the groups of tasks and load balancers, whatever an instance is called.
  const group = new SecurityGroup(scope, 'SecurityGroup', {
    name: `${functionName}-function`,
    description: `Function ${functionName}`,
    vpcId: vpc.vpcId,
    tags,
    dependsOn: [rights],
    lifecycle: newBeforeOld,
  });
  const rules = sortedPorts(vpc.egressPorts ?? [443]).flatMap((port) => {
    const id = port === 443 ? 'Https' : `Port${port}`;
    const config = {
      securityGroupId: group.id,
      description:
        port === 443 ? 'What servers call, and AWS, by HTTPS' : `What servers call at port ${port}`,
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      tags,
      lifecycle: newBeforeOld,
    };
    return [
      new VpcSecurityGroupEgressRule(scope, id, { ...config, cidrIpv4: '0.0.0.0/0' }),
      ...(vpc.ipv6
        ? [new VpcSecurityGroupEgressRule(scope, `${id}Ipv6`, { ...config, cidrIpv6: '::/0' })]
        : []),
    ];
  });
  return {
    securityGroupId: group.id,
    rules,
    vpcConfig: {
      subnetIds: valuesByKey(vpc.subnetIds),
      securityGroupIds: [group.id],
      ...(vpc.ipv6 ? { ipv6AllowedForDualStack: true } : {}),
    },
  };
}

/** Each once, so that the order in which they are written changes nothing. */
function sortedPorts(ports: readonly number[]): number[] {
  return [...new Set(ports)].sort((a, b) => a - b);
}

/** In the order of the keys, so that the order in which they are written changes nothing. */
function valuesByKey(record: Readonly<Record<string, string>>): string[] {
  return Object.entries(record)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, value]) => value);
}
