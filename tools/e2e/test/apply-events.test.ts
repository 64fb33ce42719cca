import { applyEvents, httpApi, loadBalancer, strangers, targetlessMoments } from '../src/apply-events';

const line = (type: string, action: string, addr: string) =>
  JSON.stringify({ type, hook: { resource: { addr }, action } });
const both = (action: string, addr: string) => [
  line('apply_start', action, addr),
  line('apply_complete', action, addr),
];
const create = both('create', 'aws_apigatewayv2_integration.x_Integrations_gitlab_0123ABCD');
const update = both('update', 'aws_apigatewayv2_route.x_Routes_gitlab_Post_0123ABCD');
const remove = both('delete', 'aws_lambda_function.x_Functions_multi--server_0123ABCD');
const events = (lines: string[][]) => applyEvents(['Terraform 1.11', ...lines.flat()].join('\n'));
const moments = (...lines: string[][]) => targetlessMoments(events(lines), httpApi);

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

test('a switch that touched no entry is no switch', () => {
  expect(moments(create, remove)).toEqual(['no entry was updated: nothing was switched']);
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

describe('of a load balancer', () => {
  const RULE = 'aws_lb_listener_rule.alb_Rules_gitlab_0123ABCD';
  const service = (key: string) => `aws_ecs_service.alb_Services_${key}_0123ABCD`;
  const attachment = (key: string) =>
    `aws_lb_listener_rule.alb_Services_${key}_TargetGroup_Attachment_0123ABCD`;
  const group = (key: string) => `aws_lb_target_group.alb_Services_${key}_TargetGroup_0123ABCD`;
  const found = (...lines: string[][]) => targetlessMoments(events(lines), loadBalancer);
  const made = [
    both('create', group('multi--server')),
    both('create', attachment('multi--server')),
    both('create', service('multi--server')),
  ];
  const turned = both('update', RULE);
  const gone = [
    both('delete', service('gitlab')),
    both('delete', attachment('gitlab')),
    both('delete', group('gitlab')),
  ];

  test('attachment, service, public rule, then the old service and its group', () => {
    expect(found(...made, turned, ...gone)).toEqual([]);
  });

  test('a service before its target group hangs on the load balancer is found', () => {
    const [first, second, third] = made as [string[], string[], string[]];
    expect(found(first, third, second, turned, ...gone)).toEqual([
      `${service('multi--server')} was made before its target group hung on the load balancer`,
    ]);
  });

  test('a rule that is turned before the service is steady, or after the old one goes, is found', () => {
    expect(found(turned, ...made, ...gone)).toEqual([`${RULE} was updated before what it leads to stood`]);
    for (const part of gone) {
      expect(found(...made, part, turned)).toEqual([
        `${RULE} was updated after what it led to had begun to go`,
      ]);
    }
  });

  test('a public rule that is made anew is found; an attachment is no public rule', () => {
    expect(found(...made, both('create', RULE), turned, ...gone)).toEqual([`create of ${RULE}`]);
    expect(found(...made, ...gone)).toEqual(['no entry was updated: nothing was switched']);
  });

  test('rules of health and preflight are public ones too', () => {
    const open = 'aws_lb_listener_rule.alb_Rules_gitlab_Open_0123ABCD';
    expect(found(...made, turned, ...gone, both('update', open))).toEqual([
      `${open} was updated after what it led to had begun to go`,
    ]);
  });
});

test('what is of another instance is a stranger; what several share is not', () => {
  const touched = [
    both('create', 'aws_ecs_service.alb_Services_gitlab_0123ABCD'),
    both('update', 'aws_lambda_function.x_Functions_multi--server_0123ABCD'),
    both('update', 'aws_ecs_service.alb_Services_gitlab-eu_0123ABCD'),
    both('update', 'aws_vpc.a'),
  ];
  expect(strangers(events(touched), ['gitlab'])).toEqual([
    'update of aws_ecs_service.alb_Services_gitlab-eu_0123ABCD',
    'update of aws_vpc.a',
  ]);
});
