import type { Rule } from './rule';
import { matches, unless, whole } from './rule';
import { blocks } from './values';

const DAYS = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const secretsAndLogsRules: readonly Rule[] = [
  {
    name: 'secret-name',
    source:
      'API:secretsmanager.CreateSecret: 512 of letters, digits and /_+=.@-; not - and 6 characters at its end, unless the environment says why',
    type: 'aws_secretsmanager_secret',
    faults: (r, world) => [
      ...matches(world.expand(r, r.block['name']), /^[A-Za-z0-9/_+=.@-]{1,512}$/, 'the name'),
      ...unless(
        world.permission.acknowledged.includes('secret-name-like-arn') ||
          !/-[A-Za-z0-9]{6}$/.test(world.expand(r, r.block['name'])),
        'the name ends as an ARN does',
      ),
    ],
  },
  {
    name: 'secret-numbers',
    source: 'API:secretsmanager.RecoveryWindowInDays, DescriptionType 2,048',
    type: 'aws_secretsmanager_secret',
    faults: ({ block }) => [
      ...unless(
        block['recovery_window_in_days'] === 0 ||
          whole(block['recovery_window_in_days'], 7, 30, '').length === 0,
        'a secret is recovered for 0, or 7 to 30 days',
      ),
      ...unless(
        String(block['description'] ?? '').length <= 2048,
        'the description has more than 2,048 characters',
      ),
    ],
  },
  {
    name: 'secret-no-value',
    source: 'a value in Terraform is in its state, readable',
    type: ['aws_secretsmanager_secret_version', 'aws_ssm_parameter'],
    faults: (r) => [`${r.type} holds a value`],
  },
  {
    name: 'secret-rotation',
    source:
      'API:secretsmanager.RotationRulesType: 1 to 1,000 days or a schedule, a window of hours; creating one rotates at once',
    type: 'aws_secretsmanager_secret_rotation',
    faults: ({ block }) =>
      blocks(block['rotation_rules']).flatMap((rules) => [
        ...whole(rules['automatically_after_days'], 1, 1000, 'the days'),
        ...unless(
          (rules['automatically_after_days'] === undefined) !== (rules['schedule_expression'] === undefined),
          'days or a schedule, one of them',
        ),
        ...(rules['schedule_expression'] === undefined
          ? []
          : matches(
              String(rules['schedule_expression']),
              /^(rate\([1-9]\d* (hours?|days?)\)|cron\((\S+ ){5}\S+\))$/,
              'the schedule',
            )),
        ...(rules['duration'] === undefined
          ? []
          : matches(String(rules['duration']), /^\d{1,2}h$/, 'the window')),
      ]),
  },
  {
    name: 'log-group',
    source: 'API:logs.LogGroupName 512, Days',
    type: 'aws_cloudwatch_log_group',
    faults: (r, world) => [
      ...matches(world.expand(r, r.block['name']), /^[.\-_/#A-Za-z0-9]{1,512}$/, 'the name'),
      ...unless(
        DAYS.includes(Number(r.block['retention_in_days'])),
        `nothing is kept ${String(r.block['retention_in_days'])} days`,
      ),
    ],
  },
  {
    name: 'log-filter',
    source: 'API:logs.FilterName 512, FilterPattern 1,024',
    type: 'aws_cloudwatch_log_metric_filter',
    faults: (r, world) => [
      ...matches(world.expand(r, r.block['name']), /^[^:*]{1,512}$/, 'the name'),
      ...unless(
        String(r.block['pattern'] ?? '').length <= 1024,
        'the pattern has more than 1,024 characters',
      ),
    ],
  },
];
