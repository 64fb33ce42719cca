import { lifecycle, rootStatement, tagged } from './base-workload';
import { breaks, many } from './case';

const long = (length: number) => 'x'.repeat(length);
const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const alarm = 'aws_cloudwatch_metric_alarm.one';
const two = 'aws_cloudwatch_metric_alarm.two';
const composite = 'aws_cloudwatch_composite_alarm.one';
const queries = (...more: object[]) => ({
  metric_query: [
    { id: 'rate', expression: 'a', return_data: true },
    { id: 'a', metric: { metric_name: 'R', namespace: 'N', period: 60, stat: 'Sum' } },
    ...more,
  ],
});
const widgets = (...all: object[]) => ({ dashboard_body: JSON.stringify({ widgets: all }) });
const record = 'aws_route53_record.first';
const role = 'aws_iam_role.one';
const inline = 'aws_iam_role_policy.one';
const readAll = { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*' };

export const restCases = [
  breaks('iam-names', role, { name: long(65) }, 'the name'),
  breaks('iam-names', inline, { name: long(129) }, 'the name'),
  breaks(
    'iam-sizes',
    role,
    {
      assume_role_policy: policy({
        Effect: 'Allow',
        Principal: { AWS: long(2048) },
        Action: 'sts:AssumeRole',
      }),
    },
    'its trust',
  ),
  breaks(
    'iam-sizes',
    inline,
    { policy: policy({ Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:${long(10_240)}` }) },
    'together',
  ),
  breaks('role-session', role, { max_session_duration: 43_201 }, '1 to 12 hours'),
  breaks('policy-grammar', inline, { policy: '{' }, 'no JSON'),
  breaks('policy-grammar', inline, { policy: JSON.stringify({ Statement: [] }) }, 'the version'),
  breaks(
    'policy-grammar',
    inline,
    { policy: policy({ Effect: 'Allow', Action: [], Resource: '*' }) },
    'an empty list',
  ),
  breaks(
    'policy-grammar',
    inline,
    { policy: policy({ Effect: 'Allow', Action: 'a:B', Principal: '*' }) },
    'not said',
  ),
  breaks(
    'policy-nobody-is-everybody',
    'aws_sns_topic_policy.one',
    {
      policy: policy({ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sns:Publish', Resource: 'arn:a' }),
    },
    'everybody',
  ),
  breaks(
    'policy-least',
    inline,
    { policy: policy({ Effect: 'Allow', Action: '*', Resource: '*' }) },
    'everything',
  ),
  breaks(
    'policy-least',
    inline,
    { policy: policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' }) },
    'all of a service',
  ),
  breaks('policy-least', inline, { policy: policy(readAll) }, 'all secrets'),
  breaks(
    'trust-of-service-bound',
    role,
    {
      assume_role_policy: policy({
        Effect: 'Allow',
        Principal: { Service: 'ecs-tasks.amazonaws.com' },
        Action: 'sts:AssumeRole',
      }),
    },
    'for any account',
  ),

  breaks('ecr-name', 'aws_ecr_repository.one', { name: 'MCP/one' }, 'the name'),
  breaks('ecr-tags-stay', 'aws_ecr_repository.one', { image_tag_mutability: 'MUTABLE' }, 'another image'),
  breaks(
    'ecr-lifecycle',
    'aws_ecr_lifecycle_policy.one',
    { policy: lifecycle(tagged, tagged) },
    'the priority 1',
  ),
  breaks(
    'ecr-lifecycle',
    'aws_ecr_lifecycle_policy.one',
    {
      policy: lifecycle(
        { ...tagged, selection: { tagStatus: 'any', countNumber: 1 } },
        { ...tagged, rulePriority: 2 },
      ),
    },
    'not the last',
  ),
  breaks(
    'ecr-lifecycle',
    'aws_ecr_lifecycle_policy.one',
    { policy: lifecycle({ ...tagged, selection: { tagStatus: 'tagged', countNumber: 1 } }) },
    'tags are named',
  ),
  breaks(
    'ecr-lifecycle',
    'aws_ecr_lifecycle_policy.one',
    { policy: lifecycle({ ...tagged, selection: { ...tagged.selection, tagPatternList: ['*a*b*c*d*'] } }) },
    '4 wildcards',
  ),
  breaks('ecr-lifecycle', 'aws_ecr_lifecycle_policy.one', { policy: '{"rules":[]}' }, 'characters'),

  breaks('secret-name', 'aws_secretsmanager_secret.one', { name: 'mcp/dev/one-abcdef' }, 'as an ARN'),
  breaks('secret-name', 'aws_secretsmanager_secret.one', { name: 'a b' }, 'the name'),
  breaks('secret-numbers', 'aws_secretsmanager_secret.one', { recovery_window_in_days: 6 }, 'recovered'),
  breaks('secret-no-value', 'aws_secretsmanager_secret_version.one', { secret_string: 'x' }, 'a value'),
  breaks(
    'secret-rotation',
    'aws_secretsmanager_secret_rotation.one',
    { rotation_rules: { automatically_after_days: 1001 } },
    'the days',
  ),
  breaks(
    'secret-rotation',
    'aws_secretsmanager_secret_rotation.one',
    { rotation_rules: { automatically_after_days: 1, schedule_expression: 'rate(1 day)' } },
    'one of them',
  ),
  breaks(
    'secret-rotation',
    'aws_secretsmanager_secret_rotation.one',
    { rotation_rules: { automatically_after_days: 1, duration: '2 hours' } },
    'the window',
  ),
  breaks('log-group', 'aws_cloudwatch_log_group.task', { retention_in_days: 31 }, '31 days'),
  breaks('log-group', 'aws_cloudwatch_log_group.task', { name: 'a b' }, 'the name'),
  breaks('log-filter', 'aws_cloudwatch_log_metric_filter.one', { pattern: long(1025) }, 'the pattern'),

  breaks('alarm-texts', two, { alarm_name: long(256) }, 'the name'),
  breaks('alarm-texts', two, { alarm_description: long(1025) }, 'the description'),
  breaks('alarm-period', two, { period: 45 }, 'a period is 45'),
  breaks('alarm-period', two, { period: 300, evaluation_periods: 289 }, 'looks at'),
  breaks(
    'alarm-evaluation',
    alarm,
    { treat_missing_data: 'notbreaching' },
    'treat_missing_data is notbreaching',
  ),
  breaks('alarm-evaluation', alarm, { datapoints_to_alarm: 4 }, 'datapoints_to_alarm'),
  breaks('alarm-evaluation', alarm, { comparison_operator: 'MoreThan' }, 'the comparison'),
  breaks('alarm-evaluation', alarm, { evaluate_low_sample_count_percentiles: 'never' }, 'few samples'),
  breaks('alarm-math', alarm, queries({ id: 'a', expression: 'rate' }), 'the id a'),
  breaks('alarm-math', alarm, queries({ id: 'B', expression: 'a' }), 'an id'),
  breaks('alarm-math', alarm, queries({ id: 'b', expression: 'a', return_data: true }), 'not one query'),
  breaks('alarm-math', alarm, queries({ id: 'b', expression: 'a / c' }), 'asks for c'),
  breaks(
    'alarm-math',
    alarm,
    queries(...Array.from({ length: 10 }, (_, i) => ({ id: `m${i}`, metric: {} }))),
    'more than 10 metrics',
  ),
  breaks('alarm-math', two, { metric_name: undefined }, 'looks at nothing'),
  breaks('alarm-metrics', two, { dimensions: { ClusterName: '' } }, 'the dimension ClusterName'),
  breaks('alarm-metrics', two, { statistic: 'Mean' }, 'the statistic'),
  breaks('alarm-composite', composite, { alarm_rule: 'ALARM("none")' }, 'no alarm none'),
  breaks('alarm-composite', composite, { alarm_rule: 'ALARM("dev-tools-one-errors") OR' }, 'cannot be read'),
  breaks('alarm-composite', composite, { alarm_rule: 'ALARM("dev-tools-one-page")' }, 'its own child'),
  breaks('alarm-composite', composite, { alarm_rule: `ALARM("${long(10_240)}")` }, 'characters'),
  breaks(
    'alarm-composite',
    composite,
    { actions_suppressor: { alarm: 'none', wait_period: 1, extension_period: 1 } },
    'no alarm none',
  ),
  breaks('dashboard', 'aws_cloudwatch_dashboard.one', { dashboard_name: 'a b' }, 'the name'),
  breaks('dashboard', 'aws_cloudwatch_dashboard.one', { dashboard_body: '{' }, 'no JSON'),
  breaks(
    'dashboard',
    'aws_cloudwatch_dashboard.one',
    widgets({ type: 'text', x: 12, width: 13 }),
    'beyond the grid',
  ),
  breaks(
    'dashboard',
    'aws_cloudwatch_dashboard.one',
    widgets(...Array.from({ length: 501 }, () => ({ type: 'text' }))),
    'widgets is 501',
  ),
  breaks(
    'dashboard',
    'aws_cloudwatch_dashboard.one',
    widgets({ type: 'metric', properties: { region: 'r', metrics: [[{ id: 'a' }], [{ id: 'a' }]] } }),
    'the id a',
  ),

  breaks('record-name', record, { name: `${long(64)}.example.com` }, 'the name'),
  breaks('record-set-identifier', record, { set_identifier: undefined }, 'go together'),
  breaks('record-set-identifier', record, { set_identifier: long(129) }, 'the identifier'),
  breaks('record-failover', record, { health_check_id: undefined }, 'nobody checks'),
  breaks('record-alias', record, { ttl: 60 }, 'an alias, or'),
  breaks(
    'record-alias',
    record,
    { alias: { zone_id: 'Z35SXDOTRQ7X7K', evaluate_target_health: true } },
    'written out',
  ),
  breaks('health-check', 'aws_route53_health_check.one', { request_interval: 20 }, 'the interval'),
  breaks('health-check', 'aws_route53_health_check.one', { failure_threshold: 11 }, 'the threshold'),
  breaks('health-check', 'aws_route53_health_check.one', { ip_address: '' }, 'an empty address'),
  breaks('health-check', 'aws_route53_health_check.one', { resource_path: `/${long(255)}` }, 'a path'),
  breaks(
    'health-check-own-name',
    'aws_route53_health_check.one',
    { fqdn: 'mcp.example.com' },
    'its own name',
  ),
  breaks('zone-name', 'aws_route53_zone.one', { name: 'example' }, 'the name'),
  breaks(
    'certificate',
    'aws_acm_certificate.one',
    { domain_name: `${long(60)}.example.com` },
    '64 characters',
  ),
  breaks(
    'certificate',
    'aws_acm_certificate.one',
    { subject_alternative_names: Array.from({ length: 10 }, (_, i) => `a${i}.example.com`) },
    'names is 11',
  ),
  breaks('certificate', 'aws_acm_certificate.one', { validation_method: 'EMAIL' }, 'by DNS'),
  breaks(
    'certificate-used-once-valid',
    'aws_lb_listener.one',
    { certificate_arn: '${aws_acm_certificate.one.arn}' },
    'wait for the validation',
  ),

  breaks('topic', 'aws_sns_topic.one', { kms_master_key_id: 'alias/aws/sns' }, 'may not use the key'),
  breaks('topic', 'aws_sns_topic.one', { kms_master_key_id: undefined }, 'not encrypted'),
  breaks('topic', 'aws_sns_topic.one', { name: 'a b' }, 'the name'),
  breaks('subscription', 'aws_sns_topic_subscription.one', { endpoint: 'desk' }, 'the address'),
  breaks(
    'key',
    'aws_kms_key.one',
    { policy: policy({ ...rootStatement, Action: 'kms:Decrypt' }) },
    'does not manage it',
  ),
  breaks('key', 'aws_kms_key.one', { enable_key_rotation: false }, 'never rotated'),
  breaks('key-alias', 'aws_kms_alias.one', { name: 'alias/aws/sns' }, 'the name'),
  breaks('event-rule', 'aws_cloudwatch_event_rule.one', { name: long(65) }, 'the name'),
  breaks('event-rule', 'aws_cloudwatch_event_rule.one', { event_pattern: '{' }, 'no JSON'),
  breaks('event-target', 'aws_cloudwatch_event_target.one', { target_id: long(65) }, 'the id'),
  breaks(
    'event-rule-count',
    'aws_cloudwatch_event_rule.one',
    {},
    'one of 301',
    many('aws_cloudwatch_event_rule', 300, (i) => ({ name: `rule-${i}` })),
  ),
  breaks(
    'event-target',
    'aws_cloudwatch_event_target.one',
    {},
    'more than 5 targets',
    many('aws_cloudwatch_event_target', 5, () => ({ rule: '${aws_cloudwatch_event_rule.one.name}' })),
  ),
  breaks('bucket', 'aws_s3_bucket.one', { bucket: 'A' }, 'the name'),
  breaks(
    'bucket-closed',
    'aws_s3_bucket_public_access_block.one',
    { block_public_acls: false },
    'the public',
  ),
  breaks(
    'container',
    'docker_container.one',
    { ports: [{ external: 80, ip: '0.0.0.0' }] },
    'other computers',
  ),
  breaks('container', 'docker_container.one', { name: '-a' }, 'the name'),
  breaks(
    'container-ports-differ',
    'docker_container.two',
    { ports: [{ external: 8080, ip: '127.0.0.1' }] },
    'port 8080 is taken',
  ),

  breaks('name-once', 'aws_lambda_function.two', { function_name: 'dev-tools' }, 'the same name'),
  breaks('name-once', composite, { alarm_name: 'dev-tools-one-load' }, 'the same name'),
  breaks('name-once', 'aws_security_group.task', { name: 'dev-tools-lb' }, 'the same name'),
  breaks(
    'tags',
    'aws_vpc.one',
    { tags: Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, 'v'])) },
    '51 tags',
  ),
  breaks('tags', 'aws_vpc.one', { tags: { 'aws:a': 'b' } }, 'a key'),
  breaks('tags', 'aws_vpc.one', { tags: { a: long(257) } }, 'the tag a'),
  breaks('tags', 'aws_vpc.one', { tags: { a: '<b>' } }, 'the tag a'),
  breaks(
    'texts-are-not-evaluated',
    role,
    { description: '${data.aws_region.current.name}' },
    'not in its stack',
  ),
  breaks('texts-are-not-evaluated', role, { description: 'a ${file("/etc/passwd")}' }, 'call file()'),
  breaks('texts-are-not-evaluated', role, { description: '%{ if true }' }, 'a directive'),
  breaks('texts-are-not-evaluated', role, { description: '${1 + var}' }, 'would evaluate'),
  breaks(
    'texts-are-not-evaluated',
    role,
    { description: '${data.terraform_remote_state.cross-stack-reference-input-dev-foundation.outputs.a}' },
    'no output a',
  ),
  breaks('depends-on-what-is-there', role, { depends_on: ['aws_vpc.none'] }, 'aws_vpc.none'),
  breaks('no-secret', role, { description: 'a planted-secret' }, 'a secret'),
  breaks('no-lost-value', role, { description: 'dev-undefined' }, 'a value was lost'),
  breaks('no-lost-value', role, { description: '[object Object]' }, 'a value was lost'),
];
