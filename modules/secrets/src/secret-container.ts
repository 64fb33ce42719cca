import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { limits, PropChecks } from '@mcp-fleet/core';
import type { SecretRef } from '@mcp-fleet/refs';
import { Construct } from 'constructs';

/** Props of {@link SecretContainer}. Texts are Terraform's: pass what users write through `literal()`. */
export interface SecretContainerProps {
  /** Name, 1 to 512 characters: letters, digits and `/ _ + = . @ -`. Another one replaces the secret. */
  readonly secretName: string;
  /** What it holds and who fills it, at most 2,048 characters. @default - none */
  readonly description?: string;
  /** Days in which a deleted secret can be restored and its name stays taken: 7 to 30, or 0 to delete at once. @default 30 */
  readonly recoveryWindowDays?: number;
  /** ARN of the KMS key. @default - the key `aws/secretsmanager` of the account */
  readonly kmsKeyArn?: string;
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
    const recoveryWindowInDays = props.recoveryWindowDays ?? 30;
    new PropChecks(this.node.path)
      .within('secretName', limits.secrets.secretName, props.secretName)
      .within('description', limits.secrets.description, props.description)
      .within('recoveryWindowDays', limits.secrets.recoveryWindowDays, recoveryWindowInDays)
      .done();

    this.resource = new SecretsmanagerSecret(this, 'Resource', {
      name: props.secretName,
      description: props.description,
      recoveryWindowInDays,
      kmsKeyId: props.kmsKeyArn,
      tags: props.tags,
    });
    this.secretArn = this.resource.arn;
  }
}
