"""Who handles a proposal: 甲局、乙局 with the label's role, or roles written inside the value."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.model import Handling, Role
from corpus.values.units import UnitAuthority

__all__ = ["read_handlings"]

_ROLES = {"主办": Role.LEAD, "协办": Role.SUPPORT, "会办": Role.SUPPORT, "分办": Role.SEPARATE,
          "承办": Role.SOLE, "独办": Role.SOLE, "汇办": Role.JOINT}  # fmt: skip
_ROLE = "|".join(_ROLES)
#: 主办单位：甲局；会办单位：乙局
_PREFIX = re.compile(rf"(?P<role>{_ROLE})(?:单位|部门|方)?\s*[:：]\s*")
#: 甲局（主办）
_SUFFIX = re.compile(rf"[（(]\s*(?P<role>{_ROLE})(?:单位|部门)?\s*[)）]$")


def read_handlings(text: str, role: Role, units: UnitAuthority) -> Iterator[Handling]:
    """Yield the handlings that a unit field names, in order; a role inside the value goes before the label's.

    >>> found = read_handlings("主办：市教育局；会办：市财政局", Role.SOLE, UnitAuthority.load())
    >>> [(each.unit, each.role.value) for each in found]
    [('市教育局', '主办'), ('市财政局', '协办')]
    """
    marks = list(_PREFIX.finditer(text))
    ends = [mark.start() for mark in marks] + [len(text)]
    yield from _units(text[: ends[0]], role, units)
    for mark, end in zip(marks, ends[1:], strict=True):
        yield from _units(text[mark.end() : end], _ROLES[mark["role"]], units)


def _units(text: str, role: Role, units: UnitAuthority) -> Iterator[Handling]:
    for written in units.split(text):
        suffix = _SUFFIX.search(written)
        name = written[: suffix.start()] if suffix else written
        yield Handling(units.canonical(name), _ROLES[suffix["role"]] if suffix else role, written)
