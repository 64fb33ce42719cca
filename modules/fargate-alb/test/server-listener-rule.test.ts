import { ServerListenerRule, type ListenerJwt, type ServerListenerRuleProps } from '@mcp-fleet/fargate-alb';
import {
  addresses,
  onlyResource,
  resourcesOf,
  synthesised,
  testStack,
  thrownMessage,
} from '@mcp-fleet/testing';
import { broken, listener, resourceAt } from './fixtures';

const targetGroup = { targetGroupArn: 'arn:aws:tg', targetGroupArnSuffix: 'targetgroup/x/1' };
const jwt: ListenerJwt = {
  issuer: 'https://login.example.com/',
  jwksEndpoint: 'https://login.example.com/.well-known/jwks.json',
  audiences: ['mcp'],
};

function make(props: Partial<ServerListenerRuleProps> = {}) {
  const stack = testStack();
  new ServerListenerRule(stack, 'rule', { listener, instance: 'gitlab', targetGroup, ...props });
  return synthesised(stack);
}
const forward = { type: 'forward', target_group_arn: 'arn:aws:tg' };
const paths = (...values: string[]) => ({ path_pattern: { values } });
const methods = (...values: string[]) => ({ http_request_method: { values } });

describe('without a check at the listener', () => {
  test('one rule, by exact paths, in any order', () => {
    const rule = onlyResource(make(), 'aws_lb_listener_rule');
    expect(rule).toMatchObject({
      listener_arn: listener.listenerArn,
      condition: [paths('/gitlab/mcp', '/gitlab/health')],
      action: [forward],
      lifecycle: { create_before_destroy: true },
    });
    expect(rule).not.toHaveProperty('priority');
    expect(JSON.stringify(rule.condition)).not.toMatch(/[*?]/);
  });

  test('with metadata, where clients look for it', () => {
    expect(onlyResource(make({ metadata: true }), 'aws_lb_listener_rule').condition).toEqual([
      paths('/gitlab/mcp', '/gitlab/health', '/.well-known/oauth-protected-resource/gitlab/mcp'),
    ]);
  });
});

describe('with a check at the listener', () => {
  const rules = (props: Partial<ListenerJwt> = {}, metadata = true) =>
    make({ jwt: { ...jwt, ...props }, metadata });
  test('calls need a token; health and metadata have an open rule of their own', () => {
    const json = rules();
    const ids = Object.keys(resourcesOf(json, 'aws_lb_listener_rule'));
    expect(ids).toHaveLength(2);
    expect(resourceAt(json, 'aws_lb_listener_rule', 'rule_Open')).toMatchObject({
      condition: [paths('/gitlab/health', '/.well-known/oauth-protected-resource/gitlab/mcp')],
      action: [forward],
    });
    const closed = Object.entries(resourcesOf(json, 'aws_lb_listener_rule')).find(
      ([id]) => !id.includes('Open'),
    )?.[1];
    expect(closed).toMatchObject({
      condition: [paths('/gitlab/mcp')],
      action: [
        {
          type: 'jwt-validation',
          order: 1,
          jwt_validation: {
            issuer: jwt.issuer,
            jwks_endpoint: jwt.jwksEndpoint,
            additional_claim: [{ name: 'aud', format: 'single-string', values: ['mcp'] }],
          },
        },
        { ...forward, order: 2 },
      ],
    });
  });

  test.each<[string, Partial<ListenerJwt>, string, string[]]>([
    ['one audience is a text', { audiences: ['mcp'] }, 'single-string', ['mcp']],
    ['several are a list', { audiences: ['mcp', 'api'] }, 'string-array', ['mcp', 'api']],
    ['unless it is said', { audienceFormat: 'string-array' }, 'string-array', ['mcp']],
  ])('%s', (_, props, format, values) => {
    const stack = testStack();
    const { resource } = new ServerListenerRule(stack, 'r', {
      listener,
      instance: 'gitlab',
      targetGroup,
      jwt: { ...jwt, ...props },
    });
    const made = resourcesOf(synthesised(stack), 'aws_lb_listener_rule')[resource.friendlyUniqueId];
    expect(made?.action).toMatchObject([
      { jwt_validation: { additional_claim: [{ name: 'aud', format, values }] } },
      {},
    ]);
  });

  test('browsers ask first, without a token: no two rules match one request', () => {
    const json = rules({ browsers: true });
    const made = Object.entries(resourcesOf(json, 'aws_lb_listener_rule')).map(([id, rule]) => [
      id.replace(/_[0-9A-F]{8}$/, ''),
      rule.condition,
      (rule.action as unknown[]).length,
    ]);
    expect(made).toEqual([
      ['rule', [paths('/gitlab/mcp'), methods('DELETE', 'GET', 'POST')], 2],
      ['rule_Open', [paths('/gitlab/health', '/.well-known/oauth-protected-resource/gitlab/mcp')], 1],
      ['rule_Preflight', [paths('/gitlab/mcp'), methods('OPTIONS')], 1],
    ]);
  });

  test('only where it is asked for', () => {
    expect(JSON.stringify(make())).not.toContain('jwt');
    expect(JSON.stringify(rules({}, false))).toContain('jwt-validation');
  });
});

