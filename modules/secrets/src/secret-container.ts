import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretPolicy } from '@cdktf/provider-aws/lib/secretsmanager-secret-policy';
import { isUnresolved, limits, PropChecks, readersPolicy, secretReader } from '@mcp-fleet/core';
import type { SecretRef } from '@mcp-fleet/refs';
import { Construct } from 'constructs';
import { checkRotation, SecretRotation, type Rotation, type SecretPlace } from './secret-rotation';

/** Props of {@link SecretContainer}. Texts are Terraform's: pass what users write through `literal()`. */
export interface SecretContainerProps {
  /** Name, 1 to 512 characters: letters, digits and `/ _ + = . @ -`. Another one replaces the secret. */
  readonly secretName: string;
  /** Description of the secret, such as what it holds and who fills it, at most 2,048 characters. @default - none */
  readonly description?: string;
  /** Days in which a deleted secret can be restored and its name stays taken: 7 to 30, or 0 to delete at once. @default 30 */
  readonly recoveryWindowDays?: number;
  /** ARN of the KMS key. @default - the key `aws/secretsmanager` of the account */
  readonly kmsKeyArn?: string;
  /**
   * ARNs of the roles and users that alone may read the value; who assumes such a role may, and roles need not exist
   * yet. A policy of the secret denies `secretsmanager:GetSecretValue` to all others, whatever IAM allows them: people,
   * the account's root, services of AWS that come in their own name. It denies nothing else, so that who may write the
   * secret or this policy still can. It allows nothing either: readers need the right by IAM.
   * @default - all whom IAM lets
   */
  readonly readers?: readonly string[];
  /** A function makes a new value from time to time. @default - none does */
  readonly rotation?: Rotation;
  /** Account and Region of the secret, to be compared with those of the function that rotates it. @default - what its ARN says */
  readonly place?: SecretPlace;
  /** Tags of the secret. @default - those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * A secret without a value.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class SecretContainer extends Construct implements SecretRef {
  readonly secretArn: string;
  /** The secret itself, for what no prop covers. */
  readonly resource: SecretsmanagerSecret;

  constructor(scope: Construct, id: string, props: SecretContainerProps) {
    super(scope, id);
    const { rotation, place } = props;
    const recoveryWindowInDays = props.recoveryWindowDays ?? 30;
    const readers = readersOf(props);
    checkSecret(this.node.path, props, recoveryWindowInDays, readers);

    this.resource = new SecretsmanagerSecret(this, 'Resource', {
      name: props.secretName,
      description: props.description,
      recoveryWindowInDays,
      kmsKeyId: props.kmsKeyArn,
      tags: props.tags,
    });
    this.secretArn = this.resource.arn;
    if (readers !== undefined) this.createPolicy(readers);
    if (rotation !== undefined) new SecretRotation(this, 'Rotation', { ...rotation, secret: this, place });
  }

  private createPolicy(readers: readonly string[]): SecretsmanagerSecretPolicy {
    return new SecretsmanagerSecretPolicy(this, 'Policy', {
      secretArn: this.secretArn,
      policy: readersPolicy(readers),
      blockPublicPolicy: true,
    });
  }
}

/** Who may read, with the function that makes new values of the old ones. */
function readersOf({ readers, rotation }: SecretContainerProps): readonly string[] | undefined {
  if (readers === undefined || rotation?.roleArn === undefined) return readers;
  return [...readers, rotation.roleArn];
}

function checkSecret(
  path: string,
  props: SecretContainerProps,
  recoveryWindowDays: number,
  readers: readonly string[] | undefined,
): void {
  const { secretName, description, rotation, place } = props;
  const checks = new PropChecks(path)
    .within('secretName', limits.secrets.secretName, secretName)
    .within('description', limits.secrets.description, description)
    .within('recoveryWindowDays', limits.secrets.recoveryWindowDays, recoveryWindowDays);
  if (rotation !== undefined) checkRotation(checks, 'rotation.', rotation, place);
  if (readers !== undefined) checkReaders(checks, props, readers);
  checks.done();
}

function checkReaders(checks: PropChecks, props: SecretContainerProps, readers: readonly string[]): void {
  const { rotation } = props;
  checks
    .must(readers.length > 0, {
      prop: 'readers',
      value: readers,
      rule: 'a secret that nobody may read is of no use: there is at least one reader',
      fix: 'name the role of the server, or leave readers out',
    })
    .must(rotation === undefined || rotation.roleArn !== undefined, {
      prop: 'rotation.roleArn',
      value: undefined,
      rule: 'the function that rotates a secret reads it: where there are readers, its role is one of them',
      fix: 'give the ARN of its role',
    })
    .within(
      'readers',
      limits.secrets.resourcePolicyCharacters,
      readersPolicy(readers),
      'name fewer: one role can be assumed by many people',
    );
  for (const [prop, value] of [
    ...(props.readers ?? []).map((value, i) => [`readers[${i}]`, value] as const),
    ...(rotation?.roleArn === undefined ? [] : [['rotation.roleArn', rotation.roleArn] as const]),
  ]) {
    checks.must(isUnresolved(value) || secretReader.test(value), {
      prop,
      value,
      rule: 'a reader is a role or a user of IAM by its whole ARN; who assumes a role counts as the role [docs:IAM/reference_policies_condition-keys]',
      fix: 'write it like arn:aws:iam::111122223333:role/dev-tools-gitlab',
    });
  }
}
