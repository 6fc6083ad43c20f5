"""Counts side by side, each with a bar: the small chart beside every list of values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from indexer import Bucket, FacetCounts, SearchRequest
from search_web.links import facet_url, narrowed, search_url

__all__ = ["Breakdown", "Share", "breakdown", "shares"]


@dataclass(frozen=True, slots=True)
class Share:
    """One value: where it leads, how many it counts, and its bar in percent of the longest."""

    label: str
    count: int
    url: str
    percent: float


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The values of one facet within a search; ``note`` says what the bars do not, ``all_url`` lists the rest."""

    title: str
    rows: tuple[Share, ...]
    note: str = ""
    all_url: str = ""


def shares(values: Iterable[Bucket], url: Callable[[Bucket], str]) -> tuple[Share, ...]:
    """Return values with their bars, in the order given.

    >>> values = [Bucket("a", "甲", 4, False), Bucket("b", "乙", 1, False)]
    >>> [(share.label, share.percent) for share in shares(values, lambda value: "")]
    [('甲', 100.0), ('乙', 25.0)]
    """
    listed = list(values)
    most = max((value.count for value in listed), default=0) or 1
    return tuple(Share(each.label, each.count, url(each), round(100 * each.count / most, 2)) for each in listed)


def breakdown(
    facet: FacetCounts,
    within: SearchRequest,
    *,
    title: str = "",
    most: int = 8,
    total: int = 0,
) -> Breakdown:
    """Return how a search's hits part by one facet; every value leads to those hits.

    Args:
        within: the search that was counted.
        most: values shown; the others have a page of their own.
        total: hits of the search, where it matters how many have no value; else 0.
    """
    listed = [value for value in facet.buckets if value.count]
    counted = sum(value.count for value in listed)
    return Breakdown(
        title=title or facet.label,
        rows=shares(listed[:most], lambda value: search_url(narrowed(within, facet.name, value.value))),
        note=f"另有 {total - counted} 件没有注明" if total > counted else "",
        all_url=facet_url(within, facet.name) if len(listed) > most else "",
    )
