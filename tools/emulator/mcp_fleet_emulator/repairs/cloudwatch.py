"""CloudWatch alarms."""

import re
from typing import Any

from moto.cloudwatch.exceptions import ValidationError
from moto.cloudwatch.models import CloudWatchBackend
from moto.cloudwatch.responses import CloudWatchResponse

from ..patch import Patch
from ..repair import repair


@repair
def composite_alarm(patch: Patch) -> None:
    """Alarms over alarms can be made.

    AWS: PutCompositeAlarm takes a rule over other alarms, and an alarm that suppresses its actions for a time; it refuses with ValidationError where one of them does not exist.
    moto: knows composite alarms when it reads them, but has no PutCompositeAlarm and answers 500.
    Here: PutCompositeAlarm makes such an alarm, with its suppressor, over alarms that exist.
    """

    @patch.add(CloudWatchResponse)
    def put_composite_alarm(self: Any) -> Any:
        rule, suppressor = self._get_param('AlarmRule'), self._get_param('ActionsSuppressor')
        missing = [name for name in named_in(rule, suppressor) if name not in self.cloudwatch_backend.alarms]
        if missing:
            raise ValidationError(
                f'Could not save the composite alarm as alarms [{", ".join(missing)}] in the alarm rule do not exist'
            )
        # moto reads AlarmRule here "for composite alarms as well"; only the operation is missing.
        answer = self.put_metric_alarm()
        alarm = self.cloudwatch_backend.alarms[self._get_param('AlarmName')]
        alarm.alarm_rule = rule
        alarm.actions_suppressor = suppressor
        alarm.actions_suppressor_wait_period = self._get_param('ActionsSuppressorWaitPeriod')
        alarm.actions_suppressor_extension_period = self._get_param('ActionsSuppressorExtensionPeriod')
        return answer


@repair
def alarms_in_use(patch: Patch) -> None:
    """An alarm that a composite alarm names stays.

    AWS: DeleteAlarms answers ValidationError where a composite alarm depends on one of the alarms (that its suppressor is one was not tried).
    moto: deletes any alarm.
    Here: it is refused. Without this, alarms that go before what names them was changed stay green.
    """

    @patch.wrap(CloudWatchBackend, 'delete_alarms')
    def delete_alarms(original: Any, self: Any, alarm_names: list[str]) -> None:
        others = [alarm for name, alarm in self.alarms.items() if name not in alarm_names]
        needed = {
            name
            for alarm in others
            for name in named_in(getattr(alarm, 'alarm_rule', None), getattr(alarm, 'actions_suppressor', None))
        }
        used = [name for name in alarm_names if name in needed]
        if used:
            raise ValidationError(f'Cannot delete {", ".join(used)} as there are composite alarm(s) depending on it.')
        original(self, alarm_names)


# ALARM("name"), OK(name), INSUFFICIENT_DATA("arn")
NAMED = re.compile(r'\b(?:ALARM|OK|INSUFFICIENT_DATA)\(\s*"?([^")]+?)"?\s*\)')


def named_in(rule: str | None, suppressor: str | None) -> list[str]:
    """The alarms that a composite alarm names, by name or by ARN."""
    named = [*NAMED.findall(rule or ''), *([suppressor] if suppressor else [])]
    return [name.partition(':alarm:')[2] or name for name in named]
