import type { Resource } from './documents';
import type { Rule } from './rule';
import { matches, unless, whole, within } from './rule';
import type { World } from './world';
import type { Block } from './values';
import { blocks, list, repeated, texts } from './values';

const LB = 'aws_lb';
const RULE = 'aws_lb_listener_rule';
const GROUP = 'aws_lb_target_group';

function listenersOf(lb: Resource, world: World): readonly Resource[] {
  return world.referring(lb, 'aws_lb_listener', 'load_balancer_arn');
}

function rulesOf(listener: Resource, world: World): readonly Resource[] {
  return world.referring(listener, RULE, 'listener_arn');
}

/** Target groups that a load balancer's listeners and rules send to. */
function groupsOf(lb: Resource, world: World): Set<string> {
  const from = listenersOf(lb, world).flatMap((listener) => [listener, ...rulesOf(listener, world)]);
  return new Set(
    from.flatMap((resource) =>
      [...blocks(resource.block['action']), ...blocks(resource.block['default_action'])].flatMap((action) =>
        [action, ...blocks(action['forward']).flatMap((forward) => blocks(forward['target_group']))].flatMap(
          (one) => {
            const group = world.target(resource, one['target_group_arn'] ?? one['arn']);
            return group ? [group.id] : [];
          },
        ),
      ),
    ),
  );
}

/** Texts of the conditions of a rule, by what they are compared with. */
function valuesOf(
  condition: Block,
): { readonly kind: string; readonly values: readonly string[]; readonly header?: unknown }[] {
  return Object.entries(condition).flatMap(([kind, value]) =>
    blocks(value).map((block) => ({
      kind,
      values: texts(block['values']),
      header: block['http_header_name'],
    })),
  );
}

