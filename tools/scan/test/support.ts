import type { ExpectedFindings } from '../src/bad-stack';
import type { CheckResult, Scan } from '../src/judge';
import type { StackFile } from '../src/stacks';
import { partsOf } from '../src/stacks';

export const BAD: ExpectedFindings = { stack: 'bad', findings: { aws_s3_bucket: ['CKV_AWS_18'] } };

/** A stack with resources of one type, by name. */
export function stackOf(stack: string, type: string, ...names: string[]): StackFile {
  const named = names.map((name) => [name, { '//': { metadata: { path: `${stack}/door/${name}` } } }]);
  const parts = partsOf(stack, { resource: { [type]: Object.fromEntries(named) } });
  return { stack, file: `fleet/stacks/${stack}/cdk.tf.json`, parts };
}

export function result(check: string, stack: string, name: string): CheckResult {
  return { check, title: `Ensure ${check}`, file: `fleet/stacks/${stack}/cdk.tf.json`, name };
}

/** The bad stack, and one whose load balancer fails a check and passes another. */
export const STACKS = [stackOf('bad', 'aws_s3_bucket', 'bucket'), stackOf('prod-tools', 'aws_lb', 'lb')];

export const SCAN: Scan = {
  failed: [result('CKV_AWS_18', 'bad', 'bucket'), result('CKV_AWS_150', 'prod-tools', 'lb')],
  passed: [result('CKV_AWS_131', 'prod-tools', 'lb'), result('CKV_AWS_20', 'bad', 'bucket')],
  unread: [],
};
