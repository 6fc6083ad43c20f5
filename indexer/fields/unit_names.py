"""Names of units beside the one that is shown: how they are found, and what they are listed under."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus import UnitAuthority

__all__ = ["former_names", "institution", "other_names"]

_PLACE = re.compile("^[^省市县區区縣]{0,4}[省市县區区縣](?=..)")


@lru_cache(maxsize=4096)
def former_names(unit: str) -> tuple[str, ...]:
    """Return the names of units whose duties a unit took over, as the authority file knows them."""
    return UnitAuthority.load().former_names(unit)


def other_names(unit: str) -> tuple[str, ...]:
    """Return what else a unit is or was called."""
    return (*UnitAuthority.load().aliases(unit), *former_names(unit))


@lru_cache(maxsize=65_536)
def institution(unit: str) -> str:
    """Return a unit's name without its place: as the authority file knows it, else behind the first 省, 市, 县 or 区.

    In the archive of one city every unit begins with the city's name, and one letter of the alphabet would hold all.

    >>> institution("江州市教育局")
    '教育局'
    """
    known = UnitAuthority.load().find_all(unit)
    if known and unit.endswith(known[0]):
        return known[0]
    return _PLACE.sub("", unit)
