"""What every page of the desk shows alike: a match with its shares, what was decided on it, and the form to decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from corpus import Decision, Pair, Ruling
from indexer import Verdict, percent
from search_web.desk.batches.decisions import Counterpart
from search_web.desk.batches.model import Match
from search_web.desk.rulings import main_word, offered_rulings, ruling_label
from search_web.site.wording import UNTITLED, moment_words, place_words

__all__ = [
    "STRONG",
    "DecideForm",
    "DecisionView",
    "HistoryEntry",
    "MatchView",
    "Share",
    "UnsavedDecision",
    "counterpart_place",
    "decide_form",
    "decision_on",
    "decision_view",
    "history_entries",
    "match_view",
]

#: Verdicts that leave little doubt, and are shown so.
STRONG = (Verdict.IDENTICAL, Verdict.NEAR_IDENTICAL)


@dataclass(frozen=True, slots=True)
class Share:
    """A share as a number and as the length of a bar, in percent of the bar."""

    words: str
    length: float


@dataclass(frozen=True, slots=True)
class DecisionView:
    """What stands on a pair; ``main`` names the main case in words."""

    id: str
    ruling: str
    main_word: str
    main: str
    note: str
    signed: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One entry of a pair's history, in one sentence."""

    sentence: str
    note: str
    signed: str


@dataclass(frozen=True, slots=True)
class MainChoice:
    """One of the two that can be the main case."""

    id: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class RulingChoice:
    """One of the rulings that the visitor may make."""

    value: str
    label: str
    meaning: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class DecideForm:
    """The form that decides on a pair, filled in with what stands.

    Attributes:
        overtaken: whether it is filled in with what somebody else's decision kept from being saved.
    """

    action: str
    undo_action: str
    rulings: tuple[RulingChoice, ...]
    mains: tuple[MainChoice, ...]
    note: str
    standing: DecisionView | None
    history: tuple[HistoryEntry, ...]
    overtaken: bool = False


@dataclass(frozen=True, slots=True)
class UnsavedDecision:
    """A decision that was filled in but not kept, because the pair was decided by somebody else meanwhile."""

    ruling: Ruling
    main: str
    note: str


@dataclass(frozen=True, slots=True)
class MatchView:
    """One match in a list."""

    url: str
    title: str
    place: str
    outside: str
    verdict: str
    copied: bool
    strong: bool
    coverage: Share
    reverse_coverage: Share
    reasons: tuple[str, ...]
    decision: DecisionView | None


def share(value: float) -> Share:
    """Return a share for the page."""
    return Share(percent(value), round(value * 100, 1))


def match_view(match: Match, other: Counterpart, url: str, decision: DecisionView | None) -> MatchView:
    """Return a match as it is listed; ``url`` leads to the two side by side."""
    return MatchView(
        url=url,
        title=other.proposal.title or UNTITLED,
        place=counterpart_place(other),
        outside="" if other.number is not None else url_for("proposal.show", proposal_id=other.id),
        verdict=match.verdict.label,
        copied=match.verdict.copied,
        strong=match.verdict in STRONG,
        coverage=share(match.coverage),
        reverse_coverage=share(match.reverse_coverage),
        reasons=match.reasons,
        decision=decision,
    )


def counterpart_place(other: Counterpart) -> str:
    """Return where the other proposal is found: 本批第 3 件, or 江州市政协 十二届五次 第300号."""
    return f"本批第 {other.number} 件" if other.number is not None else place_words(other.proposal)


def decision_view(decision: Decision, names: dict[str, str]) -> DecisionView:
    """Return a standing decision in words.

    Args:
        names: what each of the two is called, by id.
    """
    ruling = ruling_label(decision.ruling)
    main = names.get(decision.main, decision.main) if decision.main else ""
    return DecisionView(decision.id, ruling, main_word(decision.ruling), main, decision.note, signed(decision))


def history_entries(history: Sequence[Decision], names: dict[str, str]) -> tuple[HistoryEntry, ...]:
    """Return a pair's history, newest first."""
    return tuple(HistoryEntry(_sentence(each, names), each.note, signed(each)) for each in reversed(history))


def decide_form(
    offered: dict[str, str],
    names: dict[str, str],
    history: Sequence[Decision],
    standing: Decision | None,
    *,
    action: str,
    undo_action: str,
    main: str,
    typed: UnsavedDecision | None = None,
) -> DecideForm:
    """Return the form for a pair.

    Args:
        offered: what each of the two is called, by id, in the order in which they are offered as main case.
        names: the same, and by any other id that entries may have.
        main: the main case that is proposed while none is decided.
        typed: what was filled in, where that could not be kept.
    """
    rows = offered_rulings()
    ruling = typed.ruling if typed else standing.ruling if standing else None
    decided = names.get(typed.main if typed else standing.main if standing else "", "")
    chosen = next((id for id, words in offered.items() if words == decided), main)
    return DecideForm(
        action=action,
        undo_action=undo_action,
        rulings=tuple(RulingChoice(row.ruling.value, row.label, row.meaning, row.ruling is ruling) for row in rows),
        mains=tuple(MainChoice(id, words, id == chosen) for id, words in offered.items()),
        note=typed.note if typed else standing.note if standing else "",
        standing=decision_view(standing, names) if standing else None,
        history=history_entries(history, names),
        overtaken=typed is not None,
    )


def signed(decision: Decision) -> str:
    """Return who decided, and when."""
    return " ".join(part for part in (decision.who, moment_words(decision.made)) if part)


def _sentence(decision: Decision, names: dict[str, str]) -> str:
    if decision.ruling is None:
        return "撤销上一条决定"
    main = names.get(decision.main, decision.main) if decision.main else ""
    label = ruling_label(decision.ruling)
    return f"{label}，{main_word(decision.ruling)}：{main}" if main else label


def decision_on(own: str, other: Counterpart, decisions: Mapping[Pair, Decision]) -> DecisionView | None:
    """Return what stands on a proposal and its counterpart, in words; None for nothing."""
    if own == other.id:
        return None
    now = decisions.get(Pair.of(own, other.id))
    names = {own: "本件", other.id: other.proposal.title, other.archived: other.proposal.title}
    return decision_view(now, names) if now else None
