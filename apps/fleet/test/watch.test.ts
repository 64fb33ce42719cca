import { tasks, type Change } from '@mcp-fleet/testing/fleet';
import type { Synthesised } from './synth';
import { resources, synthChanged } from './synth';

const alarms = { email: ['oncall@example.com'] };
const tools = ({ stacks }: Synthesised) => stacks['dev-tools']!;
const alarmsOf = (change: Change) =>
  Object.values(resources(tools(synthChanged(change)), 'aws_cloudwatch_metric_alarm'));

test('without alarms in the file there are none but those that roll deployments back', () => {
  expect(alarmsOf({})).toEqual([]);
  expect(alarmsOf(tasks()).map((alarm) => String(alarm['alarm_name']))).toEqual([
    expect.stringMatching(/deployment/),
    expect.stringMatching(/deployment/),
  ]);
});

test.each<[string, Change]>([
  ['functions behind an HTTP API', {}],
  ['functions behind a REST API', { deployments: { tools: { edge: 'rest-api' } } }],
  ['tasks', tasks()],
])('%s: each instance has its alarms, which tell the topic, and one that pages', (_, change) => {
  const made = synthChanged({ ...change, alarms });
  expect(Object.keys(resources(made.stacks['dev-foundation']!, 'aws_sns_topic'))).toHaveLength(1);
  expect(Object.values(resources(made.stacks['dev-foundation']!, 'aws_sns_topic_subscription'))).toEqual([
    expect.objectContaining({ protocol: 'email', endpoint: 'oncall@example.com' }),
  ]);
  const pages = Object.values(resources(tools(made), 'aws_cloudwatch_composite_alarm')).filter(
    (it) => !/load-balancer$/.test(String(it['alarm_name'])),
  );
  expect(pages).toHaveLength(1);
  expect(JSON.stringify(pages[0]!['alarm_actions'])).toContain('terraform_remote_state');
  const names = Object.values(resources(tools(made), 'aws_cloudwatch_metric_alarm')).map((it) =>
    String(it['alarm_name']),
  );
  for (const kind of ['errors', 'edge-5xx', 'json-rpc', 'latency', 'restarts', 'circuit-open'])
    expect(names).toContainEqual(expect.stringMatching(new RegExp(`notes.${kind}$`)));
});

test.each<[string, Change]>([
  ['a function', {}],
  ['a task', { target: 'fargate', host: 'mcp.example.com' }],
])('%s that instances share is watched once, and while it fails the instances page nobody', (_, tool) => {
  const settings = { NOTES_URL: 'https://notes.example.com' };
  const servers = { 'notes-b': { server: 'notes', settings } };
  const change = {
    domain: { zone: 'example.com' },
    alarms,
    deployments: { tools: { host: 'mcp.example.com', ...tool, topology: 'multi-server', servers } },
  };
  const stack = tools(synthChanged(change));
  const composites = Object.values(resources(stack, 'aws_cloudwatch_composite_alarm'));
  const pages = composites
    .filter((it) => it['alarm_actions'] !== undefined)
    .map((it) => String(it['alarm_name']));
  expect(pages.sort()).toEqual([
    'dev-tools-notes-b-page',
    'dev-tools-notes-page',
    ...('target' in tool ? ['dev-tools-page-load-balancer'] : []),
    'dev-tools-page-shared',
  ]);
  const quiet = composites.find((it) => it['alarm_actions'] === undefined)!;
  const suppressors = composites
    .filter((it) => /notes|load-balancer/.test(String(it['alarm_name'])))
    .map((it) => JSON.stringify(it['actions_suppressor']));
  const id = Object.entries(resources(stack, 'aws_cloudwatch_composite_alarm')).find(
    ([, it]) => it === quiet,
  )![0];
  for (const suppressor of suppressors) expect(suppressor).toContain(id);
});

