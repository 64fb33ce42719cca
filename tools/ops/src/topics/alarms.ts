import type { FleetAtAws } from '../fleet-at-aws';
import type { Operation } from '../operation';
import { verbatim } from '../shell';

const TYPES = ['MetricAlarm', 'CompositeAlarm'];

export function alarms({ plan, logs, aws }: FleetAtAws): Operation[] {
  const { environment } = plan;
  const list = (prefix: string) =>
    aws`cloudwatch describe-alarms --alarm-name-prefix ${prefix} --alarm-types ${TYPES} --query ${'[CompositeAlarms, MetricAlarms][].AlarmName'} --output text`;
  const all = `${environment}-`;
  const firing = aws`cloudwatch describe-alarms --alarm-name-prefix ${all} --alarm-types ${TYPES} --state-value ALARM --query ${'[CompositeAlarms, MetricAlarms][].[AlarmName, StateUpdatedTimestamp, StateReason]'} --output table`;
  return [
    {
      topic: 'alarms',
      title: 'what fires now, and why',
      commands: [firing],
    },
    ...logs.map(({ deployment, instance }): Operation => {
      const names = verbatim(`$(${list(`${environment}-${deployment}-${instance}-`)})`);
      return {
        topic: 'alarms',
        title: `silence the alarms of ${instance}, and let them speak again`,
        instances: [instance],
        commands: [
          aws`cloudwatch disable-alarm-actions --alarm-names ${names}`,
          aws`cloudwatch enable-alarm-actions --alarm-names ${names}`,
        ],
        note: 'Alarms still change their state; they tell nobody. CloudWatch knows no acknowledgement. The next deploy lets them speak again too.',
      };
    }),
  ];
}
