import { limits } from '@mcp-fleet/core';
import { routerDimension, routerMetricNames, routerNamespace, type RouterMetric } from './router-metrics';

/** Environment that a dashboard shows, and the prefixes that it searches by. */
export interface DashboardScope {
  /** Name of the environment. */
  readonly environment: string;
  /** Prefixes of the names of its functions, clusters, load balancers and REST APIs. */
  readonly names: readonly string[];
  /** Region of the metrics and of the links. */
  readonly region: string;
  /** Domain of the AWS console in the partition. */
  readonly consoleDomain: string;
  /** Names of the labels that the router adds to its dimensions. */
  readonly labelNames: readonly string[];
  /** Ids of the HTTP APIs. */
  readonly httpApiIds: readonly string[];
  /** Log groups by what they are called. */
  readonly logGroups: Readonly<Record<string, string>>;
}

/** A widget in the JSON of a dashboard. */
export interface Widget {
  /** Kind of the widget. */
  readonly type: 'text' | 'metric';
  /** Column of the left edge, 0 to 23. */
  readonly x: number;
  /** Row of the upper edge. */
  readonly y: number;
  /** Width in columns, 1 to 24. */
  readonly width: number;
  /** Height in rows. */
  readonly height: number;
  /** Settings of the widget, by its kind. */
  readonly properties: Readonly<Record<string, unknown>>;
}

interface Graph {
  readonly title: string;
  /** Search expressions, with the beginning of their labels. */
  readonly searches: readonly { readonly expressions: readonly string[]; readonly label: string }[];
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

function rows(scope: DashboardScope): Readonly<Record<string, readonly Graph[]>> {
  const router = (metric: RouterMetric, statistic: string, label = '') => ({
    expressions: [routerSearch(scope, metric, statistic)],
    label,
  });
  const named = (schema: string, dimension: string, before = '') => {
    const terms = scope.names.map((name) => `${dimension}=${before}${name}`);
    return (metric: string, statistic: string, label = '') => ({
      expressions: searches(`{${schema}} MetricName="${metric}"`, terms, statistic),
      label,
    });
  };
  const fn = named('AWS/Lambda,FunctionName', 'FunctionName');
  const rest = named('AWS/ApiGateway,ApiName,Stage', 'ApiName');
  const service = named('AWS/ECS,ClusterName,ServiceName', 'ClusterName');
  const insights = named('ECS/ContainerInsights,ClusterName,ServiceName', 'ClusterName');
  // The value is app/<name>/<id>: so only whole beginnings of names match.
  const alb = named('AWS/ApplicationELB,LoadBalancer,TargetGroup', 'LoadBalancer', 'app/');
  const balancer = named('AWS/ApplicationELB,LoadBalancer', 'LoadBalancer', 'app/');
  const api = (metric: string, statistic: string, label = '') => ({
    expressions: searches(
      `{AWS/ApiGateway,ApiId,Stage} MetricName="${metric}"`,
      scope.httpApiIds.map((id) => `ApiId="${id}"`),
      statistic,
    ),
    label,
  });
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
        title: 'Restarts, open circuits, unread secrets',
        searches: [
          router('restarts', 'Sum', 'restart'),
          router('circuitOpens', 'Sum', 'circuit'),
          router('secrets', 'Sum', 'secret'),
        ],
      },
    ],
    Edge: [
      {
        title: 'Requests',
        searches: [api('Count', 'Sum'), rest('Count', 'SampleCount'), alb('RequestCount', 'Sum')],
      },
      {
        title: '5xx answers',
        searches: [api('5xx', 'Sum'), rest('5XXError', 'Sum'), alb('HTTPCode_Target_5XX_Count', 'Sum')],
      },
      {
        title: 'Load balancers: 5xx of their own, failed connections',
        searches: [
          balancer('HTTPCode_ELB_5XX_Count', 'Sum', '5xx'),
          alb('TargetConnectionErrorCount', 'Sum', 'to tasks'),
          balancer('RejectedConnectionCount', 'Sum', 'rejected'),
        ],
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
      { title: 'CPU in %', searches: [service('CPUUtilization', 'Average')] },
      { title: 'Memory in %', searches: [service('MemoryUtilization', 'Average')] },
      { title: 'Running tasks', searches: [insights('RunningTaskCount', 'Average')] },
      { title: 'Unhealthy tasks', searches: [alb('UnHealthyHostCount', 'Maximum')] },
    ],
  };
}

function routerSearch({ environment, labelNames }: DashboardScope, metric: RouterMetric, statistic: string) {
  const schema = [routerNamespace, ...[...labelNames, routerDimension].map(quotedName)].join(',');
  const own = labelNames.includes('Environment') ? ` Environment="${environment}"` : '';
  return search(`{${schema}} MetricName="${routerMetricNames[metric]}"${own}`, statistic);
}

/**
 * Search expressions for any of the terms: as many as it takes for each query to keep its limit; none without terms.
 *
 * Quoted terms match the whole of a value. Others match words that stand side by side in it: CloudWatch takes `dev2-tools`
 * apart into dev, 2 and tools, so `dev` alone would match it, and `dev-tools` does not.
 */
// Source: docs:cloudwatch/search-expression-syntax.
function searches(query: string, terms: readonly string[], statistic: string): string[] {
  const max = limits.cloudwatch.searchQuery.max - query.length - ' ()'.length;
  const groups: string[] = [];
  for (const term of terms) {
    const group = groups.at(-1);
    const longer = `${group} OR ${term}`;
    if (group !== undefined && longer.length <= max) groups[groups.length - 1] = longer;
    else groups.push(term);
  }
  return groups.map((group) => search(`${query} (${group})`, statistic));
}

function search(query: string, statistic: string): string {
  return `SEARCH('${query}', '${statistic}')`;
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
      metrics: searches
        .flatMap(({ expressions, label }) => expressions.map((expression) => ({ expression, label })))
        .map((it, index) => [{ ...it, id: `s${index}` }]),
    },
  };
}
