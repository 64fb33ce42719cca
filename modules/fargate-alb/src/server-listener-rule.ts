import { LbListenerRule } from '@cdktf/provider-aws/lib/lb-listener-rule';
import { checkInstanceName, isUnresolved, limits, PropChecks, serverPaths } from '@mcp-fleet/core';
import { newBeforeOld, type ListenerRef, type TargetGroupRef } from '@mcp-fleet/refs';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';

/** Tokens that a listener accepts. */
export interface ListenerJwt {
  /** The `iss` of tokens. */
  readonly issuer: string;
  /** Address of the issuer's public keys, an https URL. */
  readonly jwksEndpoint: string;
  /** The `aud` of tokens, any one of 1 to 10. A listener does not check it by itself. */
  readonly audiences: readonly string[];
  /** Form in which the issuer writes `aud`. @default - 'single-string' for one audience, 'string-array' for more */
  readonly audienceFormat?: 'single-string' | 'string-array';
  /** Let OPTIONS through, which browsers send without a token; costs one more rule an instance. @default false */
  readonly browsers?: boolean;
}

/** Props of {@link ServerListenerRule}. */
export interface ServerListenerRuleProps {
  /** Listener that the rule is added to. */
  readonly listener: ListenerRef;
  /** Public name of the instance, the first part of its path: lower-case letters, digits and hyphens. */
  readonly instance: string;
  /** Target group that the rule forwards to. */
  readonly targetGroup: TargetGroupRef;
  /** Refuse calls without a token at the listener already; needs HTTPS. Clients then see no `resource_metadata`. @default - the router checks */
  readonly jwt?: ListenerJwt;
  /** Also serve the RFC 9728 metadata, for clients that find their way by it. @default false */
  readonly metadata?: boolean;
  /** Resources that must exist before requests come: `ready` of the server. @default - nothing */
  readonly after?: readonly ITerraformDependable[];
  /** Tags of the rules. @default - those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * The rule that leads to one instance: `/<instance>/mcp`, `/<instance>/health` and, where asked for, its metadata. Paths
 * reach the router as they are. No priority is set: no two rules match one request, so their order means nothing.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class ServerListenerRule extends Construct {
  /** The rule of the MCP path. */
  readonly resource: LbListenerRule;

  constructor(scope: Construct, id: string, props: ServerListenerRuleProps) {
    super(scope, id);
    checkRule(this.node.path, props);
    const { jwt } = props;
    const { mcp, open } = pathsOf(props);

    if (jwt === undefined) {
      this.resource = this.createRule('Resource', props, { paths: [mcp, ...open] });
      return;
    }
    // With a check at the listener, health and metadata need a rule of their own: nobody has a token for those.
    this.resource = this.createRule('Resource', props, {
      paths: [mcp],
      methods: jwt.browsers ? ['DELETE', 'GET', 'POST'] : undefined,
      jwt,
    });
    this.createRule('Open', props, { paths: open });
    if (jwt.browsers) this.createRule('Preflight', props, { paths: [mcp], methods: ['OPTIONS'] });
  }

  private createRule(
    id: string,
    { listener, targetGroup, after = [], tags }: ServerListenerRuleProps,
    { paths, methods, jwt }: Match,
  ): LbListenerRule {
    return new LbListenerRule(this, id, {
      listenerArn: listener.listenerArn,
      condition: [
        { pathPattern: { values: [...paths] } },
        ...(methods ? [{ httpRequestMethod: { values: [...methods] } }] : []),
      ],
      action: [
        ...(jwt ? [{ type: 'jwt-validation', order: 1, jwtValidation: validationOf(jwt) }] : []),
        { type: 'forward', ...(jwt ? { order: 2 } : {}), targetGroupArn: targetGroup.targetGroupArn },
      ],
      tags,
      dependsOn: [...after],
      lifecycle: newBeforeOld,
    });
  }
}

/** Which requests a rule is for, and what they have to bring. */
interface Match {
  readonly paths: readonly string[];
  readonly methods?: readonly string[];
  readonly jwt?: ListenerJwt;
}

function pathsOf({ instance, metadata }: ServerListenerRuleProps) {
  const paths = serverPaths(instance);
  return { mcp: paths.mcp, open: [paths.health, ...(metadata ? [paths.metadata] : [])] };
}

function validationOf({ issuer, jwksEndpoint, audiences, audienceFormat }: ListenerJwt) {
  const format = audienceFormat ?? (audiences.length === 1 ? 'single-string' : 'string-array');
  return { issuer, jwksEndpoint, additionalClaim: [{ format, name: 'aud', values: [...audiences] }] };
}

function checkRule(path: string, props: ServerListenerRuleProps): void {
  const { instance, jwt } = props;
  const { mcp, open } = pathsOf(props);
  const checks = checkInstanceName(new PropChecks(path), 'instance', instance);
  const longest = [mcp, ...open].reduce((a, b) => (a.length < b.length ? b : a));
  checks.within('instance', limits.loadBalancer.pathPattern, longest, 'use a shorter name');
  if (jwt) checkJwt(checks, jwt);
  checks.done();
}

function checkJwt(checks: PropChecks, { issuer, jwksEndpoint, audiences }: ListenerJwt): void {
  checks
    .must(isUnresolved(jwksEndpoint) || /^https:\/\/[^/]+\/.+$/.test(jwksEndpoint), {
      prop: 'jwt.jwksEndpoint',
      value: jwksEndpoint,
      rule: 'a listener reads keys by https, from a host and a path [API:elasticloadbalancingv2.JwtValidationActionConfig]',
      fix: 'use an address like https://login.example.com/.well-known/jwks.json',
    })
    .within('jwt.audiences', limits.loadBalancer.jwtClaimValues, audiences.length, 'give 1 to 10 audiences');
  const texts = {
    issuer,
    jwksEndpoint,
    ...Object.fromEntries(audiences.map((it, i) => [`audiences[${i}]`, it])),
  };
  for (const [prop, value] of Object.entries(texts)) {
    checks.within(`jwt.${prop}`, limits.loadBalancer.jwtText, value, 'use a shorter one');
  }
}
