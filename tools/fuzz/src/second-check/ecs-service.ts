import { containersOf } from './ecs-task';
import type { Resource } from './documents';
import type { Rule } from './rule';
import { matches, unless, whole, within } from './rule';
import type { World } from './world';
import { blocks, list, repeated, texts } from './values';

const SERVICE = 'aws_ecs_service';
const CLUSTER = 'aws_ecs_cluster';
const TARGET = 'aws_appautoscaling_target';
const POLICY = 'aws_appautoscaling_policy';

const targetOf = (r: Resource, world: World) =>
  world
    .of(TARGET)
    .find(
      (target) =>
        world.expand(target, target.block['resource_id']) === world.expand(r, r.block['resource_id']),
    );

export const ecsServiceRules: readonly Rule[] = [
  {
    name: 'service-names',
    source: 'API:ecs.CreateService, CreateCluster: 255 letters, digits, _ and -',
    type: [SERVICE, CLUSTER],
    faults: (r, world) => matches(world.expand(r, r.block['name']), /^[A-Za-z0-9_-]{1,255}$/, 'the name'),
  },
  {
    name: 'service-capacity',
    source:
      'API:ecs.CapacityProviderStrategyItem: weight 0 to 1,000, one base, 20 providers; launch type and strategy exclude each other',
    type: [SERVICE, 'aws_ecs_cluster_capacity_providers'],
    faults: (r) => {
      const strategy = [
        ...blocks(r.block['capacity_provider_strategy']),
        ...blocks(r.block['default_capacity_provider_strategy']),
      ];
      return [
        ...unless(
          r.block['launch_type'] === undefined || strategy.length === 0,
          'a launch type beside a strategy',
        ),
        ...unless(r.type !== SERVICE || strategy.length > 0, 'it has no strategy, which means EC2'),
        ...strategy.flatMap((one) => [
          ...whole(one['weight'], 0, 1000, 'a weight'),
          ...whole(one['base'], 0, 100_000, 'a base'),
          ...unless(
            ['FARGATE', 'FARGATE_SPOT'].includes(String(one['capacity_provider'])),
            'a provider is not one of Fargate',
          ),
        ]),
        ...unless(
          strategy.filter(({ base }) => Number(base ?? 0) > 0).length <= 1,
          'two providers have a base',
        ),
        ...unless(
          strategy.length === 0 ||
            strategy.some(({ weight, base }) => Number(weight ?? 0) + Number(base ?? 0) > 0),
          'no provider gets a task',
        ),
        ...repeated(strategy.map((one) => String(one['capacity_provider']))).map(
          (name) => `${name} is there twice`,
        ),
      ];
    },
  },
  {
    name: 'service-numbers',
    source: 'docs:AmazonECS/service-quotas: 5,000 tasks a service; API:ecs.DeploymentConfiguration',
    type: SERVICE,
    faults: ({ block }, world) => [
      ...whole(block['desired_count'], 0, world.quota('ecsTasksPerService', 5000), 'desired_count'),
      ...whole(block['deployment_minimum_healthy_percent'], 0, 100, 'the minimum'),
      ...whole(block['deployment_maximum_percent'], 100, 200, 'the maximum'),
      ...unless(
        block['availability_zone_rebalancing'] !== 'ENABLED' ||
          Number(block['deployment_maximum_percent'] ?? 200) > 100,
        'zones are balanced only with more than 100 %',
      ),
      ...unless(
        Number(block['deployment_minimum_healthy_percent'] ?? 100) < 100 ||
          Number(block['deployment_maximum_percent'] ?? 200) > 100,
        'no task could ever be replaced',
      ),
      ...whole(block['health_check_grace_period_seconds'], 0, 2_147_483_647, 'the grace period'),
    ],
  },
  {
    name: 'service-target-groups',
    source: 'docs:AmazonECS/register-multiple-targetgroups: 5 a service; a container and its port',
    type: SERVICE,
    faults: (r, world) => {
      const task = world.target(r, r.block['task_definition']);
      const containers = task ? containersOf(task, world) : [];
      const doors = blocks(r.block['load_balancer']);
      return [
        ...unless(doors.length <= 5, `it has ${doors.length} target groups`),
        ...doors.flatMap((door) => {
          const container = containers.find(({ name }) => name === door['container_name']);
          const ports = blocks(container?.['portMappings']).map(({ containerPort }) => containerPort);
          const group = world.target(r, door['target_group_arn']);
          return [
            ...unless(
              ports.includes(door['container_port']),
              `${String(door['container_name'])} has no port ${String(door['container_port'])}`,
            ),
            ...unless(
              group !== undefined &&
                world.of('aws_lb_listener_rule').some((rule) => sendsTo(rule, group, world)),
              'its target group hangs on no load balancer',
            ),
          ];
        }),
      ];
    },
  },
  {
    name: 'service-exec',
    source: 'docs:AmazonECS/ecs-exec: its agent writes into the root file system',
    type: SERVICE,
    faults: (r, world) => {
      const task = world.target(r, r.block['task_definition']);
      const locked = task
        ? containersOf(task, world).filter((one) => one['readonlyRootFilesystem'] === true)
        : [];
      return unless(
        r.block['enable_execute_command'] !== true || locked.length === 0,
        'a shell in a container that cannot be written to',
      );
    },
  },
  {
    name: 'service-network',
    source:
      'API:ecs.AwsVpcConfiguration: 16 subnets, 5 security groups; an address of its own opens a task to the internet',
    type: SERVICE,
    faults: ({ block }) => {
      const [network = {}] = blocks(block['network_configuration']);
      return [
        ...within(list(network['subnets']).length, 1, 16, 'the number of subnets'),
        ...within(list(network['security_groups']).length, 1, 5, 'the number of security groups'),
        ...unless(network['assign_public_ip'] !== true, 'its tasks have public addresses'),
      ];
    },
  },
  {
    name: 'service-alarms',
    source: 'API:ecs.DeploymentAlarms: alarms that exist',
    type: SERVICE,
    faults: (r, world) => {
      const known = [
        ...world.of('aws_cloudwatch_metric_alarm'),
        ...world.of('aws_cloudwatch_composite_alarm'),
      ].map((alarm) => world.expand(alarm, alarm.block['alarm_name']));
      return blocks(r.block['alarms']).flatMap((alarms) =>
        texts(alarms['alarm_names']).flatMap((name) =>
          unless(known.includes(world.expand(r, name)), `there is no alarm ${world.expand(r, name)}`),
        ),
      );
    },
  },
  {
    name: 'scaling-bounds',
    source: 'API:application-autoscaling.RegisterScalableTarget: at least not above at most',
    type: [TARGET, 'aws_appautoscaling_scheduled_action'],
    faults: ({ block }, world) =>
      [block, ...blocks(block['scalable_target_action'])]
        .filter((one) => one['min_capacity'] !== undefined || one['max_capacity'] !== undefined)
        .flatMap((one) => [
          ...whole(one['min_capacity'], 0, 2_147_483_647, 'min_capacity'),
          ...whole(one['max_capacity'], 0, world.quota('ecsTasksPerService', 5000), 'max_capacity'),
          ...unless(
            Number(one['min_capacity']) <= Number(one['max_capacity']),
            `${String(one['min_capacity'])} is above ${String(one['max_capacity'])}`,
          ),
        ]),
  },
  {
    name: 'scaling-policy',
    source:
      'API:application-autoscaling.PredefinedMetricSpecification: a label for ALBRequestCountPerTarget, for nothing else',
    type: POLICY,
    faults: (r, world) => [
      ...matches(world.expand(r, r.block['name']), /^[^\0]{1,256}$/, 'the name'),
      ...unless(targetOf(r, world) !== undefined, 'it scales nothing'),
      ...blocks(r.block['target_tracking_scaling_policy_configuration']).flatMap((tracking) => [
        ...unless(Number(tracking['target_value']) > 0, 'its target is not above 0'),
        ...blocks(tracking['predefined_metric_specification']).flatMap((metric) => {
          const byRequests = metric['predefined_metric_type'] === 'ALBRequestCountPerTarget';
          return unless(
            byRequests === (metric['resource_label'] !== undefined),
            'a label and a count of requests go together',
          );
        }),
      ]),
    ],
  },
  {
    name: 'scaling-schedule',
    source: 'API:application-autoscaling.PutScheduledAction: a name of 256, a schedule of 1,600 characters',
    type: 'aws_appautoscaling_scheduled_action',
    faults: (r, world) => [
      ...matches(world.expand(r, r.block['name']), /^(?!.*[\u0000-\u001f:/|]).{1,256}$/, 'the name'),
      ...matches(
        world.expand(r, r.block['schedule']),
        /^(?=.{1,1600}$)(at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)|rate\([1-9]\d* (minute|minutes|hour|hours|day|days)\)|cron\((\S+ ){5}\S+\))$/,
        'the schedule',
      ),
      ...unless(targetOf(r, world) !== undefined, 'it scales nothing'),
    ],
  },
];

function sendsTo(rule: Resource, group: Resource, world: World): boolean {
  return blocks(rule.block['action']).some(
    (action) => world.target(rule, action['target_group_arn']) === group,
  );
}
