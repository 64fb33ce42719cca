import type { Resource } from './documents';
import type { Rule } from './rule';
import type { World } from './world';
import { addressOf } from './world';

/** What AWS knows a resource by, and within what: the account and Region unless another attribute is named. */
interface Named {
  /** None where there is only one within what it is in. */
  readonly attributes: readonly string[];
  /** To leave the name out is a name too. */
  readonly unnamed?: true;
  readonly within?: string;
  /** Types that share their names with this one. */
  readonly as?: string;
  /** In the whole account, or the whole world. */
  readonly global?: true;
}

/** One of a thing: its policy, its settings. */
const onlyOne = (within: string): Named => ({ attributes: [], within });
const peers = [
  'cidr_ipv4',
  'cidr_ipv6',
  'prefix_list_id',
  'referenced_security_group_id',
  'ip_protocol',
  'from_port',
  'to_port',
];

/** Every type that has a name, or of which there is one only. */
export const named: Readonly<Record<string, Named>> = {
  aws_lambda_function: { attributes: ['function_name'] },
  aws_lambda_alias: { attributes: ['name'], within: 'function_name' },
  aws_lambda_permission: { attributes: ['statement_id'], within: 'function_name' },
  aws_lambda_provisioned_concurrency_config: { attributes: ['qualifier'], within: 'function_name' },
  aws_apigatewayv2_api: { attributes: ['name'] },
  aws_api_gateway_rest_api: { attributes: ['name'] },
  aws_apigatewayv2_domain_name: { attributes: ['domain_name'], as: 'domain' },
  aws_api_gateway_domain_name: { attributes: ['domain_name'], as: 'domain' },
  aws_apigatewayv2_authorizer: { attributes: ['name'], within: 'api_id' },
  aws_apigatewayv2_stage: { attributes: ['name'], within: 'api_id' },
  aws_apigatewayv2_route: { attributes: ['route_key'], within: 'api_id' },
  aws_apigatewayv2_api_mapping: { attributes: ['api_mapping_key'], within: 'domain_name', unnamed: true },
  aws_api_gateway_account: { attributes: [] },
  aws_api_gateway_base_path_mapping: { attributes: ['base_path'], within: 'domain_name', unnamed: true },
  aws_api_gateway_stage: { attributes: ['stage_name'], within: 'rest_api_id' },
  aws_api_gateway_method_settings: { attributes: ['stage_name', 'method_path'], within: 'rest_api_id' },
  aws_lb: { attributes: ['name'] },
  aws_lb_target_group: { attributes: ['name'] },
  aws_lb_listener: { attributes: ['port'], within: 'load_balancer_arn' },
  aws_lb_listener_rule: { attributes: ['priority'], within: 'listener_arn' },
  aws_wafv2_web_acl_association: onlyOne('resource_arn'),
  aws_ecs_cluster: { attributes: ['name'] },
  aws_ecs_cluster_capacity_providers: onlyOne('cluster_name'),
  aws_ecs_service: { attributes: ['name'], within: 'cluster' },
  aws_ecs_task_definition: { attributes: ['family'] },
  aws_appautoscaling_target: { attributes: ['resource_id', 'scalable_dimension'] },
  aws_appautoscaling_policy: { attributes: ['name'], within: 'resource_id' },
  aws_appautoscaling_scheduled_action: { attributes: ['name'], within: 'resource_id' },
  aws_cloudwatch_log_group: { attributes: ['name'] },
  aws_cloudwatch_log_data_protection_policy: onlyOne('log_group_name'),
  aws_cloudwatch_metric_alarm: { attributes: ['alarm_name'], as: 'alarm' },
  aws_cloudwatch_composite_alarm: { attributes: ['alarm_name'], as: 'alarm' },
  aws_cloudwatch_dashboard: { attributes: ['dashboard_name'], global: true },
  aws_cloudwatch_query_definition: { attributes: ['name'] },
  aws_cloudwatch_event_rule: { attributes: ['name'] },
  aws_cloudwatch_event_target: { attributes: ['target_id'], within: 'rule' },
  aws_scheduler_schedule: { attributes: ['name'] },
  aws_sfn_state_machine: { attributes: ['name'] },
  aws_ecr_repository: { attributes: ['name'] },
  aws_ecr_repository_policy: onlyOne('repository'),
  aws_ecr_lifecycle_policy: onlyOne('repository'),
  aws_secretsmanager_secret: { attributes: ['name'] },
  aws_secretsmanager_secret_policy: onlyOne('secret_arn'),
  aws_secretsmanager_secret_rotation: onlyOne('secret_id'),
  aws_sns_topic: { attributes: ['name'] },
  aws_sns_topic_policy: onlyOne('arn'),
  aws_sns_topic_subscription: { attributes: ['protocol', 'endpoint'], within: 'topic_arn' },
  aws_sqs_queue: { attributes: ['name'] },
  aws_sqs_queue_policy: onlyOne('queue_url'),
  aws_kms_alias: { attributes: ['name'] },
  aws_iam_role: { attributes: ['name'], global: true },
  aws_iam_role_policy: { attributes: ['name'], within: 'role' },
  aws_s3_bucket: { attributes: ['bucket'], global: true },
  aws_s3_bucket_lifecycle_configuration: onlyOne('bucket'),
  aws_s3_bucket_ownership_controls: onlyOne('bucket'),
  aws_s3_bucket_policy: onlyOne('bucket'),
  aws_s3_bucket_public_access_block: onlyOne('bucket'),
  aws_s3_bucket_server_side_encryption_configuration: onlyOne('bucket'),
  aws_s3_bucket_versioning: onlyOne('bucket'),
  aws_default_security_group: onlyOne('vpc_id'),
  aws_internet_gateway: onlyOne('vpc_id'),
  aws_route_table_association: onlyOne('subnet_id'),
  aws_route: {
    attributes: ['destination_cidr_block', 'destination_ipv6_cidr_block'],
    within: 'route_table_id',
  },
  aws_security_group: { attributes: ['name'], within: 'vpc_id' },
  aws_subnet: { attributes: ['cidr_block'], within: 'vpc_id' },
  aws_vpc_security_group_egress_rule: { attributes: peers, within: 'security_group_id' },
  aws_vpc_security_group_ingress_rule: { attributes: peers, within: 'security_group_id' },
  aws_vpc_endpoint: { attributes: ['service_name'], within: 'vpc_id' },
  aws_route53_zone: { attributes: ['name'], global: true },
  aws_route53_record: { attributes: ['name', 'type', 'set_identifier'], within: 'zone_id', global: true },
  docker_container: { attributes: ['name'] },
  docker_network: { attributes: ['name'] },
};

