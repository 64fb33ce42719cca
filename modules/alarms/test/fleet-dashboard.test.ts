import { FleetDashboard, routerMetricNames, type FleetDashboardProps } from '@mcp-fleet/alarms';
import { addresses, onlyResource, synthesised, testStack, thrownMessage } from '@mcp-fleet/testing';

const base: FleetDashboardProps = { environment: 'dev', region: 'us-east-1' };

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

  test('functions, services and edges are found by the name of the environment', () => {
    expect(searches(body)).toEqual(
      expect.arrayContaining([
        `SEARCH('{AWS/Lambda,FunctionName} MetricName="Invocations" FunctionName=dev', 'Sum')`,
        `SEARCH('{AWS/Lambda,FunctionName} MetricName="ConcurrentExecutions" FunctionName=dev', 'Maximum')`,
        `SEARCH('{AWS/ECS,ClusterName,ServiceName} MetricName="CPUUtilization" ServiceName=dev', 'Average')`,
        `SEARCH('{AWS/ApiGateway,ApiId,Stage} MetricName="5xx"', 'Sum')`,
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
    environment: 'prod-eu',
    partition: 'aws-us-gov',
    region: 'us-gov-west-1',
    dashboardName: 'fleet',
    labelNames: ['team-name'],
    httpApiIds: ['a1', 'b2'],
    logGroups: { gitlab: '/ecs/prod-eu/tools/gitlab' },
  });
  const titles = (it: Body) => it.widgets.map(({ properties }) => properties.title);
  expect(titles(body)).toEqual(titles(bodyOf()));
  expect(body.widgets[0]?.properties.markdown).toContain(
    '[gitlab](https://us-gov-west-1.console.amazonaws-us-gov.com/cloudwatch/home?region=us-gov-west-1#logsV2:log-groups/log-group/$252Fecs$252Fprod-eu$252Ftools$252Fgitlab)',
  );
  expect(searches(body)).toEqual(
    expect.arrayContaining([
      `SEARCH('{McpFleet,"team-name",Instance} MetricName="Requests"', 'Sum')`,
      `SEARCH('{AWS/ApiGateway,ApiId,Stage} MetricName="Count" ApiId=("a1" OR "b2")', 'Sum')`,
      `SEARCH('{AWS/Lambda,FunctionName} MetricName="Errors" FunctionName=prod FunctionName=eu', 'Sum')`,
    ]),
  );
});

test('bad props, all at once', () => {
  const message = thrownMessage(() =>
    jsonOf({
      environment: "d'ev",
      dashboardName: 'a.b',
      region: 'mars',
      partition: 'moon',
      httpApiIds: Array.from({ length: 100 }, (_, i) => `api${i}-0123`),
      logGroups: { gitlab: 'a b' },
    }),
  );
  expect(message.split('\n').filter((line) => line.startsWith('test/'))).toEqual([
    'test/eyes: environment',
    'test/eyes: dashboardName',
    'test/eyes: region',
    'test/eyes: partition',
    'test/eyes: httpApiIds',
    'test/eyes: logGroups.gitlab',
  ]);
});

test('addresses are contract', () => {
  expect(addresses(jsonOf())).toEqual(['aws_cloudwatch_dashboard.eyes_CD122085']);
});
