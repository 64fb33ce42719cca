import type { Limit } from '../limit';

/** Amazon CloudWatch: alarms and dashboards; and the Amazon SNS topics that alarms tell. */
export const cloudwatch = {
  alarmName: {
    what: 'an alarm name',
    min: 1,
    max: 255,
    source: 'API:cloudwatch.AlarmName',
  },
  alarmDescription: {
    what: 'the description of an alarm',
    max: 1024,
    source: 'API:cloudwatch.AlarmDescription',
  },
  compositeRule: {
    what: 'the rule of a composite alarm',
    min: 1,
    max: 10_240,
    source: 'API:cloudwatch.AlarmRule',
  },
  compositeChildren: {
    what: 'the number of alarms in the rule of a composite alarm',
    min: 1,
    max: 100,
    source: 'docs:cloudwatch/cloudwatch_limits',
  },
  alarmActions: {
    what: 'the number of actions of an alarm for one state',
    max: 5,
    source: 'API:cloudwatch.ResourceList',
  },
  dimensionValue: {
    what: 'the value of a dimension',
    min: 1,
    max: 1024,
    source: 'API:cloudwatch.DimensionValue',
  },
  dashboardName: {
    what: 'a dashboard name',
    min: 1,
    max: 255,
    pattern: /^[A-Za-z0-9_-]+$/,
    patternText: 'letters, digits and - _',
    source: 'API:cloudwatch.PutDashboard',
  },
  dashboardWidgets: {
    what: 'the number of widgets of a dashboard',
    max: 500,
    source: 'docs:cloudwatch/cloudwatch_limits',
  },
  searchQuery: {
    what: 'the query of a search expression',
    max: 1024,
    source: 'docs:cloudwatch/search-expression-syntax',
  },
  topicName: {
    what: 'the name of an SNS topic',
    min: 1,
    max: 256,
    pattern: /^[A-Za-z0-9_-]+$/,
    patternText: 'letters, digits and - _',
    source: 'docs:sns/API_CreateTopic',
  },
} satisfies Record<string, Limit>;
