import { consoleDomains } from '@mcp-fleet/core';
import type { FleetAtAws } from '../fleet-at-aws';
import type { Operation } from '../operation';

export function open(fleet: FleetAtAws): Operation[] {
  const { plan, functions, services, logs } = fleet;
  const { region, partition } = plan.aws;
  const domain = consoleDomains[partition] ?? consoleDomains['aws'];
  const console = (page: string) => `https://${partition === 'aws' ? `${region}.` : ''}${domain}/${page}`;
  const cloudWatch = (part: string) => console(`cloudwatch/home?region=${region}#${part}`);
  const link = (title: string, url: string, instances?: readonly string[]): Operation => ({
    topic: 'open',
    title,
    url,
    ...(instances ? { instances } : {}),
  });
  return [
    ...(plan.dashboard ? [link('dashboard', cloudWatch(`dashboards/dashboard/${plan.dashboard.name}`))] : []),
    link('alarms', cloudWatch(`alarmsV2:?~(search~'${plan.environment}-)`)),
    ...functions.map(({ plan: { name }, instances }) =>
      link(`function ${name}`, console(`lambda/home?region=${region}#/functions/${name}`), instances),
    ),
    ...services.map(({ plan: { name }, cluster, instances }) =>
      link(
        `service ${name}`,
        console(`ecs/v2/clusters/${cluster}/services/${name}/health?region=${region}`),
        instances,
      ),
    ),
    ...logs.map(({ instance, logGroup }) =>
      link(`logs of ${instance}`, cloudWatch(`logsV2:log-groups/log-group/${twiceEncoded(logGroup)}`), [
        instance,
      ]),
    ),
    ...Object.entries(plan.foundation.secrets).map(([key, { name }]) =>
      link(
        `secret ${name}`,
        console(`secretsmanager/secret?name=${encodeURIComponent(name)}&region=${region}`),
        key === 'access' ? undefined : [key],
      ),
    ),
  ];
}

/** As the console writes names in the part of an address that it reads itself. */
function twiceEncoded(name: string): string {
  return encodeURIComponent(encodeURIComponent(name)).replaceAll('%', '$');
}
