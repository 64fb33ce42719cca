import type { Permission } from '@mcp-fleet/refs';
import type { PropChecks } from './props';
import { isUnresolved } from './terraform';

/** A permission, with the one service that KMS actions are used through. */
interface Grant extends Permission {
  readonly viaService?: string;
}

/** A service as KMS names it. */
const SERVICE = /^[a-z0-9-]+\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/;

/** Adds what is wrong with the prop `permissions`: what a role may do beside what its module gives it. */
export function checkPermissions(checks: PropChecks, permissions: readonly Grant[]): void {
  permissions.forEach(({ actions, resources, viaService }, i) =>
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
      )
      .must(viaService === undefined || actions.every((action) => action.startsWith('kms:')), {
        prop: `permissions[${i}].viaService`,
        value: viaService,
        rule: 'only requests to KMS say through which service they come: others would always be refused [docs:kms/conditions-kms]',
        fix: 'leave it out, or grant KMS actions apart',
      })
      .must(viaService === undefined || isUnresolved(viaService) || SERVICE.test(viaService), {
        prop: `permissions[${i}].viaService`,
        value: viaService,
        rule: 'KMS names a service with its Region [docs:kms/conditions-kms]',
        fix: 'write it like secretsmanager.us-east-1.amazonaws.com',
      }),
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
