"""Secrets Manager."""

import time
from typing import Any

from moto.awslambda.utils import get_backend
from moto.secretsmanager.exceptions import (
    InvalidParameterException,
    InvalidRequestException,
    ResourceNotFoundException,
    SecretNotFoundException,
    SecretsManagerClientError,
)
from moto.secretsmanager.models import FakeSecret, SecretsManagerBackend

from ..patch import Patch
from ..repair import repair

PRINCIPAL = 'secretsmanager.amazonaws.com'


@repair
def rotation(patch: Patch) -> None:
    """Secrets have a rotation.

    AWS: RotateSecret keeps function, schedule and window, and DescribeSecret tells them until CancelRotateSecret. It is
    refused for a function that does not exist, and for one that Secrets Manager may not call.
    moto: calls the function and fails, since functions of images do not run here; it knows days only.
    Here: function, schedule and window are kept, and refused like on AWS. No function runs and no value changes, whether
    it should rotate at once or not.
    """

    @patch.wrap(SecretsManagerBackend, 'rotate_secret')
    def rotate_secret(
        _original: Any,
        self: Any,
        secret_id: str,
        client_request_token: str | None = None,
        rotation_lambda_arn: str | None = None,
        rotation_rules: dict[str, Any] | None = None,
        rotate_immediately: bool = True,
    ) -> str:
        if not self._is_valid_identifier(secret_id):
            raise SecretNotFoundException()
        secret = self.secrets[secret_id]
        if secret.is_deleted():
            raise InvalidRequestException("You can't perform this operation on the secret because it was marked deleted.")
        rules = rotation_rules or getattr(secret, 'rotation_rules', {})
        if 'AutomaticallyAfterDays' in rules and 'ScheduleExpression' in rules:
            raise InvalidParameterException('A rotation has AutomaticallyAfterDays or ScheduleExpression, not both.')
        function = rotation_lambda_arn or secret.rotation_lambda_arn
        may_call(self, function, secret.arn)
        secret.rotation_requested = secret.rotation_enabled = True
        secret.rotation_lambda_arn = function
        secret.rotation_rules = rules
        if rotate_immediately:
            secret.last_rotation_date = int(time.time())
        return secret.to_short_dict()

    @patch.wrap(FakeSecret, 'to_dict')
    def to_dict(original: Any, self: Any) -> dict[str, Any]:
        answer = original(self)
        if not self.rotation_requested:
            return answer
        rules = {'RotationRules': getattr(self, 'rotation_rules', {})} if self.rotation_enabled else {}
        return {**{name: value for name, value in answer.items() if name != 'RotationRules'}, **rules}


def may_call(backend: Any, function_arn: str, secret_arn: str) -> None:
    """Refuses a function that is not there, or whose policy does not let Secrets Manager in for the secret."""
    try:
        function = get_backend(backend.account_id, backend.region_name).get_function(function_arn)
    except Exception:
        raise ResourceNotFoundException(f'Lambda does not exist: {function_arn}') from None
    for statement in function.policy.statements:
        conditions = statement.get('Condition', {})
        account = conditions.get('StringEquals', {}).get('AWS:SourceAccount', backend.account_id)
        arn = conditions.get('ArnLike', {}).get('AWS:SourceArn', secret_arn)
        service = statement.get('Principal', {}).get('Service')
        if service == PRINCIPAL and account == backend.account_id and arn == secret_arn:
            return
    raise SecretsManagerClientError(
        'AccessDeniedException',
        'Secrets Manager cannot invoke the specified Lambda function. '
        f'Ensure that the function policy grants access to the principal {PRINCIPAL}.',
    )
