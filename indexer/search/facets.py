"""From an engine's counts to the facets a user sees: labelled, ordered, chosen values always there.

Values are found by any of their names or by pinyin, and listed in the order of letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import groupby
from operator import itemgetter

from indexer.analysis.fold import fold
from indexer.fields import FACETS, Facet, facet_named
from indexer.search.request import SearchRequest
from indexer.search.results import Bucket, Buckets, FacetCounts

__all__ = ["Letter", "by_letter", "facet_counts", "find_values", "value_label", "values_found"]


def facet_counts(counts: Mapping[str, Mapping[str, int]], request: SearchRequest) -> tuple[FacetCounts, ...]:
    """Return every counted facet in the table's order.

    A chosen value stays visible at zero, so that it can be taken back. Years, months and sessions run from the
    newest, spans of days from the shortest; other values from the most frequent, equal ones by name, so that the
    order never flickers.
    """
    return tuple(_facet(facet, counts[facet.name], request) for facet in FACETS if facet.name in counts)


def _facet(facet: Facet, counted: Mapping[str, int], request: SearchRequest) -> FacetCounts:
    chosen = request.chosen(facet.name)
    values = {value: count for value, count in counted.items() if count}
    values |= {value: 0 for value in chosen if value not in values}
    if facet.ranked:
        ordered = sorted(values.items(), key=lambda each: _rank(facet.name, each[0]), reverse=True)
    else:
        # By value, then by count: sorting keeps the order of equals, and two plain keys are faster than a pair.
        ordered = sorted(values.items())
        ordered.sort(key=itemgetter(1), reverse=True)
    made = partial(_bucket, facet, frozenset(chosen))
    return FacetCounts(facet.name, facet.label, Buckets(ordered, frozenset(chosen), made), facet.parent)


def _bucket(facet: Facet, chosen: Set[str], value: str, count: int) -> Bucket:
    parent = facet.parent_of(value) if facet.parent else ""
    return Bucket(value, value_label(facet.name, value), count, value in chosen, parent)


def find_values(buckets: Sequence[Bucket], text: str) -> list[Bucket]:
    """Return the values whose label holds a text in any of its forms, those that begin with it first.

    >>> buckets = [Bucket(name, name, 1, False) for name in ("市公安局", "公安分局", "市财政局")]
    >>> [each.label for each in find_values(buckets, "公安")]
    ['公安分局', '市公安局']
    """
    wanted = fold(text).strip()
    found = [(place, bucket) for bucket in buckets if (place := fold(bucket.label).find(wanted)) >= 0]
    return [bucket for _, bucket in sorted(found, key=lambda each: each[0] > 0)]


@lru_cache(maxsize=4096)
def value_label(facet: str, value: str) -> str:
    """Return how a facet value is shown; the value itself where nothing is clearer.

    >>> value_label("session", "12-5"), value_label("month", "2021-06"), value_label("unit", "市公安局")
    ('十二届五次', '2021年6月', '市公安局')
    """
    known = facet_named(facet)
    return known.value_label(value) if known else value


@lru_cache(maxsize=4096)
def _rank(facet: str, value: str) -> tuple[int, int, str]:
    known = facet_named(facet)
    return known.rank(value) if known and known.rank else (0, 0, value)


#: Where what begins with neither a character nor a letter stands: last.
_OTHER = "#"


@dataclass(frozen=True, slots=True)
class Letter:
    """The values under one letter, in the order of their sounds."""

    letter: str
    values: tuple[Bucket, ...]


def by_letter(facet: str, values: Iterable[Bucket]) -> tuple[Letter, ...]:
    """Return values under the letters A to Z by the first sound of what they are sorted as (units without their place).

    >>> values = [Bucket(name, name, 1, False) for name in ("江州市教育局", "江州市公安局", "5G办", "陈晓")]
    >>> [(each.letter, [value.label for value in each.values]) for each in by_letter("unit", values)]
    [('C', ['陈晓']), ('G', ['江州市公安局']), ('J', ['江州市教育局']), ('#', ['5G办'])]
    """
    known = facet_named(facet)
    sounds = {value: _sounds(known.sorted_as(value.label) if known else value.label) for value in values}
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


@lru_cache(maxsize=65_536)
def _names(facet: str, label: str) -> tuple[str, ...]:
    """Every name of a value, folded."""
    known = facet_named(facet)
    others = known.other_names(label) if known else ()
    return tuple("".join(fold(name).split()) for name in (label, *others))


@lru_cache(maxsize=65_536)
def _spoken(_facet: str, label: str) -> tuple[str, str]:
    """How a value sounds: its pinyin and its initials."""
    sounds = _sounds(label)
    return "".join(sounds), "".join(sound[0] for sound in sounds)


@lru_cache(maxsize=65_536)
def _sounds(text: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    return tuple(sound.lower() for sound in lazy_pinyin(fold(text), v_to_u=False) if sound.strip())


def _letter(sounds: tuple[str, ...]) -> str:
    first = next(iter(sounds), "")[:1].upper()
    return first if "A" <= first <= "Z" else _OTHER
