"""The front page: what is in the archive, and every first step into it."""

from __future__ import annotations

from dataclasses import dataclass

from indexer import FACETS, FacetCounts, SearchPage, SearchRequest
from search_web.results.hits import HitView, hit_views
from search_web.site.chart import Chart, time_chart
from search_web.site.links import browse_url, search_url, value_url

__all__ = ["Entry", "FacetPreview", "FrontPage", "Holdings", "front_page"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One value to begin with."""

    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class FacetPreview:
    """One facet to begin with; ``all_url`` lists its other values, "" where all are here."""

    label: str
    entries: tuple[Entry, ...]
    total: int
    all_url: str


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the archive holds; texts are "" where nothing is known."""

    total: int
    kinds: tuple[Entry, ...]
    sessions: int
    years: str
    units: int


@dataclass(frozen=True, slots=True)
class FrontPage:
    """Everything the front page shows."""

    holdings: Holdings
    chart: Chart | None
    facet_previews: tuple[FacetPreview, ...]
    newest: tuple[HitView, ...]
    newest_url: str


def front_page(page: SearchPage) -> FrontPage:
    """Return the front page from a search for everything, newest first."""
    facet_previews = (_preview(page.facet(each.name), each.previewed) for each in FACETS if each.previewed)
    return FrontPage(
        holdings=_holdings(page),
        chart=time_chart(page, SearchRequest()),
        facet_previews=tuple(preview for preview in facet_previews if preview.entries),
        newest=hit_views(page.hits),
        newest_url=search_url(SearchRequest(sort=page.request.sort)),
    )


def _holdings(page: SearchPage) -> Holdings:
    years = sorted(bucket.value for bucket in page.facet("year").buckets)
    span = f"{years[0]}—{years[-1]}年" if len(years) > 1 else f"{years[0]}年" if years else ""
    return Holdings(
        total=page.total,
        kinds=_entries(page.facet("kind"), len(page.facet("kind").buckets)),
        sessions=len(page.facet("session").buckets),
        years=span,
        units=len(page.facet("unit").buckets),
    )


def _preview(facet: FacetCounts, most: int) -> FacetPreview:
    more = len(facet.buckets) > most
    return FacetPreview(
        label=facet.label,
        entries=_entries(facet, most),
        total=len(facet.buckets),
        all_url=browse_url(facet.name) if more else "",
    )


def _entries(facet: FacetCounts, most: int) -> tuple[Entry, ...]:
    return tuple(
        Entry(bucket.label, bucket.count, value_url(facet.name, bucket.value)) for bucket in facet.buckets[:most]
    )
