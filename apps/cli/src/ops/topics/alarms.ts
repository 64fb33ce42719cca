import type { FleetAtAws, LogSource } from '../fleet-at-aws';
import type { Operation } from '../operation';
import { verbatim } from '../shell';

const TYPES = ['MetricAlarm', 'CompositeAlarm'];
const SILENCE =
  'Alarms still change their state; they tell nobody. CloudWatch knows no acknowledgement. The next deploy that changes them lets them speak again.';

export function alarms(fleet: FleetAtAws): Operation[] {
  const { plan, aws, logs } = fleet;
  if (plan.alarms === undefined) {
    return [
      {
        topic: 'alarms',
        title: 'there are none',
        note: "alarms: { email: ['oncall@example.com'] } in the environment file, and a deploy, make them.",
      },
    ];
  }
  const firing = aws`cloudwatch describe-alarms --alarm-name-prefix ${`${plan.environment}-`} --alarm-types ${TYPES} --state-value ALARM --query ${'[CompositeAlarms, MetricAlarms][].[AlarmName, StateUpdatedTimestamp, StateReason]'} --output table`;
  return [
    { topic: 'alarms', title: 'what fires now, and why', commands: [firing] },
    {
      topic: 'alarms',
      title: 'who is told: PendingConfirmation is one who has not confirmed, and is not told',
      commands: [
        aws`sns list-subscriptions-by-topic --topic-arn ${topicArn(fleet, plan.alarms.topic)} --query ${'Subscriptions[].[Protocol, Endpoint, SubscriptionArn]'} --output table`,
      ],
    },
    ...logs.map((source) => ofInstance(fleet, source)),
    ...ofDeployments(fleet),
  ];
}

function topicArn({ plan }: FleetAtAws, topic: NonNullable<FleetAtAws['plan']['alarms']>['topic']): string {
  const { partition, region, account } = plan.aws;
  return topic.kind === 'given' ? topic.arn : `arn:${partition}:sns:${region}:${account}:${topic.name}`;
}

function ofInstance(fleet: FleetAtAws, { deployment, instance }: LogSource): Operation {
  const begin = (source: { readonly deployment: string; readonly instance: string }) =>
    `${fleet.plan.environment}-${source.deployment}-${source.instance}-`;
  const own = begin({ deployment, instance });
  // gitlab begins the names of gitlab-eu too.
  const others = fleet.logs.map(begin).filter((other) => other !== own && other.startsWith(own));
  const conditions = others.map((other) => `!starts_with(AlarmName, '${other}')`).join(' && ');
  return {
    topic: 'alarms',
    title: `silence the alarms of ${instance}, and let them speak again`,
    instances: [instance],
    commands: silence(fleet, own, conditions),
    note: SILENCE,
  };
}

/** What all instances of a deployment share is watched once: function or service, and a load balancer. */
function ofDeployments(fleet: FleetAtAws): Operation[] {
  const { plan } = fleet;
  return Object.values(plan.deployments).flatMap(({ name, instances, target, topology }): Operation[] => {
    const ends = [
      ...(topology === 'multi-server' ? ['-shared'] : []),
      ...(target === 'fargate' ? ['-load-balancer'] : []),
    ];
    if (ends.length === 0) return [];
    const conditions = ends.map((end) => `ends_with(AlarmName, '${end}')`).join(' || ');
    return [
      {
        topic: 'alarms',
        title: `silence the alarms of what the servers of ${name} share, and let them speak again`,
        instances: Object.keys(instances),
        commands: silence(fleet, `${plan.environment}-${name}-`, conditions),
        note: SILENCE,
      },
    ];
  });
}

function silence({ aws }: FleetAtAws, prefix: string, conditions: string): string[] {
  const chosen = conditions === '' ? '' : `[?${conditions}]`;
  const all = `[CompositeAlarms, MetricAlarms][]${chosen === '' ? '' : ` | ${chosen}`}.AlarmName`;
  const names = verbatim(
    `$(${aws`cloudwatch describe-alarms --alarm-name-prefix ${prefix} --alarm-types ${TYPES} --query ${all} --output text`})`,
  );
  return [
    aws`cloudwatch disable-alarm-actions --alarm-names ${names}`,
    aws`cloudwatch enable-alarm-actions --alarm-names ${names}`,
  ];
}
