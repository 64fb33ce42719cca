import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { limits, PropChecks } from '@mcp-fleet/core';
import type { AliasTargetRef, HealthCheckRef, HostedZoneRef } from '@mcp-fleet/refs';
import { Construct } from 'constructs';
import { checkHost } from './host-checks';

/** The part of records in a pair of two, of which the secondary answers while the primary is unhealthy. */
export interface Failover {
  /** Role of the records: the secondary answers while the primary is unhealthy. */
  readonly role: 'primary' | 'secondary';
  /** Text that tells the two apart, 1 to 128 characters, another one for each: the environment's name. */
  readonly setIdentifier: string;
  /** Health check of this side; the primary needs one, which asks another host. @default - always healthy */
  readonly healthCheck?: HealthCheckRef;
  /**
   * Also unhealthy while the target has no healthy targets. A load balancer counts as unhealthy already when one of its
   * target groups is empty. @default false
   */
  readonly evaluateTargetHealth?: boolean;
}

/** Props of {@link AliasRecords}. */
export interface AliasRecordsProps {
  /** The zone that answers for the host. */
  readonly zone: HostedZoneRef;
  /** The host, `mcp.example.com`. */
  readonly host: string;
  /** Target of the records: a load balancer, or the domain name of an API. */
  readonly target: AliasTargetRef;
  /** Also an AAAA record. For a target without IPv6 it has no answer, and callers use IPv4. @default true */
  readonly ipv6?: boolean;
  /** The other records of the host are in another environment, and one side takes over from the other. @default - one side */
  readonly failover?: Failover;
}

/**
 * What a host leads to: alias records A and AAAA. Of a failover pair this is one side; the other one has the same host,
 * the other role and another set identifier. Both sides or none: AWS refuses a host with and without failover.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class AliasRecords extends Construct {
  readonly host: string;
  /** The records themselves, for what no prop covers; A first. */
  readonly resources: readonly Route53Record[];

  constructor(scope: Construct, id: string, props: AliasRecordsProps) {
    super(scope, id);
    checkAliasRecords(this.node.path, props);
    const types = (props.ipv6 ?? true) ? ['A', 'AAAA'] : ['A'];
    this.host = props.host;
    this.resources = types.map((type) => this.createRecord(type, props));
  }

  private createRecord(type: string, { zone, host, target, failover }: AliasRecordsProps): Route53Record {
    return new Route53Record(this, type, {
      zoneId: zone.zoneId,
      name: host,
      type,
      alias: {
        name: target.dnsName,
        zoneId: target.zoneId,
        evaluateTargetHealth: failover?.evaluateTargetHealth ?? false,
      },
      setIdentifier: failover?.setIdentifier,
      healthCheckId: failover?.healthCheck?.healthCheckId,
      failoverRoutingPolicy: failover && { type: failover.role.toUpperCase() },
    });
  }
}

function checkAliasRecords(path: string, { zone, host, failover }: AliasRecordsProps): void {
  const checks = checkHost(new PropChecks(path), 'host', host, zone);
  if (failover) checkFailover(checks, host, failover);
  checks.done();
}

function checkFailover(
  checks: PropChecks,
  host: string,
  { role, setIdentifier, healthCheck }: Failover,
): void {
  const { route53 } = limits;
  checks
    .must(role === 'primary' || role === 'secondary', {
      prop: 'failover.role',
      value: role,
      rule: 'one side of a pair is the primary, the other the secondary',
      fix: "write 'primary' or 'secondary'",
    })
    .within('failover.setIdentifier', route53.setIdentifier, setIdentifier)
    .within('failover.healthCheck.healthCheckId', route53.healthCheckId, healthCheck?.healthCheckId)
    .must(role !== 'primary' || healthCheck !== undefined, {
      prop: 'failover.healthCheck',
      value: healthCheck,
      rule: 'the secondary answers when the health check of the primary fails',
      fix: 'give a health check',
    })
    .must(healthCheck?.checkedHost !== host, {
      prop: 'failover.healthCheck',
      value: healthCheck?.checkedHost,
      rule: 'a health check that asks the host it decides on sees the other side after a failover [API:route53.HealthCheckConfig]',
      fix: 'let it ask a host of this Region alone',
    });
}
