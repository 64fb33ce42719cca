import { alarmRules } from './alarms';
import type { StackDocument } from './documents';
import { ecrRules } from './ecr';
import { ecsServiceRules } from './ecs-service';
import { ecsTaskRules } from './ecs-task';
import { healthCheckRules } from './health-checks';
import { httpApiRules } from './http-api';
import { ipv6Rules } from './ipv6';
import { lambdaRules } from './lambda';
import { loadBalancerRules } from './load-balancer';
import { messageRules } from './messages';
import { nameRules } from './names';
import { networkRules } from './network';
import { policyRules } from './policies';
import { restApiRules } from './rest-api';
import { route53Rules } from './route53';
import type { Rule } from './rule';
import { secretsAndLogsRules } from './secrets-and-logs';
import { tagRules } from './tags';
import { terraformRules } from './terraform';
import type { Permission } from './world';
import { World, addressOf } from './world';

/** Every rule of the second check. */
export const rules: readonly Rule[] = [
  ...terraformRules,
  ...nameRules,
  ...tagRules,
  ...lambdaRules,
  ...httpApiRules,
  ...restApiRules,
  ...loadBalancerRules,
  ...ecsTaskRules,
  ...ecsServiceRules,
  ...ecrRules,
  ...policyRules,
  ...secretsAndLogsRules,
  ...alarmRules,
  ...route53Rules,
  ...healthCheckRules,
  ...networkRules,
  ...ipv6Rules,
  ...messageRules,
];

/** A resource that breaks a rule. */
export interface Finding {
  readonly rule: string;
  readonly source: string;
  /** Stack, type and id of the resource. */
  readonly address: string;
  readonly fault: string;
}

const OF_ALL = '*';
const byType = new Map<string, Rule[]>();
for (const rule of rules) {
  for (const type of rule.type === undefined ? [OF_ALL] : [rule.type].flat())
    byType.set(type, [...(byType.get(type) ?? []), rule]);
}

/**
 * Holds the Terraform of an environment against the limits of AWS, once more: nothing here knows the plan, the modules
 * or the limits that they check against.
 */
export function secondCheck(documents: readonly StackDocument[], permission: Permission): Finding[] {
  const world = new World(documents, permission);
  return world.all.flatMap((resource) =>
    [...(byType.get(OF_ALL) ?? []), ...(byType.get(resource.type) ?? [])].flatMap((rule) =>
      rule
        .faults(resource, world)
        .map((fault) => ({ rule: rule.name, source: rule.source, address: addressOf(resource), fault })),
    ),
  );
}
