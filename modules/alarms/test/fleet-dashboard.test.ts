import { FleetDashboard, routerMetricNames, type FleetDashboardProps } from '@mcp-fleet/alarms';
import { limits } from '@mcp-fleet/core';
import { addresses, onlyResource, synthesised, testStack, thrownMessage } from '@mcp-fleet/testing';

const base: FleetDashboardProps = { environment: 'dev', names: ['dev-tools'], region: 'us-east-1' };

interface Body {
  readonly widgets: readonly {
    readonly type: string;
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    readonly properties: {
      readonly title?: string;
      readonly markdown?: string;
      readonly region?: string;
      readonly metrics?: readonly [{ readonly expression: string }][];
    };
  }[];
}

function jsonOf(props: Partial<FleetDashboardProps> = {}) {
  const stack = testStack();
  new FleetDashboard(stack, 'eyes', { ...base, ...props });
  return synthesised(stack);
}
const bodyOf = (props: Partial<FleetDashboardProps> = {}) =>
  JSON.parse(String(onlyResource(jsonOf(props), 'aws_cloudwatch_dashboard').dashboard_body)) as Body;
const searches = (body: Body) =>
  body.widgets.flatMap(({ properties }) => properties.metrics?.map(([{ expression }]) => expression) ?? []);

describe('minimal props', () => {
  const body = bodyOf();

  test('every metric of the router, in the dimensions that it has', () => {
    for (const name of Object.values(routerMetricNames)) {
      expect(searches(body)).toContainEqual(
        expect.stringContaining(
          `{McpFleet,Deployment,Environment,Instance} MetricName="${name}" Environment="dev"`,
        ),
      );
    }
  });

  test('functions, services and edges are found by the words of their names', () => {
    expect(searches(body)).toEqual(
      expect.arrayContaining([
        `SEARCH('{AWS/Lambda,FunctionName} MetricName="Invocations" (FunctionName=dev-tools)', 'Sum')`,
        `SEARCH('{AWS/Lambda,FunctionName} MetricName="ConcurrentExecutions" (FunctionName=dev-tools)', 'Maximum')`,
        `SEARCH('{AWS/ECS,ClusterName,ServiceName} MetricName="CPUUtilization" (ClusterName=dev-tools)', 'Average')`,
        `SEARCH('{AWS/ApiGateway,ApiName,Stage} MetricName="5XXError" (ApiName=dev-tools)', 'Sum')`,
        `SEARCH('{AWS/ApplicationELB,LoadBalancer,TargetGroup} MetricName="RequestCount" (LoadBalancer=app/dev-tools)', 'Sum')`,
      ]),
    );
  });

  test('widgets fill their rows and do not overlap', () => {
    const cells = body.widgets.flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, i) => `${x + (i % width)},${y + Math.floor(i / width)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    const rows = Math.max(...body.widgets.map(({ y, height }) => y + height));
    expect(cells).toHaveLength(24 * rows);
  });
});

test('all props: the same rows, links to logs, exact APIs', () => {
  const body = bodyOf({
    environment: 'prod',
    names: ['prod-tools', 'prod-oncall'],
    partition: 'aws-us-gov',
    region: 'us-gov-west-1',
    dashboardName: 'fleet',
    labelNames: ['team-name'],
    httpApiIds: ['a1', 'b2'],
    logGroups: { gitlab: '/ecs/prod/tools/gitlab' },
  });
  const titles = (it: Body) => it.widgets.map(({ properties }) => properties.title);
  expect(titles(body)).toEqual(titles(bodyOf()));
  expect(body.widgets[0]?.properties.markdown).toContain(
    '[gitlab](https://us-gov-west-1.console.amazonaws-us-gov.com/cloudwatch/home?region=us-gov-west-1#logsV2:log-groups/log-group/$252Fecs$252Fprod$252Ftools$252Fgitlab)',
  );
  expect(searches(body)).toEqual(
    expect.arrayContaining([
      `SEARCH('{McpFleet,"team-name",Instance} MetricName="Requests"', 'Sum')`,
      `SEARCH('{AWS/ApiGateway,ApiId,Stage} MetricName="Count" (ApiId="a1" OR ApiId="b2")', 'Sum')`,
      `SEARCH('{AWS/Lambda,FunctionName} MetricName="Errors" (FunctionName=prod-tools OR FunctionName=prod-oncall)', 'Sum')`,
    ]),
  );
});

test('however many names there are, no query is longer than CloudWatch takes', () => {
  const names = Array.from({ length: 120 }, (_, i) => `dev-deployment-${i}`);
  const body = bodyOf({ names, httpApiIds: names.map((_, i) => `api0123${i}`) });
  const all = searches(body);
  for (const search of all) {
    const query = /^SEARCH\('(.*)', '[A-Za-z0-9]+'\)$/.exec(search)?.[1] ?? '';
    expect([search, query.length > 0 && query.length <= limits.cloudwatch.searchQuery.max]).toEqual([
      search,
      true,
    ]);
  }
  for (const name of names) expect(all.join()).toMatch(new RegExp(`FunctionName=${name}\\b`));
  for (const { properties } of body.widgets) {
    const ids = (properties.metrics as { id: string }[][] | undefined)?.map(([it]) => it?.id) ?? [];
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeLessThanOrEqual(100);
  }
});

/** The words of a name, as docs:cloudwatch/search-expression-syntax has them made. */
const words = (text: string) => text.match(/[A-Z]?[a-z]+|[A-Z]+|[0-9]+/g) ?? [];
const finds = (term: string, name: string) =>
  `/${words(name).join('/')}/`.includes(`/${words(term).join('/')}/`);

test.each([
  ['dev-tools', 'dev-tools-gitlab', true],
  ['dev-tools', 'dev-tools', true],
  ['dev-tools', 'dev2-tools-gitlab', false],
  ['dev-tools', 'dev-oncall', false],
  ['dev2-tools', 'dev2-tools-gitlab', true],
  ['dev2-tools', 'dev-tools-gitlab', false],
  ['app/dev-tools', 'app/dev-tools/0123456789abcdef', true],
  ['app/dev-tools', 'app/dev2-tools/0123456789abcdef', false],
  ['app/dev-tools', 'app/x-dev-tools/0123456789abcdef', false],
  // Why a name is more than that of the environment.
  ['dev', 'dev2-tools-gitlab', true],
])('%s in a search finds %s: %p', (term, name, found) => {
  expect(finds(term, name)).toBe(found);
});

test('bad props, all at once', () => {
  const message = thrownMessage(() =>
    jsonOf({
      environment: "d'ev",
      dashboardName: 'a.b',
      region: 'mars',
      partition: 'moon',
      names: ["dev' OR"],
      labelNames: ['a"b'],
      httpApiIds: ['a b'],
      logGroups: { gitlab: 'a b' },
    }),
  );
  expect(message.split('\n').filter((line) => line.startsWith('test/'))).toEqual([
    'test/eyes: environment',
    'test/eyes: dashboardName',
    'test/eyes: region',
    'test/eyes: partition',
    'test/eyes: names',
    'test/eyes: labelNames',
    'test/eyes: httpApiIds',
    'test/eyes: logGroups.gitlab',
  ]);
});

test('addresses are contract', () => {
  expect(addresses(jsonOf())).toEqual(['aws_cloudwatch_dashboard.eyes_CD122085']);
});
