"""``/units/<name>``, ``/sessions/<code>``: how much, how handled, how fast, over time, and what came last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import abort, redirect, render_template

from corpus import ATTRIBUTES
from indexer import FacetCounts, SearchPage, Sort, former_names, parse, value_label
from search_web.accounts.rules import public
from search_web.browse.values import Breakdown, CountBar, breakdown, browse_view, newest
from search_web.results.hits import HitView, hit_views
from search_web.site.chart import Chart, time_chart
from search_web.site.links import (
    browse_url,
    export_urls,
    feed_url,
    on_only,
    search_url,
    session_url,
    sorted_by,
    unit_url,
)

__all__ = ["Overview", "session_overview", "unit_overview"]

#: The newest proposals on a unit's or session's page.
_NEWEST = 8
#: Within how many days a reply is due.
_DUE = ("0-30", "31-60", "61-90")


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything such a page shows.

    Attributes:
        over: what kind of thing this is, and the page that lists all of them.
        figures: the main counts, each with the search behind it.
        remarks: sentences that stand under the figures.
        siblings: the one before and the one after, with their addresses.
        hidden: the arguments that keep a search typed here within this page's proposals.
    """

    over: tuple[str, str]
    title: str
    figures: tuple[CountBar, ...]
    remarks: tuple[str, ...]
    chart: Chart | None
    breakdowns: tuple[Breakdown, ...]
    newest: tuple[HitView, ...]
    all_url: str
    siblings: tuple[tuple[str, str, str], ...]
    hidden: tuple[tuple[str, str], ...]
    exports: tuple[tuple[str, str], ...]
    feed_url: str


def unit_overview(name: str, page: SearchPage, lead: SearchPage) -> Overview:
    """Return a unit's page.

    Args:
        page: the search for everything it handles, newest first.
        lead: the search for what it answers itself: only that says how it answers.
    """
    request = page.request
    former = former_names(name)
    handled = (
        breakdown(lead.facet("outcome"), lead.request, title="主办的怎样办理", total=lead.total),
        breakdown(lead.facet("wait"), lead.request, title="主办的多久答复", total=lead.total),
    )
    others = (
        breakdown(page.facet("session"), request),
        *(breakdown(page.facet(name), request) for name in ATTRIBUTES),
        breakdown(page.facet("proposer"), request, title="谁提得多"),
    )
    remarks = (f"原名或职责来自：{'、'.join(former)}。" if former else "", _in_time(lead.facet("wait")))
    return _overview(
        over=("办理单位", browse_url("unit")),
        title=name,
        page=page,
        figures=(
            CountBar("办理", page.total, search_url(request), 0),
            _role("主办", "lead_unit", name, page),
            _role("协办", "support_unit", name, page),
        ),
        remarks=remarks,
        breakdowns=(*(handled if lead.total else ()), *others),
    )


def session_overview(code: str, page: SearchPage) -> Overview:
    """Return a session's page, from the search for everything of it, newest first."""
    request = page.request
    facets = {name: page.facet(name) for name in ("kind", "outcome", "wait", "lead_unit", "proposer")}
    kinds = tuple(
        CountBar(each.label, each.count, search_url(request.toggled("kind", each.value)), 0)
        for each in facets["kind"].buckets
    )
    return _overview(
        over=("届次", browse_url("session")),
        title=value_label("session", code),
        page=page,
        figures=(CountBar("收录", page.total, search_url(request), 0), *(kinds if len(kinds) > 1 else ())),
        remarks=(_in_time(facets["wait"]),),
        breakdowns=(
            breakdown(facets["outcome"], request, total=page.total),
            breakdown(facets["wait"], request, total=page.total),
            *(breakdown(page.facet(name), request) for name in ATTRIBUTES),
            breakdown(facets["lead_unit"], request),
            breakdown(facets["proposer"], request, title="谁提得多"),
        ),
        siblings=_siblings(code, page.facet("session")),
    )


def _overview(
    over: tuple[str, str],
    title: str,
    page: SearchPage,
    figures: tuple[CountBar, ...],
    remarks: tuple[str, ...],
    breakdowns: tuple[Breakdown, ...],
    siblings: tuple[tuple[str, str, str], ...] = (),
) -> Overview:
    plain = sorted_by(page.request, Sort.RELEVANCE)
    return Overview(
        over=over,
        title=title,
        figures=figures,
        remarks=tuple(remark for remark in remarks if remark),
        chart=time_chart(page, plain),
        breakdowns=tuple(each for each in breakdowns if each.rows),
        newest=hit_views(page.hits),
        all_url=search_url(page.request),
        siblings=siblings,
        hidden=tuple((each.facet, value) for each in plain.filters for value in each.values),
        exports=export_urls(page.request),
        feed_url=feed_url(plain),
    )


def _role(label: str, facet: str, name: str, page: SearchPage) -> CountBar:
    count = next((each.count for each in page.facet(facet).buckets if each.value == name), 0)
    return CountBar(label, count, search_url(on_only(facet, name)), 0)


def _in_time(wait: FacetCounts) -> str:
    """How many replies came within three months, among those whose days are known."""
    known = sum(each.count for each in wait.buckets)
    if not known:
        return ""
    due = sum(each.count for each in wait.buckets if each.value in _DUE)
    return f"查得到立案和答复日期的 {known} 件中，三个月内答复的 {due} 件，占 {round(100 * due / known)}%。"


def _siblings(code: str, sessions: FacetCounts) -> tuple[tuple[str, str, str], ...]:
    """The session before this one and the one after; a facet is counted without its own filter, so all are there."""
    values = [each for each in reversed(sessions.buckets) if each.count]
    place = next((place for place, each in enumerate(values) if each.value == code), None)
    if place is None:
        return ()
    beside = (("上一次", place - 1), ("下一次", place + 1))
    return tuple(
        (words, values[at].label, session_url(values[at].value)) for words, at in beside if 0 <= at < len(values)
    )


@browse_view.get("/units/<path:unit>")
@public
def unit_page(unit: str) -> Any:
    """Show one unit; a former or other name, or another writing of it, leads to the unit's."""
    asked = parse({"unit": [unit]})
    canonical = next(iter(asked.chosen("unit")), "")
    if canonical and canonical != unit:
        return redirect(unit_url(canonical), 301)
    page = newest(asked, hits=_NEWEST)
    shown = next(iter(page.request.chosen("unit")), "")
    if shown and shown != unit:
        # For now: which writing is shown follows what the archive mostly writes.
        return redirect(unit_url(shown), 302)
    if not page.total:
        abort(404, f"档案里没有“{unit}”办理的提案。")
    lead = newest(parse({"lead_unit": [unit]}), hits=1)
    return render_template("browse/overview.html", page=unit_overview(unit, page, lead))


@browse_view.get("/sessions/<value>")
@public
def session_page(value: str) -> Any:
    """Show one session; 十二届五次 leads to 12-5."""
    asked = parse({"session": [value]})
    canonical = next(iter(asked.chosen("session")), "")
    if canonical and canonical != value:
        return redirect(session_url(canonical), 301)
    page = newest(asked, hits=_NEWEST)
    if not page.total:
        abort(404, f"档案里没有“{value}”的提案。")
    return render_template("browse/overview.html", page=session_overview(value, page))
