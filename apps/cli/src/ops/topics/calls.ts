import type { FleetAtAws, LogSource } from '../fleet-at-aws';
import type { Operation } from '../operation';
import { verbatim } from '../shell';
import { ERROR_FIELDS } from './logs';

/** Namespace and dimensions of the router's metrics. */
export const NAMESPACE = 'McpFleet';
export const DIMENSIONS = ['Deployment', 'Environment', 'Instance'] as const;

/** The AWS CLI takes seconds since 1970, which every shell can count. */
const HOUR_AGO = verbatim('$(($(date +%s) - 3600))');
const NOW = verbatim('$(date +%s)');
const PERIOD_SECONDS = 300;

export function calls(fleet: FleetAtAws): Operation[] {
  return [...ofAll(fleet), ...fleet.logs.map((source) => ofInstance(fleet, source)), slowest(fleet)];
}

function ofAll({ plan, aws }: FleetAtAws): Operation[] {
  const { environment } = plan;
  const search = (metric: string) =>
    `SEARCH('{${NAMESPACE},${DIMENSIONS.join(',')}} MetricName="${metric}" Environment="${environment}"', 'Sum', ${PERIOD_SECONDS})`;
  const count = (metrics: readonly string[]) => {
    const queries = metrics.map((metric) => ({
      Id: metric.toLowerCase(),
      Expression: search(metric),
      Label: `\${PROP('Dim.Instance')} ${metric}`,
    }));
    return aws`cloudwatch get-metric-data --start-time ${HOUR_AGO} --end-time ${NOW} --metric-data-queries ${JSON.stringify(queries)} --query ${'MetricDataResults[].[Label, sum(Values)]'} --output table`;
  };
  return [
    {
      topic: 'calls',
      title: 'calls of the last hour, by instance',
      commands: [count(['Requests'])],
      note: 'An instance that nobody called for long is not in the table.',
    },
    {
      topic: 'calls',
      title: 'errors of the last hour, by instance and kind',
      commands: [count(ERROR_FIELDS)],
    },
  ];
}

function ofInstance({ plan, aws }: FleetAtAws, { deployment, instance }: LogSource): Operation {
  const values = { Deployment: deployment, Environment: plan.environment, Instance: instance };
  const dimensions = DIMENSIONS.map((name) => `Name=${name},Value=${values[name]}`);
  return {
    topic: 'calls',
    title: `calls of ${instance} in the last hour`,
    instances: [instance],
    commands: [
      aws`cloudwatch get-metric-statistics --namespace ${NAMESPACE} --metric-name Requests --dimensions ${dimensions} --start-time ${HOUR_AGO} --end-time ${NOW} --period ${PERIOD_SECONDS} --statistics Sum --query ${'sum(Datapoints[].Sum)'} --output text`,
    ],
  };
}

/** Two commands: the answer of a query is not there at once. */
function slowest({ logs, aws }: FleetAtAws): Operation {
  const groups = [...new Set(logs.map(({ logGroup }) => logGroup))];
  const query =
    'filter kind = "access" | stats count() as calls, pct(Latency, 50) as p50, pct(Latency, 95) as p95, max(Latency) as longest by Instance, method | sort p95 desc';
  const start = aws`logs start-query --log-group-names ${groups.slice(0, MOST_GROUPS)} --start-time ${HOUR_AGO} --end-time ${NOW} --query-string ${query} --query queryId --output text`;
  return {
    topic: 'calls',
    title: 'calls and times of the last hour, by instance and method, from the logs',
    commands: [
      `QUERY=$(${start})`,
      aws`logs get-query-results --query-id ${verbatim('"$QUERY"')} --query ${'{status: status, rows: results[].[field, value][]}'} --output json`,
    ],
    note: `Times are milliseconds; the second command again until the status is Complete.${
      groups.length > MOST_GROUPS ? ` The first ${MOST_GROUPS} of ${groups.length} log groups.` : ''
    }`,
  };
}

/** Log groups of one query: API reference, StartQuery. */
const MOST_GROUPS = 50;
