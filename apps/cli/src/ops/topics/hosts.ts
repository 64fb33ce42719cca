import type { HostPlan } from '@mcp-fleet/plan';
import type { FleetAtAws } from '../fleet-at-aws';
import type { Operation } from '../operation';
import { verbatim } from '../shell';

/** State of what a front door's own name needs: zone, certificate, health check. */
export function hosts(fleet: FleetAtAws): Operation[] {
  return [
    ...zone(fleet),
    ...Object.values(fleet.plan.deployments).flatMap((deployment) => {
      const { host } = deployment;
      const instances = Object.keys(deployment.instances);
      return host === undefined ? [] : ofHost(fleet, host, instances);
    }),
  ];
}

function zone({ plan, aws }: FleetAtAws): Operation[] {
  if (!plan.domain?.create) return [];
  const { zone: name } = plan.domain;
  const id = aws`route53 list-hosted-zones-by-name --dns-name ${name} --max-items 1 --query ${'HostedZones[0].Id'} --output text`;
  return [
    {
      topic: 'status',
      title: `name servers that the domain above ${name} has to name`,
      commands: [
        aws`route53 get-hosted-zone --id ${verbatim(`"$(${id})"`)} --query DelegationSet.NameServers --output text`,
      ],
    },
  ];
}

function ofHost({ aws }: FleetAtAws, host: HostPlan, instances: readonly string[]): Operation[] {
  const { name, certificate, failover } = host;
  const found = `CertificateSummaryList[?DomainName=='${name}'].[Status, NotAfter, CertificateArn]`;
  const checks = `HealthChecks[?HealthCheckConfig.FullyQualifiedDomainName=='${failover?.ownHost ?? ''}'].Id | [0]`;
  const check = aws`route53 list-health-checks --query ${checks} --output text`;
  return [
    ...(certificate?.kind === 'issued'
      ? [
          {
            topic: 'status' as const,
            title: `certificate of ${name}: PENDING_VALIDATION waits for its records, or for the zone's delegation`,
            instances,
            commands: [aws`acm list-certificates --query ${found} --output table`],
          },
        ]
      : []),
    ...(failover?.check.kind === 'endpoint'
      ? [
          {
            topic: 'status' as const,
            title: `what Route 53 thinks of ${failover.ownHost}, which is ${failover.role} with ${failover.with}`,
            instances,
            commands: [
              aws`route53 get-health-check-status --health-check-id ${verbatim(`"$(${check})"`)} --query ${'HealthCheckObservations[].[Region, StatusReport.Status]'} --output table`,
            ],
          },
        ]
      : []),
  ];
}
