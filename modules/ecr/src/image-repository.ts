import { EcrLifecyclePolicy } from '@cdktf/provider-aws/lib/ecr-lifecycle-policy';
import {
  EcrRepository,
  type EcrRepositoryEncryptionConfiguration,
} from '@cdktf/provider-aws/lib/ecr-repository';
import { EcrRepositoryPolicy } from '@cdktf/provider-aws/lib/ecr-repository-policy';
import { limits, PropChecks } from '@mcp-fleet/core';
import type { RepositoryRef } from '@mcp-fleet/refs';
import { Construct } from 'constructs';
import { lifecycleDocument, lifecycleRules } from './lifecycle';
import { repositoryPolicy, type LambdaReader } from './repository-policy';

/** Props of {@link ImageRepository}. Texts are Terraform's: pass what users write through `literal()`. */
export interface ImageRepositoryProps {
  /** Name, 2 to 256 characters: lower-case words joined by one of `.` `_` `-` and `/`. */
  readonly repositoryName: string;
  /** Account of the repository: tells readers of another account. @default - required where there are lambdaReaders */
  readonly account?: string;
  /** Lambda functions that run its images. @default - none, and no repository policy */
  readonly lambdaReaders?: readonly LambdaReader[];
  /** Environments that run its images: 10 images tagged `deployed-<environment>-…` are kept for each. @default [] */
  readonly deployedBy?: readonly string[];
  /** Patterns of tags that may move, 1 to 5, `*` as wildcard. Needs version 6 of the AWS provider. @default - none: all are immutable */
  readonly mutableTags?: readonly string[];
  /** ARN of the KMS key. Another one replaces the repository. @default - AES-256 with a key of ECR */
  readonly kmsKeyArn?: string;
  /** Destroy the repository even if it holds images. @default false */
  readonly forceDelete?: boolean;
  /** Tags of the repository. @default - those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * An ECR repository for one kind of image.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class ImageRepository extends Construct implements RepositoryRef {
  readonly repositoryName: string;
  readonly repositoryArn: string;
  readonly repositoryUrl: string;
  /** The repository itself, for what no prop covers. */
  readonly resource: EcrRepository;

  constructor(scope: Construct, id: string, props: ImageRepositoryProps) {
    super(scope, id);
    const lifecycle = lifecycleDocument(lifecycleRules(props.deployedBy));
    const readers = props.lambdaReaders ?? [];
    const policy = readers.length > 0 ? repositoryPolicy(props.account, readers) : undefined;
    check(this.node.path, props, lifecycle, policy);

    this.resource = new EcrRepository(this, 'Resource', {
      name: props.repositoryName,
      ...tagMutability(props.mutableTags ?? []),
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [encryption(props.kmsKeyArn)],
      forceDelete: props.forceDelete ?? false,
      tags: props.tags,
    });
    const repository = this.resource.name;
    new EcrLifecyclePolicy(this, 'LifecyclePolicy', { repository, policy: lifecycle });
    if (policy !== undefined) new EcrRepositoryPolicy(this, 'Policy', { repository, policy });

    this.repositoryName = repository;
    this.repositoryArn = this.resource.arn;
    this.repositoryUrl = this.resource.repositoryUrl;
  }
}

function tagMutability(mutable: readonly string[]) {
  if (mutable.length === 0) return { imageTagMutability: 'IMMUTABLE' };
  return {
    imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
    imageTagMutabilityExclusionFilter: mutable.map((filter) => ({ filter, filterType: 'WILDCARD' })),
  };
}

function encryption(kmsKey: string | undefined): EcrRepositoryEncryptionConfiguration {
  return kmsKey === undefined ? { encryptionType: 'AES256' } : { encryptionType: 'KMS', kmsKey };
}

function check(
  path: string,
  props: ImageRepositoryProps,
  lifecycle: string,
  policy: string | undefined,
): void {
  const { account, deployedBy = [], lambdaReaders = [], mutableTags = [] } = props;
  const checks = new PropChecks(path)
    .within('repositoryName', limits.ecr.repositoryName, props.repositoryName)
    .within('account', limits.iam.accountId, account)
    .must(account !== undefined || lambdaReaders.length === 0, {
      prop: 'account',
      value: account,
      rule: 'the account of the repository tells which readers are of another account',
      fix: 'give the account of the repository, or no lambdaReaders',
    })
    .within(
      'deployedBy',
      limits.ecr.lifecycleRules,
      lifecycleRules(deployedBy).length,
      'name fewer environments',
    )
    .within('deployedBy', limits.ecr.lifecyclePolicyText, lifecycle, 'name fewer environments')
    .within(
      'lambdaReaders',
      limits.ecr.repositoryPolicyText,
      policy,
      'name fewer readers, by shorter prefixes',
    )
    .within('mutableTags', limits.ecr.tagExclusionFilters, mutableTags.length || undefined);
  deployedBy.forEach((name, i) =>
    checkEnvironment(checks, `deployedBy[${i}]`, name, deployedBy.indexOf(name) === i),
  );
  lambdaReaders.forEach((reader, i) => checkReader(checks, `lambdaReaders[${i}]`, reader));
  mutableTags.forEach((tag, i) => checks.within(`mutableTags[${i}]`, limits.ecr.tagExclusionFilter, tag));
  checks.done();
}

function checkEnvironment(checks: PropChecks, prop: string, value: string, first: boolean): void {
  checks
    .must(/^[a-z][a-z0-9]*$/.test(value), {
      prop,
      value,
      rule: 'the name of an environment is a lower-case letter, then lower-case letters and digits, so that no pattern covers two',
      fix: 'use the name of an environment',
    })
    .must(first, { prop, value, rule: 'each environment is named once', fix: 'remove it' });
}

function checkReader(checks: PropChecks, prop: string, reader: LambdaReader): void {
  checks
    .within(`${prop}.account`, limits.iam.accountId, reader.account)
    .within(`${prop}.region`, limits.iam.region, reader.region)
    .within(`${prop}.functionNamePrefix`, limits.lambda.functionName, reader.functionNamePrefix);
}
