"""The table of rulings: what each is called, what it does, who may make it. ``site.toml`` chooses among them.

A stored decision keeps its own word (``corpus.Ruling``), whatever the site calls it today, and is always readable.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from corpus import Ruling
from search_web.accounts.visitors import current_visitor
from search_web.site.config import AccountRole, WebConfig
from search_web.site.context import current_site

__all__ = ["RulingRow", "main_word", "offered_rulings", "ruling_label", "rulings_of"]


@dataclass(frozen=True, slots=True)
class RulingRow:
    """One ruling.

    Attributes:
        label: what the site calls it; ``meaning``: what it does, in a few words.
        earlier: whether it needs a counterpart that the archive has, and not merely one of the same batch.
        quick: whether it stands in the list of a batch, and not only beside the texts.
        role: who may make it, and whoever may do more.
    """

    ruling: Ruling
    label: str
    meaning: str
    earlier: bool = False
    quick: bool = False
    role: AccountRole = AccountRole.CLERK


_TABLE = (
    RulingRow(Ruling.MERGE, "并案", "同一件事，一并办理", quick=True),
    RulingRow(Ruling.RAISED_BEFORE, "往届已提", "以前提过并已答复，附原提案和答复", earlier=True, quick=True),
    RulingRow(Ruling.DECLINED, "不予立案", "对照另一件，不再立案"),
    RulingRow(Ruling.RETURNED, "退回修改", "请提出者对照另一件修改后再交"),
    RulingRow(Ruling.AS_LETTER, "转为来信", "不作提案，转为来信或社情民意办理"),
    RulingRow(Ruling.DISTINCT, "不重复", "不是同一件事", quick=True),
    RulingRow(Ruling.PENDING, "待定", "再看看、再问问", quick=True),
)


def rulings_of(config: WebConfig) -> tuple[RulingRow, ...]:
    """Return the rulings that a site offers, under its own names, in the order of the table.

    >>> config = WebConfig(rulings=(Ruling.MERGE, Ruling.AS_LETTER), ruling_names=((Ruling.AS_LETTER, "社情民意"),))
    >>> [row.label for row in rulings_of(config)]
    ['并案', '社情民意']
    """
    names = dict(config.ruling_names)
    return tuple(
        replace(
            row,
            label=names.get(row.ruling, row.label),
            role=AccountRole.OPERATOR if row.ruling in config.rulings_of_operators else row.role,
        )
        for row in _TABLE
        if row.ruling in config.rulings
    )


def offered_rulings() -> tuple[RulingRow, ...]:
    """Return the rulings that whoever asks may make."""
    visitor = current_visitor()
    rows = rulings_of(current_site().config)
    return tuple(row for row in rows if visitor and visitor.role.may(row.role))


def ruling_label(ruling: Ruling | None) -> str:
    """Return what the site calls a ruling, offered or not; ``""`` for none."""
    if ruling is None:
        return ""
    return dict(current_site().config.ruling_names).get(ruling, ruling.value)


def main_word(ruling: Ruling | None) -> str:
    """Return what the one that a ruling names is: the main case, or the one the other is held against."""
    return "主案" if ruling is Ruling.MERGE else "原提案" if ruling is Ruling.RAISED_BEFORE else "对照"
