import type { Environment } from '@mcp-fleet/environment';
import type { Deployment, PlanContext } from '../context';
import type { CertificatePlan, DomainPlan, FailoverPlan, HostPlan } from '../model/host-plan';
import { names } from '../model/names';
import { targets } from '../targets';

/** The domain of an environment. */
export function domainPlan({ domain }: Environment): DomainPlan | undefined {
  return domain && { zone: domain.zone, create: domain.create ?? false };
}

/** The name of a front door; undefined where AWS's own has to do. */
export function planHost(context: PlanContext, deployment: Deployment): HostPlan | undefined {
  const { host } = deployment.input;
  if (host === undefined) return undefined;
  const certificate = certificateOf(deployment, host);
  const failover = failoverOf(context, deployment, host);
  return {
    name: host,
    ...(certificate ? { certificate } : {}),
    records: isInZone(host, context.environment),
    ...(failover ? { failover } : {}),
  };
}

/** What comes before the paths of a front door with a host. */
export function hostUrl({ name, certificate }: HostPlan): string {
  return `${certificate ? 'https' : 'http'}://${name}`;
}

/** Whether the zone of the environment's domain answers for a host. */
export function isInZone(host: string, { domain }: Environment): boolean {
  return domain !== undefined && (host === domain.zone || host.endsWith(`.${domain.zone}`));
}

/** The deployment with the same host in the environment that a failover names. */
export function otherSide(
  { input: { environments } }: PlanContext,
  { input }: Deployment,
): { environment: Environment; name: string } | undefined {
  const environment = environments.find(({ name }) => name === input.failover?.with);
  const found = Object.entries(environment?.deployments ?? {}).find(([, { host }]) => host === input.host);
  return environment && found && { environment, name: found[0] };
}

/** Whether the checkers of Route 53 reach a front door: they ask from addresses all over the internet. */
export function isAskedFromOutside(input: Deployment['input']): boolean {
  return targets[input.target].isOpen(input);
}

function certificateOf({ input }: Deployment, host: string): CertificatePlan | undefined {
  const { certificateArn, plainHttp, failover } = input;
  if (certificateArn !== undefined) return { kind: 'given', arn: certificateArn };
  if (plainHttp) return undefined;
  return {
    kind: 'issued',
    names: failover ? [host, `*.${host}`] : [host],
    // Of one name AWS wants the same record from every certificate of an account.
    records: failover?.role !== 'secondary',
  };
}

function failoverOf(context: PlanContext, deployment: Deployment, host: string): FailoverPlan | undefined {
  const { input, instances } = deployment;
  if (!input.failover) return undefined;
  const { role, with: other, instance = instances[0]?.name ?? '' } = input.failover;
  return {
    role,
    with: other,
    setIdentifier: context.environment.name,
    ownHost: names.ownHost(context.environment.name, host),
    check: { kind: isAskedFromOutside(input) ? 'endpoint' : 'alarm', instance },
  };
}
