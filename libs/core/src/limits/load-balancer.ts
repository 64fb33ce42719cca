import type { Limit } from '../limit';

/** Application Load Balancers. */
export const loadBalancer = {
  name: {
    what: 'the name of a load balancer',
    min: 1,
    max: 32,
    pattern: /^(?!internal-)(?!-)[A-Za-z0-9-]+(?<!-)$/,
    patternText: 'letters, digits and hyphens, no hyphen at either end, not beginning with internal-',
    source: 'API:elasticloadbalancingv2.CreateLoadBalancerInput',
  },
  targetGroupName: {
    what: 'the name of a target group',
    min: 1,
    max: 32,
    pattern: /^(?!-)[A-Za-z0-9-]+(?<!-)$/,
    patternText: 'letters, digits and hyphens, no hyphen at either end',
    source: 'API:elasticloadbalancingv2.CreateTargetGroupInput',
  },
  rules: {
    what: 'the number of rules of an Application Load Balancer (default ones do not count)',
    max: 100,
    source: 'docs:elasticloadbalancing/load-balancer-limits',
    quota: 'albRules',
  },
  targetGroups: {
    what: 'the number of target groups of an Application Load Balancer',
    max: 100,
    source: 'docs:elasticloadbalancing/load-balancer-limits',
    quota: 'albTargetGroups',
  },
  pathPattern: {
    what: 'a path of a listener rule',
    min: 1,
    max: 128,
    source: 'API:elasticloadbalancingv2.PathPatternConditionConfig',
  },
  hostHeader: {
    what: 'a host of a listener rule',
    min: 1,
    max: 128,
    source: 'API:elasticloadbalancingv2.HostHeaderConditionConfig',
  },
  idleTimeoutSeconds: {
    what: 'the idle timeout of an Application Load Balancer',
    min: 1,
    max: 4000,
    unit: 'seconds',
    source: 'API:elasticloadbalancingv2.LoadBalancerAttribute',
  },
  deregistrationDelaySeconds: {
    what: 'the deregistration delay of a target group',
    min: 0,
    max: 3600,
    unit: 'seconds',
    source: 'API:elasticloadbalancingv2.TargetGroupAttribute',
  },
  jwtClaimValues: {
    what: 'the number of values of a claim that a listener checks',
    min: 1,
    max: 10,
    source: 'API:elasticloadbalancingv2.JwtValidationActionAdditionalClaim',
  },
  jwtText: {
    what: 'what a listener compares',
    min: 1,
    max: 256,
    source: 'API:elasticloadbalancingv2.JwtValidationActionConfig',
  },
  sslPolicy: {
    what: 'the TLS policy of a listener',
    pattern: /^ELBSecurityPolicy-TLS13-1-[23]-[A-Za-z0-9-]+$/,
    patternText: 'one that begins with ELBSecurityPolicy-TLS13-1-2- or ELBSecurityPolicy-TLS13-1-3-',
    source: 'docs:elasticloadbalancing/describe-ssl-policies',
  },
} satisfies Record<string, Limit>;