export const loadBalancerRules: readonly Rule[] = [
  {
    name: 'load-balancer-name',
    source: 'API:elbv2.CreateLoadBalancer: 32 letters, digits and hyphens, none at an end, not internal-',
    type: [LB, GROUP],
    faults: (r, world) =>
      matches(world.expand(r, r.block['name']), /^(?!internal-)(?!-)[A-Za-z0-9-]{1,32}(?<!-)$/, 'the name'),
  },
  {
    name: 'load-balancer-numbers',
    source: 'API:elbv2.LoadBalancerAttribute: idle timeout 1 to 4,000 s',
    type: LB,
    faults: ({ block }) => [
      ...whole(block['idle_timeout'], 1, 4000, 'idle_timeout'),
      ...whole(block['client_keep_alive'], 60, 604_800, 'client_keep_alive'),
      ...unless(list(block['subnets']).length >= 2, 'it is in fewer than two zones'),
      ...unless(block['load_balancer_type'] === 'application', 'it is no application load balancer'),
    ],
  },
  {
    name: 'load-balancer-counts',
    source:
      'docs:elasticloadbalancing/load-balancer-limits: 100 rules without the default ones, 100 target groups, 50 listeners, 25 certificates',
    type: LB,
    faults: (r, world) => {
      const listeners = listenersOf(r, world);
      const rules = listeners.flatMap((listener) => rulesOf(listener, world)).length;
      const groups = groupsOf(r, world).size;
      const certificates = listeners.flatMap((listener) =>
        world.referring(listener, 'aws_lb_listener_certificate', 'listener_arn'),
      ).length;
      return [
        ...unless(rules <= world.quota('albRules', 100), `it has ${rules} rules`),
        ...unless(groups <= world.quota('albTargetGroups', 100), `it has ${groups} target groups`),
        ...unless(listeners.length <= 50, `it has ${listeners.length} listeners`),
        ...unless(certificates <= 25, `it has ${certificates} further certificates`),
      ];
    },
  },
  {
    name: 'target-group-numbers',
    source: 'API:elbv2.CreateTargetGroup, TargetGroupAttribute',
    type: GROUP,
    faults: ({ block }) => [
      ...whole(block['port'], 1, 65_535, 'the port'),
      ...whole(block['deregistration_delay'], 0, 3600, 'deregistration_delay'),
      ...unless(block['target_type'] === 'ip', 'tasks on Fargate are targets by their address: ip'),
      ...blocks(block['health_check']).flatMap((check) => [
        ...whole(check['interval'], 5, 300, 'the interval'),
        ...whole(check['timeout'], 2, 120, 'the timeout'),
        ...whole(check['healthy_threshold'], 2, 10, 'healthy_threshold'),
        ...whole(check['unhealthy_threshold'], 2, 10, 'unhealthy_threshold'),
        ...unless(
          Number(check['timeout'] ?? 5) < Number(check['interval'] ?? 30),
          'a check lasts longer than its interval',
        ),
        ...matches(String(check['path'] ?? '/'), /^\/.{0,1023}$/, 'the path'),
        ...matches(String(check['matcher'] ?? '200'), /^\d{3}(-\d{3})?(,\d{3}(-\d{3})?)*$/, 'the matcher'),
      ]),
    ],
  },
  {
    name: 'listener-rule-values',
    source:
      'docs:elasticloadbalancing/load-balancer-limits: 5 values, wildcards and evaluations a rule; API:elbv2: 128 characters, a header name 40',
    type: RULE,
    faults: (r, world) => {
      const conditions = blocks(r.block['condition']).flatMap(valuesOf);
      const values = conditions.flatMap((condition) => condition.values);
      const wildcards = conditions
        .filter(({ kind }) => kind !== 'source_ip')
        .flatMap((condition) => condition.values.flatMap((value) => value.match(/[*?]/g) ?? []));
      return [
        ...within(conditions.length, 1, 5, 'the number of conditions'),
        ...within(values.length, 1, 5, 'the number of values'),
        ...unless(wildcards.length <= 5, `it has ${wildcards.length} wildcards`),
        ...values.flatMap((value) => matches(world.expand(r, value), /^.{1,128}$/, 'a value')),
        ...conditions.flatMap(({ kind, values: own }) =>
          kind === 'path_pattern'
            ? own.flatMap((value) => matches(value, /^\/[A-Za-z0-9_\-.$/~"'@:+&*?]*$/, 'a path'))
            : [],
        ),
        ...conditions.flatMap(({ header }) =>
          header === undefined
            ? []
            : matches(String(header), /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,40}$/, 'a header name'),
        ),
      ];
    },
  },
  {
    name: 'listener-rule-actions',
    source:
      'API:elbv2.Action: one that ends the rule, and it is the last; message of at most 1,024 characters; 5 target groups',
    type: [RULE, 'aws_lb_listener'],
    faults: (r, world) => {
      const actions = [...blocks(r.block['action']), ...blocks(r.block['default_action'])];
      const sorted = [...actions].sort((a, b) => Number(a['order'] ?? 0) - Number(b['order'] ?? 0));
      const ends = actions.filter(({ type }) =>
        ['forward', 'fixed-response', 'redirect'].includes(String(type)),
      );
      return [
        ...unless(ends.length === 1 && sorted.at(-1) === ends[0], 'not one action ends it'),
        ...repeated(actions.filter(({ order }) => order !== undefined).map(({ order }) => String(order))).map(
          (order) => `two actions have the order ${order}`,
        ),
        ...actions.flatMap((action) => actionFaults(action, r, world)),
      ];
    },
  },
  {
    name: 'listener-rule-unique',
    source:
      'API:elbv2.CreateRule: priority 1 to 50,000 once a listener; of two rules with one condition the second never acts',
    type: 'aws_lb_listener',
    faults: (r, world) => {
      const rules = rulesOf(r, world);
      const written = rules.flatMap(({ block }) =>
        block['priority'] === undefined ? [] : [String(block['priority'])],
      );
      return [
        ...written.flatMap((priority) => whole(priority, 1, 50_000, 'a priority')),
        ...repeated(written).map((priority) => `two rules have the priority ${priority}`),
        ...repeated(rules.map(({ block }) => JSON.stringify(block['condition']))).map(
          (condition) => `two rules have the condition ${condition}`,
        ),
      ];
    },
  },
  {
    name: 'listener-protocol',
    source: 'API:elbv2.CreateListener: HTTPS has a certificate and a policy of TLS, HTTP neither',
    type: 'aws_lb_listener',
    faults: ({ block }) => {
      const secure = block['protocol'] === 'HTTPS';
      return [
        ...whole(block['port'], 1, 65_535, 'the port'),
        ...unless(secure || block['protocol'] === 'HTTP', 'the protocol is neither HTTP nor HTTPS'),
        ...unless(secure === (block['certificate_arn'] !== undefined), 'a certificate and HTTPS go together'),
        ...unless(
          !secure || /^ELBSecurityPolicy-TLS13-1-[23]-/.test(String(block['ssl_policy'])),
          'it takes TLS older than 1.2',
        ),
      ];
    },
  },
];

function actionFaults(action: Block, r: Resource, world: World): readonly string[] {
  return [
    ...blocks(action['fixed_response']).flatMap((response) => [
      ...unless(
        world.expand(r, response['message_body'] ?? '').length <= 1024,
        'the message has more than 1,024 characters',
      ),
      ...matches(String(response['status_code']), /^[245]\d\d$/, 'the status'),
    ]),
    ...blocks(action['forward']).flatMap((forward) =>
      within(blocks(forward['target_group']).length, 1, 5, 'the number of target groups'),
    ),
    ...blocks(action['jwt_validation']).flatMap((jwt) => [
      ...matches(String(jwt['issuer']), /^.{1,256}$/, 'the issuer'),
      ...matches(String(jwt['jwks_endpoint']), /^https:\/\/.{1,248}$/, 'the address of the keys'),
      ...unless(blocks(jwt['additional_claim']).length <= 10, 'it looks at more than 10 claims'),
      ...blocks(jwt['additional_claim']).flatMap((claim) => [
        ...within(list(claim['values']).length, 1, 10, 'the number of values of a claim'),
        ...texts(claim['values']).flatMap((value) => matches(value, /^.{1,256}$/, 'a value of a claim')),
      ]),
    ]),
  ];
}
