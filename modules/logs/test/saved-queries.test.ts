import { routerQueries, SavedQueries, type SavedQueriesProps } from '@mcp-fleet/logs';
import { addresses, resourcesOf, synthesised, testStack, thrownMessage } from '@mcp-fleet/testing';
import { Testing } from 'cdktf';
import { CompleteStack } from '../examples/complete';

const group = (logGroupName: string) => ({ logGroupName, logGroupArn: `arn:of:${logGroupName}` });
const base: SavedQueriesProps = { folder: 'dev', logGroups: { tools: group('/aws/lambda/dev-tools') } };
const TYPE = 'aws_cloudwatch_query_definition';

function jsonOf(props: Partial<SavedQueriesProps> = {}) {
  const stack = testStack();
  new SavedQueries(stack, 'queries', { ...base, ...props });
  return synthesised(stack);
}
const queriesIn = (json: ReturnType<typeof jsonOf>) => Object.values(resourcesOf(json, TYPE));

test('minimal props: the queries of the router, in the folder of the environment', () => {
  const queries = queriesIn(jsonOf());
  expect(queries.map(({ name }) => name).sort()).toEqual([
    'dev/calls by method',
    'dev/errors by instance and kind',
    'dev/one request by its id',
    'dev/refused requests',
    'dev/restarts, open circuits, unread secrets',
    'dev/slowest requests',
  ]);
  for (const { log_group_names: names } of queries) expect(names).toEqual(['/aws/lambda/dev-tools']);
});

test('all props: a query of ours beside them, over all log groups', () => {
  const queries = queriesIn(synthesised(new CompleteStack(Testing.app(), 'test')));
  expect(queries).toHaveLength(Object.keys(routerQueries).length + 1);
  const ours = queries.find(({ name }) => name === 'production/answers by status');
  expect(ours).toEqual({
    name: 'production/answers by status',
    query_string: 'filter kind = "access"\n| stats count(*) by status',
    log_group_names: ['${aws_cloudwatch_log_group.gitlab.name}', '${aws_cloudwatch_log_group.oncall.name}'],
  });
});

test('more log groups than a query asks', () => {
  const logGroups = Object.fromEntries(
    Array.from({ length: 120 }, (_, i) => [`g${1000 + i}`, group(`/ecs/dev/tools/g${1000 + i}`)]),
  );
  const queries = { one: { name: 'one', query: 'limit 1' } };
  const made = queriesIn(jsonOf({ logGroups, queries }));
  made.sort((a, b) => String(a.name).localeCompare(String(b.name)));
  expect(made.map(({ name }) => name)).toEqual(['dev/one', 'dev/one (2)', 'dev/one (3)']);
  const asked = made.flatMap(({ log_group_names: names }) => names as string[]);
  expect(made.map(({ log_group_names: names }) => (names as string[]).length)).toEqual([50, 50, 20]);
  expect(asked.sort()).toEqual(Object.values(logGroups).map(({ logGroupName }) => logGroupName));
});

test('bad props, all at once', () => {
  const message = thrownMessage(() =>
    jsonOf({
      folder: 'dev/',
      logGroups: {},
      queries: { long: { name: 'x'.repeat(255), query: '' } },
    }),
  );
  expect(message.split('\n').filter((line) => line.startsWith('test/'))).toEqual([
    'test/queries: folder',
    'test/queries: logGroups',
    'test/queries: queries.long.name',
    'test/queries: queries.long.query',
  ]);
  expect(thrownMessage(() => jsonOf({ logGroups: { tools: group('a b') } }))).toMatch('logGroups.tools');
});

test('addresses are contract', () => {
  expect(addresses(jsonOf())).toEqual([
    'aws_cloudwatch_query_definition.queries_errors_123F75AE',
    'aws_cloudwatch_query_definition.queries_methods_B4CF21AF',
    'aws_cloudwatch_query_definition.queries_refused_E0498B82',
    'aws_cloudwatch_query_definition.queries_request_E8AB2E50',
    'aws_cloudwatch_query_definition.queries_restarts_15EAD5ED',
    'aws_cloudwatch_query_definition.queries_slowest_60799E07',
  ]);
});
