import { Route53HealthCheck } from '@cdktf/provider-aws/lib/route53-health-check';
import { checkInstanceName, isUnresolved, limits, PropChecks, serverPaths } from '@mcp-fleet/core';
import { newBeforeOld, type HealthCheckRef } from '@mcp-fleet/refs';
import { Construct } from 'constructs';
import { checkHost } from './host-checks';

/** Props of {@link EndpointHealthCheck}. */
export interface EndpointHealthCheckProps {
  /** The host that is asked: one of this Region alone, not the one whose records the check decides on. */
  readonly host: string;
  /** The instance whose health is asked for. */
  readonly instance: string;
  /** Ask by HTTP at port 80, where nothing answers by HTTPS. @default false */
  readonly plainHttp?: boolean;
  /** Seconds between two requests of each of Route 53's checkers, 10 or 30. Ten costs more. @default 30 */
  readonly intervalSeconds?: number;
  /** Failures in a row that make it unhealthy, and successes that make it healthy again, 1 to 10. @default 3 */
  readonly failureThreshold?: number;
  /** Tags of the check. @default - its address as `Name`, and those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Asks `https://<host>/<instance>/health` from several places of the world, by IPv4 and with the host's name in the TLS
 * handshake, or the same by plain HTTP. A connection within four seconds and a 2xx or 3xx within two more are healthy. Its metrics are in us-east-1.
 * What the internet does not reach needs an {@link AlarmHealthCheck}.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class EndpointHealthCheck extends Construct implements HealthCheckRef {
  readonly healthCheckId: string;
  readonly checkedHost: string;
  /** The check itself, for what no prop covers. */
  readonly resource: Route53HealthCheck;

  constructor(scope: Construct, id: string, props: EndpointHealthCheckProps) {
    super(scope, id);
    const { host, instance, plainHttp = false, intervalSeconds = 30, failureThreshold = 3, tags } = props;
    const resourcePath = serverPaths(instance).health;
    checkEndpointHealthCheck(this.node.path, props, resourcePath);

    this.resource = new Route53HealthCheck(this, 'Resource', {
      ...(plainHttp ? { type: 'HTTP', port: 80 } : { type: 'HTTPS', port: 443, enableSni: true }),
      fqdn: host,
      resourcePath,
      requestInterval: intervalSeconds,
      failureThreshold,
      // The console shows checks by this tag: they have no names.
      tags: { Name: `${host}${resourcePath}`, ...tags },
      lifecycle: newBeforeOld,
    });
    this.healthCheckId = this.resource.id;
    this.checkedHost = host;
  }
}

function checkEndpointHealthCheck(
  path: string,
  { host, instance, intervalSeconds, failureThreshold }: EndpointHealthCheckProps,
  resourcePath: string,
): void {
  const { healthCheckPath, healthCheckIntervalSeconds, healthCheckFailures } = limits.route53;
  const checks = checkHost(new PropChecks(path), 'host', host);
  if (!isUnresolved(instance)) checkInstanceName(checks, 'instance', instance);
  checks
    .within('instance', healthCheckPath, resourcePath, 'give the instance a shorter name')
    .within('intervalSeconds', healthCheckIntervalSeconds, intervalSeconds)
    .within('failureThreshold', healthCheckFailures, failureThreshold)
    .done();
}
