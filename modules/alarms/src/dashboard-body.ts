import { routerDimension, routerMetricNames, routerNamespace, type RouterMetric } from './router-metrics';

/** What a dashboard looks for. */
export interface DashboardScope {
  /** Name of the environment. */
  readonly environment: string;
  /** Region of the metrics and of the links. */
  readonly region: string;
  /** Domain of the AWS console in the partition. */
  readonly consoleDomain: string;
  /** Names of the labels that the router adds to its dimensions. */
  readonly labelNames: readonly string[];
  /** Ids of the HTTP APIs; all of the Region where there is none. */
  readonly httpApiIds: readonly string[];
  /** Log groups by what they are called. */
  readonly logGroups: Readonly<Record<string, string>>;
}

/** A widget in the JSON of a dashboard. */
export interface Widget {
  readonly type: 'text' | 'metric';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

interface Graph {
  readonly title: string;
  /** Search expressions, each with the beginning of its labels. */
  readonly searches: readonly { readonly expression: string; readonly label: string }[];
}

const COLUMNS = 24;
const GRAPH_HEIGHT = 6;
const TITLE_HEIGHT = 1;
const PERIOD_SECONDS = 60;

/** The widgets of a fleet's dashboard: the same rows for every environment, filled by what has reported lately. */
export function dashboardWidgets(scope: DashboardScope): Widget[] {
  const widgets: Widget[] = [text(logLinks(scope), 0, 2)];
  let y = 2;
  for (const [title, graphs] of Object.entries(rows(scope))) {
    widgets.push(text(`## ${title}`, y, TITLE_HEIGHT));
    y += TITLE_HEIGHT;
    const width = COLUMNS / graphs.length;
    graphs.forEach((graph, index) =>
      widgets.push(metricWidget(graph, scope.region, index * width, y, width)),
    );
    y += GRAPH_HEIGHT;
  }
  return widgets;
}

/** All search expressions of a dashboard, for checks of their length. */
export function searchesOf(scope: DashboardScope): string[] {
  return Object.values(rows(scope)).flatMap((graphs) =>
    graphs.flatMap(({ searches }) => searches.map(({ expression }) => expression)),
  );
}

function rows(scope: DashboardScope): Readonly<Record<string, readonly Graph[]>> {
  const router = (metric: RouterMetric, statistic: string, label = '') => ({
    expression: routerSearch(scope, metric, statistic),
    label,
  });
  const aws = (schema: string, dimension: string, metric: string, statistic: string, label = '') => ({
    expression: search(
      `{${schema}} MetricName="${metric}" ${words(dimension, scope.environment)}`,
      statistic,
    ),
    label,
  });
  const fn = (metric: string, statistic: string) =>
    aws('AWS/Lambda,FunctionName', 'FunctionName', metric, statistic);
  const api = (metric: string, statistic: string, label = '') => ({
    expression: httpApiSearch(scope, metric, statistic),
    label,
  });
  const rest = (metric: string, statistic: string, label = '') =>
    aws('AWS/ApiGateway,ApiName,Stage', 'ApiName', metric, statistic, label);
  const alb = (metric: string, statistic: string, label = '') =>
    aws('AWS/ApplicationELB,LoadBalancer,TargetGroup', 'LoadBalancer', metric, statistic, label);
  const service = (namespace: string, metric: string, statistic: string, label = '') =>
    aws(`${namespace},ClusterName,ServiceName`, 'ServiceName', metric, statistic, label);
  return {
    Instances: [
      { title: 'Requests', searches: [router('requests', 'Sum')] },
      { title: 'Latency p95 in ms', searches: [router('latency', 'p95')] },
      {
        title: 'Failed requests',
        searches: [router('transport', 'Sum', 'not reached'), router('http5xx', 'Sum', '5xx')],
      },
    ],
    'Errors by kind': [
      {
        title: 'JSON-RPC and tool errors',
        searches: [router('jsonRpc', 'Sum', 'JSON-RPC'), router('tool', 'Sum', 'tool')],
      },
      {
        title: 'Without access, throttled',
        searches: [router('auth', 'Sum', 'access'), router('throttled', 'Sum', 'throttled')],
      },
      {
        title: 'Restarts, open circuits',
        searches: [router('restarts', 'Sum', 'restart'), router('circuitOpens', 'Sum', 'circuit')],
      },
    ],
    Edge: [
      {
        title: 'Requests',
        searches: [api('Count', 'Sum'), rest('Count', 'Sum'), alb('RequestCount', 'Sum')],
      },
      {
        title: '5xx answers',
        searches: [api('5xx', 'Sum'), rest('5XXError', 'Sum'), alb('HTTPCode_Target_5XX_Count', 'Sum')],
      },
      {
        title: 'Latency p95: APIs in ms, load balancers in s',
        searches: [api('Latency', 'p95'), rest('Latency', 'p95'), alb('TargetResponseTime', 'p95')],
      },
    ],
    Functions: [
      { title: 'Invocations', searches: [fn('Invocations', 'Sum')] },
      { title: 'Errors', searches: [fn('Errors', 'Sum')] },
      { title: 'Duration p95 in ms', searches: [fn('Duration', 'p95')] },
      { title: 'Concurrent executions', searches: [fn('ConcurrentExecutions', 'Maximum')] },
    ],
    Services: [
      { title: 'CPU in %', searches: [service('AWS/ECS', 'CPUUtilization', 'Average')] },
      { title: 'Memory in %', searches: [service('AWS/ECS', 'MemoryUtilization', 'Average')] },
      { title: 'Running tasks', searches: [service('ECS/ContainerInsights', 'RunningTaskCount', 'Average')] },
      { title: 'Unhealthy tasks', searches: [alb('UnHealthyHostCount', 'Maximum')] },
    ],
  };
}

function routerSearch({ environment, labelNames }: DashboardScope, metric: RouterMetric, statistic: string) {
  const schema = [routerNamespace, ...[...labelNames, routerDimension].map(quotedName)].join(',');
  const own = labelNames.includes('Environment') ? ` Environment="${environment}"` : '';
  return search(`{${schema}} MetricName="${routerMetricNames[metric]}"${own}`, statistic);
}

function httpApiSearch({ httpApiIds }: DashboardScope, metric: string, statistic: string): string {
  const ids = httpApiIds.map((id) => `"${id}"`).join(' OR ');
  return search(
    `{AWS/ApiGateway,ApiId,Stage} MetricName="${metric}"${ids ? ` ApiId=(${ids})` : ''}`,
    statistic,
  );
}

function search(query: string, statistic: string): string {
  return `SEARCH('${query}', '${statistic}')`;
}

/** Names begin with the environment's; unquoted terms match parts of a name, quoted ones the whole of it. */
function words(dimension: string, environment: string): string {
  return environment
    .split('-')
    .map((word) => `${dimension}=${word}`)
    .join(' ');
}

/** Names with anything but letters and digits stand in quotes in a schema. */
function quotedName(name: string): string {
  return /^[A-Za-z0-9]+$/.test(name) ? name : `"${name}"`;
}

function logLinks({ environment, region, consoleDomain, logGroups }: DashboardScope): string {
  const logs = `https://${region}.${consoleDomain}/cloudwatch/home?region=${region}#logsV2:log-groups`;
  const links = Object.entries(logGroups).map(
    ([label, name]) => `[${label}](${logs}/log-group/${consoleEncoded(name)})`,
  );
  return [`# ${environment}`, ['Logs:', ...links, `[all](${logs})`].join(' ')].join('\n');
}

/** The console decodes what follows the # twice, with $ for %. */
function consoleEncoded(name: string): string {
  return encodeURIComponent(encodeURIComponent(name)).replaceAll('%', '$');
}

function text(markdown: string, y: number, height: number): Widget {
  return { type: 'text', x: 0, y, width: COLUMNS, height, properties: { markdown } };
}

function metricWidget(
  { title, searches }: Graph,
  region: string,
  x: number,
  y: number,
  width: number,
): Widget {
  return {
    type: 'metric',
    x,
    y,
    width,
    height: GRAPH_HEIGHT,
    properties: {
      title,
      region,
      view: 'timeSeries',
      period: PERIOD_SECONDS,
      metrics: searches.map(({ expression, label }, index) => [{ expression, label, id: `s${index}` }]),
    },
  };
}
