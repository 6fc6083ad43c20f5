"""One text with what it duplicates, the likeliest first; and two texts side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from corpus import Decision, Pair, Proposal
from search_web.desk import Other
from search_web.desk.piles import Draft, Match, Pile
from search_web.pages.desk.parts import (
    STRONG,
    DecideForm,
    DecisionView,
    MatchView,
    Share,
    decision_view,
    match_view,
    share,
)
from search_web.pages.desk.reading import Shared, Side, read_sides, shared_passages
from search_web.pages.wording import UNTITLED, people_words, place_words

__all__ = ["DraftPage", "ReadingPage", "draft_page", "reading_page", "record_matches"]


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


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """Everything the page of two texts side by side shows."""

    back_url: str
    back: str
    verdict: str
    copied: bool
    strong: bool
    coverage: Share
    reverse_coverage: Share
    reasons: tuple[str, ...]
    shared: tuple[Shared, ...]
    grey: bool
    left: Side
    right: Side
    form: DecideForm


def draft_page(
    pile: Pile,
    draft: Draft,
    matches: Sequence[Match],
    others: Mapping[str, Other],
    decisions: Mapping[Pair, Decision],
    archived: str,
) -> DraftPage:
    """Return the page of one new proposal of a pile.

    Args:
        archived: its id in the archive, ``""`` while it is only in the pile.
    """
    views = tuple(
        match_view(
            each,
            others[each.other],
            url_for("desk.reading", pile_id=pile.id, number=draft.number, other=each.other),
            _decided(draft.id, others[each.other], decisions),
        )
        for each in matches
        if each.other in others
    )
    proposal = draft.proposal
    source = proposal.source.name if proposal.source else ""
    return DraftPage(
        title=proposal.title or UNTITLED,
        about="，".join(part for part in (people_words(proposal.proposers), source) if part),
        text=proposal.text,
        back_url=url_for("desk.pile", pile_id=pile.id),
        back=f"回到《{pile.name}》",
        matches=views,
        archived_url=url_for("proposal.show", proposal_id=archived) if archived else "",
        took=f"{max(1, round(pile.took_ms)):,} 毫秒" if pile.drafts == 1 else "",
    )


def record_matches(
    record: Proposal,
    matches: Sequence[Match],
    others: Mapping[str, Other],
    decisions: Mapping[Pair, Decision],
    took_ms: float,
) -> DraftPage:
    """Return the page of one archived proposal with what it duplicates in the archive."""
    views = tuple(
        match_view(
            each,
            others[each.other],
            url_for("desk.pair", first=record.id, second=each.other),
            _decided(record.id, others[each.other], decisions),
        )
        for each in matches
        if each.other in others
    )
    return DraftPage(
        title=record.title or UNTITLED,
        about=place_words(record),
        text=record.text,
        back_url=url_for("proposal.show", proposal_id=record.id),
        back="回到这件提案",
        matches=views,
        archived_url="",
        took=f"{max(1, round(took_ms)):,} 毫秒",
    )


def reading_page(
    match: Match,
    left: Proposal,
    right: Proposal,
    form: DecideForm,
    *,
    headings: tuple[str, str],
    places: tuple[str, str],
    urls: tuple[str, str],
    back: tuple[str, str],
) -> ReadingPage:
    """Return the page of two texts side by side.

    Args:
        headings, places, urls: of the left and the right side; ``""`` for no address.
        back: address and words of the link that leads back.
    """
    left_texts, right_texts = read_sides(match.passages, left.text, right)
    return ReadingPage(
        back_url=back[0],
        back=back[1],
        verdict=match.verdict.label,
        copied=match.verdict.copied,
        strong=match.verdict in STRONG,
        coverage=share(match.coverage),
        reverse_coverage=share(match.reverse_coverage),
        reasons=match.reasons,
        shared=shared_passages(match.passages, left.text),
        grey=any(each.boilerplate for each in match.passages),
        left=Side("a", "b", headings[0], left.title or UNTITLED, places[0], urls[0], left_texts),
        right=Side("b", "a", headings[1], right.title or UNTITLED, places[1], urls[1], right_texts),
        form=form,
    )


def _decided(own: str, other: Other, decisions: Mapping[Pair, Decision]) -> DecisionView | None:
    if own == other.id:
        return None
    now = decisions.get(Pair.of(own, other.id))
    names = {own: "本件", other.id: other.proposal.title, other.archived: other.proposal.title}
    return decision_view(now, names) if now else None
