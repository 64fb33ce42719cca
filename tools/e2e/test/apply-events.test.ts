import { applyEvents, targetlessMoments } from '../src/apply-events';

const line = (type: string, action: string, addr: string) =>
  JSON.stringify({ type, hook: { resource: { addr }, action } });
const both = (action: string, addr: string) => [
  line('apply_start', action, addr),
  line('apply_complete', action, addr),
];
const create = both('create', 'aws_apigatewayv2_integration.x_Integrations_gitlab_0123ABCD');
const update = both('update', 'aws_apigatewayv2_route.x_Routes_gitlab_Post_0123ABCD');
const remove = both('delete', 'aws_lambda_function.x_Functions_multi--server_0123ABCD');
const moments = (...lines: string[][]) =>
  targetlessMoments(applyEvents(['Terraform 1.11', ...lines.flat()].join('\n')));

test('new, then routes, then old: requests always have somewhere to go', () => {
  expect(moments(create, update, remove)).toEqual([]);
});

test('an order that leaves a route without its target is found', () => {
  expect(moments(update, create, remove)).toEqual([
    'aws_apigatewayv2_route.x_Routes_gitlab_Post_0123ABCD was updated before what it leads to stood',
  ]);
  expect(moments(create, remove, update)).toEqual([
    'aws_apigatewayv2_route.x_Routes_gitlab_Post_0123ABCD was updated after what it led to had begun to go',
  ]);
});

test('a route that is made anew has had no target in between', () => {
  expect(moments(create, both('delete', 'aws_apigatewayv2_route.x_Routes_a_Post_0123ABCD'), update)).toEqual([
    'delete of aws_apigatewayv2_route.x_Routes_a_Post_0123ABCD',
  ]);
});

test('a switch that touched no route is no switch', () => {
  expect(moments(create, remove)).toEqual(['no route was updated: nothing was switched']);
});

test('an integration of another instance is not the one that a route leads to', () => {
  const other = both('create', 'aws_apigatewayv2_integration.x_Integrations_pagerduty_0123ABCD');
  expect(moments(other, update, remove)).toHaveLength(1);
  const shared = both('create', 'aws_apigatewayv2_integration.x_Integrations_multi--server_0123ABCD');
  expect(moments(shared, update, remove)).toEqual([]);
});

test('what was behind another instance may go before', () => {
  const others = both('delete', 'aws_lambda_alias.x_Functions_pagerduty_Alias_0123ABCD');
  const own = both('delete', 'aws_lambda_permission.x_Integrations_gitlab_Permission_0123ABCD');
  expect(moments(create, others, update)).toEqual([]);
  expect(moments(create, own, update)).toHaveLength(1);
});
