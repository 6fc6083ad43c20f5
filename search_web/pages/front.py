"""The front page: what is in the archive, and every first step into it."""

from __future__ import annotations

from dataclasses import dataclass

from indexer import FacetCounts, SearchPage, SearchRequest
from search_web.links import browse_url, search_url
from search_web.pages.browse import value_url
from search_web.pages.chart import Chart, time_chart
from search_web.pages.results import HitView, hit_views

__all__ = ["Coverage", "Doorway", "Entry", "FrontPage", "front_page"]

#: Facets that open the archive, with how many of their values the front page lists.
_DOORWAYS = {"session": 8, "unit": 12, "category": 12}


@dataclass(frozen=True, slots=True)
class Entry:
    """One value to begin with."""

    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Doorway:
    """One facet to begin with; ``all_url`` lists its other values, "" where all are here."""

    label: str
    entries: tuple[Entry, ...]
    total: int
    all_url: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the archive holds; texts are "" where nothing is known."""

    total: int
    kinds: tuple[Entry, ...]
    sessions: int
    years: str
    units: int


@dataclass(frozen=True, slots=True)
class FrontPage:
    """Everything the front page shows."""

    coverage: Coverage
    chart: Chart | None
    doorways: tuple[Doorway, ...]
    newest: tuple[HitView, ...]
    newest_url: str


def front_page(page: SearchPage) -> FrontPage:
    """Return the front page from a search for everything, newest first."""
    doorways = (_doorway(page.facet(name), most) for name, most in _DOORWAYS.items())
    return FrontPage(
        coverage=_coverage(page),
        chart=time_chart(page, SearchRequest()),
        doorways=tuple(doorway for doorway in doorways if doorway.entries),
        newest=hit_views(page.hits),
        newest_url=search_url(SearchRequest(sort=page.request.sort)),
    )


def _coverage(page: SearchPage) -> Coverage:
    years = sorted(bucket.value for bucket in page.facet("year").buckets)
    span = f"{years[0]}—{years[-1]}年" if len(years) > 1 else f"{years[0]}年" if years else ""
    return Coverage(
        total=page.total,
        kinds=_entries(page.facet("kind"), len(page.facet("kind").buckets)),
        sessions=len(page.facet("session").buckets),
        years=span,
        units=len(page.facet("unit").buckets),
    )


def _doorway(facet: FacetCounts, most: int) -> Doorway:
    more = len(facet.buckets) > most
    return Doorway(
        label=facet.label,
        entries=_entries(facet, most),
        total=len(facet.buckets),
        all_url=browse_url(facet.name) if more else "",
    )


def _entries(facet: FacetCounts, most: int) -> tuple[Entry, ...]:
    return tuple(
        Entry(bucket.label, bucket.count, value_url(facet.name, bucket.value)) for bucket in facet.buckets[:most]
    )
