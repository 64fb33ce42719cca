"""CloudWatch Logs."""

import json
from typing import Any
from uuid import uuid4

from moto.core.common_models import BaseModel
from moto.core.utils import unix_time_millis
from moto.logs.exceptions import InvalidParameterException, ResourceNotFoundException
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


@repair
def data_protection_policy(patch: Patch) -> None:
    """Log groups have a data protection policy.

    AWS: Put-, Get- and DeleteDataProtectionPolicy take the name or the ARN of a group; the policy audits and masks the same data.
    moto: has none of them and answers 500.
    Here: all three work, and a policy that masks other data than it audits is refused. Nothing is masked.
    """

    def group_of(self: Any) -> Any:
        name = self._get_param('logGroupIdentifier').removesuffix(':*')
        group = self.logs_backend.groups.get(name.partition(':log-group:')[2] or name)
        if group is None:
            raise ResourceNotFoundException()
        return group

    def answer(self: Any, group: Any) -> str:
        policy = getattr(group, 'data_protection_policy', None)
        told = {'policyDocument': policy, 'lastUpdatedTime': int(unix_time_millis())} if policy else {}
        return json.dumps({'logGroupIdentifier': self._get_param('logGroupIdentifier'), **told})

    @patch.add(LogsResponse)
    def put_data_protection_policy(self: Any) -> str:
        group = group_of(self)
        document = self._get_param('policyDocument')
        if not is_protection(json.loads(document)):
            raise InvalidParameterException('The audit and the de-identify statement need the same data identifiers.')
        group.data_protection_policy = document
        return answer(self, group)

    @patch.add(LogsResponse)
    def get_data_protection_policy(self: Any) -> str:
        return answer(self, group_of(self))

    @patch.add(LogsResponse)
    def delete_data_protection_policy(self: Any) -> str:
        group_of(self).data_protection_policy = None
        return ''


def is_protection(policy: dict[str, Any]) -> bool:
    """Whether a policy audits something, and masks exactly that."""
    masked = {
        operation: statement['DataIdentifier']
        for statement in policy['Statement']
        for operation in statement['Operation']
    }
    return masked.keys() == {'Audit', 'Deidentify'} and masked['Audit'] == masked['Deidentify']


class QueryDefinition(BaseModel):
    """A saved query."""

    # What exists is listed by the name of moto's service.
    __module__ = 'moto.logs.models'

    def __init__(self, id: str) -> None:
        self.id = id
        self.said: dict[str, Any] = {}

    def tell(self) -> dict[str, Any]:
        return {'queryDefinitionId': self.id, **self.said}


@repair
def query_definitions(patch: Patch) -> None:
    """Queries are saved.

    AWS: PutQueryDefinition makes or replaces a query, DescribeQueryDefinitions finds those whose name begins alike, DeleteQueryDefinition removes one.
    moto: has none of them and answers 500.
    Here: all three work. Nothing is asked.
    """

    def kept(self: Any) -> dict[str, QueryDefinition]:
        return vars(self.logs_backend).setdefault('query_definitions', {})

    @patch.add(LogsResponse)
    def put_query_definition(self: Any) -> str:
        id = self._get_param('queryDefinitionId') or str(uuid4())
        if self._get_param('queryDefinitionId') and id not in kept(self):
            raise ResourceNotFoundException('The specified query definition does not exist.')
        query = kept(self).setdefault(id, QueryDefinition(id))
        query.said = {
            'name': self._get_param('name'),
            'queryString': self._get_param('queryString'),
            'logGroupNames': self._get_param('logGroupNames') or [],
            'lastModified': int(unix_time_millis()),
        }
        return json.dumps({'queryDefinitionId': id})

    @patch.add(LogsResponse)
    def describe_query_definitions(self: Any) -> str:
        prefix = self._get_param('queryDefinitionNamePrefix') or ''
        found = [query.tell() for query in kept(self).values() if query.said['name'].startswith(prefix)]
        return json.dumps({'queryDefinitions': found})

    @patch.add(LogsResponse)
    def delete_query_definition(self: Any) -> str:
        if kept(self).pop(self._get_param('queryDefinitionId'), None) is None:
            raise ResourceNotFoundException('The specified query definition does not exist.')
        return json.dumps({'success': True})
