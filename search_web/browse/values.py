"""``/browse/<facet>``: every session, unit, category, year or proposer with its count, without a word to search for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, abort, render_template, request

from indexer import (
    FACETS,
    Bucket,
    FacetCounts,
    Letter,
    SearchPage,
    SearchRequest,
    Sort,
    by_letter,
    facet_named,
    values_found,
)
from search_web.accounts.rules import public
from search_web.site.chart import Chart, time_chart
from search_web.site.context import current_reader, current_site
from search_web.site.links import (
    Choice,
    browse_url,
    facet_url,
    narrowed,
    search_url,
    value_url,
)

__all__ = [
    "BROWSED",
    "Breakdown",
    "BrowsePage",
    "CountBar",
    "LetterGroup",
    "breakdown",
    "browse_page",
    "browse_view",
    "count_bars",
    "newest",
]

browse_view = Blueprint("browse", __name__)

#: The facets that are browsed, in the order of the tabs.
BROWSED = tuple(facet.name for facet in FACETS if facet.browsable)
#: Values on one page; beyond that the box on the page narrows them.
_LISTED = 2_000


@dataclass(frozen=True, slots=True)
class LetterGroup:
    """Values that stand together: under one letter, or all of them where ``letter`` is ""."""

    letter: str
    rows: tuple[CountBar, ...]


@dataclass(frozen=True, slots=True)
class BrowsePage:
    """Everything a page of values shows.

    Attributes:
        tabs: the facets that can be browsed.
        orders: the orders to choose from; none where the values run in time.
        find: what was typed to narrow the list.
        left_out: values that fit the page no longer.
    """

    name: str
    label: str
    tabs: tuple[Choice, ...]
    orders: tuple[Choice, ...]
    order: str
    find: str
    total: int
    found: int
    left_out: int
    letter_groups: tuple[LetterGroup, ...]
    chart: Chart | None


def browse_page(page: SearchPage, name: str, *, find: str, order: str) -> BrowsePage:
    """Return the values of one facet, from a search for everything.

    Args:
        find: what the values must contain, by any of their names.
        order: ``letters`` for the order of letters; else by count.
    """
    facet = page.facet(name)
    known = facet_named(name)
    in_time = known is not None and known.ranked
    letters = order == "letters" and not in_time
    found = values_found(name, facet.buckets, find)
    listed = found[:_LISTED]
    return BrowsePage(
        name=name,
        label=facet.label,
        tabs=tuple(Choice(page.facet(each).label, browse_url(each), each == name) for each in BROWSED),
        orders=() if in_time else _orders(name, find, letters=letters),
        order="letters" if letters else "",
        find=find,
        total=len(facet.buckets),
        found=len(found),
        left_out=len(found) - len(listed),
        letter_groups=_letter_groups(name, listed, letters=letters),
        chart=time_chart(page, page.request) if name == "year" else None,
    )


def _letter_groups(name: str, values: Sequence[Bucket], *, letters: bool) -> tuple[LetterGroup, ...]:
    groups = by_letter(name, values) if letters else (Letter("", tuple(values)),)
    bars = {value.value: bar for value, bar in zip(values, _bars(name, values), strict=True)}
    return tuple(LetterGroup(group.letter, tuple(bars[each.value] for each in group.values)) for group in groups)


def _bars(name: str, values: Sequence[Bucket]) -> tuple[CountBar, ...]:
    return count_bars(values, lambda value: value_url(name, value.value))


def _orders(name: str, find: str, *, letters: bool) -> tuple[Choice, ...]:
    return (
        Choice("件数", browse_url(name, find=find), not letters),
        Choice("拼音", browse_url(name, find=find, order="letters"), letters),
    )


@dataclass(frozen=True, slots=True)
class CountBar:
    """One value: where it leads, how many it counts, and its bar in percent of the longest."""

    label: str
    count: int
    url: str
    percent: float


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The values of one facet within a search; ``note`` says what the bars do not, ``all_url`` lists the rest."""

    title: str
    rows: tuple[CountBar, ...]
    note: str = ""
    all_url: str = ""


def count_bars(values: Iterable[Bucket], url: Callable[[Bucket], str]) -> tuple[CountBar, ...]:
    """Return values with their bars, in the order given.

    >>> values = [Bucket("a", "甲", 4, False), Bucket("b", "乙", 1, False)]
    >>> [(bar.label, bar.percent) for bar in count_bars(values, lambda value: "")]
    [('甲', 100.0), ('乙', 25.0)]
    """
    listed = list(values)
    most = max((value.count for value in listed), default=0) or 1
    return tuple(CountBar(each.label, each.count, url(each), round(100 * each.count / most, 2)) for each in listed)


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
        rows=count_bars(listed[:most], lambda value: search_url(narrowed(within, facet.name, value.value))),
        note=f"另有 {total - counted} 件没有注明" if total > counted else "",
        all_url=facet_url(within, facet.name) if len(listed) > most else "",
    )


@browse_view.get("/browse/<name>")
@public
def values(name: str) -> str:
    """List every value of one facet."""
    if name not in BROWSED:
        abort(404)
    page = newest(SearchRequest(), hits=1)
    find, order = (request.args.get(key, "").strip() for key in ("find", "order"))
    return render_template("browse/values.html", page=browse_page(page, name, find=find[:100], order=order))


def newest(asked: SearchRequest, hits: int) -> SearchPage:
    """What this reader finds, newest first."""
    return current_site().service.search(replace(asked, sort=Sort.NEWEST, limit=hits, reader=current_reader()))
