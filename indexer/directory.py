"""The values of a facet as a directory: found by any of their names or by pinyin, and in the order of letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from corpus import UnitAuthority
from indexer.analysis import fold
from indexer.results import Bucket

__all__ = ["Letter", "by_letter", "former_names", "values_found"]

#: Facets whose values are units, which have other names.
_UNITS = frozenset({"unit", "lead_unit", "support_unit"})
#: Where what begins with neither a character nor a letter stands: last.
_OTHER = "#"
_PLACE = re.compile("^[^省市县區区縣]{0,4}[省市县區区縣](?=..)")


@dataclass(frozen=True, slots=True)
class Letter:
    """The values under one letter, in the order of their sounds."""

    letter: str
    values: tuple[Bucket, ...]


def by_letter(facet: str, values: Iterable[Bucket]) -> tuple[Letter, ...]:
    """Return values under the letters A to Z by their first sound; units under their name without the place.

    In the archive of one city every unit begins with the city's name, and one letter would hold them all.

    >>> values = [Bucket(name, name, 1, False) for name in ("江州市教育局", "江州市公安局", "5G办", "陈晓")]
    >>> [(each.letter, [value.label for value in each.values]) for each in by_letter("unit", values)]
    [('C', ['陈晓']), ('G', ['江州市公安局']), ('J', ['江州市教育局']), ('#', ['5G办'])]
    """
    sounds = {value: _sounds(_institution(value.label) if facet in _UNITS else value.label) for value in values}
    ordered = sorted(sounds, key=lambda value: (_letter(sounds[value]) == _OTHER, sounds[value], value.label))
    return tuple(Letter(letter, tuple(group)) for letter, group in groupby(ordered, lambda each: _letter(sounds[each])))


def values_found(facet: str, values: Sequence[Bucket], find: str) -> tuple[Bucket, ...]:
    """Return the values that a person who typed this may mean, in the order given; all where nothing was typed.

    A value is meant by a part of its name, of another or former name of a unit, or of its pinyin or initials.

    >>> values = [Bucket(name, name, 1, False) for name in ("市卫健委", "市公安局")]
    >>> [[value.label for value in values_found("unit", values, find)] for find in ("卫计委", "gaj", "衛健")]
    [['市卫健委'], ['市公安局'], ['市卫健委']]
    """
    wanted = "".join(fold(find).split())
    if not wanted:
        return tuple(values)
    # Characters stand in no pinyin, and how thousands of names sound takes a while to find out.
    ways = (_names, _spoken) if wanted.isascii() else (_names,)
    return tuple(value for value in values if any(wanted in name for way in ways for name in way(facet, value.label)))


@lru_cache(maxsize=4096)
def former_names(unit: str) -> tuple[str, ...]:
    """Return the names of units whose duties a unit took over, as the authority file knows them."""
    return UnitAuthority.load().former_names(unit)


@lru_cache(maxsize=65_536)
def _names(facet: str, label: str) -> tuple[str, ...]:
    """Every name of a value, folded."""
    units = UnitAuthority.load()
    others = (*units.aliases(label), *units.former_names(label)) if facet in _UNITS else ()
    return tuple("".join(fold(name).split()) for name in (label, *others))


@lru_cache(maxsize=65_536)
def _spoken(_facet: str, label: str) -> tuple[str, str]:
    """How a value sounds: its pinyin and its initials."""
    sounds = _sounds(label)
    return "".join(sounds), "".join(sound[0] for sound in sounds)


@lru_cache(maxsize=65_536)
def _institution(unit: str) -> str:
    """A unit's name without its place: as the authority file knows it, else behind the first 省, 市, 县 or 区."""
    known = UnitAuthority.load().find_all(unit)
    if known and unit.endswith(known[0]):
        return known[0]
    return _PLACE.sub("", unit)


@lru_cache(maxsize=65_536)
def _sounds(text: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    return tuple(sound.lower() for sound in lazy_pinyin(fold(text), v_to_u=False) if sound.strip())


def _letter(sounds: tuple[str, ...]) -> str:
    first = next(iter(sounds), "")[:1].upper()
    return first if "A" <= first <= "Z" else _OTHER
