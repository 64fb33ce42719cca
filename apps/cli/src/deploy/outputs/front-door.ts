import type { AwsDeploymentPlan } from '@mcp-fleet/plan';
import { record } from '../changes/plan-json';

/** What operators need of one deployment at AWS, beside its servers. */
export interface FrontDoorOutput {
  readonly edge: string;
  /** Address that all its servers share. */
  readonly endpoint: string;
  /** Name that clients use, which is to lead to {@link dnsAlias}. @default - the address that AWS gives */
  readonly host?: string;
  /** What an alias record of the host leads to, or may lead to. @default - AWS's own name of an API has to do */
  readonly dnsAlias?: { readonly name: string; readonly zoneId: string };
  /** Whether the environment makes the record itself. */
  readonly recordsMade: boolean;
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
    recordsMade: deployment.host?.records ?? false,
    ...(deployment.host ? { host: deployment.host.name } : {}),
  };
  if (deployment.target === 'lambda') {
    const alias = deployment.host && record(outputs['aliases'])[deployment.host.name];
    return { ...common, ...(alias === undefined ? {} : { dnsAlias: aliasOf(alias) }) };
  }
  return {
    ...common,
    dnsAlias: aliasOf(outputs['load_balancer']),
    cluster: String(outputs['cluster'] ?? ''),
    services: Object.values(record(outputs['services'])).map(String),
  };
}

function aliasOf(output: unknown): { name: string; zoneId: string } {
  const { dns_name: name, zone_id: zoneId } = record(output);
  return { name: String(name ?? ''), zoneId: String(zoneId ?? '') };
}

/** What nobody can read off the table of servers: where the load balancer is, and what runs behind it. */
export function frontDoorLines(frontDoors: Readonly<Record<string, FrontDoorOutput>>): string[] {
  return Object.entries(frontDoors).flatMap(([name, door]) => {
    const lines = [...aliasLines(door), ...serviceLines(door)];
    return lines.length === 0 ? [] : ['', `${name}: ${door.endpoint}`, ...lines];
  });
}

function aliasLines({ host, dnsAlias, recordsMade }: FrontDoorOutput): string[] {
  if (dnsAlias === undefined) return [];
  const alias = `${dnsAlias.name}, hosted zone ${dnsAlias.zoneId}`;
  if (host === undefined) return [`  load balancer   ${alias}`];
  return [
    `  ${recordsMade ? 'leads to     ' : 'DNS alias    '}   ${recordsMade ? alias : `${host} to ${alias}`}`,
  ];
}

function serviceLines({ cluster, services = [] }: FrontDoorOutput): string[] {
  if (cluster === undefined) return [];
  return [`  cluster         ${cluster}`, `  services        ${services.join(', ')}`];
}
