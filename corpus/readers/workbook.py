"""Workbooks: every sheet with a header the profile knows; the header may stand below a title row, or be two rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.formats import Workbook
from corpus.profiles import Profile
from corpus.readers import columns
from corpus.readers.items import Labelled, Reject

__all__ = ["read"]

#: Rows in which the header is looked for: a title, a note and blank rows may stand above it.
_HEADER_ROWS = 20
#: A sheet whose first column holds the labels has a few rows, and at least so many labels there.
_TURNED_ROWS, _TURNED_LABELS = 60, 2


def read(book: Workbook, profile: Profile) -> Iterator[Labelled | Reject]:
    """Yield a record for every row under a header; a sheet that looks like a table but has none is rejected.

    A sheet that its author hid is not read; where it has a header it is rejected, so that nobody misses it.
    """
    found = False
    loose = columns.Loose()
    for sheet in book.sheets:
        place = f"工作表 {sheet.name}"
        if sheet.fault:
            found = True
            yield Reject.of(place, sheet.fault)
        if sheet.hidden:
            if any(columns.is_header(row, profile) for row in sheet.rows[:_HEADER_ROWS]):
                found = True
                yield Reject.of(place, "这张工作表是隐藏的，没有读入；需要时请取消隐藏、保存后再导入")
            continue
        for each in _Sheet(place, sheet.rows, profile, loose).read():
            found = True
            yield each
        if sheet.unvalued:
            shown = "、".join(sheet.unvalued)
            reason = f"公式没有保存结果（{shown} 等处），这些格按空读入；请用 Excel 或 WPS 打开、保存后再导入"
            yield Reject.of(place, reason)
    rest = list(loose.rest())
    yield from rest
    if not found and not rest:
        yield Reject.of("", "工作簿是空的，没有找到带表头的数据")


class _Sheet:
    """One sheet being read; ``loose`` keeps what is no record, over all sheets."""

    def __init__(self, place: str, rows: Sequence[Sequence[str]], profile: Profile, loose: columns.Loose) -> None:
        self._place = place
        self._rows = _transposed(rows, profile)
        self._turned = self._rows is not rows
        self._profile = profile
        self._loose = loose
        loose.title = ""

    def read(self) -> Iterator[Labelled | Reject]:
        """Yield what the sheet holds."""
        began = self._header()
        if began is None:
            widest = max(self._rows[:_HEADER_ROWS], key=_distinct, default=())
            if _distinct(widest) > 1:
                text = "\n".join(columns.excerpt_of(row) for row in self._rows)
                yield columns.header_reject(self._place, widest, text)
            else:
                for row in self._rows:
                    self._loose.add(row)
            return
        for row in self._rows[:began]:
            self._loose.add(row, title=True)
        header = self._rows[began]
        missing = columns.missing_columns(self._here(began), header, self._profile)
        if missing:
            yield missing
        yield from self._records(began, header)

    def _records(self, began: int, header: Sequence[str]) -> Iterator[Labelled | Reject]:
        for number, cells in enumerate(self._rows[began + 1 :], began + 1):
            if number == began + 1 and (whole := columns.two_rows(header, cells, self._profile)):
                header = whole
                continue
            labelled = columns.record(self._here(number), header, cells)
            if labelled:
                yield from self._loose.passed(labelled)
            else:
                self._loose.add(cells)

    def _header(self) -> int | None:
        """The row that names the columns."""
        rows = self._rows[:_HEADER_ROWS]
        return next((number for number, row in enumerate(rows) if columns.is_header(row, self._profile)), None)

    def _here(self, number: int) -> str:
        return f"{self._place} 第 {number + 1} {'列' if self._turned else '行'}"


def _transposed(rows: Sequence[Sequence[str]], profile: Profile) -> Sequence[Sequence[str]]:
    """The rows, columns for rows where the labels stand in the first column and each further one is a record."""
    first = [row[0] for row in rows[:_HEADER_ROWS] if row and row[0].strip()]
    known = sum(map(profile.knows, first))
    if len(rows) > _TURNED_ROWS or known < _TURNED_LABELS or known * 2 < len(first):
        return rows
    if any(columns.is_header(row, profile) for row in rows[:_HEADER_ROWS]):
        return rows
    width = max(map(len, rows), default=0)
    return [[row[column] if column < len(row) else "" for row in rows] for column in range(width)]


def _distinct(cells: Sequence[str]) -> int:
    """How many different values a row has: a title over all columns is one."""
    return len({cell for cell in cells if cell})
