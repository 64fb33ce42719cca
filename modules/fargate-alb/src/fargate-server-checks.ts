import {
  boundsViolation,
  checkExactArns,
  checkPermissions,
  fargateSizeViolation,
  isUnresolved,
  kmsKeyArn,
  knownPart,
  limits,
  PropChecks,
  stopping,
} from '@mcp-fleet/core';
import type { ContainerProps } from './container-props';
import type { ResolvedServiceProps } from './fargate-server-props';
import { executionPolicy, taskPolicy } from './policies';
import { containerDefinitions, stopVariables } from './task-definition';

/** Longest service name: the execution role appends `_execution`. */
const LONGEST_NAME = limits.iam.roleName.max - '_execution'.length;
/** A whole secret: without key, stage or version after it, which would make one server's text another's variable. */
const SECRET = /^arn:[^:*?]+:secretsmanager:[^:*?]+:\d{12}:secret:[^:*?]+-[A-Za-z0-9]{6}$/;

/**
 * Checks the props of a service.
 * @throws FleetErrors with code `invalid-props`, all that is broken at once.
 */
export function checkFargateServer(
  path: string,
  props: ResolvedServiceProps,
  subnetIds: Readonly<Record<string, string>>,
): void {
  const { ecs, loadBalancer, iam, logs } = limits;
  const { operation } = props;
  const checks = new PropChecks(path)
    .within('serviceName', ecs.name, props.serviceName)
    .must(isUnresolved(props.serviceName) || props.serviceName.length <= LONGEST_NAME, {
      prop: 'serviceName',
      value: props.serviceName,
      rule: `the roles of a service are named after it, with _execution behind: ${iam.roleName.max} characters together [${iam.roleName.source}]`,
      fix: `use at most ${LONGEST_NAME} characters`,
    })
    .within('targetGroupName', loadBalancer.targetGroupName, props.targetGroupName)
    .within('ephemeralStorageGiB', ecs.ephemeralStorageGiB, props.ephemeralStorageGiB)
    .within('operation.stopTimeoutSeconds', ecs.stopTimeoutSeconds, operation.stopTimeoutSeconds)
    .within(
      'operation.deregistrationDelaySeconds',
      loadBalancer.deregistrationDelaySeconds,
      operation.deregistrationDelaySeconds,
    )
    .within('operation.logRetentionDays', logs.retentionDays, operation.logRetentionDays)
    .must(operation.stopTimeoutSeconds >= stopping.leastSeconds, {
      prop: 'operation.stopTimeoutSeconds',
      value: operation.stopTimeoutSeconds,
      rule: `a router takes requests for ${stopping.acceptSeconds} seconds of it, and needs ${stopping.marginSeconds} to end its servers: calls get the rest`,
      fix: `use ${stopping.leastSeconds} or more`,
    })
    .must(Number.isInteger(operation.healthCheckGraceSeconds) && operation.healthCheckGraceSeconds >= 0, {
      prop: 'operation.healthCheckGraceSeconds',
      value: operation.healthCheckGraceSeconds,
      rule: 'the grace period is whole seconds, 0 or more [API:ecs.CreateServiceRequest]',
      fix: 'use 0 or more',
    })
    .must(Object.keys(subnetIds).length > 0, {
      prop: 'network.subnetIds',
      value: subnetIds,
      rule: 'tasks are in at least one subnet',
      fix: 'give the private subnets of the VPC',
    });
  props.egressPorts.forEach((port, i) => checks.within(`egressPorts[${i}]`, limits.vpc.port, port));
  checkSize(checks, props);
  checkContainers(checks, props);
  checkScaling(checks, props);
  checkGrants(checks, props);
  checks.done();
}

function checkSize(checks: PropChecks, { cpu, memoryMiB, containers }: ResolvedServiceProps): void {
  const rule = fargateSizeViolation(cpu, memoryMiB);
  checks.must(rule === undefined, {
    prop: 'memoryMiB',
    value: `${cpu} CPU units, ${memoryMiB} MiB`,
    rule: rule ?? '',
    fix: 'use one of these',
  });
  const sum = (what: 'cpu' | 'memoryMiB') =>
    Object.values(containers).reduce((total, container) => total + (container[what] ?? 0), 0);
  checks
    .must(sum('cpu') <= cpu, {
      prop: 'cpu',
      value: cpu,
      rule: `the containers of a task share its CPU, and ask for ${sum('cpu')} units together`,
      fix: 'give the task more or the containers less',
    })
    .must(sum('memoryMiB') <= memoryMiB, {
      prop: 'memoryMiB',
      value: memoryMiB,
      rule: `the containers of a task share its memory, and ask for ${sum('memoryMiB')} MiB together [API:ecs.ContainerDefinition]`,
      fix: 'give the task more or the containers less',
    });
}

function checkContainers(checks: PropChecks, props: ResolvedServiceProps): void {
  const { ecs } = limits;
  const entries = Object.entries(props.containers);
  checks
    .within('containers', ecs.containersPerTask, entries.length, 'put fewer servers into one task')
    .must(Object.hasOwn(props.containers, props.frontContainer), {
      prop: 'frontContainer',
      value: props.frontContainer,
      rule: 'the front container is one of the containers',
      fix: 'name one of them',
    })
    .must(props.containers[props.frontContainer]?.essential !== false, {
      prop: `containers.${props.frontContainer}.essential`,
      value: false,
      rule: 'a task without its front container answers nobody',
      fix: 'leave it out',
    })
    .within(
      'containers',
      ecs.taskDefinitionCharacters,
      knownPart(JSON.stringify(containerDefinitions(props, 'us-gov-east-1'))),
      'shorten variables, or put fewer servers into one task',
    );
  for (const [name, container] of entries) checkContainer(checks, `containers.${name}`, name, container);
}

