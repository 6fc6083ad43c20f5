"""``/proposal/<id>``: one record whole, as its source gives it, with the words of a search marked."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request

from corpus import ATTRIBUTES, Coverage, Outcome, PartialDate, Proposal, Reply, Visibility
from indexer import IndexerError, Nearest, parse
from search_web.accounts.rules import public
from search_web.record.known_duplicates import DuplicateView, duplicate_views, known_duplicates
from search_web.record.result_navigation import result_navigation
from search_web.results.nearest import NearestView, more_nearest, nearest_views, wanted_nearest
from search_web.site.context import current_reader, current_site, one_request_at_a_time
from search_web.site.links import on_only, permalink, proposal_url, search_url, session_url, unit_url
from search_web.site.markup import Run, runs
from search_web.site.wording import (
    COVERAGE_NOTES,
    OUTCOME_MEANINGS,
    UNTITLED,
    date_words,
    dated_by,
    number_words,
)

__all__ = ["Fact", "Link", "RecordPage", "ReplyView", "TimelineEvent", "proposal_view", "record_page"]

_LOG = logging.getLogger(__name__)

proposal_view = Blueprint("proposal", __name__)

#: Finds a search's words in a text of a field: ``(field, text) -> ((start, end), …)``.
Marker = Callable[[str, str], tuple[tuple[int, int], ...]]

#: Characters of a checksum that tell two files apart by eye.
_CHECKSUM_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Link:
    """Words that may lead somewhere; ``url`` is "" where they do not. ``note`` stands behind them."""

    label: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One label with its values."""

    label: str
    values: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One dated step in a proposal's life."""

    label: str
    date: PartialDate
    words: str


@dataclass(frozen=True, slots=True)
class ReplyView:
    """One reply as it is shown."""

    heading: str
    title: tuple[Run, ...]
    facts: tuple[Fact, ...]
    text: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Everything the proposal page shows."""

    id: str
    kind: str
    title: str
    title_runs: tuple[Run, ...]
    standing: tuple[Link, ...]
    facts: tuple[Fact, ...]
    timeline: tuple[TimelineEvent, ...]
    text: tuple[Run, ...]
    coverage_note: str
    replies: tuple[ReplyView, ...]
    source: tuple[Fact, ...]
    extra: tuple[Fact, ...]
    permalink: str
    citation: str
    merged: Link | None
    internal: bool
    duplicates: tuple[DuplicateView, ...]
    nearest: tuple[NearestView, ...]
    more_url: str


def record_page(
    proposal: Proposal,
    mark: Marker,
    base_url: str = "",
    nearest: Sequence[Nearest] = (),
    duplicates: Sequence[DuplicateView] = (),
    *,
    more_url: str = "",
) -> RecordPage:
    """Return the page of one proposal.

    Args:
        mark: finds the words of the search that led here; nothing where none did.
        base_url: the site's public address, "" for the one the page was asked under.
        nearest: what may be about the same thing, nearest first; ``more_url`` lists more of them.
        duplicates: those known to say the same, or decided to be one case with it.
    """
    address = permalink(proposal.id, base_url)
    merged = proposal.merged_into
    return RecordPage(
        id=proposal.id,
        kind=proposal.kind.value,
        title=proposal.title or UNTITLED,
        title_runs=runs(proposal.title, mark("title", proposal.title)) or (Run(UNTITLED),),
        standing=_standing(proposal),
        facts=_facts(proposal),
        timeline=_timeline(proposal),
        text=runs(proposal.text, mark("content", proposal.text)),
        coverage_note=COVERAGE_NOTES.get(proposal.coverage, "" if proposal.text else COVERAGE_NOTES[Coverage.NONE]),
        replies=tuple(_reply(place, reply, proposal, mark) for place, reply in enumerate(proposal.replies, 1)),
        source=_source(proposal),
        extra=tuple(Fact(label, (Link(value),)) for label, value in proposal.extra),
        permalink=address,
        citation=_citation(proposal, address),
        merged=Link(merged, proposal_url(merged)) if merged else None,
        internal=proposal.visibility is Visibility.INTERNAL,
        duplicates=tuple(duplicates),
        nearest=nearest_views(nearest),
        more_url=more_url,
    )


def _standing(proposal: Proposal) -> tuple[Link, ...]:
    """Where the record stands among others: 示例市政协 十二届五次 第300号."""
    session = proposal.session
    parts = (
        Link(proposal.body),
        Link(session.label, session_url(session.code)) if session else Link(""),
        Link(number_words(proposal)),
    )
    return tuple(part for part in parts if part.label)


def _facts(proposal: Proposal) -> tuple[Fact, ...]:
    subject = proposal.subject if proposal.subject != proposal.title else ""
    facts = (
        Fact("案由", (Link(subject),) if subject else ()),
        Fact("提出者", tuple(Link(name, _narrow_url("proposer", name)) for name in proposal.proposers)),
        Fact("附议人", tuple(Link(name) for name in proposal.cosigners)),
        *(
            Fact(attribute.label, tuple(Link(word, _narrow_url(name, word)) for word in proposal.attribute(name)))
            for name, attribute in ATTRIBUTES.items()
        ),
        *_handlings(proposal),
        Fact("办理结果", (_outcome(proposal.outcome),) if proposal.outcome else ()),
    )
    return tuple(fact for fact in facts if fact.values)


def _handlings(proposal: Proposal) -> tuple[Fact, ...]:
    """The units by role, in the order the source names the roles; a former name is noted beside today's."""
    roles = dict.fromkeys(handling.role for handling in proposal.handlings)
    return tuple(
        Fact(
            f"{role.value}单位",
            tuple(
                Link(
                    each.unit,
                    unit_url(each.unit),
                    f"原文作“{each.written}”" if each.written not in ("", each.unit) else "",
                )
                for each in proposal.handlings
                if each.role is role
            ),
        )
        for role in roles
    )


