import type { PropChecks } from './props';
import { isUnresolved } from './terraform';

/** Actions that something may use on resources. */
interface Grant {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** Adds what is wrong with the prop `permissions`: what a role may do beside what its module gives it. */
export function checkPermissions(checks: PropChecks, permissions: readonly Grant[]): void {
  permissions.forEach(({ actions, resources }, i) =>
    checks
      .must(
        actions.length > 0 &&
          actions.every((action) => isUnresolved(action) || /^[a-z0-9-]+:[A-Za-z0-9*?]+$/.test(action)),
        {
          prop: `permissions[${i}].actions`,
          value: actions,
          rule: 'actions are named with their service; all of AWS is never granted',
          fix: 'write them like s3:GetObject',
        },
      )
      .must(resources.length > 0, {
        prop: `permissions[${i}].resources`,
        value: resources,
        rule: 'a permission is on at least one resource',
        fix: 'give the ARNs, or * for actions that know no resource',
      })
      .must(
        resources.every((it) => isUnresolved(it) || it === '*' || /^arn:\S+$/.test(it)),
        {
          prop: `permissions[${i}].resources`,
          value: resources,
          rule: 'a resource is named by its ARN [docs:IAM/reference_policies_elements_resource]',
          fix: 'give the ARNs, or * for actions that know no resource',
        },
      ),
  );
}

/** Adds the ARNs of a prop that name more than one thing. `reader` is who reads them: 'a function'. */
export function checkExactArns(
  checks: PropChecks,
  prop: string,
  arns: readonly string[],
  reader: string,
): void {
  arns.forEach((value, i) =>
    checks.must(isUnresolved(value) || /^arn:[^*?]+$/.test(value), {
      prop: `${prop}[${i}]`,
      value,
      rule: `${reader} reads what is named by its whole ARN, so that no server can read what belongs to another`,
      fix: 'give the ARN, without * and ?',
    }),
  );
}
