import type { Resource } from './documents';
import type { World } from './world';

/** The rest of an ARN behind account and Region, from the name of the resource; sizes of policies count it. */
const REST: Readonly<Record<string, (name: string) => string>> = {
  aws_secretsmanager_secret: (name) => `secretsmanager:R:A:secret:${name}-AbCdEf`,
  aws_cloudwatch_log_group: (name) => `logs:R:A:log-group:${name}`,
  aws_lambda_function: (name) => `lambda:R:A:function:${name}`,
  aws_iam_role: (name) => `iam::A:role/${name}`,
  aws_ecr_repository: (name) => `ecr:R:A:repository/${name}`,
  aws_ecs_cluster: (name) => `ecs:R:A:cluster/${name}`,
  aws_sns_topic: (name) => `sns:R:A:${name}`,
  aws_s3_bucket: (name) => `s3:::${name}`,
  aws_kms_key: () => 'kms:R:A:key/00000000-0000-0000-0000-000000000000',
};
const NAMED: Readonly<Record<string, string>> = {
  aws_lambda_function: 'function_name',
  aws_s3_bucket: 'bucket',
};

/** The ARN that AWS will give a resource, or undefined where it does not follow from its name. */
export function arnOf(resource: Resource, world: World): string | undefined {
  const rest = REST[resource.type];
  if (rest === undefined) return undefined;
  const { account, region } = world.documentOf(resource);
  const name = world.expand(resource, resource.block[NAMED[resource.type] ?? 'name']);
  return `arn:${partition(region)}:${rest(name).replace(':R:', `:${region}:`).replace(':A:', `:${account}:`)}`;
}

function partition(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