describe('bad props', () => {
  const message = (props: Partial<ServerListenerRuleProps>) => thrownMessage(() => make(props));
  const instanceRule =
    'the name of an instance is lower-case letters, digits and hyphens, and begins with no hyphen';

  test.each(['GitLab', '-gitlab', 'git/lab', 'git*', ''])('the instance %j', (instance) => {
    expect(message({ instance })).toContain(
      broken('test/rule: instance', JSON.stringify(instance), instanceRule, 'rename it'),
    );
  });

  test('a path that is too long, and one that is just not', () => {
    const room = 128 - '/.well-known/oauth-protected-resource//mcp'.length;
    expect(() => make({ metadata: true, instance: 'a'.repeat(room) })).not.toThrow();
    expect(message({ metadata: true, instance: 'a'.repeat(room + 1) })).toBe(
      broken(
        'test/rule: instance',
        `"/.well-known/oauth-protected-resource/${'a'.repeat(room + 1)}/mcp"`,
        'a path of a listener rule is 1 to 128 characters [API:elasticloadbalancingv2.PathPatternConditionConfig]',
        'use a shorter name',
      ),
    );
  });

  test.each<[string, Partial<ListenerJwt>, string]>([
    [
      'keys without TLS',
      { jwksEndpoint: 'http://login.example.com/keys' },
      broken(
        'test/rule: jwt.jwksEndpoint',
        '"http://login.example.com/keys"',
        'a listener reads keys by https, from a host and a path [API:elasticloadbalancingv2.JwtValidationActionConfig]',
        'use an address like https://login.example.com/.well-known/jwks.json',
      ),
    ],
    [
      'tokens for anybody',
      { audiences: [] },
      broken(
        'test/rule: jwt.audiences',
        '0',
        'the number of values of a claim that a listener checks is 1 to 10 [API:elasticloadbalancingv2.JwtValidationActionAdditionalClaim]',
        'give 1 to 10 audiences',
      ),
    ],
    [
      'an issuer that is too long',
      { issuer: 'x'.repeat(257) },
      broken(
        'test/rule: jwt.issuer',
        `"${'x'.repeat(159)}…`,
        'what a listener compares is 1 to 256 characters [API:elasticloadbalancingv2.JwtValidationActionConfig]',
        'use a shorter one',
      ),
    ],
    [
      'an empty audience',
      { audiences: ['mcp', ''] },
      broken(
        'test/rule: jwt.audiences[1]',
        '""',
        'what a listener compares is 1 to 256 characters [API:elasticloadbalancingv2.JwtValidationActionConfig]',
        'use a shorter one',
      ),
    ],
  ])('%s', (_, props, text) => {
    expect(message({ jwt: { ...jwt, ...props } })).toBe(text);
  });
});

test('addresses are contract', () => {
  expect(addresses(make({ jwt: { ...jwt, browsers: true } }))).toEqual([
    'aws_lb_listener_rule.rule_F2C1DCDC',
    'aws_lb_listener_rule.rule_Open_1EE223A5',
    'aws_lb_listener_rule.rule_Preflight_38C3896C',
  ]);
});
