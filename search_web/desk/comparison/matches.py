"""``/desk/batches/…/<number>``, ``/desk/records/<id>``: one text with what it duplicates, the likeliest first."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import abort, render_template, url_for

from corpus import Decision, Pair, Proposal
from indexer import IndexerError
from search_web.accounts.rules import clerk
from search_web.desk.batches.checking import match_of
from search_web.desk.batches.decisions import BatchDecisions, Counterpart, find_counterparts
from search_web.desk.batches.model import Batch, Draft, Match
from search_web.desk.context import STAFF, desk, desk_view, opened_batch, record
from search_web.desk.match_views import MatchView, decision_on, match_view
from search_web.results.nearest import NearestView, more_nearest, nearest_views, wanted_nearest
from search_web.site.context import current_site
from search_web.site.wording import UNTITLED, people_words, place_words

__all__ = ["DraftPage", "draft_page", "record_matches"]

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DraftPage:
    """Everything the page of one checked text shows; ``text`` is shown folded."""

    title: str
    about: str
    text: str
    back_url: str
    back: str
    matches: tuple[MatchView, ...]
    archived_url: str
    took: str
    nearest: tuple[NearestView, ...]
    more_url: str


def draft_page(
    batch: Batch,
    draft: Draft,
    matches: Sequence[Match],
    counterparts: Mapping[str, Counterpart],
    decisions: Mapping[Pair, Decision],
    archived: str,
) -> DraftPage:
    """Return the page of one new proposal of a batch.

    Args:
        archived: its id in the archive, ``""`` while it is only in the batch.
    """

    def compare_url(other: str) -> str:
        return url_for("desk.compare", batch_id=batch.id, number=draft.number, other=other)

    proposal = draft.proposal
    source = proposal.source.name if proposal.source else ""
    return DraftPage(
        title=proposal.title or UNTITLED,
        about="，".join(part for part in (people_words(proposal.proposers), source) if part),
        text=proposal.text,
        back_url=url_for("desk.batch", batch_id=batch.id),
        back=f"回到《{batch.name}》",
        matches=_views(draft.id, matches, counterparts, decisions, compare_url),
        archived_url=url_for("proposal.show", proposal_id=archived) if archived else "",
        took=_took(batch.took_ms) if batch.drafts == 1 else "",
        nearest=_nearest(proposal, matches),
        more_url=more_nearest(wanted_nearest()),
    )


def record_matches(
    record: Proposal,
    matches: Sequence[Match],
    counterparts: Mapping[str, Counterpart],
    decisions: Mapping[Pair, Decision],
    took_ms: float,
) -> DraftPage:
    """Return the page of one archived proposal with what it duplicates in the archive."""
    return DraftPage(
        title=record.title or UNTITLED,
        about=place_words(record),
        text=record.text,
        back_url=url_for("proposal.show", proposal_id=record.id),
        back="回到这件提案",
        matches=_views(
            record.id,
            matches,
            counterparts,
            decisions,
            lambda other: url_for("desk.pair", first=record.id, second=other),
        ),
        archived_url="",
        took=_took(took_ms),
        nearest=_nearest(record, matches),
        more_url=more_nearest(wanted_nearest()),
    )


def _views(
    own: str,
    matches: Sequence[Match],
    counterparts: Mapping[str, Counterpart],
    decisions: Mapping[Pair, Decision],
    url: Callable[[str], str],
) -> tuple[MatchView, ...]:
    """The matches whose counterpart is still there; ``url`` is where both are read side by side."""
    found = [(each, counterparts[each.other]) for each in matches if each.other in counterparts]
    return tuple(match_view(each, other, url(each.other), decision_on(own, other, decisions)) for each, other in found)


def _nearest(proposal: Proposal, matches: Sequence[Match]) -> tuple[NearestView, ...]:
    """What may be about the same thing, with the verdict that stands above; nothing while there is no index to ask."""
    try:
        found = current_site().service.nearest(proposal, STAFF, limit=wanted_nearest())
    except IndexerError as error:
        _LOG.warning("%s", error)
        return ()
    return nearest_views(found, {each.other: each.verdict.label for each in matches})


def _took(milliseconds: float) -> str:
    return f"{max(1, round(milliseconds)):,} 毫秒"


@desk_view.get("/desk/batches/<batch_id>/<int:number>")
@clerk
def draft(batch_id: str, number: int) -> str:
    """Show one new proposal with all that it may duplicate."""
    here = opened_batch(batch_id)
    found = next(here.folder.drafts({number}), None)
    if found is None:
        abort(404, "这一批里没有这一件。")
    matches = here.folder.matches({number}).get(number, ())
    counterparts = find_counterparts(here.desk.archive, here.folder, [each.other for each in matches])
    pairs = [Pair.of(found.id, each.other) for each in matches]
    decisions = BatchDecisions(here.folder, here.desk.decisions).current(pairs)
    archived = here.folder.kept().get(found.id, "")
    page = draft_page(here.batch, found, matches, counterparts, decisions, archived)
    return render_template("desk/comparison/draft.html", page=page)


@desk_view.get("/desk/records/<first>")
@clerk
def record_page(first: str) -> str:
    """Show what an archived proposal duplicates in the archive."""
    here, own = desk(), record(first)
    report = here.duplicates.of(first, STAFF)
    candidates = report.candidates if report else ()
    counterparts = {
        each.proposal.id: Counterpart(each.proposal.id, each.proposal, None, each.proposal.id) for each in candidates
    }
    matches = [match_of(id, each) for id, each in zip(counterparts, candidates, strict=True)]
    decisions = here.decisions.current([Pair.of(first, id) for id in counterparts], STAFF)
    page = record_matches(own, matches, counterparts, decisions, report.took_ms if report else 0)
    return render_template("desk/comparison/draft.html", page=page)
