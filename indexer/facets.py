"""From an engine's counts to the facets a reader sees: labelled, ordered, chosen values always there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from corpus import parse_date, parse_session
from indexer.analysis import fold
from indexer.fields import FACETS, Facet
from indexer.request import SearchRequest
from indexer.results import Bucket, FacetCounts
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
    values = {value: count for value, count in counted.items() if count or value in chosen}
    values |= {value: 0 for value in chosen if value not in values}
    buckets = [
        Bucket(
            value=value,
            label=value_label(facet.name, value),
            count=count,
            selected=value in chosen,
            parent=value[:4] if facet.name == "month" else "",
        )
        for value, count in values.items()
    ]
    if facet.chronological:
        buckets.sort(key=lambda bucket: _age(facet.name, bucket.value), reverse=True)
    else:
        buckets.sort(key=lambda bucket: (-bucket.count, bucket.value))
    return FacetCounts(facet.name, facet.label, tuple(buckets), facet.parent)


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
