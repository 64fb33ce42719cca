import { atEdge, many, notes, tasks } from '@mcp-fleet/testing/fleet';
import { at, countOf, environment, letters, values, type Resources, type ServiceCases } from './case';
import { fargateServer, listenerRule, loadBalancer as door } from './fixtures';

const MODULE = 'fargate-alb';
const LB = 'aws_lb';
const RULE = 'aws_lb_listener_rule';
const GROUP = 'aws_lb_target_group';
const jwt = {
  issuer: 'https://login.example.com/',
  jwksEndpoint: 'https://login.example.com/jwks.json',
  audiences: ['mcp'],
};
const CLAIM = 'action.jwt_validation.additional_claim.values';

const services = (count: number, quotas: Record<string, number> = {}) =>
  environment(tasks({ servers: { notes: undefined, ...many(count) } }, { quotas }));
const jwksUri = jwt.jwksEndpoint;
const edge = (change: object) =>
  environment(tasks({}, { access: { jwt: { ...atEdge, jwksUri, ...change } } }));
const audiences = (count: number) => Array.from({ length: count }, (_, i) => `mcp-${i}`);
const idsOf = (all: Resources, type: string) => Object.keys(all[type] ?? {}).length;

export const loadBalancer: ServiceCases<'loadBalancer'> = {
  name: {
    cases: [
      {
        by: MODULE,
        make: (name: string) => door({ name }),
        shows: at(LB, 'name'),
        ofSize: letters,
        text: true,
        pattern: { good: 'internals-1', bad: 'internal-1' },
      },
    ],
  },
  targetGroupName: {
    cases: [
      {
        by: MODULE,
        make: (targetGroupName: string) => fargateServer({ targetGroupName }),
        shows: at(GROUP, 'name'),
        ofSize: letters,
        text: true,
        pattern: { good: 'internal-1', bad: '-tools' },
      },
    ],
  },
  rules: {
    cases: [
      {
        by: 'plan',
        // One rule for the public, one that attaches the target group.
        make: (rules: number) => services(rules / 2),
        shows: (all: Resources, rules: number) => idsOf(all, RULE) === rules,
        sizes: { edge: 100, beyond: 102 },
        raised: (rules: number, albRules: number) => services(rules / 2, { albRules }),
      },
    ],
  },
  targetGroups: {
    cases: [
      {
        by: 'plan',
        make: (count: number) => services(count, { albRules: 1000, securityGroupRules: 1000 }),
        shows: (all: Resources, count: number) => idsOf(all, GROUP) === count,
        raised: (count: number, albTargetGroups: number) =>
          services(count, { albRules: 1000, securityGroupRules: 1000, albTargetGroups }),
      },
    ],
  },
  pathPattern: {
    cases: [
      {
        by: MODULE,
        make: (path: string) => listenerRule({ instance: path.split('/')[1] ?? '' }),
        shows: at(RULE, 'condition.path_pattern.values'),
        ofSize: (size) => letters(size, '/', '/health'),
        text: true,
        bounds: ['max'],
      },
    ],
    outOfReach: { min: 'a path begins with the name of an instance' },
  },
  hostHeader: {
    fixed: {
      by: MODULE,
      make: () => fargateServer({ targetGroupName: letters(32) }),
      values: (all) => values(all, RULE, 'condition.host_header.values'),
      beyond: letters(129),
    },
  },
  idleTimeoutSeconds: {
    cases: [
      {
        by: MODULE,
        make: (idleTimeoutSeconds: number) => door({ idleTimeoutSeconds }),
        shows: at(LB, 'idle_timeout'),
      },
      {
        by: 'plan',
        make: (timeoutSeconds: number) => environment(notes({ timeoutSeconds })),
        shows: at(LB, 'idle_timeout', (seconds: number) => seconds + 10),
        bounds: ['max'],
        // As long as a router lets an answer be.
        sizes: { edge: 3600, beyond: 3601 },
        says: 'the idle timeout of an Application Load Balancer is 1 to 4,000 seconds [API:elasticloadbalancingv2.LoadBalancerAttribute]',
      },
    ],
  },
  deregistrationDelaySeconds: {
    cases: [
      {
        by: MODULE,
        make: (deregistrationDelaySeconds: number) =>
          fargateServer({ operation: { deregistrationDelaySeconds } }),
        shows: at(GROUP, 'deregistration_delay'),
      },
    ],
  },
  jwtClaimValues: {
    cases: [
      {
        by: MODULE,
        make: (count: number) => listenerRule({ jwt: { ...jwt, audiences: audiences(count) } }),
        shows: countOf(RULE, CLAIM),
      },
      {
        by: 'plan',
        make: (count: number) => edge({ audiences: audiences(count) }),
        shows: countOf(RULE, CLAIM),
        bounds: ['max'],
      },
    ],
  },
  jwtText: {
    cases: [
      {
        by: MODULE,
        make: (audience: string) => listenerRule({ jwt: { ...jwt, audiences: [audience] } }),
        shows: at(RULE, CLAIM),
        ofSize: letters,
        text: true,
      },
      {
        by: 'plan',
        make: (audience: string) => edge({ audiences: [audience] }),
        shows: at(RULE, CLAIM),
        ofSize: letters,
        text: true,
        bounds: ['max'],
      },
    ],
  },
  sslPolicy: {
    cases: [
      {
        by: MODULE,
        make: (sslPolicy: string) => door({ sslPolicy }),
        shows: at('aws_lb_listener', 'ssl_policy'),
        text: true,
        pattern: { good: 'ELBSecurityPolicy-TLS13-1-3-2021-06', bad: 'ELBSecurityPolicy-2016-08' },
      },
    ],
  },
};
