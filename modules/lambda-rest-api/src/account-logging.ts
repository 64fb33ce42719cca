import { ApiGatewayAccount } from '@cdktf/provider-aws/lib/api-gateway-account';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { PropChecks, limits } from '@mcp-fleet/core';
import { Construct } from 'constructs';

/** Props of {@link AccountLogging}. */
export interface AccountLoggingProps {
  /** Name of the role, 1 to 64 characters. @default 'api-gateway-logs' */
  readonly roleName?: string;
}

/**
 * The role with which API Gateway writes logs of all REST APIs of an account in a Region. There is one such setting: make
 * it once, in a stack of its own, not beside an API. Terraform refuses to destroy it: that would take the logs from all of
 * them.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class AccountLogging extends Construct {
  /** Name of the role. */
  readonly roleName: string;
  /** The setting itself, for what no prop covers. */
  readonly resource: ApiGatewayAccount;

  constructor(scope: Construct, id: string, { roleName = 'api-gateway-logs' }: AccountLoggingProps = {}) {
    super(scope, id);
    new PropChecks(this.node.path).within('roleName', limits.iam.roleName, roleName).done();

    const role = new IamRole(this, 'Role', { name: roleName, assumeRolePolicy: trustPolicy });
    const policy = new IamRolePolicy(this, 'RolePolicy', { name: 'logs', role: role.id, policy: logsPolicy });
    // API Gateway tries the role when it is set.
    this.resource = new ApiGatewayAccount(this, 'Resource', {
      cloudwatchRoleArn: role.arn,
      dependsOn: [policy],
      lifecycle: { preventDestroy: true },
    });
    this.roleName = role.name;
  }
}

const trustPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});

/** As wide as AWS's own policy for this role: API Gateway names its execution logs by API and stage. */
const logsPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: [
        'logs:CreateLogGroup',
        'logs:CreateLogStream',
        'logs:DescribeLogGroups',
        'logs:DescribeLogStreams',
        'logs:PutLogEvents',
        'logs:GetLogEvents',
        'logs:FilterLogEvents',
      ],
      Resource: '*',
    },
  ],
});