function checkContainer(checks: PropChecks, prop: string, name: string, container: ContainerProps): void {
  const { ecs, logs } = limits;
  const { healthCheck = {}, environment = {}, secrets = {}, secretKeyArns = [] } = container;
  checks
    .within(prop, ecs.name, name, 'rename it')
    .must(name !== 'constructor', {
      prop,
      value: name,
      rule: 'this name is taken by the programming language',
      fix: 'rename it',
    })
    .within(`${prop}.memoryMiB`, ecs.containerMemoryMiB, container.memoryMiB)
    .within(`${prop}.logGroupName`, logs.logGroupName, container.logGroupName)
    .within(
      `${prop}.healthCheck.intervalSeconds`,
      ecs.healthCheckIntervalSeconds,
      healthCheck.intervalSeconds,
    )
    .within(`${prop}.healthCheck.timeoutSeconds`, ecs.healthCheckTimeoutSeconds, healthCheck.timeoutSeconds)
    .within(`${prop}.healthCheck.retries`, ecs.healthCheckRetries, healthCheck.retries)
    .within(
      `${prop}.healthCheck.startPeriodSeconds`,
      ecs.healthCheckStartPeriodSeconds,
      healthCheck.startPeriodSeconds,
    );
  secretKeyArns.forEach((arn, i) =>
    checks.must(isUnresolved(arn) || kmsKeyArn.test(arn), {
      prop: `${prop}.secretKeyArns[${i}]`,
      value: arn,
      rule: 'rights on a key are on the key itself, whose alias may come to name another [docs:kms/iam-policies-best-practices]',
      fix: 'write it like arn:aws:kms:us-east-1:111122223333:key/00000000-0000-0000-0000-000000000000',
    }),
  );
  for (const variable of stopVariables) {
    checks.must(!Object.hasOwn(environment, variable) && !Object.hasOwn(secrets, variable), {
      prop: `${prop}.environment.${variable}`,
      value: variable,
      rule: 'it follows from the stop timeout, and the container would be killed in the middle of another time',
      fix: 'remove it, and set operation.stopTimeoutSeconds',
    });
  }
  for (const [variable, arn] of Object.entries(secrets)) {
    checks
      .must(isUnresolved(arn) || SECRET.test(arn), {
        prop: `${prop}.secrets.${variable}`,
        value: arn,
        rule: 'a variable gets a whole secret, by its ARN with the last six characters [API:ecs.Secret]',
        fix: 'give the ARN of the secret, without a key behind it',
      })
      .must(!Object.hasOwn(environment, variable), {
        prop: `${prop}.secrets.${variable}`,
        value: variable,
        rule: 'a variable is a secret or not, never both',
        fix: 'remove one of the two',
      });
  }
}

function checkScaling(checks: PropChecks, { scaling }: ResolvedServiceProps): void {
  const { min, max, requestsPerTarget, cpuPercent, memoryPercent } = scaling;
  const count = { ...limits.ecs.desiredCount, max: undefined };
  checks
    .within('scaling.min', { ...count, min: 1 }, min, 'use 1 or more: nothing scales up from no task')
    .within('scaling.max', count, max)
    .must(boundsViolation(min, max) === undefined, {
      prop: 'scaling.max',
      value: max,
      rule: boundsViolation(min, max) ?? '',
      fix: 'raise it, or lower scaling.min',
    })
    .must(requestsPerTarget > 0, {
      prop: 'scaling.requestsPerTarget',
      value: requestsPerTarget,
      rule: 'tasks get more than 0 requests a minute',
      fix: 'use a number above 0',
    });
  for (const [prop, value] of Object.entries({ cpuPercent, memoryPercent })) {
    checks.must(value > 0 && value <= 100, {
      prop: `scaling.${prop}`,
      value,
      rule: 'a share is above 0 and at most 100 per cent',
      fix: 'use a value within it',
    });
  }
  for (const [key, schedule] of Object.entries(scaling.schedules)) {
    checks.must(schedule.min <= schedule.max && schedule.min >= 1, {
      prop: `scaling.schedules.${key}`,
      value: `${schedule.min} to ${schedule.max}`,
      rule: 'the bounds are 1 or more, the lower one first [API:application-autoscaling.ScalableTargetAction]',
      fix: 'correct them',
    });
  }
}

function checkGrants(checks: PropChecks, props: ResolvedServiceProps): void {
  const { inlinePolicyCharacters } = limits.iam;
  // In a Region with a short name: at least so many characters.
  const logGroupArns = Object.values(props.containers).map(
    ({ logGroupName }) => `arn:aws:logs:us-east-1:111122223333:log-group:${logGroupName}`,
  );
  checkExactArns(checks, 'parameterArns', props.parameterArns, 'a task');
  checkPermissions(checks, props.permissions);
  checks
    .within('permissions', inlinePolicyCharacters, knownPart(taskPolicy(props) ?? ''), 'grant fewer things')
    .within(
      'containers',
      inlinePolicyCharacters,
      knownPart(executionPolicy(props, logGroupArns, 'us-east-1')),
      'put fewer servers into one task',
    );
}