test('what a load balancer answers itself is watched once, whatever is behind it', () => {
  const own = (change: Change) =>
    alarmsOf({ ...change, alarms }).filter((it) => /load-balancer$/.test(String(it['alarm_name'])));
  const settings = { NOTES_URL: 'https://notes.example.com' };
  const servers = { 'notes-b': { server: 'notes', settings } };
  for (const change of [tasks({ servers }), tasks({ servers, topology: 'multi-server' })])
    expect(own(change)).toEqual([
      expect.objectContaining({ alarm_name: 'dev-tools-5xx-load-balancer' }) as object,
    ]);
  expect(own({})).toEqual([]);
});

test('tasks are missed below the fewest that a schedule leaves, not all night', () => {
  const threshold = (change: Change) =>
    alarmsOf({ ...tasks({ servers: { notes: { scaling: { min: 4, ...change } } } }), alarms }).find((alarm) =>
      String(alarm['alarm_name']).endsWith('-running'),
    )?.['threshold'];
  const at = (hour: number, min: number) => ({ schedule: `cron(0 ${hour} * * ? *)`, min, max: 6 });
  expect(threshold({})).toBe(4);
  expect(threshold({ schedules: { day: at(6, 5), night: at(20, 2) } })).toBe(2);
  expect(threshold({ schedules: { day: at(6, 5) } })).toBe(4);
});

test('thresholds of the file reach the alarms; latency is held against the time limit', () => {
  const notes = { alarms: { restarts: 7 }, timeoutSeconds: 10 };
  const change = { alarms: { ...alarms, thresholds: { latencyPercent: 50 } } };
  const made = alarmsOf({ ...change, deployments: { tools: { servers: { notes } } } });
  const threshold = (kind: string) =>
    made.find((alarm) => String(alarm['alarm_name']).endsWith(kind))?.['threshold'];
  expect([threshold('restarts'), threshold('latency')]).toEqual([7, 5000]);
});

test('a topic that exists is told, and none is made', () => {
  const topicArn = 'arn:aws:sns:us-east-1:111122223333:alerts';
  const made = synthChanged({ alarms: { topicArn } });
  expect(resources(made.stacks['dev-foundation']!, 'aws_sns_topic')).toEqual({});
  const pages = Object.values(resources(tools(made), 'aws_cloudwatch_composite_alarm'));
  expect(pages[0]!['alarm_actions']).toEqual([topicArn]);
});

test('the dashboard knows the HTTP APIs by their ids and links to every log group', () => {
  const { stacks } = synthChanged({});
  const [dashboard] = Object.values(resources(stacks['dev-dashboard']!, 'aws_cloudwatch_dashboard'));
  expect(dashboard?.['dashboard_name']).toBe('dev-mcp-servers');
  expect(String(dashboard?.['dashboard_body'])).toContain('terraform_remote_state');
  expect(String(dashboard?.['dashboard_body'])).toContain('lambda$252Fdev-tools-notes');
  expect(Object.keys(synthChanged({ observability: { dashboard: false } }).stacks)).not.toContain(
    'dev-dashboard',
  );
});

test.each<[string, Change, number]>([
  ['a function', {}, 1],
  ['a task', tasks(), 1],
  ['a function that streams', { deployments: { tools: { edge: 'rest-api' } } }, 1],
])('credentials in the logs of %s are masked, unless the file says not', (_, change, groups) => {
  const masks = (made: Synthesised) => resources(tools(made), 'aws_cloudwatch_log_data_protection_policy');
  expect(Object.keys(masks(synthChanged(change)))).toHaveLength(groups);
  expect(masks(synthChanged({ ...change, observability: { maskLogs: false } }))).toEqual({});
});

test('saved queries ask the log groups of all deployments', () => {
  const { stacks } = synthChanged({});
  const queries = Object.values(resources(stacks['dev-dashboard']!, 'aws_cloudwatch_query_definition'));
  expect(queries.length).toBeGreaterThan(0);
  for (const query of queries)
    expect(query).toMatchObject({
      name: expect.stringMatching(/^dev\//) as string,
      log_group_names: ['/aws/lambda/dev-tools-notes'],
    });
});
