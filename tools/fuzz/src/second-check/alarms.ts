import type { Resource } from './documents';
import type { Rule } from './rule';
import { matches, unless, whole, within } from './rule';
import type { World } from './world';
import type { Block } from './values';
import { blocks, list, object, parsed, repeated } from './values';

const ALARM = 'aws_cloudwatch_metric_alarm';
const COMPOSITE = 'aws_cloudwatch_composite_alarm';
const HOUR_SECONDS = 3600;
const DAY_SECONDS = 86_400;

const periodsOf = (block: Block): readonly unknown[] =>
  [
    block['period'],
    ...blocks(block['metric_query']).flatMap((query) => [
      query['period'],
      ...blocks(query['metric']).map(({ period }) => period),
    ]),
  ].filter((period) => period !== undefined);
const nameOf = (alarm: Resource, world: World) => world.expand(alarm, alarm.block['alarm_name']);

export const alarmRules: readonly Rule[] = [
  {
    name: 'alarm-texts',
    source: 'API:cloudwatch.AlarmName 255, AlarmDescription 1,024; 5 actions',
    type: [ALARM, COMPOSITE],
    faults: (r, world) => [
      ...matches(nameOf(r, world), /^[\x20-\x7e]{1,255}$/, 'the name'),
      ...unless(
        world.expand(r, r.block['alarm_description'] ?? '').length <= 1024,
        'the description has more than 1,024 characters',
      ),
      ...['alarm_actions', 'ok_actions', 'insufficient_data_actions'].flatMap((key) =>
        unless(list(r.block[key]).length <= 5, `${key} has more than 5`),
      ),
    ],
  },
  {
    name: 'alarm-period',
    source:
      'API:cloudwatch.PutMetricAlarm: 10, 20, 30 or a multiple of 60 s; looked at over a day, or a week from an hour on',
    type: ALARM,
    faults: ({ block }) =>
      periodsOf(block).flatMap((period) => {
        const seconds = Number(period);
        const span = seconds * Number(block['evaluation_periods'] ?? 1);
        return [
          ...unless(
            [10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0),
            `a period is ${seconds} s`,
          ),
          ...unless(
            span <= (seconds >= HOUR_SECONDS ? 7 * DAY_SECONDS : DAY_SECONDS),
            `it looks at ${span} s`,
          ),
        ];
      }),
  },
  {
    name: 'alarm-evaluation',
    source: 'API:cloudwatch.PutMetricAlarm: DatapointsToAlarm, TreatMissingData, ComparisonOperator',
    type: ALARM,
    faults: ({ block }) => [
      ...whole(block['evaluation_periods'], 1, 1_000_000, 'evaluation_periods'),
      ...whole(block['datapoints_to_alarm'], 1, Number(block['evaluation_periods']), 'datapoints_to_alarm'),
      ...unless(
        ['breaching', 'notBreaching', 'ignore', 'missing', undefined].includes(
          block['treat_missing_data'] as string,
        ),
        `treat_missing_data is ${String(block['treat_missing_data'])}`,
      ),
      ...matches(
        String(block['comparison_operator']),
        /^((GreaterThan|LessThan|GreaterThanOrEqualTo|LessThanOrEqualTo)Threshold|LessThanLowerOrGreaterThanUpperThreshold|(LessThanLower|GreaterThanUpper)Threshold)$/,
        'the comparison',
      ),
      ...unless(
        (block['threshold'] === undefined) !== (block['threshold_metric_id'] === undefined),
        'one threshold',
      ),
      ...unless(
        !['evaluate', 'ignore', undefined].every(
          (value) => value !== block['evaluate_low_sample_count_percentiles'],
        ),
        'few samples are neither evaluated nor ignored',
      ),
      ...unless(
        block['statistic'] === undefined || block['extended_statistic'] === undefined,
        'two statistics',
      ),
    ],
  },
  {
    name: 'alarm-math',
    source:
      'API:cloudwatch.MetricDataQuery: 20 of them, 10 metrics; ids begin with a lower-case letter; one returns data; expressions of 2,048',
    type: ALARM,
    faults: (r, world) => {
      const queries = blocks(r.block['metric_query']);
      if (queries.length === 0) return unless(r.block['metric_name'] !== undefined, 'it looks at nothing');
      const ids = queries.map(({ id }) => String(id));
      return [
        ...unless(queries.length <= 20, `it has ${queries.length} queries`),
        ...unless(
          queries.filter(({ metric }) => metric !== undefined).length <= 10,
          'it reads more than 10 metrics',
        ),
        ...unless(
          queries.filter((query) => query['return_data'] === true).length === 1,
          'not one query is what it looks at',
        ),
        ...ids.flatMap((id) => matches(id, /^[a-z][A-Za-z0-9_]{0,254}$/, 'an id')),
        ...repeated(ids).map((id) => `two queries have the id ${id}`),
        ...queries.flatMap((query) =>
          unless(
            (query['metric'] === undefined) !== (query['expression'] === undefined),
            'a metric or an expression, one of them',
          ),
        ),
        ...queries.flatMap(({ expression }) =>
          expression === undefined ? [] : expressionFaults(world.expand(r, expression), ids),
        ),
        ...unless(
          r.block['metric_name'] === undefined && r.block['statistic'] === undefined,
          'queries beside a metric',
        ),
      ];
    },
  },
  {
    name: 'alarm-metrics',
    source: 'API:cloudwatch.Metric: names of 255, 30 dimensions, none empty',
    type: ALARM,
    faults: (r, world) =>
      [r.block, ...blocks(r.block['metric_query']).flatMap(({ metric }) => blocks(metric))]
        .filter((one) => one['metric_name'] !== undefined)
        .flatMap((one) => [
          ...matches(String(one['metric_name']), /^.{1,255}$/, 'the metric'),
          ...matches(String(one['namespace']), /^[^:]{1,255}$/, 'the namespace'),
          ...unless(Object.keys(object(one['dimensions'])).length <= 30, 'it has more than 30 dimensions'),
          ...Object.entries(object(one['dimensions'])).flatMap(([key, value]) => [
            ...matches(key, /^[^:].{0,254}$/, 'a dimension'),
            ...matches(world.expand(r, value), /^.{1,1024}$/, `the dimension ${key}`),
          ]),
          ...statisticFaults(one),
        ]),
  },
  {
    name: 'alarm-composite',
    source:
      'API:cloudwatch.PutCompositeAlarm: rule of 10,240 characters, 100 children that exist, none of them itself',
    type: COMPOSITE,
    faults: (r, world) => {
      const rule = world.expand(r, r.block['alarm_rule']);
      const children = childrenOf(rule);
      const known = [...world.of(ALARM), ...world.of(COMPOSITE)].map((alarm) => nameOf(alarm, world));
      return [
        ...within(rule.length, 1, 10_240, 'the number of characters'),
        ...within(new Set(children).size, 1, 100, 'the number of children'),
        ...unless(isRule(rule), 'the rule cannot be read'),
        ...children.flatMap((child) => unless(known.includes(child), `there is no alarm ${child}`)),
        ...unless(!children.includes(nameOf(r, world)), 'it is its own child'),
        ...blocks(r.block['actions_suppressor']).flatMap((one) => [
          ...unless(
            known.includes(world.expand(r, one['alarm'])) || String(one['alarm']).startsWith('arn:'),
            `there is no alarm ${world.expand(r, one['alarm'])}`,
          ),
          ...unless(
            one['wait_period'] !== undefined && one['extension_period'] !== undefined,
            'a suppressor without its periods',
          ),
        ]),
      ];
    },
  },
  {
    name: 'dashboard',
    source:
      'API:cloudwatch.PutDashboard: name of 255 letters, digits, _ and -; 500 widgets; a grid of 24 columns',
    type: 'aws_cloudwatch_dashboard',
    faults: (r, world) => {
      const body = parsed(world.expand(r, r.block['dashboard_body']));
      const widgets = blocks(object(body)['widgets']);
      return [
        ...matches(world.expand(r, r.block['dashboard_name']), /^[A-Za-z0-9_-]{1,255}$/, 'the name'),
        ...unless(body !== undefined, 'the body is no JSON'),
        ...within(widgets.length, 1, 500, 'the number of widgets'),
        ...widgets.flatMap(widgetFaults),
      ];
    },
  },
];

