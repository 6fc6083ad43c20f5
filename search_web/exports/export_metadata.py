"""What an export says of itself: its search in words, a workbook's notes, its file name; and the feed of a search."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from urllib.parse import quote

from corpus import Change, Proposal
from indexer import Listing, News, SearchRequest, value_label
from search_web.exports.atom import Feed, FeedEntry
from search_web.site.config import WebConfig
from search_web.site.links import absolute, feed_url, permalink, search_url
from search_web.site.wording import UNTITLED, date_words, dated_by, number_words

__all__ = ["attachment", "export_notes", "feed_of", "file_name", "search_words"]

#: Characters of a text in a feed: enough to know whether to read on.
_SUMMARY = 300
#: When a feed without entries was updated.
_NEVER = "1970-01-01T00:00:00+00:00"
#: What some file system does not take in a name; white space and control characters besides.
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\s\x00-\x1f\x7f]+')
#: Characters of a search that go into a name; 255 bytes is the limit of common file systems.
_MOST_WORDS = 40


def search_words(request: SearchRequest) -> str:
    """Return what a search is after, in a few words; "" where it is after everything.

    >>> from indexer import parse
    >>> search_words(parse({"q": ["停车"], "session": ["12-5"], "from": ["2020"]}))
    '停车 十二届五次 2020起'
    """
    values = [value_label(each.facet, value) for each in request.filters for value in each.values]
    since = f"{request.since}起" if request.since else ""
    until = f"{request.until}止" if request.until else ""
    return " ".join(part for part in (request.query, *values, since, until) if part)


def export_notes(request: SearchRequest, listing: Listing, made: datetime, address: str) -> tuple[tuple[str, str], ...]:
    """Return what a workbook says of itself: what was searched, how many there are, when and where."""
    held = f"{len(listing.ids)} 件"
    if not listing.whole:
        held = f"前 {len(listing.ids)} 件（一次最多导出这么多；请用筛选分几次取）"
    return (
        ("检索", search_words(request) or "全部"),
        ("共有", f"{listing.total} 件"),
        ("本文件", held),
        ("导出时间", made.strftime("%Y-%m-%d %H:%M")),
        ("网址", address),
    )


def feed_of(
    request: SearchRequest, news: News, proposals: Mapping[str, Proposal], config: WebConfig, *, base: str
) -> Feed:
    """Return the feed of a search.

    Args:
        proposals: by id; a change whose proposal is not there any more is passed over.
        base: the site's address in full, before any path.
    """
    words = search_words(request)
    there = [change for change in news.changes if change.id in proposals]
    return Feed(
        key=f"search?{sorted(_identity(request))}",
        title=f"{words or '全部'} - {config.site_name}",
        subtitle=f"共 {news.total} 件，新收录和有修订的在前",
        author=config.site_name,
        own=absolute(feed_url(request), base),
        page=absolute(search_url(request), base),
        updated=there[0].made if there else _NEVER,
        entries=[_entry(proposals[change.id], change, base) for change in there],
    )


def _identity(request: SearchRequest) -> list[tuple[str, str]]:
    """What makes a search this one and no other, whatever its page and order."""
    return [pair for pair in request.to_args() if pair[0] not in ("page", "limit", "sort")]


def _entry(proposal: Proposal, change: Change, base: str) -> FeedEntry:
    outcome = proposal.outcome
    return FeedEntry(
        key=f"proposal/{proposal.id}",
        title=proposal.title or UNTITLED,
        address=permalink(proposal.id, base),
        updated=change.made,
        authors=proposal.proposers,
        categories=tuple(dict.fromkeys(each for each in (proposal.category, *proposal.units()) if each)),
        summary="　".join(
            part
            for part in (
                "（修订）" if change.revision > 1 else "",
                f"{proposal.session.label if proposal.session else ''}{number_words(proposal)}",
                f"{'、'.join(proposal.lead_units)}主办" if proposal.lead_units else "",
                f"{date_words(proposal.date)}{dated_by(proposal)}" if proposal.date else "",
                f"办理结果：{outcome.text}" if outcome else "",
                _opening(proposal),
            )
            if part
        ),
    )


def _opening(proposal: Proposal) -> str:
    text = " ".join((proposal.replies[-1].text if proposal.replies else proposal.text).split())
    return text[:_SUMMARY] + ("……" if len(text) > _SUMMARY else "")


def file_name(site: str, words: str, day: date, extension: str, note: str = "") -> str:
    """Return a file name that says which site, what was searched, when, and what is missing.

    >>> file_name("提案检索", '停车 "充电"', date(2026, 11, 25), "xlsx", "前20000件")
    '提案检索-停车-充电-2026-11-25-前20000件.xlsx'
    """
    parts = (_plain(site), _plain(words)[:_MOST_WORDS].strip("-."), day.isoformat(), _plain(note))
    return "-".join(part for part in parts if part) + f".{extension}"


def attachment(name: str) -> str:
    """Return the Content-Disposition of a file to be saved under this name (RFC 6266, RFC 8187).

    >>> attachment("停车.csv")
    'attachment; filename="tian.csv"; filename*=UTF-8\\'\\'%E5%81%9C%E8%BD%A6.csv'
    """
    extension = name.rpartition(".")[2]
    encoded = quote(name, safe="", errors="replace")
    return f"attachment; filename=\"tian.{extension}\"; filename*=UTF-8''{encoded}"


def _plain(text: str) -> str:
    return _FORBIDDEN.sub("-", text).strip("-.")
