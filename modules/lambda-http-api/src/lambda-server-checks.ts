import {
  checkExactArns,
  checkPermissions,
  isUnresolved,
  knownPart,
  limits,
  PropChecks,
  provisionedViolation,
  reservedLambdaVariables,
  withoutQuota,
} from '@mcp-fleet/core';
import { networkPolicy, rolePolicy } from './lambda-server-policy';
import type { FunctionVpc, ResolvedLambdaServerProps } from './lambda-server-props';
import { WEB_ADAPTER_PREFIX, webAdapterVariables } from './web-adapter';

/**
 * Checks the props of a function.
 * @throws FleetErrors with code `invalid-props`, all that is broken at once.
 */
export function checkLambdaServer(path: string, props: ResolvedLambdaServerProps): void {
  const { lambda } = limits;
  const checks = new PropChecks(path)
    .within('functionName', lambda.functionName, props.functionName)
    .within('image.uri', lambda.imageUri, props.image.uri, 'push the image to ECR and give its digest')
    .within('architecture', lambda.architecture, props.architecture)
    .within('memoryMiB', lambda.memoryMiB, props.memoryMiB)
    .within('timeoutSeconds', lambda.timeoutSeconds, props.timeoutSeconds)
    .within('ephemeralStorageMiB', lambda.ephemeralStorageMiB, props.ephemeralStorageMiB)
    .within('observability.logRetentionDays', limits.logs.retentionDays, props.observability.logRetentionDays)
    .within('observability.logLevel', lambda.applicationLogLevel, props.observability.logLevel)
    .within('description', lambda.description, props.description)
    .must((props.image.architecture ?? props.architecture) === props.architecture, {
      prop: 'image.architecture',
      value: props.image.architecture,
      rule: `an image runs on the architecture that it was built for; the function's is ${props.architecture}`,
      fix: `build the image for ${props.architecture}, or set architecture`,
    });
  checkVariables(checks, props);
  checkConcurrency(checks, props);
  checkGrants(checks, props);
  if (props.vpc) checkVpc(checks, props.vpc);
  checks.done();
}

function checkVariables(checks: PropChecks, { environment, webAdapter }: ResolvedLambdaServerProps): void {
  for (const name of Object.keys(environment)) {
    const prop = `environment.${name}`;
    checks
      .within(prop, limits.lambda.variableName, name, 'rename it')
      .must(!reservedLambdaVariables.includes(name), {
        prop,
        value: name,
        rule: 'Lambda sets this variable itself [docs:lambda/configuration-envvars]',
        fix: 'remove it',
      })
      .must(!name.startsWith(WEB_ADAPTER_PREFIX), {
        prop,
        value: name,
        rule: `variables that begin with ${WEB_ADAPTER_PREFIX} are those of the web adapter, which this module sets`,
        fix: 'remove it, and choose with webAdapter what can be chosen',
      });
  }
  checks.within(
    'environment',
    limits.lambda.variablesBytes,
    leastBytes({ ...environment, ...webAdapterVariables(webAdapter) }),
    'make them shorter or fewer',
  );
}

/** Names and values as Lambda counts them. Values that only Terraform knows count nothing: at least so many. */
function leastBytes(variables: Readonly<Record<string, string>>): number {
  return Object.entries(variables).reduce((sum, [name, value]) => {
    const known = isUnresolved(value) ? '' : value.replaceAll('$${', '${').replaceAll('%%{', '%{');
    return sum + Buffer.byteLength(name) + Buffer.byteLength(known);
  }, 0);
}

function checkConcurrency(checks: PropChecks, { concurrency = {} }: ResolvedLambdaServerProps): void {
  const { reserved, provisioned } = concurrency;
  const whole = { min: 0, what: 'reserved concurrency' };
  const limit = withoutQuota(limits.lambda.concurrentExecutions);
  const tooWarm = provisionedViolation(reserved, provisioned);
  checks
    .within('concurrency.reserved', { ...limit, ...whole }, reserved)
    .within('concurrency.provisioned', { ...limit, min: 1, what: 'provisioned concurrency' }, provisioned)
    .must(tooWarm === undefined, {
      prop: 'concurrency.provisioned',
      value: provisioned,
      rule: tooWarm ?? '',
      fix: 'provision less or reserve more',
    });
}

function checkGrants(checks: PropChecks, props: ResolvedLambdaServerProps): void {
  checkExactArns(checks, 'secretArns', props.secretArns, 'a function');
  checkExactArns(checks, 'parameterArns', props.parameterArns, 'a function');
  checkPermissions(checks, props.permissions);
  // The ARN of its log group in a Region with a short name: at least so many.
  const logGroupArn = `arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda/${props.functionName}`;
  const network = props.vpc ? networkPolicy(props) : '';
  const text = knownPart(rolePolicy(logGroupArn, props)) + network;
  checks.within('permissions', limits.iam.inlinePolicyCharacters, text, 'grant fewer things');
}

function checkVpc(checks: PropChecks, { vpcId, subnetIds, egressPorts = [] }: FunctionVpc): void {
  const count = Object.keys(subnetIds).length;
  checks
    .within('vpc.vpcId', limits.vpc.vpcId, vpcId, 'give the id of the VPC')
    .within('vpc.subnetIds', limits.lambda.subnets, count, 'give a private subnet of each zone');
  for (const [key, id] of Object.entries(subnetIds)) {
    checks.within(`vpc.subnetIds.${key}`, limits.vpc.subnetId, id, 'give its id');
  }
  egressPorts.forEach((port, i) => checks.within(`vpc.egressPorts[${i}]`, limits.vpc.port, port));
}
