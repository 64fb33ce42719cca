"""Route 53: health checks of alarms, and logs of queries."""

from typing import Any

from moto.route53.models import HealthCheck, Route53Backend
from moto.route53.responses import Route53

from ..patch import Patch
from ..repair import repair

OF_ALARM = ('AlarmIdentifier', 'InsufficientDataHealthStatus')
OF_ENDPOINT = ('FailureThreshold', 'IPAddress', 'MeasureLatency', 'Port', 'RequestInterval')


@repair
def alarm_health_check(patch: Patch) -> None:
    """Health checks can follow an alarm.

    AWS: a check of type CLOUDWATCH_METRIC has its alarm and what missing data means, and nothing about an endpoint.
    moto: forgets both and answers with the defaults of an endpoint; Terraform would replace the check.
    Here: both are kept at creation and update, and the endpoint's values are left out.
    """

    @patch.wrap(Route53, 'create_health_check')
    def create_health_check(original: Any, self: Any) -> Any:
        answer = original(self)
        remember(answer.result['HealthCheck'], self._get_param('HealthCheckConfig'))
        return answer

    @patch.wrap(Route53, 'update_health_check')
    def update_health_check(original: Any, self: Any) -> Any:
        answer = original(self)
        remember(answer.result['HealthCheck'], {name: self._get_param(name) for name in OF_ALARM})
        return answer

    def remember(check: Any, given: dict[str, Any]) -> None:
        before = getattr(check, 'of_alarm', {})
        check.of_alarm = {**before, **{name: given[name] for name in OF_ALARM if given.get(name)}}

    of_moto = HealthCheck.health_check_config.fget

    def health_check_config(self: Any) -> dict[str, Any]:
        config = of_moto(self)
        if self.type_ != 'CLOUDWATCH_METRIC':
            return config
        of_endpoint_left_out = {name: value for name, value in config.items() if name not in OF_ENDPOINT}
        return {**of_endpoint_left_out, **getattr(self, 'of_alarm', {})}

    patch.set(HealthCheck, 'health_check_config', property(health_check_config))


@repair
def query_log_group(patch: Patch) -> None:
    """Query logs take a log group by its ARN.

    AWS: takes the group's ARN and answers with it.
    moto: wants `:*` after it, which Terraform cuts off.
    Here: both forms are taken, and the answer is the ARN as it was sent.
    """

    @patch.wrap(Route53Backend, 'create_query_logging_config')
    def create_query_logging_config(original: Any, self: Any, hosted_zone_id: str, log_group_arn: str) -> Any:
        config = original(self, hosted_zone_id, f'{log_group_arn.removesuffix(":*")}:*')
        config.cloud_watch_logs_log_group_arn = log_group_arn
        return config
