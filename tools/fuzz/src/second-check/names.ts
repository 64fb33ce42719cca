import type { Resource } from './documents';
import type { Rule } from './rule';
import type { World } from './world';
import { addressOf } from './world';

/** What AWS knows a resource by, and within what: the account and Region unless another attribute is named. */
interface Named {
  readonly attributes: readonly string[];
  readonly within?: string;
  /** Types that share their names with this one. */
  readonly as?: string;
  /** In the whole account, or the whole world. */
  readonly global?: true;
}

const NAMED: Readonly<Record<string, Named>> = {
  aws_lambda_function: { attributes: ['function_name'] },
  aws_lambda_alias: { attributes: ['name'], within: 'function_name' },
  aws_lambda_permission: { attributes: ['statement_id'], within: 'function_name' },
  aws_apigatewayv2_api: { attributes: ['name'] },
  aws_api_gateway_rest_api: { attributes: ['name'] },
  aws_apigatewayv2_domain_name: { attributes: ['domain_name'], as: 'domain' },
  aws_api_gateway_domain_name: { attributes: ['domain_name'], as: 'domain' },
  aws_apigatewayv2_authorizer: { attributes: ['name'], within: 'api_id' },
  aws_apigatewayv2_stage: { attributes: ['name'], within: 'api_id' },
  aws_lb: { attributes: ['name'] },
  aws_lb_target_group: { attributes: ['name'] },
  aws_lb_listener: { attributes: ['port'], within: 'load_balancer_arn' },
  aws_ecs_cluster: { attributes: ['name'] },
  aws_ecs_service: { attributes: ['name'], within: 'cluster' },
  aws_ecs_task_definition: { attributes: ['family'] },
  aws_appautoscaling_target: { attributes: ['resource_id', 'scalable_dimension'] },
  aws_appautoscaling_policy: { attributes: ['name'], within: 'resource_id' },
  aws_appautoscaling_scheduled_action: { attributes: ['name'], within: 'resource_id' },
  aws_cloudwatch_log_group: { attributes: ['name'] },
  aws_cloudwatch_metric_alarm: { attributes: ['alarm_name'], as: 'alarm' },
  aws_cloudwatch_composite_alarm: { attributes: ['alarm_name'], as: 'alarm' },
  aws_cloudwatch_dashboard: { attributes: ['dashboard_name'], global: true },
  aws_cloudwatch_query_definition: { attributes: ['name'] },
  aws_cloudwatch_event_rule: { attributes: ['name'] },
  aws_scheduler_schedule: { attributes: ['name'] },
  aws_ecr_repository: { attributes: ['name'] },
  aws_secretsmanager_secret: { attributes: ['name'] },
  aws_sns_topic: { attributes: ['name'] },
  aws_sqs_queue: { attributes: ['name'] },
  aws_kms_alias: { attributes: ['name'] },
  aws_iam_role: { attributes: ['name'], global: true },
  aws_iam_role_policy: { attributes: ['name'], within: 'role' },
  aws_s3_bucket: { attributes: ['bucket'], global: true },
  aws_security_group: { attributes: ['name'], within: 'vpc_id' },
  aws_vpc_endpoint: { attributes: ['service_name'], within: 'vpc_id' },
  aws_route53_zone: { attributes: ['name'], global: true },
  aws_route53_record: { attributes: ['name', 'type', 'set_identifier'], within: 'zone_id', global: true },
  docker_container: { attributes: ['name'] },
  docker_network: { attributes: ['name'] },
};

/** What two resources of an account may not have both, or undefined where only AWS knows it. */
function identityOf(r: Resource, world: World): string | undefined {
  const named = NAMED[r.type];
  if (named === undefined) return undefined;
  const name = named.attributes.map((attribute) => world.expand(r, r.block[attribute])).join(' ');
  if (name.trim() === '' || (name.includes('«x»') && named.within === undefined)) return undefined;
  // What only AWS knows is told apart by its reference.
  if (name.includes('«x»')) return undefined;
  const { account, region } = world.documentOf(r);
  const place = named.global ? account : `${account} ${region}`;
  const owner = named.within === undefined ? '' : ownerOf(r, named.within, world);
  return `${named.as ?? r.type} ${place} ${owner} ${name}`;
}

function ownerOf(r: Resource, attribute: string, world: World): string {
  const target = world.target(r, r.block[attribute]);
  if (target) return addressOf(target);
  const text = world.expand(r, r.block[attribute]);
  return text.includes('«x»') ? `${r.stack} ${String(r.block[attribute])}` : text;
}

const identities = new WeakMap<World, ReadonlyMap<string, readonly Resource[]>>();

function byIdentity(world: World): ReadonlyMap<string, readonly Resource[]> {
  const known = identities.get(world);
  if (known) return known;
  const found = new Map<string, Resource[]>();
  for (const r of world.all) {
    const identity = identityOf(r, world);
    if (identity !== undefined) found.set(identity, [...(found.get(identity) ?? []), r]);
  }
  identities.set(world, found);
  return found;
}

export const nameRules: readonly Rule[] = [
  {
    name: 'name-once',
    source:
      'a name is given once in an account and Region; alarms and dashboards of one name overwrite each other',
    type: Object.keys(NAMED),
    faults: (r, world) => {
      const identity = identityOf(r, world);
      const [first, ...others] = identity === undefined ? [] : (byIdentity(world).get(identity) ?? []);
      return others.includes(r) && first ? [`${addressOf(first)} has the same name`] : [];
    },
  },
  {
    name: 'log-group-of-function',
    source:
      'docs:lambda/monitoring-cloudwatchlogs: a function without its log group makes one that is kept for ever',
    type: 'aws_lambda_function',
    faults: (r, world) => {
      const groups = world
        .of('aws_cloudwatch_log_group')
        .map((group) => world.expand(group, group.block['name']));
      const [logging] = Array.isArray(r.block['logging_config'])
        ? (r.block['logging_config'] as unknown[])
        : [r.block['logging_config']];
      const written = (logging as { log_group?: unknown } | undefined)?.log_group;
      const name =
        written === undefined
          ? `/aws/lambda/${world.expand(r, r.block['function_name'])}`
          : world.expand(r, written);
      return groups.includes(name) ? [] : [`there is no log group ${name}`];
    },
  },
];
