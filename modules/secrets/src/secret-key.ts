import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { limits, PropChecks } from '@mcp-fleet/core';
import { Construct } from 'constructs';

/** Props of {@link SecretKey}. Texts are Terraform's: pass what users write through `literal()`. */
export interface SecretKeyProps {
  /** Alias of the key, without `alias/` before it: `mcp-dev-secrets`. */
  readonly aliasName: string;
  /** Account of the key and of its secrets, 12 digits. */
  readonly account: string;
  /** Region of the key and of its secrets. */
  readonly region: string;
  /** AWS partition. @default 'aws' */
  readonly partition?: string;
  /** Description of the key, at most 8,192 characters. @default 'Secrets of MCP servers.' */
  readonly description?: string;
  /** Days in which a deleted key can be restored, 7 to 30. Without its key no secret can be read. @default 30 */
  readonly deletionWindowDays?: number;
  /** Tags of the key. @default - those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

/** What rules a key, and cannot use it. No grants, which would let their holder use it. */
const ADMINISTRATION = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:Describe*',
  'kms:DisableKey',
  'kms:DisableKeyRotation',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:Get*',
  'kms:List*',
  'kms:PutKeyPolicy',
  'kms:RevokeGrant',
  'kms:RotateKeyOnDemand',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
];

/**
 * A customer key for secrets, renewed every year. Like the key `aws/secretsmanager` it can be used by all of its account,
 * but only through Secrets Manager in its Region: who may read a secret needs no right on the key. IAM of the account
 * administers it, and cannot let anybody use it in another way.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class SecretKey extends Construct {
  readonly kmsKeyArn: string;
  /** The key itself, for what no prop covers. */
  readonly resource: KmsKey;

  constructor(scope: Construct, id: string, props: SecretKeyProps) {
    super(scope, id);
    const { aliasName, description = 'Secrets of MCP servers.', deletionWindowDays = 30 } = props;
    new PropChecks(this.node.path)
      .within('aliasName', limits.kms.aliasName, aliasName)
      .within('account', limits.iam.accountId, props.account)
      .within('region', limits.iam.region, props.region)
      .within('description', limits.kms.keyDescription, description)
      .within('deletionWindowDays', limits.kms.deletionWindowDays, deletionWindowDays)
      .done();

    this.resource = new KmsKey(this, 'Resource', {
      description,
      enableKeyRotation: true,
      deletionWindowInDays: deletionWindowDays,
      policy: keyPolicy(props),
      tags: props.tags,
    });
    new KmsAlias(this, 'Alias', { name: `alias/${aliasName}`, targetKeyId: this.resource.keyId });
    this.kmsKeyArn = this.resource.arn;
  }
}

/**
 * Secrets Manager encrypts with a data key and decrypts it again, on behalf of who calls it, and needs no more
 * (docs:secretsmanager/security-encryption).
 */
function keyPolicy({ partition = 'aws', region, account }: SecretKeyProps): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Administration',
        Effect: 'Allow',
        Principal: { AWS: `arn:${partition}:iam::${account}:root` },
        Action: ADMINISTRATION,
        Resource: '*',
      },
      {
        Sid: 'ThroughSecretsManager',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'],
        Resource: '*',
        Condition: {
          StringEquals: {
            'kms:CallerAccount': account,
            'kms:ViaService': viaSecretsManager(partition, region),
          },
        },
      },
    ],
  });
}

/** What KMS calls Secrets Manager. Its documentation shows one ending everywhere; services in China have another. */
function viaSecretsManager(partition: string, region: string): string | string[] {
  const name = `secretsmanager.${region}.amazonaws.com`;
  return partition === 'aws-cn' ? [name, `${name}.cn`] : name;
}
