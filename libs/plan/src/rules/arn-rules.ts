import type { PlanContext } from '../context';

/** Texts that are the servers' own, or reasons: what is an ARN there is nobody's business here. */
const NOT_OURS: readonly string[] = ['settings', 'acknowledge'];

/** ARNs of the environment lead into its own partition; to be asked when all else was looked at. */
export function checkArns(context: PlanContext): void {
  const { partition, region } = context.aws;
  for (const [path, arn] of arnsIn(context.environment, '')) {
    const isSaid = context.errors.some((error) => error.path === path);
    if (arn.split(':')[1] === partition || isSaid) continue;
    context.report({
      code: 'invalid-value',
      path,
      value: arn,
      rule: `what is in ${region} is in the partition ${partition}, and reaches none in another [docs:IAM/reference-arns]`,
      fix: `give one that begins with arn:${partition}:`,
    });
  }
}

/** The key of the states is where their bucket is. */
export function checkStateKey(context: PlanContext): void {
  const { state } = context.environment;
  if (typeof state !== 'object' || state.s3.kmsKeyArn === undefined) return;
  const { kmsKeyArn, region } = state.s3;
  if (kmsKeyArn.split(':')[3] === region) return;
  context.report({
    code: 'invalid-value',
    path: 'state.s3.kmsKeyArn',
    value: kmsKeyArn,
    rule: `the key of a bucket is in the bucket's Region, here ${region} [docs:AmazonS3/UsingKMSEncryption]`,
    fix: 'give a key of that Region, or remove it',
  });
}

function arnsIn(value: unknown, path: string): [string, string][] {
  if (typeof value === 'string') return value.startsWith('arn:') ? [[path, value]] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    NOT_OURS.includes(key) ? [] : arnsIn(item, path === '' ? key : `${path}.${key}`),
  );
}
