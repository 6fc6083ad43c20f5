"""Proposals as rows: the columns in the order a clerk reads them, as CSV (RFC 4180), and as JSON lines.

CSV is in UTF-8 with the mark that Excel needs to see that it is, and no cell is taken for a formula; JSON lines are
what ``tian export`` writes and ``tian import`` reads back without loss.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from corpus import ATTRIBUTES, PartialDate, Proposal, to_json

__all__ = ["COLUMNS", "Column", "csv_lines", "guarded", "json_lines"]

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


def _attribute(name: str, proposal: Proposal) -> str:
    return _names(proposal.attribute(name))


COLUMNS: tuple[Column, ...] = (
    Column("编码", lambda p: p.id, 20),
    Column("种类", lambda p: p.kind.value, 6),
    Column("机构", lambda p: p.body, 14),
    Column("届次", lambda p: p.session.label if p.session else ""),
    Column("案号", lambda p: p.number_written or (str(p.number) if p.number is not None else ""), 8),
    Column("标题", lambda p: p.title, 44),
    Column("提出者", lambda p: _names(p.proposers), 16),
    Column("附议人", lambda p: _names(p.cosigners), 16),
    *(Column(attribute.label, partial(_attribute, name)) for name, attribute in ATTRIBUTES.items()),
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


def csv_lines(proposals: Iterable[Proposal], address: Callable[[str], str]) -> Iterator[bytes]:
    """Yield a CSV file row by row: headings, then a row a proposal; no cell is taken for a formula.

    Args:
        address: the web address of a proposal by its id.
    """
    lines = _Lines()
    yield codecs.BOM_UTF8 + lines.line([*(column.label for column in COLUMNS), "网址"])
    for proposal in proposals:
        cells = [guarded(column.text(proposal)) for column in COLUMNS]
        yield lines.line([*cells, address(proposal.id)])


class _Lines:
    """Turns rows into lines, one at a time: what is written is given back, and nothing kept."""

    def __init__(self) -> None:
        self._buffer = io.StringIO(newline="")
        self._writer = csv.writer(self._buffer)

    def line(self, cells: list[str]) -> bytes:
        """Return one row as the bytes of its line."""
        self._writer.writerow(cells)
        text = self._buffer.getvalue()
        self._buffer.seek(0)
        self._buffer.truncate()
        return text.encode("utf-8")


def json_lines(proposals: Iterable[Proposal]) -> Iterator[bytes]:
    """Yield one line of UTF-8 a proposal."""
    for proposal in proposals:
        yield json.dumps(to_json(proposal), ensure_ascii=False).encode("utf-8") + b"\n"
