"""The results page: how the search was understood, what it found, and every way on from there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus import PartialDate
from indexer import MAX_PAGE, SearchPage, SearchRequest, Sort
from search_web.results.facets import FacetGroup, facet_groups
from search_web.results.hits import NO_COPIES, Copies, HitView, folded_views, hit_views
from search_web.site.chart import Chart, time_chart
from search_web.site.links import (
    Choice,
    api_search_url,
    export_urls,
    feed_url,
    newest_if_empty,
    search_url,
    session_url,
    sorted_by,
    toggled,
    unit_url,
    with_limit,
    within,
    without_dates,
    without_filters,
)
from search_web.site.markup import Run

__all__ = [
    "Chip",
    "DidYouMean",
    "DroppableFilter",
    "ResultsPage",
    "periods",
    "results_page",
]

_SORTS = {Sort.RELEVANCE: "相关度", Sort.NEWEST: "最新", Sort.OLDEST: "最早"}
_LIMITS = (10, 20, 50)
#: Page numbers shown on either side of the current one.
_NEIGHBOURS = 2
_YEARS = {1: "近一年", 3: "近三年", 5: "近五年"}


@dataclass(frozen=True, slots=True)
class Chip:
    """One chosen filter and the search without it."""

    facet: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class DroppableFilter:
    """A filter that could be dropped when nothing was found, and how many proposals that would show."""

    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class DidYouMean:
    """The search that was probably meant, its corrected characters marked, and how many proposals it finds."""

    text: tuple[Run, ...]
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """Everything the results page shows."""

    request: SearchRequest
    query: str
    since: str
    until: str
    hidden: tuple[tuple[str, str], ...]
    kept_args: tuple[tuple[str, str], ...]
    total: int
    took: str
    did_you_mean: tuple[DidYouMean, ...]
    understood: str
    notices: tuple[str, ...]
    chips: tuple[Chip, ...]
    clear_url: str
    groups: tuple[FacetGroup, ...]
    chart: Chart | None
    sorts: tuple[Choice, ...]
    limits: tuple[Choice, ...]
    hits: tuple[HitView, ...]
    related: tuple[HitView, ...]
    first: int
    page: int
    pages: int
    numbers: tuple[Choice, ...]
    previous_url: str
    next_url: str
    droppable_filters: tuple[DroppableFilter, ...]
    canonical_url: str
    json_url: str
    feed_url: str
    exports: tuple[tuple[str, str], ...]
    overviews: tuple[Choice, ...]
    periods: tuple[Choice, ...]


def results_page(
    page: SearchPage,
    *,
    since: str,
    until: str,
    today: date,
    problems: Sequence[str] = (),
    did_you_mean: Sequence[DidYouMean] = (),
    droppable_filters: Sequence[DroppableFilter] = (),
    copies: Copies = NO_COPIES,
) -> ResultsPage:
    """Return the results page of a search.

    Args:
        since, until: the dates as typed, shown again as they were.
        today: what the last years are counted back from.
        problems: what of the request could not be read, in Chinese.
        did_you_mean: what was probably meant instead.
        droppable_filters: which filters to drop when nothing was found.
        copies: which hits say nearly the same: they are folded under the first of them.
    """
    request = page.request
    last = min(page.pages, MAX_PAGE)
    return ResultsPage(
        request=request,
        query=request.query,
        since=since,
        until=until,
        hidden=tuple(pair for pair in request.to_args() if pair[0] in ("sort", "limit")),
        kept_args=tuple(request.on_page(1).to_args()),
        total=page.total,
        took=_took(page.took_ms),
        did_you_mean=tuple(did_you_mean),
        understood=page.understood if request.query else "",
        notices=tuple(text for text in (*problems, page.notice) if text),
        chips=_chips(page),
        clear_url=search_url(newest_if_empty(without_filters(request))),
        groups=facet_groups(page, request),
        chart=time_chart(page, request),
        sorts=_sorts(request),
        limits=tuple(Choice(str(n), search_url(with_limit(request, n)), n == request.limit) for n in _LIMITS),
        hits=folded_views(page.hits, request, copies),
        related=hit_views(page.related),
        first=request.offset + 1,
        page=request.page,
        pages=last,
        numbers=_numbers(request, last),
        previous_url=search_url(request.on_page(request.page - 1)) if request.page > 1 else "",
        next_url=search_url(request.on_page(request.page + 1)) if request.page < last else "",
        droppable_filters=tuple(droppable_filters),
        canonical_url=search_url(request),
        json_url=api_search_url(request),
        feed_url=feed_url(request),
        exports=export_urls(request),
        overviews=_overviews(page),
        periods=periods(request, today),
    )


def _took(milliseconds: float) -> str:
    return f"{milliseconds / 1000:.1f} 秒" if milliseconds >= 1000 else f"{max(1, round(milliseconds))} 毫秒"


def _sorts(request: SearchRequest) -> tuple[Choice, ...]:
    """The orders; without words there is nothing to be relevant to, and the newest come first."""
    orders = [sort for sort in _SORTS if request.query or sort is not Sort.RELEVANCE]
    current = request.sort if request.sort in orders else Sort.NEWEST
    return tuple(Choice(_SORTS[sort], search_url(sorted_by(request, sort)), sort is current) for sort in orders)


def _chips(page: SearchPage) -> tuple[Chip, ...]:
    request = page.request
    chips = [
        Chip(facet.label, bucket.label, search_url(newest_if_empty(toggled(request, facet.name, bucket.value))))
        for facet in page.facets
        for bucket in facet.selected
    ]
    if request.since or request.until:
        span = f"{request.since or '最早'} 至 {request.until or '今天'}"
        chips.append(Chip("日期", span, search_url(newest_if_empty(without_dates(request)))))
    return tuple(chips)


def _overviews(page: SearchPage) -> tuple[Choice, ...]:
    """The pages of the units and sessions that are chosen."""
    units = [value for name in ("unit", "lead_unit", "support_unit") for value in page.facet(name).selected]
    pages = {unit_url(value.value): value.label for value in units}
    pages |= {session_url(value.value): value.label for value in page.facet("session").selected}
    return tuple(Choice(label, url) for url, label in pages.items())


def _numbers(request: SearchRequest, last: int) -> tuple[Choice, ...]:
    """First, last and the pages around this one, with gaps between."""
    near = range(request.page - _NEIGHBOURS, request.page + _NEIGHBOURS + 1)
    wanted = sorted({1, last, *(page for page in near if 1 <= page <= last)})
    choices: list[Choice] = []
    for before, page in zip([0, *wanted], wanted, strict=False):
        if page - before > 1:
            choices.append(Choice("…", ""))
        choices.append(Choice(str(page), search_url(request.on_page(page)), page == request.page))
    return tuple(choices)


def periods(request: SearchRequest, today: date) -> tuple[Choice, ...]:
    """Return the search within each of the last years; choosing the current one again takes it back.

    >>> from flask import Flask; app = Flask("example")
    >>> app.add_url_rule("/", "search.results")
    >>> with app.test_request_context():
    ...     [each.url for each in periods(SearchRequest("停车"), date(2024, 2, 29))][:2]
    ['/?q=%E5%81%9C%E8%BD%A6&from=2023-02-28', '/?q=%E5%81%9C%E8%BD%A6&from=2021-02-28']
    """
    choices = []
    for years, label in _YEARS.items():
        since = _years_before(today, years)
        current = request.since == since and request.until is None
        choices.append(Choice(label, search_url(within(request, None if current else since)), current))
    return tuple(choices)


def _years_before(today: date, years: int) -> PartialDate:
    """The same day so many years ago; of a leap day, the day before."""
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return PartialDate(today.year - years, today.month, day)
