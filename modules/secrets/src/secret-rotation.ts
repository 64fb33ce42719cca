import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { SecretsmanagerSecretRotation } from '@cdktf/provider-aws/lib/secretsmanager-secret-rotation';
import { isUnresolved, limits, PropChecks } from '@mcp-fleet/core';
import type { Place, SecretRef } from '@mcp-fleet/refs';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';

/** Schedule by which a secret gets a new value, and the function that makes it. Either `everyDays` or `schedule`. */
export interface Rotation {
  /**
   * ARN of the Lambda function that makes, tests and finishes a new value, without version or alias; of the account and
   * Region of the secret. Its role needs `secretsmanager:DescribeSecret`, `GetSecretValue`, `PutSecretValue` and
   * `UpdateSecretVersionStage` on the secret, and what the vendor wants.
   */
  readonly functionArn: string;
  /** ARN of the function's role: a reader, where a secret has readers. @default - none; needed where there are readers */
  readonly roleArn?: string;
  /** Days between rotations, 1 to 1,000. @default - as `schedule` says */
  readonly everyDays?: number;
  /** `rate(12 hours)`, `rate(10 days)` or `cron(0 8 1 * ? *)`, in UTC, at most every 4 hours. @default - as `everyDays` says */
  readonly schedule?: string;
  /** Hours in which it may happen, 1 to 24, within the UTC day. @default - an hour for schedules in hours, else the day */
  readonly windowHours?: number;
  /**
   * Rotate as soon as this is made or changed, as AWS would by itself. Without it AWS only lets the function test its
   * settings. @default false
   */
  readonly rotateImmediately?: boolean;
}

/** Account and Region of a secret. */
export type SecretPlace = Pick<Place, 'account' | 'region'>;

/** Props of {@link SecretRotation}. */
export interface SecretRotationProps extends Rotation {
  /** Secret that is rotated. */
  readonly secret: SecretRef;
  /** Account and Region of the secret, to be compared with those of the function. @default - what its ARN says, once Terraform knows it */
  readonly place?: SecretPlace;
}

/** Parts of the ARN of a function; the last one is there where it names a version or an alias. */
const FUNCTION = /^arn:[\w-]+:lambda:([a-z0-9-]+):(\d{12}):function:[\w-]+(:[\w$-]+)?$/;
const LEAST_HOURS = 4;

/**
 * Rotates a secret by a function: first Secrets Manager may call the function for this secret, then there is a
 * schedule. It can stand in a later stack than its secret, once that has a value.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class SecretRotation extends Construct {
  /** The rotation itself, for what no prop covers. */
  readonly resource: SecretsmanagerSecretRotation;

  constructor(scope: Construct, id: string, props: SecretRotationProps) {
    super(scope, id);
    const { secret, functionArn, everyDays, schedule, windowHours } = props;
    const checks = new PropChecks(this.node.path);
    checkRotation(checks, '', props, props.place);
    checks.done();

    const permission = new LambdaPermission(this, 'Permission', {
      action: 'lambda:InvokeFunction',
      functionName: functionArn,
      principal: 'secretsmanager.amazonaws.com',
      sourceAccount: props.place?.account ?? Fn.element(Fn.split(':', secret.secretArn), 4),
      sourceArn: secret.secretArn,
    });
    this.resource = new SecretsmanagerSecretRotation(this, 'Resource', {
      secretId: secret.secretArn,
      rotationLambdaArn: functionArn,
      rotateImmediately: props.rotateImmediately ?? false,
      rotationRules: {
        automaticallyAfterDays: everyDays,
        scheduleExpression: schedule,
        duration: windowHours === undefined ? undefined : `${windowHours}h`,
      },
      // AWS looks for the permission when it is told of the function.
      dependsOn: [permission],
    });
  }
}

/** Adds what is wrong with a rotation. @param prefix what stands before its props in errors. */
export function checkRotation(
  checks: PropChecks,
  prefix: string,
  rotation: Rotation,
  place?: SecretPlace,
): void {
  const { everyDays, schedule, windowHours } = rotation;
  checkFunction(checks, `${prefix}functionArn`, rotation.functionArn, place);
  checks
    .must((everyDays === undefined) !== (schedule === undefined), {
      prop: `${prefix}everyDays`,
      value: everyDays === undefined ? undefined : [everyDays, schedule],
      rule: 'a rotation has either a number of days or a schedule [API:secretsmanager.RotationRulesType]',
      fix: 'give one of everyDays and schedule',
    })
    .within(`${prefix}everyDays`, limits.secrets.rotationDays, everyDays)
    .within(`${prefix}schedule`, limits.secrets.rotationSchedule, schedule)
    .within(
      `${prefix}windowHours`,
      limits.secrets.rotationWindow,
      windowHours === undefined ? undefined : `${windowHours}h`,
    );
  const hours = Number(/^rate\((\d+) hours?\)$/.exec(schedule ?? '')?.[1] ?? Infinity);
  checks
    .must(hours >= LEAST_HOURS, {
      prop: `${prefix}schedule`,
      value: schedule,
      rule: `a secret is rotated every ${LEAST_HOURS} hours at most [API:secretsmanager.RotationRulesType]`,
      fix: `use rate(${LEAST_HOURS} hours) or more`,
    })
    .must(windowHours === undefined || windowHours <= hours, {
      prop: `${prefix}windowHours`,
      value: windowHours,
      rule: `a window ends before the next one begins, here after ${hours} hours [API:secretsmanager.RotationRulesType]`,
      fix: 'make the window shorter, or leave it out for one hour',
    });
}

function checkFunction(checks: PropChecks, prop: string, value: string, place?: SecretPlace): void {
  if (isUnresolved(value)) return;
  const [, region, account, qualifier] = FUNCTION.exec(value) ?? [];
  const elsewhere = (asked: string | undefined, found: string | undefined) =>
    asked !== undefined && found !== undefined && !isUnresolved(asked) && asked !== found;
  checks
    .must(region !== undefined && qualifier === undefined, {
      prop,
      value,
      rule: 'a rotation calls a Lambda function, by its ARN without version or alias [API:secretsmanager.RotationLambdaARNType]',
      fix: 'write it like arn:aws:lambda:us-east-1:111122223333:function:rotate-gitlab',
    })
    .must(!elsewhere(place?.region, region) && !elsewhere(place?.account, account), {
      prop,
      value,
      rule: `Secrets Manager is let into a function by who owns it, in the secret's own account and Region (${place?.account}, ${place?.region}) [docs:secretsmanager/rotating-secrets-required-permissions-function]`,
      fix: 'use a function that is there; one elsewhere can be called by it',
    });
}