function expressionFaults(expression: string, ids: readonly string[]): readonly string[] {
  const used = expression.replace(/'[^']*'|"[^"]*"/g, '').match(/\b[a-z]\w*\b/g) ?? [];
  return [
    ...within(expression.length, 1, 2048, 'the length of an expression'),
    ...unless(!expression.includes('SEARCH('), 'an alarm cannot search'),
    ...used.flatMap((id) => unless(ids.includes(id), `the expression asks for ${id}, which is no id`)),
  ];
}

function statisticFaults(one: Block): readonly string[] {
  const statistic = one['stat'] ?? one['extended_statistic'] ?? one['statistic'];
  return matches(
    String(statistic),
    /^(SampleCount|Average|Sum|Minimum|Maximum|IQM|(p|tm|wm|tc|ts)\d{1,2}(\.\d+)?|p100)$/,
    'the statistic',
  );
}

/** Alarms that a composite rule names. */
function childrenOf(rule: string): string[] {
  return [...rule.matchAll(/(?:ALARM|OK|INSUFFICIENT_DATA)\(\s*"?([^")]+?)"?\s*\)/g)].map(
    ([, name]) => name as string,
  );
}

/** Whether nothing of the rule is left once alarms, words and brackets are taken away. */
function isRule(rule: string): boolean {
  const bare = rule
    .replace(/(ALARM|OK|INSUFFICIENT_DATA)\(\s*("[^"]*"|[^")]+)\s*\)/g, 'A')
    .replace(/\b(TRUE|FALSE)\b/g, 'A');
  let rest = bare.replace(/\s+/g, ' ').trim();
  for (let before = ''; before !== rest;) {
    before = rest;
    rest = rest
      .replace(/\bNOT A\b/g, 'A')
      .replace(/\(\s*A\s*\)/g, 'A')
      .replace(/\bA (AND|OR) A\b/g, 'A')
      .replace(/AT_LEAST\(\d+%?, ?\(?A(, ?A)*\)?\)/g, 'A');
  }
  return rest === 'A';
}

function widgetFaults(widget: Block): readonly string[] {
  const properties = object(widget['properties']);
  return [
    ...whole(widget['x'], 0, 23, 'x'),
    ...whole(widget['width'], 1, 24, 'the width'),
    ...whole(widget['height'], 1, 1000, 'the height'),
    ...unless(Number(widget['x'] ?? 0) + Number(widget['width'] ?? 6) <= 24, 'a widget is beyond the grid'),
    ...unless(
      ['metric', 'text', 'log', 'alarm', 'explorer'].includes(String(widget['type'])),
      'a widget of an unknown kind',
    ),
    ...unless(widget['type'] !== 'metric' || properties['region'] !== undefined, 'a widget without a Region'),
    ...unless(blocks(properties['metrics']).length <= 500, 'a widget with more than 500 metrics'),
    ...unless(
      blocks(properties['alarms']).length <= 100 && list(properties['alarms']).length <= 100,
      'a widget with more than 100 alarms',
    ),
    ...repeated(
      list(properties['metrics']).flatMap((metric) =>
        list(metric).flatMap((part) =>
          object(part)['id'] === undefined ? [] : [String(object(part)['id'])],
        ),
      ),
    ).map((id) => `two metrics of a widget have the id ${id}`),
  ];
}
