"""S3: what bucket policies refuse, where logs may go, and emptying a bucket with versions."""

import json
from types import SimpleNamespace
from typing import Any

from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.s3.models import FakeBucket, FakeDeleteMarker

from ..patch import Patch
from ..repair import repair

# What a request to the emulator counts as: it stands in for AWS, which clients reach by TLS.
CONTEXT = {'aws:securetransport': 'true'}


def statements_of(policy: bytes) -> list[dict[str, Any]]:
    statements = json.loads(policy)['Statement']
    return statements if isinstance(statements, list) else [statements]


def holds(conditions: dict[str, dict[str, Any]]) -> bool:
    """Whether conditions are known to hold: Bool and BoolIfExists on keys of the context. Any other one does not."""
    return all(
        operator in ('Bool', 'BoolIfExists') and CONTEXT.get(key.lower()) in words(expected)
        for operator, tests in conditions.items()
        for key, expected in tests.items()
    )


def words(expected: Any) -> list[str]:
    each = expected if isinstance(expected, list) else [expected]
    return [str(value).lower() for value in each]


@repair
def policy_conditions(patch: Patch) -> None:
    """Statements of a bucket policy apply only where their conditions hold.

    AWS: a statement that denies requests without TLS (aws:SecureTransport false) does not touch a request with TLS.
    moto: ignores conditions, so that such a statement shuts everybody out.
    Here: every request counts as one with TLS; a statement with a condition that cannot be told to hold is left out.
    """

    @patch.wrap(FakeBucket, 'get_permission')
    def get_permission(original: Any, self: Any, action: str, resource: str) -> Any:
        if self.policy is None:
            return PermissionResult.NEUTRAL
        applying = [
            # moto refuses whatever a condition does not allow, also where it knows that the condition holds.
            {name: value for name, value in statement.items() if name != 'Condition'}
            for statement in statements_of(self.policy)
            if holds(statement.get('Condition') or {})
        ]
        return IAMPolicy(json.dumps({'Statement': applying})).is_action_permitted(action, resource)


@repair
def logs_into_bucket_with_wide_policy(patch: Patch) -> None:
    """Access logs can go into a bucket whose policy is also about everybody.

    AWS: reads any form of Principal when it looks for the permission of the logging service.
    moto: fails with 500 on a statement with `Principal: "*"`, as every TLS-only policy has, and on a single statement.
    Here: it only sees the statements that name a service.
    """
    original = FakeBucket._log_permissions_enabled_policy

    def allowed(target_bucket: Any, target_prefix: str | None) -> bool:
        if target_bucket.policy is None:
            return False
        of_services = [each for each in statements_of(target_bucket.policy) if isinstance(each.get('Principal'), dict)]
        policy = json.dumps({'Statement': of_services}).encode()
        seen = SimpleNamespace(policy=policy, name=target_bucket.name, partition=target_bucket.partition)
        return original(seen, target_prefix)

    patch.set(FakeBucket, '_log_permissions_enabled_policy', staticmethod(allowed))


@repair
def delete_markers_can_go(patch: Patch) -> None:
    """A bucket with versions can be emptied.

    AWS: delete markers are deleted like versions.
    moto: fails with 500 once versioning is suspended: it disposes of every version, and a delete marker cannot be.
    Here: they can; there is nothing to free.
    """

    @patch.add(FakeDeleteMarker)
    def dispose(self: Any, garbage: bool = False) -> None:
        pass
