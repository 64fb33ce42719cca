"""What exists now: a walk over the objects that moto's services hold."""

from collections.abc import Iterable, Iterator
from types import FunctionType, MethodType
from typing import Any

from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.base_backend import BackendDict, BaseBackend
from moto.core.common_models import BaseModel
from moto.ec2.models import ec2_backends
from moto.events.models import events_backends
from moto.iam.models import iam_backends

from .settings import REGION, configured_account

LEAF = (str, bytes, int, float, bool, type(None), type, FunctionType, MethodType)

# Nobody made these: they are AWS's own, or moto's records of an account or an operation, and come when first used.
NOT_MADE = frozenset(
    (
        'apigateway.Account',
        'ec2.Ami',
        'ec2.EC2Backend',
        'ec2.ManagedPrefixList',
        'ec2.Snapshot',
        'ec2.Volume',
        'ecs.AccountSetting',
        'iam.AWSManagedPolicy',
        'iam.AccountSummary',
        'inspector2.AccountStatus',
        'route53.DelegationSet',
        'servicediscovery.Operation',
    )
)


def live(region: str | None = None) -> dict[str, list[str]]:
    """The names of all that exists, sorted, by `<service>.<class of moto>`.

    Not listed: what AWS deletes later by itself (deleted endpoints, keys pending deletion, secrets in their recovery
    window, inactive clusters and services), and AWS's own objects.
    """
    make_defaults(region or REGION)
    found: dict[str, list[str]] = {}
    for model in models(backends()):
        kind = f'{type(model).__module__.split(".")[1]}.{type(model).__name__}'
        if kind not in NOT_MADE:
            found.setdefault(kind, []).append(name_of(model))
    return {kind: sorted(names) for kind, names in sorted(found.items())}


def make_defaults(region: str) -> None:
    """An account has a default VPC and a default event bus from the start; moto makes them when first asked."""
    account = configured_account()
    ec2_backends[account][region]
    events_backends[account][region]
    iam_backends[account]['aws']


def backends() -> list[BaseBackend]:
    """The services in use, without those of moto's own account, which only serve to look up addresses."""
    account = configured_account()
    return [
        backend
        for instance in BackendDict._instances
        for owner, _, backend in instance.iter_backends()
        if owner == account or owner != DEFAULT_ACCOUNT_ID
    ]


def models(start: Iterable[Any]) -> Iterator[BaseModel]:
    """Every model that can be reached, once; what hangs on a model that is gone is gone too."""
    seen: set[int] = set()
    rest = list(start)
    while rest:
        current = rest.pop()
        if isinstance(current, LEAF) or id(current) in seen:
            continue
        seen.add(id(current))
        if isinstance(current, BaseModel):
            if is_gone(vars(current)):
                continue
            yield current
        rest.extend(parts_of(current))


def parts_of(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    if isinstance(value, (list, tuple, set, frozenset)):
        return list(value)
    if type(value).__module__.startswith('moto.') and hasattr(value, '__dict__'):
        return list(vars(value).values())
    return []


def is_gone(values: dict[str, Any]) -> bool:
    """Whether AWS would only keep this for a while, or made it itself."""
    return bool(
        values.get('state') == 'deleted'
        or values.get('status') == 'INACTIVE'
        or values.get('key_state') == 'PendingDeletion'
        or values.get('deleted_date')
        or values.get('key_manager') == 'AWS'
        or str(values.get('alias_name')).startswith('alias/aws/')
    )


def name_of(model: BaseModel) -> str:
    """Its ARN, id or name; else its first two texts, which tell one rule or permission from another."""
    texts = {name: value for name, value in vars(model).items() if isinstance(value, str)}
    return next((texts[name] for name in ('arn', 'id', 'name') if texts.get(name)), ' '.join(list(texts.values())[:2]))


def difference(before: dict[str, list[str]], after: dict[str, list[str]]) -> dict[str, dict[str, list[str]]]:
    """What came and what went, by kind; names that occur several times are counted."""
    return {'came': _missing(before, after), 'went': _missing(after, before)}


def _missing(here: dict[str, list[str]], there: dict[str, list[str]]) -> dict[str, list[str]]:
    result: dict[str, list[str]] = {}
    for kind, names in there.items():
        left = list(here.get(kind, []))
        for name in names:
            if name in left:
                left.remove(name)
            else:
                result.setdefault(kind, []).append(name)
    return result
