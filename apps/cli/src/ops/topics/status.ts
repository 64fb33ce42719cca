import type { FleetAtAws, FunctionUnit, ServiceUnit } from '../fleet-at-aws';
import type { Operation } from '../operation';
import { sh, verbatim } from '../shell';

/** The alias that front doors call. */
export const ALIAS = 'live';

export function status(fleet: FleetAtAws): Operation[] {
  return [
    ...fleet.functions.flatMap((unit) => ofFunction(fleet, unit)),
    ...fleet.services.flatMap((unit) => ofService(fleet, unit)),
  ];
}

function ofFunction({ aws }: FleetAtAws, { plan, instances }: FunctionUnit): Operation[] {
  const { name, concurrency } = plan;
  const what =
    '{version: Configuration.Version, state: Configuration.State, why: Configuration.StateReason, update: Configuration.LastUpdateStatus, image: Code.ResolvedImageUri}';
  const provisioned = aws`lambda get-provisioned-concurrency-config --function-name ${name} --qualifier ${ALIAS}`;
  return [
    {
      topic: 'status',
      title: `what callers of ${name} get`,
      instances,
      commands: [aws`lambda get-function --function-name ${name} --qualifier ${ALIAS} --query ${what}`],
    },
    {
      topic: 'status',
      title: `concurrency of ${name}: its bound, and the most of each 5 minutes of the last hour`,
      instances,
      commands: [
        aws`lambda get-function-concurrency --function-name ${name}`,
        ...(concurrency.provisioned === undefined ? [] : [provisioned]),
        aws`cloudwatch get-metric-statistics --namespace AWS/Lambda --metric-name ConcurrentExecutions --dimensions ${`Name=FunctionName,Value=${name}`} --start-time ${verbatim('$(($(date +%s) - 3600))')} --end-time ${verbatim('$(date +%s)')} --period 300 --statistics Maximum --query ${'sort_by(Datapoints, &Timestamp)[].[Timestamp, Maximum]'} --output table`,
      ],
    },
  ];
}

function ofService({ aws }: FleetAtAws, { plan, cluster, instances }: ServiceUnit): Operation[] {
  const { name, targetGroupName } = plan;
  const counts =
    'services[].{service: serviceName, running: runningCount, desired: desiredCount, pending: pendingCount, rollout: deployments[0].rolloutState, why: deployments[0].rolloutStateReason}';
  const group = aws`elbv2 describe-target-groups --names ${targetGroupName} --query ${'TargetGroups[0].TargetGroupArn'} --output text`;
  return [
    {
      topic: 'status',
      title: `tasks of ${name}: running, desired, pending`,
      instances,
      commands: [
        aws`ecs describe-services --cluster ${cluster} --services ${name} --query ${counts} --output table`,
      ],
    },
    {
      topic: 'status',
      title: `what happened to ${name} lately`,
      instances,
      commands: [
        aws`ecs describe-services --cluster ${cluster} --services ${name} --query ${'services[0].events[:10].[createdAt, message]'} --output table`,
      ],
    },
    {
      topic: 'status',
      title: `what the load balancer thinks of the tasks of ${name}`,
      instances,
      commands: [
        aws`elbv2 describe-target-health --target-group-arn ${verbatim(`"$(${group})"`)} --query ${'TargetHealthDescriptions[].[Target.Id, TargetHealth.State, TargetHealth.Reason, TargetHealth.Description]'} --output table`,
      ],
    },
  ];
}

export function stopped({ aws, services }: FleetAtAws): Operation[] {
  return services.map(({ plan: { name }, cluster, instances }): Operation => {
    const tasks = aws`ecs list-tasks --cluster ${cluster} --service-name ${name} --desired-status STOPPED --query ${'taskArns[]'} --output text`;
    const why =
      'tasks[].{stopped: stoppedAt, code: stopCode, why: stoppedReason, containers: containers[].{name: name, exit: exitCode, why: reason, health: healthStatus}}';
    const describe = aws`ecs describe-tasks --cluster ${cluster} --tasks "$task" --query ${why}`;
    return {
      topic: 'stopped',
      title: `why tasks of ${name} stopped`,
      instances,
      commands: [sh`for task in $(${verbatim(tasks)}); do ${verbatim(describe)}; done`],
      note: 'ECS tells of a stopped task for an hour; nothing is printed where none stopped.',
    };
  });
}

export function shell(fleet: FleetAtAws): Operation[] {
  const open = fleet.services.filter(({ plan }) => plan.exec);
  const closed = fleet.services.filter(({ plan }) => !plan.exec);
  return [
    ...open.flatMap((unit) => intoTasks(fleet, unit)),
    ...(closed.length > 0 ? [noShell(fleet, closed)] : []),
    ...(fleet.functions.length > 0 ? [onThisComputer(fleet)] : []),
  ];
}

function intoTasks({ aws }: FleetAtAws, { plan, cluster, instances }: ServiceUnit): Operation[] {
  const { name, containers } = plan;
  const task = aws`ecs list-tasks --cluster ${cluster} --service-name ${name} --desired-status RUNNING --query ${'taskArns[0]'} --output text`;
  const run = (container: string, command: string) =>
    aws`ecs execute-command --cluster ${cluster} --task ${verbatim(`"$(${task})"`)} --container ${container} --interactive --command ${command}`;
  return Object.keys(containers).map((container): Operation => ({
    topic: 'shell',
    title: `into the container ${container} of a task of ${name}: what its router says, and a shell`,
    instances: instances.includes(container) ? [container] : instances,
    commands: [run(container, 'mcp-router status'), run(container, '/bin/sh')],
    note: 'Needs the Session Manager plugin beside the AWS CLI. An image without a shell has mcp-router alone.',
  }));
}

function noShell({ plan }: FleetAtAws, units: readonly ServiceUnit[]): Operation {
  const names = units.map(({ plan: { name } }) => name).join(', ');
  return {
    topic: 'shell',
    title: `a shell in tasks of ${names}`,
    instances: units.flatMap(({ instances }) => instances),
    note: plan.protected
      ? 'Off, and refused while the environment is protected. Run the same image elsewhere: an environment that is not protected with debug: { exec: true } in its deployment, or nx run <server>:serve on this computer.'
      : 'Off. debug: { exec: true } in the deployment and a deploy put it on; root file systems are writable meanwhile.',
  };
}

function onThisComputer({ plan, functions }: FleetAtAws): Operation {
  const instances = functions.flatMap((unit) => unit.instances);
  const servers = new Set(
    functions.flatMap(({ deployment, instances: names }) =>
      names.map((name) => deployment.instances[name]?.server ?? name),
    ),
  );
  return {
    topic: 'shell',
    title: 'functions',
    instances,
    commands: [...servers].sort().map((server) => sh`npx nx run ${`${server}:serve`}`),
    note: `Nobody gets into a function of AWS. The same server behind the same router on this computer, with inputs from .env; none of ${plan.environment} is touched.`,
  };
}
