import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaAlias } from '@cdktf/provider-aws/lib/lambda-alias';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaProvisionedConcurrencyConfig } from '@cdktf/provider-aws/lib/lambda-provisioned-concurrency-config';
import {
  newBeforeOld,
  type AnsweringFunctionRef,
  type LogGroupRef,
  type SecurityGroupRef,
} from '@mcp-fleet/refs';
import { Construct } from 'constructs';
import { createFunctionNetwork } from './function-network';
import { checkLambdaServer } from './lambda-server-checks';
import { rolePolicy, trustPolicy } from './lambda-server-policy';
import { withDefaults, type LambdaServerProps, type ResolvedLambdaServerProps } from './lambda-server-props';
import { webAdapterVariables } from './web-adapter';

/**
 * A Lambda function from a container image that runs one or more MCP servers, with its role, its log group and the
 * alias `live`, which is what front doors call. On request it is attached to a VPC, with a security group of its own.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class LambdaServer extends Construct implements AnsweringFunctionRef {
  readonly functionName: string;
  readonly functionArn: string;
  readonly aliasName: string;
  readonly aliasArn: string;
  readonly invokeArn: string;
  readonly streaming: boolean;
  readonly timeoutSeconds: number;
  /** Log group of the function. */
  readonly logGroup: LogGroupRef;
  /** Name of the role of the function. */
  readonly roleName: string;
  /** Security group of the function, for resources in the VPC to let in; undefined without `vpc`. */
  readonly securityGroup: SecurityGroupRef | undefined;
  /** The function itself, for what no prop covers. */
  readonly resource: LambdaFunction;

  constructor(scope: Construct, id: string, props: LambdaServerProps) {
    super(scope, id);
    const settings = withDefaults(props);
    checkLambdaServer(this.node.path, settings);

    const logGroup = this.createLogGroup(settings);
    const role = this.createRole(settings);
    const policy = new IamRolePolicy(this, 'RolePolicy', {
      name: 'runtime',
      role: role.id,
      policy: rolePolicy(logGroup.arn, settings),
      lifecycle: newBeforeOld,
    });
    const { vpc } = settings;
    const network = vpc && createFunctionNetwork(this, vpc, role.id, settings);
    this.resource = new LambdaFunction(this, 'Resource', {
      ...functionConfig(settings),
      role: role.arn,
      loggingConfig: loggingConfig(settings, logGroup.name),
      vpcConfig: network?.vpcConfig,
      // The group must exist before Lambda makes one without retention, rights and ways out before the first call.
      dependsOn: [logGroup, policy, ...(network?.rules ?? [])],
      lifecycle: newBeforeOld,
    });
    const alias = this.createAlias();
    const warm = this.createProvisionedConcurrency(alias, settings);

    this.functionName = this.resource.functionName;
    this.functionArn = this.resource.arn;
    // Read back from the warm starts where there are some, so that traffic comes after them and leaves before they go.
    this.aliasName = warm?.qualifier ?? alias.name;
    this.aliasArn = alias.arn;
    this.invokeArn = alias.invokeArn;
    this.streaming = settings.webAdapter?.streaming ?? false;
    this.timeoutSeconds = settings.timeoutSeconds;
    this.logGroup = { logGroupName: logGroup.name, logGroupArn: logGroup.arn };
    this.roleName = role.name;
    this.securityGroup = network && { securityGroupId: network.securityGroupId };
  }

  private createLogGroup({
    functionName,
    observability,
    tags,
  }: ResolvedLambdaServerProps): CloudwatchLogGroup {
    return new CloudwatchLogGroup(this, 'LogGroup', {
      name: `/aws/lambda/${functionName}`,
      retentionInDays: observability.logRetentionDays,
      tags,
      lifecycle: newBeforeOld,
    });
  }

  private createRole({ functionName, tags }: ResolvedLambdaServerProps): IamRole {
    return new IamRole(this, 'Role', {
      name: functionName,
      assumeRolePolicy: trustPolicy,
      tags,
      lifecycle: newBeforeOld,
    });
  }

  private createAlias(): LambdaAlias {
    return new LambdaAlias(this, 'Alias', {
      name: 'live',
      functionName: this.resource.functionName,
      functionVersion: this.resource.version,
      lifecycle: newBeforeOld,
    });
  }

  private createProvisionedConcurrency(alias: LambdaAlias, { concurrency }: ResolvedLambdaServerProps) {
    if (concurrency?.provisioned === undefined) return undefined;
    return new LambdaProvisionedConcurrencyConfig(this, 'ProvisionedConcurrency', {
      functionName: alias.functionName,
      qualifier: alias.name,
      provisionedConcurrentExecutions: concurrency.provisioned,
      lifecycle: newBeforeOld,
    });
  }
}

function functionConfig(props: ResolvedLambdaServerProps) {
  return {
    functionName: props.functionName,
    description: props.description,
    packageType: 'Image',
    imageUri: props.image.uri,
    architectures: [props.architecture],
    memorySize: props.memoryMiB,
    timeout: props.timeoutSeconds,
    ephemeralStorage: { size: props.ephemeralStorageMiB },
    environment: { variables: { ...props.environment, ...webAdapterVariables(props.webAdapter) } },
    reservedConcurrentExecutions: props.concurrency?.reserved,
    tracingConfig: props.observability.tracing ? { mode: 'Active' } : undefined,
    publish: true,
    tags: props.tags,
  };
}

function loggingConfig({ observability: { logLevel } }: ResolvedLambdaServerProps, logGroup: string) {
  // Lambda's own lines at INFO are the report of each call: wanted unless even the server's INFO is not.
  const systemLogLevel = ['TRACE', 'DEBUG', 'INFO'].includes(logLevel) ? 'INFO' : 'WARN';
  return { logFormat: 'JSON', applicationLogLevel: logLevel, systemLogLevel, logGroup };
}
