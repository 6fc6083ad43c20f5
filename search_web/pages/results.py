"""The results page: how the search was understood, what it found, and every way on from there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus import Coverage, Kind, PartialDate
from indexer import MAX_PAGE, Hit, SearchPage, SearchRequest, Snippet, Sort
from search_web.links import (
    api_search_url,
    export_urls,
    feed_url,
    proposal_url,
    search_url,
    session_url,
    sorted_by,
    toggled,
    unit_url,
    way_back,
    with_limit,
    without_dates,
    without_filters,
)
from search_web.pages.chart import Chart, time_chart
from search_web.pages.choice import Choice
from search_web.pages.facets import FacetGroup, facet_groups
from search_web.pages.folding import NO_COPIES, Copies, folded
from search_web.pages.periods import periods
from search_web.pages.text import Run, runs, snippet_runs
from search_web.pages.wording import UNTITLED, dated_by, number_words, people_words

__all__ = ["Chip", "Escape", "HitView", "Meant", "Passage", "ResultsPage", "hit_views", "results_page"]

_SORTS = {Sort.RELEVANCE: "相关度", Sort.NEWEST: "最新", Sort.OLDEST: "最早"}
_LIMITS = (10, 20, 50)
#: Page numbers shown on either side of the current one.
_NEIGHBOURS = 2


@dataclass(frozen=True, slots=True)
class Chip:
    """One chosen filter and the search without it."""

    facet: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class Escape:
    """A filter that could be dropped when nothing was found, and how many proposals that would show."""

    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Meant:
    """The search that was probably meant, its corrected characters marked, and how many proposals it finds."""

    text: tuple[Run, ...]
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A snippet with the name of the text it comes from."""

    source: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class HitView:
    """One proposal in the list."""

    url: str
    title: tuple[Run, ...]
    kind: str
    session: str
    number: str
    proposers: str
    lead_units: tuple[str, ...]
    support_units: tuple[str, ...]
    date: PartialDate | None
    dated_by: str
    outcome: str
    note: str
    passages: tuple[Passage, ...]
    place: int = 0
    folded: tuple[HitView, ...] = ()


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
    meant: tuple[Meant, ...]
    understood: str
    notices: tuple[str, ...]
    chips: tuple[Chip, ...]
    clear_url: str
    groups: tuple[FacetGroup, ...]
    chart: Chart | None
    sorts: tuple[Choice, ...]
    limits: tuple[Choice, ...]
    hits: tuple[HitView, ...]
    first: int
    page: int
    pages: int
    numbers: tuple[Choice, ...]
    previous_url: str
    next_url: str
    escapes: tuple[Escape, ...]
    canonical_url: str
    json_url: str
    feed_url: str
    exports: tuple[tuple[str, str], ...]
    portraits: tuple[Choice, ...]
    periods: tuple[Choice, ...]


def results_page(
    page: SearchPage,
    *,
    since: str,
    until: str,
    today: date,
    problems: Sequence[str] = (),
    meant: Sequence[Meant] = (),
    escapes: Sequence[Escape] = (),
    copies: Copies = NO_COPIES,
) -> ResultsPage:
    """Return the results page of a search.

    Args:
        since, until: the dates as typed, shown again as they were.
        today: what the last years are counted back from.
        problems: what of the request could not be read, in Chinese.
        meant: what was probably meant instead.
        escapes: which filters to drop when nothing was found.
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
        meant=tuple(meant),
        understood=page.understood if request.query else "",
        notices=tuple(text for text in (*problems, page.notice) if text),
        chips=_chips(page),
        clear_url=search_url(way_back(without_filters(request))),
        groups=facet_groups(page, request),
        chart=time_chart(page, request),
        sorts=_sorts(request),
        limits=tuple(Choice(str(n), search_url(with_limit(request, n)), n == request.limit) for n in _LIMITS),
        hits=_folded_views(page.hits, request, copies),
        first=request.offset + 1,
        page=request.page,
        pages=last,
        numbers=_numbers(request, last),
        previous_url=search_url(request.on_page(request.page - 1)) if request.page > 1 else "",
        next_url=search_url(request.on_page(request.page + 1)) if request.page < last else "",
        escapes=tuple(escapes),
        canonical_url=search_url(request),
        json_url=api_search_url(request),
        feed_url=feed_url(request),
        exports=export_urls(request),
        portraits=_portraits(page),
        periods=periods(request, today),
    )


def hit_views(hits: Sequence[Hit], request: SearchRequest | None = None) -> tuple[HitView, ...]:
    """Return hits as they are listed; their links carry the search they were found by."""
    first = request.offset + 1 if request else 0
    return tuple(_hit(hit, request, first + place) for place, hit in enumerate(hits))


def _folded_views(hits: Sequence[Hit], request: SearchRequest, copies: Copies) -> tuple[HitView, ...]:
    views = {hit.proposal.id: view for hit, view in zip(hits, hit_views(hits, request), strict=True)}
    return tuple(
        replace(views[hit.proposal.id], folded=tuple(views[each.proposal.id] for each in under))
        if under
        else views[hit.proposal.id]
        for hit, under in folded(hits, copies)
    )


def _source(snippet: Snippet, kind: Kind) -> str:
    """What a passage is from, in the words of the page."""
    return {"content": kind.value, "details": "登记项"}.get(snippet.field, snippet.label)


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
        Chip(facet.label, bucket.label, search_url(way_back(toggled(request, facet.name, bucket.value))))
        for facet in page.facets
        for bucket in facet.selected
    ]
    if request.since or request.until:
        span = f"{request.since or '最早'} 至 {request.until or '今天'}"
        chips.append(Chip("日期", span, search_url(way_back(without_dates(request)))))
    return tuple(chips)


def _portraits(page: SearchPage) -> tuple[Choice, ...]:
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


def _hit(hit: Hit, request: SearchRequest | None, place: int) -> HitView:
    proposal = hit.proposal
    return HitView(
        url=proposal_url(proposal.id, request, place),
        title=runs(hit.title.text, hit.title.marks) or (Run(UNTITLED),),
        kind=proposal.kind.value,
        session=proposal.session.label if proposal.session else "",
        number=number_words(proposal),
        proposers=people_words(proposal.proposers),
        lead_units=proposal.lead_units,
        support_units=proposal.support_units,
        date=proposal.date,
        dated_by=dated_by(proposal),
        outcome=proposal.outcome.text if proposal.outcome else "",
        note="仅有摘要" if proposal.coverage is Coverage.ABSTRACT else "",
        passages=tuple(Passage(_source(each, proposal.kind), snippet_runs(each)) for each in hit.snippets),
        place=place,
    )
