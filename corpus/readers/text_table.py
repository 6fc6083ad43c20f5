"""Labelled text table: rows of ``label: | value | label: | value |``, as a portal's table turns out as text.

    建议/提案提出者: | 张三 | 建议/提案号: | 300 | |
    建议/提案内容: | ……全文…… |
    承办单位: | 主办: | 市司法局 | 协办: | 市委政法委 |

One padding space inside each ``|`` belongs to the table; everything else in a cell is the value, a ``|`` inside a
text included. A line without a label continues the cell above it. The next record begins where the first label of
the record comes back, or after a line of ``---`` or ``===``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.profiles import Profile
from corpus.readers.items import Labelled, Reject
from corpus.readers.text.lines import Line, read_lines
from corpus.values import fold

__all__ = ["looks_like", "read"]

#: A label is short, ends in a colon and is followed by a cell.
_LABEL = re.compile(r"\s*+\|?\s*+(?P<label>[^|:：。，；\n]{1,24}[:：])\s*+")
_ROW = re.compile(rf"{_LABEL.pattern}\|")
_RULE = re.compile(r"\s*[-=—]{3,}\s*")
_EMPTY = re.compile(r"[|\s]*")


def looks_like(head: str) -> bool:
    """Whether the beginning of a file is a labelled text table."""
    rows = [barred(line) for line in head.splitlines() if line.strip() and not _RULE.fullmatch(line)]
    return bool(rows) and bool(_ROW.match(rows[0]))


def barred(line: str) -> str:
    """Return a line whose cells are parted by ｜ as one that has them parted by |."""
    return line.replace("｜", "|") if "|" not in line else line


def read(content: bytes, _profile: Profile) -> Iterator[Labelled | Reject]:
    """Yield one record for every table; a record with an unreadable line is rejected as a whole."""
    record = _Record()
    for each in read_lines(content):
        line = replace(each, text=barred(each.text))
        if line.reject and line.oversized and not _ROW.match(line.reject.excerpt):
            yield line.reject
            continue
        label = _first_label(line)
        if record.started and (_RULE.fullmatch(line.text) or (label and label == record.first)):
            yield record.finished()
            record = _Record()
        if not _RULE.fullmatch(line.text):
            record.add(line, label)
    if record.started:
        yield record.finished()


class _Record:
    """The rows of one table, in the order they come."""

    def __init__(self) -> None:
        self.first = ""
        self.started = False
        self._start = 0
        self._rows: list[str] = []
        self._blank: list[str] = []
        self._broken: Reject | None = None

    def add(self, line: Line, label: str) -> None:
        """Take one line: a row, or the continuation of the row above."""
        if line.reject:
            self._broken = self._broken or line.reject
        elif label or not self._rows:
            if not label and _EMPTY.fullmatch(line.text):
                return
            self._rows.append(line.text)
            self._blank = []
            self.first = self.first or label
        elif _EMPTY.fullmatch(line.text):
            # A row of empty cells ends nothing and says nothing; a blank line inside a text belongs to it.
            self._blank += [] if "|" in line.text else [line.text]
            return
        else:
            self._rows[-1] = "\n".join([self._rows[-1], *self._blank, line.text])
            self._blank = []
        self._start = self._start or line.number
        self.started = True

    def finished(self) -> Labelled | Reject:
        """Return the record, or the reason why it cannot be read."""
        place = f"第 {self._start} 行起"
        if self._broken:
            return self._broken
        pairs = tuple(pair for row in self._rows for pair in _pairs(row))
        if not pairs:
            return Reject.of(place, "没有认出“标签: | 内容 |”形式的行，请检查文件格式", "\n".join(self._rows))
        visible = tuple(cell for row in self._rows for cell in row.split("|") if cell.strip())
        return Labelled(place, pairs, visible=visible)


def _first_label(line: Line) -> str:
    match = _ROW.match(line.text)
    return fold(match["label"]) if match else ""


def _pairs(row: str) -> Iterator[tuple[str, str]]:
    """The labels of one row with their values; what is no label belongs to the value before it."""
    label, cells = "", list[str]()
    for cell in row.split("|"):
        match = _LABEL.fullmatch(cell)
        if match:
            if label:
                yield label, _value(cells)
            label, cells = match["label"], []
        else:
            cells.append(cell)
    if label:
        yield label, _value(cells)


def _value(cells: list[str]) -> str:
    while cells and not cells[-1].strip():
        cells.pop()
    while cells and not cells[0].strip():
        del cells[0]
    return "|".join(cells).removeprefix(" ").removesuffix(" ")
