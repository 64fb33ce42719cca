import type { Blocks } from './base';
import { breaks } from './case';

const check = 'aws_route53_health_check.one';
const second = 'aws_route53_record.second';
const alias = (name: string) => ({
  name,
  zone_id: '${aws_lb.one.zone_id}',
  evaluate_target_health: false,
});
/** The other record of the pair, which has to be in another environment. */
const other: Blocks = {
  aws_route53_record: {
    second: {
      name: 'mcp.example.com',
      type: 'A',
      alias: alias('${aws_lb.one.dns_name}'),
      set_identifier: 'eu',
      failover_routing_policy: { type: 'SECONDARY' },
    },
  },
};
/** What the check asks for. */
const asked = (name: string): Blocks => ({
  aws_route53_record: { own: { name: 'dev.mcp.example.com', type: 'A', alias: alias(name) } },
});
const balancer = asked('${aws_lb.one.dns_name}');
const api = asked('${aws_apigatewayv2_domain_name.one.domain_name_configuration[0].target_domain_name}');

const alarm = {
  alarm_name: 'dev-tools-one-failover',
  comparison_operator: 'LessThanThreshold',
  threshold: 1,
  evaluation_periods: 3,
  metric_name: 'HealthyHostCount',
  namespace: 'AWS/ApplicationELB',
  period: 60,
  statistic: 'Maximum',
  dimensions: { TargetGroup: 'a' },
};
const following = {
  type: 'CLOUDWATCH_METRIC',
  fqdn: undefined,
  cloudwatch_alarm_name: '${aws_cloudwatch_metric_alarm.health.alarm_name}',
  triggers: { TargetGroup: 'a' },
};
const unlike = (change: object): Blocks => ({
  aws_cloudwatch_metric_alarm: { health: { ...alarm, ...change } },
});

/** One Region that takes over from another: records, and what decides between them. */
export const failoverCases = [
  breaks('record-pair', second, { set_identifier: 'dev' }, 'one identifier', other),
  breaks(
    'record-pair',
    second,
    { failover_routing_policy: { type: 'PRIMARY' } },
    'two records are PRIMARY',
    other,
  ),
  breaks(
    'record-pair',
    second,
    { failover_routing_policy: undefined, set_identifier: undefined },
    'without failover',
    other,
  ),

  breaks('health-check-reach', check, {}, 'internal', balancer),
  breaks('health-check-reach', check, {}, 'may not come in at port 443', balancer),
  breaks('health-check-reach', check, { port: 80 }, 'no listener speaks HTTPS at port 80', balancer),
  breaks('health-check-reach', check, { type: 'HTTP' }, 'no listener speaks HTTP at port 80', balancer),
  breaks('health-check-reach', check, { type: 'HTTP' }, 'an API answers', api),

  breaks('health-check-alarm', check, following, 'no alarm of its stack'),
  breaks('health-check-alarm', check, following, 'metric math', unlike({ metric_query: [{ id: 'a' }] })),
  breaks('health-check-alarm', check, following, 'no plain statistic', unlike({ statistic: undefined })),
  breaks('health-check-alarm', check, following, 'less than a minute', unlike({ period: 30 })),
  breaks('health-check-alarm', check, following, 'M of N', unlike({ datapoints_to_alarm: 2 })),
  breaks(
    'health-check-alarm',
    check,
    following,
    'another TargetGroup',
    unlike({ dimensions: { TargetGroup: 'b' } }),
  ),
];

/** What breaks none of these rules. */
export const soundFailovers: readonly Blocks[] = [
  other,
  api,
  {
    ...unlike({}),
    aws_route53_health_check: { one: following },
  },
  {
    ...balancer,
    aws_lb: { one: { internal: false, security_groups: ['${aws_security_group.open.id}'] } },
    aws_security_group: { open: {} },
    aws_vpc_security_group_ingress_rule: {
      open: {
        security_group_id: '${aws_security_group.open.id}',
        cidr_ipv4: '0.0.0.0/0',
        from_port: 443,
        to_port: 443,
      },
    },
  },
];
