import type { AwsDeploymentPlan } from '@mcp-fleet/plan';
import { record } from '../changes/plan-json';

/** What operators need of one deployment at AWS, beside its servers. */
export interface FrontDoorOutput {
  readonly edge: string;
  /** Address that all its servers share. */
  readonly endpoint: string;
  /** Name that clients use, which is to lead to {@link dnsAlias}. @default - the address that AWS gives */
  readonly host?: string;
  /** Load balancer, for an alias record. @default - it has none */
  readonly dnsAlias?: { readonly name: string; readonly zoneId: string };
  /** ARN of the ECS cluster. @default - it has none */
  readonly cluster?: string;
  /** Names of the services. @default - it has none */
  readonly services?: readonly string[];
  /** Log groups by container, or function. */
  readonly logGroups: Readonly<Record<string, string>>;
}

/** @param outputs those of the deployment's state */
export function frontDoorOf(
  deployment: AwsDeploymentPlan,
  outputs: Readonly<Record<string, unknown>>,
): FrontDoorOutput {
  const common = {
    edge: deployment.edge,
    endpoint: String(outputs['endpoint'] ?? ''),
    logGroups: record(outputs['log_groups']) as Record<string, string>,
  };
  if (deployment.target === 'lambda') return common;
  const { dns_name: name, zone_id: zoneId } = record(outputs['load_balancer']);
  const { host } = deployment.loadBalancer;
  return {
    ...common,
    ...(host === undefined ? {} : { host }),
    dnsAlias: { name: String(name ?? ''), zoneId: String(zoneId ?? '') },
    cluster: String(outputs['cluster'] ?? ''),
    services: Object.values(record(outputs['services'])).map(String),
  };
}

/** What nobody can read off the table of servers: where the load balancer is, and what runs behind it. */
export function frontDoorLines(frontDoors: Readonly<Record<string, FrontDoorOutput>>): string[] {
  return Object.entries(frontDoors).flatMap(
    ([name, { endpoint, host, dnsAlias, cluster, services = [] }]) => {
      if (dnsAlias === undefined) return [];
      const alias = `${dnsAlias.name}, hosted zone ${dnsAlias.zoneId}`;
      return [
        '',
        `${name}: ${endpoint}`,
        host === undefined ? `  load balancer   ${alias}` : `  DNS alias       ${host} to ${alias}`,
        `  cluster         ${cluster}`,
        `  services        ${services.join(', ')}`,
      ];
    },
  );
}
