import type { Resource } from './documents';
import type { Rule } from './rule';
import { unless, whole } from './rule';
import { blocks, list, object } from './values';
import type { World } from './world';

const RECORD = 'aws_route53_record';
const CHECK = 'aws_route53_health_check';
const INGRESS = 'aws_vpc_security_group_ingress_rule';

export const healthCheckRules: readonly Rule[] = [
  {
    name: 'health-check',
    source:
      'API:route53.HealthCheckConfig: interval 10 or 30 s, threshold 1 to 10, a name of 255, a path of 255, no empty address',
    type: CHECK,
    faults: (r, world) => [
      ...unless(
        [10, 30, undefined].includes(r.block['request_interval'] as number),
        'the interval is neither 10 nor 30',
      ),
      ...whole(r.block['failure_threshold'], 1, 10, 'the threshold'),
      ...unless(r.block['ip_address'] !== '', 'an empty address'),
      ...unless(
        !String(r.block['type']).startsWith('HTTP') ||
          world.expand(r, r.block['resource_path'] ?? '').length <= 255,
        'a path of more than 255 characters',
      ),
      ...unless(world.expand(r, r.block['fqdn'] ?? '').length <= 255, 'a name of more than 255 characters'),
      ...unless(
        r.block['type'] !== 'CLOUDWATCH_METRIC' || r.block['cloudwatch_alarm_name'] !== undefined,
        'a check of no alarm',
      ),
    ],
  },
  {
    name: 'health-check-own-name',
    source:
      'API:route53.HealthCheckConfig.FullyQualifiedDomainName: never the name of the records that it guards',
    type: RECORD,
    faults: (r, world) => {
      const check = world.target(r, r.block['health_check_id']);
      return unless(
        check?.block['fqdn'] === undefined ||
          world.expand(check, check.block['fqdn']) !== world.expand(r, r.block['name']),
        'its check asks for its own name',
      );
    },
  },
  {
    name: 'health-check-reach',
    source:
      'API:route53.HealthCheckConfig.Type; docs:Route53/dns-failover-router-firewall-rules: checkers ask from the internet, by the protocol and at the port of a listener',
    type: CHECK,
    faults: (r, world) => {
      const [, protocol] = /^(HTTPS?)(_STR_MATCH)?$/.exec(String(r.block['type'])) ?? [];
      if (protocol === undefined) return [];
      const port = Number(r.block['port'] ?? (protocol === 'HTTPS' ? 443 : 80));
      return askedBy(r, world).flatMap((target) =>
        target?.type === 'aws_lb'
          ? balancerFaults(target, protocol, port, world)
          : unless(protocol === 'HTTPS' && port === 443, 'an API answers by HTTPS at port 443 alone'),
      );
    },
  },
  {
    name: 'health-check-alarm',
    source:
      'API:route53.AlarmIdentifier: one metric of a minute or longer with a plain statistic, docs:Route53/health-checks-creating-values: no M of N; what Route 53 has copied it reads again once triggers change',
    type: CHECK,
    faults: (r, world) => {
      if (r.block['type'] !== 'CLOUDWATCH_METRIC') return [];
      const alarm = world.target(r, r.block['cloudwatch_alarm_name']);
      if (alarm?.type !== 'aws_cloudwatch_metric_alarm') return ['it follows no alarm of its stack'];
      const { block } = alarm;
      const told = Object.values(object(r.block['triggers']));
      return [
        ...unless(block['metric_query'] === undefined, 'its alarm is over metric math'),
        ...unless(
          ['Average', 'Minimum', 'Maximum', 'Sum', 'SampleCount'].includes(String(block['statistic'])),
          'its alarm has no plain statistic',
        ),
        ...unless(
          block['datapoints_to_alarm'] === undefined ||
            block['datapoints_to_alarm'] === block['evaluation_periods'],
          'its alarm is M of N',
        ),
        ...unless(Number(block['period']) >= 60, 'its alarm looks at less than a minute'),
        ...Object.entries(object(block['dimensions'])).flatMap(([key, value]) =>
          unless(told.includes(value), `nothing tells it of another ${key}`),
        ),
      ];
    },
  },
];

/** What a check asks: where the records of the name lead that it asks for. A target that is no resource's own is an API's. */
function askedBy(check: Resource, world: World): readonly (Resource | undefined)[] {
  const name = world.expand(check, check.block['fqdn']);
  return world
    .of(RECORD)
    .filter((record) => record.stack === check.stack && world.expand(record, record.block['name']) === name)
    .flatMap((record) => blocks(record.block['alias']).map((alias) => world.target(record, alias['name'])));
}

function balancerFaults(lb: Resource, protocol: string, port: number, world: World): readonly string[] {
  const listeners = world.referring(lb, 'aws_lb_listener', 'load_balancer_arn');
  const doors = list(lb.block['security_groups'])
    .flatMap((group) => world.target(lb, group) ?? [])
    .flatMap((group) => world.referring(group, INGRESS, 'security_group_id'));
  return [
    ...unless(lb.block['internal'] !== true, 'it asks a load balancer that is internal'),
    ...unless(
      listeners.some(({ block }) => block['protocol'] === protocol && Number(block['port']) === port),
      `no listener speaks ${protocol} at port ${port}`,
    ),
    ...unless(
      doors.some(
        ({ block }) =>
          block['cidr_ipv4'] === '0.0.0.0/0' &&
          Number(block['from_port']) <= port &&
          port <= Number(block['to_port']),
      ),
      `the internet may not come in at port ${port}`,
    ),
  ];
}
