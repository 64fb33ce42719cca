"""The register: every repair is proven and in the README."""

import re
from pathlib import Path

import pytest

from mcp_fleet_emulator.patch import Patch
from mcp_fleet_emulator.repair import REPAIRS, apply_all, repair, table

HERE = Path(__file__).parent


def test_every_repair_has_a_test_in_the_file_of_its_service() -> None:
    proved = {
        name
        for service in {each.service for each in REPAIRS.values()}
        for name in re.findall(r"proves\('([^']+)'\)", (HERE / f'test_{service}.py').read_text(encoding='utf-8'))
    }
    assert proved == set(REPAIRS)


def test_readme_has_the_table_of_the_repairs() -> None:
    readme = (HERE.parent / 'README.md').read_text(encoding='utf-8')
    # Prettier pads the cells of a table.
    assert _unpadded(table()) in _unpadded(readme), 'run: python -m mcp_fleet_emulator repairs'


def _unpadded(text: str) -> str:
    return re.sub(r'-{3,}', '---', re.sub(r' +', ' ', text))


def test_unknown_repair_is_named() -> None:
    with pytest.raises(ValueError, match='no repair is called acm.nothing; the repairs are acm.key_algorithm, '):
        apply_all(frozenset(['acm.nothing']))


def test_docstring_without_its_three_paragraphs_is_refused() -> None:
    def half(patch: Patch) -> None:
        """Something.

        AWS: does this.
        """

    with pytest.raises(ValueError, match='does not say moto, Here'):
        repair(half)


def test_patch_is_taken_back_whole() -> None:
    class Base:
        def inherited(self) -> str:
            return 'base'

    class Owner(Base):
        def own(self) -> str:
            return 'own'

    urls: dict[str, object] = {}
    patch = Patch()
    patch.wrap(Owner, 'own')(lambda original, self: f'{original(self)} changed')
    patch.wrap(Owner, 'own')(lambda original, self: f'{original(self)} twice')
    patch.wrap(Owner, 'inherited')(lambda original, self: f'{original(self)} changed')
    patch.route(urls, '/new', lambda: None)
    changed = Owner()
    assert (changed.own(), changed.inherited(), list(urls)) == ('own changed twice', 'base changed', ['/new'])

    patch.undo()
    assert (changed.own(), changed.inherited(), list(urls)) == ('own', 'base', [])
    assert 'inherited' not in vars(Owner)
