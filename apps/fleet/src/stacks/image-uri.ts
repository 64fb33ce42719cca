import { DataAwsEcrImage } from '@cdktf/provider-aws/lib/data-aws-ecr-image';
import type { ImagePlan } from '@mcp-fleet/plan';
import type { Construct } from 'constructs';

/** The address of an image by digest: the pinned one, or that of the tag as the registry has it when Terraform plans. */
export function imageUri(scope: Construct, id: string, image: ImagePlan): string {
  const { account, region, partition } = image.registry;
  const domain = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  const digest =
    image.digest ??
    new DataAwsEcrImage(scope, id, {
      registryId: account,
      repositoryName: image.repositoryName,
      imageTag: image.tag,
    }).imageDigest;
  return `${account}.dkr.ecr.${region}.${domain}/${image.repositoryName}@${digest}`;
}

/** ARN of the repository of an image. */
export function repositoryArn({ repositoryName, registry }: ImagePlan): string {
  return `arn:${registry.partition}:ecr:${registry.region}:${registry.account}:repository/${repositoryName}`;
}