/** Types that AWS tells apart by ids alone. */
export const nameless: readonly string[] = [
  'aws_acm_certificate',
  'aws_acm_certificate_validation',
  'aws_api_gateway_deployment',
  'aws_apigatewayv2_integration',
  'aws_egress_only_internet_gateway',
  'aws_eip',
  'aws_flow_log',
  'aws_kms_key',
  'aws_nat_gateway',
  'aws_route53_health_check',
  'aws_route_table',
  'aws_vpc',
];

/** What two resources of an account may not have both, or undefined where only AWS knows it. */
function identityOf(r: Resource, world: World): string | undefined {
  const by = named[r.type];
  if (by === undefined) return undefined;
  const parts = by.attributes.map((attribute) => partOf(r, attribute, world));
  const name = parts.join(' ');
  const isNamed = name.trim() !== '' || by.unnamed === true || by.attributes.length === 0;
  if (!isNamed || name.includes('«x»')) return undefined;
  const { account, region } = world.documentOf(r);
  const place = by.global ? account : `${account} ${region}`;
  const owner = by.within === undefined ? '' : ownerOf(r, by.within, world);
  return `${by.as ?? r.type} ${place} ${owner} ${name}`;
}

/** What only AWS knows is told apart by what it is of. */
function partOf(r: Resource, attribute: string, world: World): string {
  const text = world.expand(r, r.block[attribute]);
  const target = text === '«x»' ? world.target(r, r.block[attribute]) : undefined;
  return target ? addressOf(target) : text;
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
    type: Object.keys(named),
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
