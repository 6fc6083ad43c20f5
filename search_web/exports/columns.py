"""The columns of a table of proposals, in the order a clerk reads them, and the guard that keeps text text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from corpus import PartialDate, Proposal

__all__ = ["COLUMNS", "Column", "guarded"]

#: What a spreadsheet takes for the beginning of a formula; full-width forms count in Chinese and Japanese Excel.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: Between several replies in one cell.
_BETWEEN_REPLIES = "\n\n"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, a proposal's text in it, and its width in characters where a format has widths."""

    label: str
    text: Callable[[Proposal], str]
    width: int = 12


def _names(names: tuple[str, ...]) -> str:
    return "、".join(names)


def _day(day: PartialDate | None) -> str:
    return str(day) if day else ""


COLUMNS: tuple[Column, ...] = (
    Column("编码", lambda p: p.id, 20),
    Column("种类", lambda p: p.kind.value, 6),
    Column("机构", lambda p: p.body, 14),
    Column("届次", lambda p: p.session.label if p.session else ""),
    Column("案号", lambda p: p.number_written or (str(p.number) if p.number is not None else ""), 8),
    Column("标题", lambda p: p.title, 44),
    Column("提出者", lambda p: _names(p.proposers), 16),
    Column("附议人", lambda p: _names(p.cosigners), 16),
    Column("类别", lambda p: p.category),
    Column("主办单位", lambda p: _names(p.lead_units), 22),
    Column("协办单位", lambda p: _names(p.support_units), 22),
    Column("办理结果", lambda p: p.outcome.text if p.outcome else ""),
    Column("结果分类", lambda p: p.outcome.klass.value if p.outcome else ""),
    Column("提交日期", lambda p: _day(p.submitted)),
    Column("立案日期", lambda p: _day(p.filed)),
    Column("答复日期", lambda p: _day(p.reply_date)),
    Column("发布日期", lambda p: _day(p.published)),
    Column("收录范围", lambda p: p.coverage.value, 8),
    Column("提案内容", lambda p: p.text, 60),
    Column("答复内容", lambda p: _BETWEEN_REPLIES.join(reply.text for reply in p.replies), 60),
)


def guarded(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: with an apostrophe before it where it looks like one.

    >>> guarded("=HYPERLINK(A1)"), guarded("－1"), guarded("关于停车")
    ("'=HYPERLINK(A1)", "'－1", '关于停车')
    """
    return f"'{text}" if text.startswith(_FORMULA) else text
