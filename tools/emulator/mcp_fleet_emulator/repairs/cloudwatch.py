"""CloudWatch alarms."""

from typing import Any

from moto.cloudwatch.responses import CloudWatchResponse

from ..patch import Patch
from ..repair import repair


@repair
def composite_alarm(patch: Patch) -> None:
    """Alarms over alarms can be made.

    AWS: PutCompositeAlarm takes a rule over other alarms, and an alarm that suppresses its actions for a time.
    moto: knows composite alarms when it reads them, but has no PutCompositeAlarm and answers 500.
    Here: PutCompositeAlarm makes such an alarm, with its suppressor.
    """

    @patch.add(CloudWatchResponse)
    def put_composite_alarm(self: Any) -> Any:
        # moto reads AlarmRule here "for composite alarms as well"; only the operation is missing.
        answer = self.put_metric_alarm()
        alarm = self.cloudwatch_backend.alarms[self._get_param('AlarmName')]
        alarm.alarm_rule = self._get_param('AlarmRule')
        alarm.actions_suppressor = self._get_param('ActionsSuppressor')
        alarm.actions_suppressor_wait_period = self._get_param('ActionsSuppressorWaitPeriod')
        alarm.actions_suppressor_extension_period = self._get_param('ActionsSuppressorExtensionPeriod')
        return answer
