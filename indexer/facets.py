"""From an engine's counts to the facets a reader sees: labelled, ordered, chosen values always there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from functools import lru_cache, partial
from operator import itemgetter

from corpus import parse_date, parse_session
from indexer.analysis import fold
from indexer.fields import FACETS, Facet
from indexer.request import SearchRequest
from indexer.results import Bucket, Buckets, FacetCounts
from indexer.waiting import wait_label, wait_rank

__all__ = ["facet_counts", "find_values", "value_label"]


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
    if facet.chronological:
        ordered = sorted(values.items(), key=lambda each: _age(facet.name, each[0]), reverse=True)
    else:
        # By value, then by count: sorting keeps the order of equals, and two plain keys are faster than a pair.
        ordered = sorted(values.items())
        ordered.sort(key=itemgetter(1), reverse=True)
    made = partial(_bucket, facet.name, frozenset(chosen))
    return FacetCounts(facet.name, facet.label, Buckets(ordered, frozenset(chosen), made), facet.parent)


def _bucket(facet: str, chosen: Set[str], value: str, count: int) -> Bucket:
    parent = value[:4] if facet == "month" else ""
    return Bucket(value, value_label(facet, value), count, value in chosen, parent)


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
    if facet == "session" and (session := parse_session(value)):
        return session.label
    if facet in ("year", "month") and (day := parse_date(value)):
        return f"{day.year}年{day.month}月" if day.month else f"{day.year}年"
    return wait_label(value) if facet == "wait" else value


@lru_cache(maxsize=4096)
def _age(facet: str, value: str) -> tuple[int, int, str]:
    if facet == "session" and (session := parse_session(value)):
        return session.term, session.meeting, session.series
    if facet == "wait":
        return -wait_rank(value), 0, value
    return 0, 0, value
