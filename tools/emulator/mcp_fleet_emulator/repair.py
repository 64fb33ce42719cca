"""The register of repairs. A repair is a function that changes moto through the patch it is given."""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from .patch import Patch


@dataclass
class Repair:
    """One repair: its name is `<service>.<function>`, the rest is its docstring."""

    name: str
    summary: str
    aws: str
    moto: str
    here: str
    _apply: Callable[[Patch], None]
    _patch: Patch | None = field(default=None)

    @property
    def service(self) -> str:
        return self.name.split('.')[0]

    def on(self) -> None:
        """Applies the repair; nothing happens when it is applied already."""
        if self._patch is None:
            self._patch = Patch()
            self._apply(self._patch)

    def off(self) -> None:
        """Gives moto its own behaviour back."""
        if self._patch is not None:
            self._patch.undo()
            self._patch = None


REPAIRS: dict[str, Repair] = {}


def repair(apply: Callable[[Patch], None]) -> Callable[[Patch], None]:
    """Registers a repair. Its docstring is one summary line, then the paragraphs `AWS:`, `moto:` and `Here:`."""
    service = apply.__module__.rpartition('.')[2].rstrip('_')
    name = f'{service}.{apply.__name__}'
    summary, _, rest = inspect.cleandoc(apply.__doc__ or '').partition('\n')
    paragraphs = re.findall(r'^(AWS|moto|Here): (.+?)(?=^\w+: |\Z)', rest, re.S | re.M)
    said = {label: ' '.join(text.split()) for label, text in paragraphs}
    missing = [label for label in ('AWS', 'moto', 'Here') if label not in said]
    if missing:
        raise ValueError(f'the docstring of the repair {name} does not say {", ".join(missing)}')
    REPAIRS[name] = Repair(name, summary, said['AWS'], said['moto'], said['Here'], apply)
    return apply


def apply_all(without: frozenset[str] = frozenset()) -> None:
    """Applies every repair but the ones named.

    :raises ValueError: no repair has one of the names.
    """
    unknown = sorted(without - REPAIRS.keys())
    if unknown:
        raise ValueError(f'no repair is called {", ".join(unknown)}; the repairs are {", ".join(REPAIRS)}')
    # Repairs may wrap the same method: each is taken back before the one below it.
    for each in reversed(REPAIRS.values()):
        each.off()
    for name, each in REPAIRS.items():
        if name not in without:
            each.on()


def table() -> str:
    """The table of the README."""
    rows = ['| repair | AWS | moto 5.2.1 | here | test |', '| --- | --- | --- | --- | --- |']
    for each in REPAIRS.values():
        rows.append(f'| `{each.name}` | {each.aws} | {each.moto} | {each.here} | `tests/test_{each.service}.py` |')
    return '\n'.join(rows)
