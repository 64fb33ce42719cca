import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { FlowLog as AwsFlowLog } from '@cdktf/provider-aws/lib/flow-log';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { isUnresolved, limits, physicalName, PropChecks } from '@mcp-fleet/core';
import type { LogGroupRef, VpcRef } from '@mcp-fleet/refs';
import { Construct } from 'constructs';

/** Destination and retention of a flow log. */
export interface FlowLogSettings {
  /** Name of the log group. @default - /vpc/<name>/flow-log */
  readonly logGroupName?: string;
  /** Days that the log group keeps its lines. @default 30 */
  readonly retentionDays?: number;
  /** ARN of the KMS key of the log group. @default - a key of CloudWatch Logs */
  readonly kmsKeyArn?: string;
  /** Name of the role that writes into the log group. @default - <name>-vpc_flow-log */
  readonly roleName?: string;
  /** ARN of an S3 bucket, and a prefix if wanted, that takes the place of log group and role. @default - a log group */
  readonly bucketArn?: string;
}

/** Props of {@link FlowLog}. Texts are Terraform's: pass what users write through `literal()`. */
export interface FlowLogProps extends FlowLogSettings {
  /** The VPC whose traffic is logged. */
  readonly vpc: VpcRef;
  /** Name of the VPC, for the names of log group and role and for the Name tag. */
  readonly name: string;
  /** Account of the VPC, 12 digits. */
  readonly account: string;
  /** Region of the VPC. */
  readonly region: string;
  /** AWS partition. @default 'aws' */
  readonly partition?: string;
  /** Tags; Name is set. @default - those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

const AGGREGATION_SECONDS = 60;
/** An underscore, so that a role that is named after words with hyphens is another one. */
const ROLE_ENDING = '-vpc_flow-log';

/**
 * The log of all connections of a VPC, accepted or not, a line for each minute: who spoke with whom, never what.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class FlowLog extends Construct {
  /** Log group of the lines; undefined if they go to a bucket. */
  readonly logGroup: LogGroupRef | undefined;
  /** The flow log itself, for what no prop covers. */
  readonly resource: AwsFlowLog;

  constructor(scope: Construct, id: string, props: FlowLogProps) {
    super(scope, id);
    const checks = new PropChecks(this.node.path)
      .within('name', limits.vpc.nameTag, props.name)
      .within('account', limits.iam.accountId, props.account)
      .within('region', limits.iam.region, props.region);
    checkFlowLog(checks, '', props.name, props);
    checks.done();

    const group = props.bucketArn === undefined ? this.createLogGroup(props) : undefined;
    this.resource = new AwsFlowLog(this, 'Resource', {
      vpcId: props.vpc.vpcId,
      trafficType: 'ALL',
      maxAggregationInterval: AGGREGATION_SECONDS,
      ...(group
        ? this.toLogGroup(group, props)
        : { logDestinationType: 's3', logDestination: props.bucketArn }),
      tags: { ...props.tags, Name: props.name },
    });
    this.logGroup = group && { logGroupName: group.name, logGroupArn: group.arn };
  }

  private createLogGroup({ name, logGroupName, retentionDays, kmsKeyArn, tags }: FlowLogProps) {
    return new CloudwatchLogGroup(this, 'LogGroup', {
      name: logGroupName ?? defaultLogGroupName(name),
      retentionInDays: retentionDays ?? 30,
      kmsKeyId: kmsKeyArn,
      tags,
    });
  }

  private toLogGroup(group: CloudwatchLogGroup, props: FlowLogProps) {
    const role = new IamRole(this, 'Role', {
      name: props.roleName ?? defaultRoleName(props.name),
      assumeRolePolicy: trustPolicy(props),
      tags: props.tags,
    });
    const policy = new IamRolePolicy(this, 'RolePolicy', {
      name: 'write',
      role: role.id,
      policy: rolePolicy(group.arn),
    });
    return {
      logDestinationType: 'cloud-watch-logs',
      logDestination: group.arn,
      iamRoleArn: role.arn,
      // A flow log that may not write yet drops its first lines without an error.
      dependsOn: [policy],
    };
  }
}

/** Checks the settings of a flow log, as props with the given prefix. */
export function checkFlowLog(
  checks: PropChecks,
  prefix: string,
  name: string,
  settings: FlowLogSettings,
): void {
  const { logGroupName = defaultLogGroupName(name), roleName = defaultRoleName(name), bucketArn } = settings;
  const forLogGroup = ['logGroupName', 'retentionDays', 'kmsKeyArn', 'roleName'] as const;
  const idle = bucketArn === undefined ? [] : forLogGroup.filter((prop) => settings[prop] !== undefined);
  if (bucketArn === undefined) {
    checks
      .within(`${prefix}logGroupName`, limits.logs.logGroupName, logGroupName, 'use these characters')
      .within(`${prefix}roleName`, limits.iam.roleName, roleName, 'use these characters')
      .within(`${prefix}retentionDays`, limits.logs.retentionDays, settings.retentionDays);
  }
  checks
    .must(bucketArn === undefined || isUnresolved(bucketArn) || /^arn:[\w-]+:s3:::[^*?]+$/.test(bucketArn), {
      prop: `${prefix}bucketArn`,
      value: bucketArn,
      rule: 'a bucket is named by its ARN, with a prefix after a / if wanted [docs:vpc/flow-logs-s3]',
      fix: 'write it like arn:aws:s3:::acme-flow-logs',
    })
    .must(idle.length === 0, {
      prop: `${prefix}bucketArn`,
      value: bucketArn,
      rule: `a flow log goes to one place; with a bucket ${idle.join(', ')} would have no effect`,
      fix: `remove ${idle.join(', ')}, or the bucket`,
    });
}

function defaultLogGroupName(name: string): string {
  return `/vpc/${name}/flow-log`;
}

function defaultRoleName(name: string): string {
  const max = limits.iam.roleName.max - ROLE_ENDING.length;
  return `${physicalName({ ...limits.iam.roleName, max }, [name])}${ROLE_ENDING}`;
}

/** Flow logs alone take the role, and only those of this account and Region: their ids exist after the role. */
function trustPolicy({ partition = 'aws', region, account }: FlowLogProps): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': `arn:${partition}:ec2:${region}:${account}:vpc-flow-log/*` },
        },
      },
    ],
  });
}

function rolePolicy(logGroupArn: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: [
          'logs:CreateLogStream',
          'logs:PutLogEvents',
          'logs:DescribeLogGroups',
          'logs:DescribeLogStreams',
        ],
        Resource: [logGroupArn, `${logGroupArn}:*`],
      },
    ],
  });
}
