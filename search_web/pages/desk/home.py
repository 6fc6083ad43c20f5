"""The desk's first page: check a text, check a pile, and what already lies here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from indexer import Against
from search_web.desk.piles import Pile, PileState
from search_web.desk.uploads import MAX_DRAFTS, MAX_FILES
from search_web.pages.wording import moment_words

__all__ = ["AGAINST", "DeskHome", "PileCard", "desk_home", "state_words"]

#: What a pile can be compared with, in words.
AGAINST = {
    Against.BOTH: "与档案比对，也在本批之内互相比对",
    Against.ARCHIVE: "只与档案比对",
    Against.EACH_OTHER: "只在本批之内互相比对",
}


@dataclass(frozen=True, slots=True)
class PileCard:
    """One pile on the desk."""

    url: str
    name: str
    state: str
    made: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into a form that could not be taken, so that nothing has to be typed twice."""

    title: str = ""
    text: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class DeskHome:
    """Everything the first page shows."""

    typed: Typed
    against: tuple[tuple[str, str], ...]
    limits: str
    piles: tuple[PileCard, ...]
    pending: int


def desk_home(piles: Sequence[Pile], pending: int, upload_limit: int, typed: Typed | None = None) -> DeskHome:
    """Return the desk's first page.

    Args:
        pending: pairs that are 待定.
        upload_limit: most bytes of an upload.
    """
    return DeskHome(
        typed=typed or Typed(),
        against=tuple((each.value, words) for each, words in AGAINST.items()),
        limits=f"一次最多 {MAX_FILES:,} 个文件、{MAX_DRAFTS:,} 件、共 {upload_limit >> 20} MB",
        piles=tuple(_card(each) for each in piles),
        pending=pending,
    )


def state_words(pile: Pile) -> str:
    """Return how far a pile is, in a few words."""
    if pile.state is PileState.DONE and not pile.drafts:
        return "一件也没有读到，没有查重"
    if pile.state is PileState.DONE:
        found = f"{pile.found} 件有相同或相近的" if pile.found else "未发现重复"
        return f"{pile.drafts} 件，{found}"
    if pile.state is PileState.FAILED:
        return "没有完成"
    return {PileState.WAITING: "等候查重", PileState.READING: "正在读取文件"}.get(pile.state, "正在比对")


def _card(pile: Pile) -> PileCard:
    return PileCard(url_for("desk.pile", pile_id=pile.id), pile.name, state_words(pile), moment_words(pile.created))
