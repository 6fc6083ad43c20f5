"""``/``, ``/search``: the front page without a search, the results page with one; ``/facets/<name>``: a whole facet."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date

from flask import Blueprint, abort, render_template, request

from indexer import Correction, SearchPage, SearchRequest, facet_named, parse
from search_web.accounts.rules import public
from search_web.accounts.visitors import count_unanswered
from search_web.record.known_duplicates import copies_of
from search_web.results.facets import facet_list
from search_web.results.front import front_page
from search_web.results.page import DidYouMean, DroppableFilter, results_page
from search_web.site.config import SiteError
from search_web.site.context import current_reader, current_site, one_request_at_a_time
from search_web.site.links import corrected, newest_if_empty, search_url, without_dates, without_facet
from search_web.site.markup import changed_runs

__all__ = ["search_view"]

_LOG = logging.getLogger(__name__)

search_view = Blueprint("search", __name__)

#: The newest proposals on the front page.
_NEWEST = 6


@search_view.get("/")
@search_view.get("/search", endpoint="results_too")
@public
@one_request_at_a_time
def results() -> str:
    """Answer a search, or show the front page to whoever has not searched yet."""
    asked = parse(request.args.to_dict(flat=False), reader=current_reader())
    typed = {name: request.args.get(name, "").strip() for name in ("from", "to")}
    if not request.args:
        return _front(asked)
    page = current_site().service.search(asked)
    _count_unanswered(page)
    shown = results_page(
        page,
        since=typed["from"],
        until=typed["to"],
        today=date.today(),
        problems=_problems(asked, typed),
        did_you_mean=[_did_you_mean(asked, each) for each in page.corrections],
        droppable_filters=_droppable_filters(asked) if page.total == 0 else (),
        copies=copies_of(hit.proposal.id for hit in page.hits),
    )
    return render_template("results/page.html", page=shown)


@search_view.get("/facets/<name>")
@public
@one_request_at_a_time
def facet(name: str) -> str:
    """List every value of one facet under the search it belongs to, as a form that returns to the results."""
    if facet_named(name) is None:
        abort(404)
    asked = parse(request.args.to_dict(flat=False), reader=current_reader()).on_page(1)
    page = current_site().service.search(asked)
    find = request.args.get("find", "").strip()
    return render_template("results/facet.html", page=facet_list(page, page.request, name, find))


def _count_unanswered(page: SearchPage) -> None:
    """Keep what the public does not find; the search itself never fails for it."""
    asked = page.request
    narrowed = asked.filters or asked.since or asked.until
    if asked.query and asked.page == 1 and not narrowed and (page.relaxed or not page.total):
        try:
            count_unanswered(asked.query)
        except SiteError as error:
            _LOG.warning("%s", error)


def _front(asked: SearchRequest) -> str:
    page = current_site().service.search(replace(asked, limit=_NEWEST))
    return render_template("results/front.html", page=front_page(page))


def _problems(asked: SearchRequest, typed: dict[str, str]) -> list[str]:
    """What was typed as a date and is none; the search went on without it."""
    read = {"from": asked.since, "to": asked.until}
    problems = [
        f"“{text}”不是能识别的日期，未作限制。请写成 2021、2021-06 或 2021-06-28。"
        for name, text in typed.items()
        if text and read[name] is None
    ]
    if asked.since and asked.until and asked.since.ordinal > _last_day(asked):
        problems.append("开始日期晚于结束日期，因此没有结果。请把两个日期对调。")
    return problems


def _last_day(asked: SearchRequest) -> int:
    """The end of the range as ``yyyymmdd``; a year or month means all of its days."""
    until = asked.until
    return (until.year * 10000 + (until.month or 99) * 100 + (until.day or 99)) if until else 0


def _did_you_mean(asked: SearchRequest, correction: Correction) -> DidYouMean:
    """The search that was probably meant, without the filters of the one that went wrong."""
    way = corrected(asked, correction)
    return DidYouMean(changed_runs(asked.query, correction.text), correction.found, search_url(way))


def _droppable_filters(asked: SearchRequest) -> list[DroppableFilter]:
    """Which one filter to drop when nothing was found: those that would show something, most first."""
    ways = [
        (f"不限{facet.label}", without_facet(asked, each.facet))
        for each in asked.filters
        if (facet := facet_named(each.facet))
    ]
    if asked.since or asked.until:
        ways.append(("不限日期", without_dates(asked)))
    counted = [(label, way, current_site().service.search(replace(way, limit=1)).total) for label, way in ways]
    found = [DroppableFilter(label, total, search_url(newest_if_empty(way))) for label, way, total in counted if total]
    return sorted(found, key=lambda escape: -escape.count)
