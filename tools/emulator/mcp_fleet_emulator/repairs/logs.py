"""CloudWatch Logs."""

from typing import Any

from moto.logs.models import LogGroup
from moto.logs.responses import LogsResponse

from ..patch import Patch
from ..repair import repair


@repair
def log_group_class(patch: Patch) -> None:
    """Log groups have a class.

    AWS: DescribeLogGroups tells the class, STANDARD unless told otherwise.
    moto: forgets it, and Terraform replaces a group whose class is written out.
    Here: the class is kept and told.
    """

    @patch.wrap(LogsResponse, 'create_log_group')
    def create_log_group(original: Any, self: Any) -> str:
        answer = original(self)
        group = self.logs_backend.groups[self._get_param('logGroupName')]
        group.log_group_class = self._get_param('logGroupClass') or 'STANDARD'
        return answer

    @patch.wrap(LogGroup, 'to_describe_dict')
    def to_describe_dict(original: Any, self: Any) -> dict[str, Any]:
        return {**original(self), 'logGroupClass': getattr(self, 'log_group_class', 'STANDARD')}
