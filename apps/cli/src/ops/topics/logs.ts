import type { FleetAtAws, LogSource } from '../fleet-at-aws';
import type { Operation } from '../operation';

/** Fields of the access line that count an error: names of the router's metrics. */
export const ERROR_FIELDS = [
  'ErrorsTransport',
  'ErrorsHttp5xx',
  'ErrorsJsonRpc',
  'ErrorsTool',
  'ErrorsAuth',
  'ErrorsThrottled',
] as const;

/** `aws logs tail` is in version 2 of the AWS CLI alone. */
const VERSION_2 = 'aws logs tail needs version 2 of the AWS CLI.';

export function logs(fleet: FleetAtAws): Operation[] {
  return [...fleet.logs.flatMap((source) => ofInstance(fleet, source)), ...ofEdges(fleet)];
}

function ofInstance({ aws }: FleetAtAws, source: LogSource): Operation[] {
  const { instance, logGroup, shared } = source;
  const own = shared ? `$.server = "${instance}" || $.Instance = "${instance}"` : undefined;
  const errors = shared ? `{ (${own}) && (${errorsOf(source)}) }` : `{ ${errorsOf(source)} }`;
  return [
    {
      topic: 'logs',
      title: `follow ${instance}`,
      instances: [instance],
      commands: [
        own === undefined
          ? aws`logs tail ${logGroup} --follow --since 10m --format short`
          : aws`logs tail ${logGroup} --follow --since 10m --format short --filter-pattern ${`{ ${own} }`}`,
      ],
      note: VERSION_2,
    },
    {
      topic: 'logs',
      title: `errors of ${instance} alone`,
      instances: [instance],
      commands: [aws`logs tail ${logGroup} --follow --since 1h --format short --filter-pattern ${errors}`],
      note: 'Warnings and errors of the router, and requests that failed, JSON-RPC errors too.',
    },
  ];
}

/** Lambda writes into the same group how each call ended. */
function errorsOf({ target }: LogSource): string {
  const ended = ['error', 'timeout'].map((status) => `$.record.status = "${status}"`);
  return [
    '$.level = "error"',
    '$.level = "warn"',
    ...ERROR_FIELDS.map((field) => `$.${field} > 0`),
    ...(target === 'lambda' ? ended : []),
  ].join(' || ');
}

/** What is in front of the servers writes too: API Gateway, or the front router of a task. */
function ofEdges({ plan, aws }: FleetAtAws): Operation[] {
  return Object.values(plan.deployments).flatMap((deployment): Operation[] => {
    const instances = Object.keys(deployment.instances);
    if (deployment.target === 'lambda') {
      const group = `/aws/vendedlogs/apigateway/${deployment.api.name}`;
      const title = `requests that the API of ${deployment.name} got, also those that reached no function`;
      return [follow(title, instances, aws`logs tail ${group} --follow --since 10m --format short`)];
    }
    return Object.values(deployment.services).flatMap(({ frontContainer, containers }) => {
      const group = containers[frontContainer]?.logGroupName;
      if (group === undefined || instances.includes(frontContainer)) return [];
      const command = aws`logs tail ${group} --follow --since 10m --format short`;
      return [follow(`follow the front router of ${deployment.name}`, instances, command)];
    });
  });
}

function follow(title: string, instances: readonly string[], command: string): Operation {
  return { topic: 'logs', title, instances, commands: [command] };
}