def _narrow_url(facet: str, value: str) -> str:
    return search_url(on_only(facet, value))


def _outcome(outcome: Outcome) -> Link:
    return Link(outcome.text, _narrow_url("outcome", outcome.klass.value), OUTCOME_MEANINGS[outcome.klass])


def _timeline(proposal: Proposal) -> tuple[TimelineEvent, ...]:
    """Every dated step in order of time; steps of one day stay in the order of the procedure."""
    steps: list[tuple[str, PartialDate | None]] = [("提交", proposal.submitted), ("立案", proposal.filed)]
    several = len(proposal.replies) > 1
    for place, reply in enumerate(proposal.replies, 1):
        name = f"答复{place}" if several else "答复"
        steps += [(name, reply.replied), (f"{name}发布", reply.published)]
    steps.append((f"{proposal.kind.value}发布", proposal.published))
    moments = [TimelineEvent(label, day, date_words(day)) for label, day in steps if day]
    return tuple(sorted(moments, key=lambda moment: moment.date))


def _reply(place: int, reply: Reply, proposal: Proposal, mark: Marker) -> ReplyView:
    facts = (
        Fact("答复单位", tuple(Link(unit, unit_url(unit)) for unit in reply.units)),
        Fact("文号", (Link(reply.document_number),) if reply.document_number else ()),
        Fact("答复日期", (Link(date_words(reply.replied)),) if reply.replied else ()),
        Fact("发布日期", (Link(date_words(reply.published)),) if reply.published else ()),
        Fact("办理结果", (_outcome(reply.outcome),) if reply.outcome else ()),
    )
    heading = f"答复（{place}/{len(proposal.replies)}）" if len(proposal.replies) > 1 else "答复"
    return ReplyView(
        heading=f"{heading}（内部）" if reply.visibility is Visibility.INTERNAL else heading,
        title=runs(reply.title, mark("reply", reply.title)),
        facts=tuple(fact for fact in facts if fact.values),
        text=runs(reply.text, mark("reply", reply.text)),
    )


def _source(proposal: Proposal) -> tuple[Fact, ...]:
    source = proposal.source
    facts = [Fact("收录范围", (Link(proposal.coverage.value),))]
    if source:
        web = source.url if source.url.startswith(("http://", "https://")) else ""
        facts += [
            Fact("文件", (Link(source.name),)),
            Fact("位置", (Link(source.place),) if source.place else ()),
            Fact("网址", (Link(source.url, web),) if source.url else ()),
            Fact("校验和", (Link(f"SHA-256 {source.sha256[:_CHECKSUM_SHOWN]}"),) if source.sha256 else ()),
        ]
    facts.append(Fact("编码", (Link(proposal.id),)))
    return tuple(fact for fact in facts if fact.values)


def _citation(proposal: Proposal, address: str) -> str:
    """A footnote: who, what, where filed, answered by whom, when, under which 文号, and the address."""
    who = f"{'、'.join(proposal.proposers)}：" if proposal.proposers else ""
    filed = "".join(part.label for part in _standing(proposal))
    parts = [f"{who}《{proposal.title or UNTITLED}》" + (f"（{filed}{proposal.kind.value}）" if filed else "")]
    if proposal.lead_units:
        parts.append(f"{'、'.join(proposal.lead_units)}主办")
    if proposal.date:
        parts.append(f"{date_words(proposal.date)}{dated_by(proposal)}")
    parts += dict.fromkeys(reply.document_number for reply in proposal.replies if reply.document_number)
    return "，".join(parts) + f"。{address}"


@proposal_view.get("/proposal/<proposal_id>")
@public
@one_request_at_a_time
def show(proposal_id: str) -> str:
    """Show one proposal; the search that led here, if any, is marked in it and can be returned to."""
    site = current_site()
    proposal = site.service.proposal(proposal_id, current_reader())
    if proposal is None:
        abort(404, f"没有编码为“{proposal_id}”的记录，或者它已被撤下。")
    came_from = parse(request.args.to_dict(flat=False), reader=current_reader())

    def mark(field: str, text: str) -> tuple[tuple[int, int], ...]:
        return site.service.marks(field, text, came_from.query) if came_from.query and text else ()

    reader, wanted = current_reader(), wanted_nearest()
    duplicates = duplicate_views(proposal_id, known_duplicates(proposal_id), staff=reader.internal)
    page = record_page(
        proposal, mark, site.config.base_url, _nearest(proposal, wanted), duplicates, more_url=more_nearest(wanted)
    )
    navigation = result_navigation(proposal_id, came_from, request.args.get("at", ""))
    return render_template(
        "record/page.html", page=page, query=came_from.query, navigation=navigation, staff=reader.internal
    )


def _nearest(proposal: Proposal, limit: int) -> tuple[Nearest, ...]:
    """What is nearest to one. A record is there to be read, and cited, while there is no index to ask."""
    try:
        return current_site().service.nearest(proposal, current_reader(), limit=limit)
    except IndexerError as error:
        _LOG.warning("%s", error)
        return ()
