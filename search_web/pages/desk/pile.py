"""A pile's page: how far the check is, then every new proposal with its strongest match, to be decided in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from corpus import Decision, Pair
from indexer import Unread
from search_web.desk import Other
from search_web.desk.piles import Line, Pile, PileState, draft_id
from search_web.pages.desk.home import AGAINST, state_words
from search_web.pages.desk.parts import DecisionView, MatchView, decision_view, match_view
from search_web.pages.wording import UNTITLED, moment_words, people_words

__all__ = ["LINES", "LineView", "PilePage", "Shown", "pile_page"]

#: New proposals on a page.
LINES = 50
_SHOWN_UNREAD = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """Which of a pile's lines are shown: ``all`` or ``found``, by ``verdict`` or ``number``, from which page."""

    which: str = "found"
    order: str = "verdict"
    page: int = 1

    def lines(self, lines: Sequence[Line]) -> list[Line]:
        """Return the lines that are chosen, in order."""
        chosen = [line for line in lines if self.which == "all" or line.best]
        return sorted(chosen, key=lambda line: line.order) if self.order == "verdict" else chosen


@dataclass(frozen=True, slots=True)
class LineView:
    """One new proposal in the list."""

    number: int
    anchor: str
    url: str
    title: str
    about: str
    match: MatchView | None
    more: int
    action: str
    undo_action: str
    main: str


@dataclass(frozen=True, slots=True)
class Tab:
    """One way to look at the list."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class PilePage:
    """Everything a pile's page shows.

    Attributes:
        refresh: seconds after which the page is asked for again; 0 once nothing more happens by itself.
        stopped: whether the check ended before its time, and can be taken up again.
        stays: how many of the new proposals the archive has by now.
    """

    id: str
    name: str
    made: str
    compared: str
    state: str
    refresh: int
    done: int
    total: int
    stopped: bool
    message: str
    tabs: tuple[Tab, ...]
    orders: tuple[Tab, ...]
    lines: tuple[LineView, ...]
    numbers: tuple[Tab, ...]
    unread: tuple[Unread, ...]
    more_unread: int
    drafts: int
    found: int
    decided: int
    kept: int
    own_url: str


def pile_page(
    pile: Pile,
    lines: Sequence[Line],
    shown: Shown,
    others: Mapping[str, Other],
    decisions: Mapping[Pair, Decision],
    *,
    at_work: bool,
    kept: int,
) -> PilePage:
    """Return the page of a pile.

    Args:
        lines: all of the pile's.
        others: of the best matches shown.
        decisions: what stands on each best match's pair.
        at_work: whether some process works on it now.
    """
    chosen = shown.lines(lines)
    pages = max(1, -(-len(chosen) // LINES))
    shown = Shown(shown.which, shown.order, min(shown.page, pages))
    here = chosen[(shown.page - 1) * LINES : shown.page * LINES]
    over = pile.state.over
    return PilePage(
        id=pile.id,
        name=pile.name,
        made=moment_words(pile.created),
        compared=AGAINST[pile.against],
        state=state_words(pile) if over or at_work else "停在半路",
        refresh=0 if over or not at_work else 2,
        done=pile.done,
        total=pile.total,
        stopped=pile.state is PileState.FAILED or not (over or at_work),
        message=pile.message or ("" if over or at_work else "网站重新启动过，查重停在了半路。"),
        tabs=_tabs(pile, shown),
        orders=(
            Tab("重复多的在前", _url(pile, Shown(shown.which, "verdict")), shown.order == "verdict"),
            Tab("按上传顺序", _url(pile, Shown(shown.which, "number")), shown.order == "number"),
        ),
        lines=tuple(_line(pile, each, others, decisions) for each in here),
        numbers=tuple(
            Tab(str(page), _url(pile, Shown(shown.which, shown.order, page)), page == shown.page)
            for page in range(1, pages + 1)
        )
        if pages > 1
        else (),
        unread=pile.unread[:_SHOWN_UNREAD],
        more_unread=max(0, len(pile.unread) - _SHOWN_UNREAD),
        drafts=pile.drafts,
        found=pile.found,
        decided=len(decisions),
        kept=kept,
        own_url=_url(pile, shown),
    )


def _tabs(pile: Pile, shown: Shown) -> tuple[Tab, ...]:
    return (
        Tab(f"有相同或相近的 {pile.found} 件", _url(pile, Shown("found", shown.order)), shown.which == "found"),
        Tab(f"全部 {pile.drafts} 件", _url(pile, Shown("all", shown.order)), shown.which == "all"),
    )


def _url(pile: Pile, shown: Shown) -> str:
    """The address of one way to look at the list; what is usual is left out of it."""
    return url_for(
        "desk.pile",
        pile_id=pile.id,
        show=shown.which if shown.which != "found" else None,
        order=shown.order if shown.order != "verdict" else None,
        page=shown.page if shown.page > 1 else None,
    )


def _line(pile: Pile, line: Line, others: Mapping[str, Other], decisions: Mapping[Pair, Decision]) -> LineView:
    best, own = line.best, draft_id(line.number)
    other = others.get(best.other) if best else None
    match = None
    reading = url_for("desk.reading", pile_id=pile.id, number=line.number, other=best.other) if best else ""
    if best and other:
        match = match_view(best, other, reading, _decided(own, other, decisions))
    about = "，".join(part for part in (people_words(line.proposers), line.file) if part)
    return LineView(
        number=line.number,
        anchor=f"draft-{line.number}",
        url=url_for("desk.draft", pile_id=pile.id, number=line.number),
        title=line.title or UNTITLED,
        about=about,
        match=match,
        more=max(0, line.matches - 1),
        action=reading,
        undo_action=f"{reading}/undo",
        main=main_of(own, other) if other else "",
    )


def main_of(own: str, other: Other) -> str:
    """Return which of the two is proposed as main case: the one in the archive, else the lower number."""
    if other.number is None:
        return other.id
    return min(own, other.id, key=lambda id: int(id.rpartition("-")[2]))


def _decided(own: str, other: Other, decisions: Mapping[Pair, Decision]) -> DecisionView | None:
    now = decisions.get(Pair.of(own, other.id))
    names = {own: "本件", other.id: other.proposal.title, other.archived: other.proposal.title}
    return decision_view(now, names) if now else None
