import {
  AlarmTopic,
  DeployingAlarm,
  FleetDashboard,
  InstanceAlarms,
  type FleetDashboardProps,
  type InstanceAlarmsProps,
} from '@mcp-fleet/alarms';
import {
  at,
  countOf,
  letters,
  made,
  record,
  values,
  type Resources,
  type ServiceCases,
  type Value,
} from './case';
import { account, region } from './fixtures';

const MODULE = 'alarms';
const ALARM = 'aws_cloudwatch_metric_alarm';
const PAGE = 'aws_cloudwatch_composite_alarm';
const DASHBOARD = 'aws_cloudwatch_dashboard';

const alarms = (change: Partial<InstanceAlarmsProps> = {}): Resources =>
  made(
    (stack) =>
      new InstanceAlarms(stack, 'alarms', {
        environment: 'dev',
        deployment: 'tools',
        instance: 'gitlab',
        compute: { kind: 'function', functionName: 'dev-tools-gitlab' },
        timeLimitSeconds: 29,
        ...change,
      }),
  );
const dashboard = (change: Partial<FleetDashboardProps>): Resources =>
  made(
    (stack) => new FleetDashboard(stack, 'dashboard', { environment: 'dev', region, names: [], ...change }),
  );
const topic = (topicName: string): Resources =>
  made((stack) => new AlarmTopic(stack, 'topic', { topicName, account, region }));
const topicArns = (count: number) =>
  Object.keys(record(count, String)).map((key) => `arn:aws:sns:${region}:${account}:${key}`);

export const cloudwatch: ServiceCases<'cloudwatch'> = {
  alarmName: {
    cases: [
      {
        by: MODULE,
        make: (instance: string) => alarms({ instance }),
        shows: (all: Resources, instance: string) =>
          values(all, ALARM, 'dimensions.Instance')
            .concat(values(all, ALARM, 'metric_query.metric.dimensions.Instance'))
            .includes(instance),
        ofSize: letters,
        text: true,
      },
    ],
    fixed: {
      by: MODULE,
      make: () => alarms({ instance: letters(255) }),
      values: (all) => values(all, ALARM, 'alarm_name'),
      beyond: letters(256),
    },
  },
  alarmDescription: {
    cases: [
      {
        by: MODULE,
        make: (size: number) => alarms({ runbook: letters(size - PAGE_TEXT) }),
        shows: (all: Resources, size: number) =>
          values(all, PAGE, 'alarm_description').some((it) => String(it).length === size),
        text: true,
      },
    ],
  },
  compositeRule: {
    fixed: {
      by: MODULE,
      make: () => alarms({ environment: letters(255), deployment: letters(255), instance: letters(255) }),
      values: (all) => values(all, PAGE, 'alarm_rule'),
      beyond: letters(10_241),
    },
  },
  compositeChildren: {
    fixed: {
      by: MODULE,
      make: () => alarms(),
      values: (all) => values(all, PAGE, 'alarm_rule').map((rule) => String(rule).split(' OR ').length),
      beyond: 101,
    },
  },
  alarmActions: {
    cases: [
      {
        by: MODULE,
        make: (count: number) => alarms({ actions: { pageTopicArns: topicArns(count) } }),
        shows: countOf(PAGE, 'alarm_actions'),
      },
    ],
  },
  dimensionValue: {
    cases: [
      {
        by: MODULE,
        make: (deployment: string) =>
          made((stack) => new DeployingAlarm(stack, 'deploying', { environment: 'dev', deployment })),
        shows: at(ALARM, 'dimensions.Deployment'),
        ofSize: letters,
        text: true,
      },
    ],
  },
  dashboardName: {
    cases: [
      {
        by: MODULE,
        make: (dashboardName: string) => dashboard({ dashboardName }),
        shows: at(DASHBOARD, 'dashboard_name'),
        ofSize: letters,
        text: true,
        pattern: { good: 'dev_1-b', bad: 'dev.b' },
      },
    ],
  },
  dashboardWidgets: {
    fixed: {
      by: MODULE,
      make: () => dashboard({ logGroups: record(20, (key) => `/aws/lambda/${key}`) }),
      values: (all) =>
        Object.values(all[DASHBOARD] ?? {}).map(
          (it) => (JSON.parse(String(it['dashboard_body'])) as { widgets: unknown[] }).widgets.length,
        ),
      beyond: 501,
    },
  },
  searchQuery: {
    fixed: {
      by: MODULE,
      make: () => dashboard({ httpApiIds: Object.keys(record(200, String)).map((key) => `${key}abcdefgh`) }),
      values: (all) => searches(all),
      ofSize: searching,
      beyond: letters(1025),
    },
  },
  topicName: {
    cases: [
      {
        by: MODULE,
        make: topic,
        shows: at('aws_sns_topic', 'name'),
        ofSize: letters,
        text: true,
        pattern: { good: 'mcp_1-b', bad: 'mcp.alerts' },
      },
    ],
  },
};

const PAGE_TEXT = 'gitlab of tools in dev does not serve its callers. '.length;

/** A dashboard whose longest search has so many characters, as long as it is one search. */
function searching(characters: number): Resources {
  const some = Array.from({ length: 9 }, (_, i) => `dev-${i}${letters(70)}`);
  const of = (last: string) => dashboard({ names: [...some, `dev-${last}`] });
  const shortest = Math.max(...searches(of('')).map((it) => String(it).length));
  return of(letters(characters - shortest));
}

/** Between the quotes of SEARCH('…', …). */
function searches(all: Resources): Value[] {
  return Object.values(all[DASHBOARD] ?? {}).flatMap((it) =>
    [...String(it['dashboard_body']).matchAll(/SEARCH\('([^']*)'/g)].map(
      ([, query]) => JSON.parse(`"${query}"`) as string,
    ),
  );
}
