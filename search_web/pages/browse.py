"""Browsing without a word to search for: every session, unit, category, year or proposer with its count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer import Bucket, Letter, SearchPage, by_letter, facet_named, values_found
from search_web.links import browse_url, on_only, search_url, session_url, unit_url
from search_web.pages.chart import Chart, time_chart
from search_web.pages.choice import Choice
from search_web.pages.shares import Share, shares

__all__ = ["BROWSED", "BrowsePage", "Section", "browse_page", "value_url"]

#: The facets that are browsed, in the order of the tabs.
BROWSED = ("session", "unit", "category", "year", "proposer")
#: Values on one page; beyond that the box on the page narrows them.
_LISTED = 2_000


@dataclass(frozen=True, slots=True)
class Section:
    """Values that stand together: under one letter, or all of them where ``letter`` is ""."""

    letter: str
    rows: tuple[Share, ...]


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
    sections: tuple[Section, ...]
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
        sections=_sections(name, listed, letters=letters),
        chart=time_chart(page, page.request) if name == "year" else None,
    )


def value_url(facet: str, value: str) -> str:
    """Return the page of a value: a unit's or a session's own, else all that has it."""
    if facet == "unit":
        return unit_url(value)
    return session_url(value) if facet == "session" else search_url(on_only(facet, value))


def _sections(name: str, values: Sequence[Bucket], *, letters: bool) -> tuple[Section, ...]:
    groups = by_letter(name, values) if letters else (Letter("", tuple(values)),)
    bars = {value.value: share for value, share in zip(values, _bars(name, values), strict=True)}
    return tuple(Section(group.letter, tuple(bars[each.value] for each in group.values)) for group in groups)


def _bars(name: str, values: Sequence[Bucket]) -> tuple[Share, ...]:
    return shares(values, lambda value: value_url(name, value.value))


def _orders(name: str, find: str, *, letters: bool) -> tuple[Choice, ...]:
    return (
        Choice("件数", browse_url(name, find=find), not letters),
        Choice("拼音", browse_url(name, find=find, order="letters"), letters),
    )
