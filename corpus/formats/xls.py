"""XLS (BIFF), and how cells of any workbook are written as text.

Read in Python: a compiled reader was tried on damaged files and ended the whole process, because it makes room for
as many cells as the file claims to have.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

import olefile
import xlrd
from xlrd.compdoc import CompDocError

from corpus.errors import ReadError
from corpus.formats.limits import Budget
from corpus.formats.model import Sheet, Workbook

__all__ = ["decode_xls", "expand", "written"]

_DAMAGED = "表格内容损坏，请用 Excel 或 WPS 重新保存后再导入"
_ENCRYPTED = "表格加了打开密码，请在 Excel 或 WPS 中去掉密码、另存后再导入"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
Range = tuple[tuple[int, int], tuple[int, int]]


def decode_xls(content: bytes, budget: Budget) -> Workbook:
    """Return the workbook; raise ReadError where it is damaged, encrypted or too large."""
    budget.check_size(len(content), "表格")
    try:
        return Workbook(tuple(_sheets(content, budget)))
    except (xlrd.XLRDError, CompDocError) as error:
        encrypted = "encrypt" in str(error).lower() or "password" in str(error).lower()
        raise ReadError(_ENCRYPTED if encrypted else _DAMAGED) from error


def _sheets(content: bytes, budget: Budget) -> Iterator[Sheet]:
    with olefile.OleFileIO(io.BytesIO(content)) as ole:
        name = next((name for name in ("Workbook", "Book") if ole.exists(name)), "")
        if not name:
            raise ReadError(_DAMAGED)
        # The stream alone: on damaged tables of sectors the library's own way into the container never ends.
        stream = ole.openstream(name).read()
    # Colours and borders are read only because merged ranges come with them.
    book = xlrd.open_workbook(
        file_contents=stream, logfile=io.StringIO(), formatting_info=True, on_demand=True, ragged_rows=True
    )
    for number, name in enumerate(book.sheet_names()):
        budget.check_time(f"工作表 {name}")
        yield _sheet(book, number, name, budget)
        book.unload_sheet(number)


def _sheet(book: Any, number: int, name: str, budget: Budget) -> Sheet:
    sheet = book.sheet_by_index(number)
    width = max((sheet.row_len(row) for row in range(sheet.nrows)), default=0)
    budget.check_cells(sheet.nrows * width)
    rows = [[_value(cell, book.datemode) for cell in sheet.row(row)] for row in range(sheet.nrows)]
    for row in rows:
        row += [""] * (width - len(row))
    budget.take(sum(len(cell) for row in rows for cell in row), f"工作表 {name}")
    expand(rows, [((top, left), (bottom - 1, right - 1)) for top, bottom, left, right in sheet.merged_cells])
    while rows and not any(rows[-1]):
        rows.pop()
    return Sheet(name, tuple(map(tuple, rows)), bool(sheet.visibility))


def _value(cell: Any, mode: int) -> str:
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return written(xlrd.xldate_as_datetime(cell.value, mode))
        except (xlrd.xldate.XLDateError, OverflowError, ValueError):
            return written(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, ""))
    return written(bool(cell.value) if cell.ctype == xlrd.XL_CELL_BOOLEAN else cell.value)


def expand(rows: list[list[str]], merged: Sequence[Range]) -> None:
    """Write the value of each merged range into all its cells that the sheet reaches.

    >>> rows = [["届次", "案由"], ["", "停车"]]
    >>> expand(rows, [((0, 0), (1, 0))])
    >>> rows
    [['届次', '案由'], ['届次', '停车']]
    """
    for (top, left), (bottom, right) in merged:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        value = rows[top][left]
        for row in rows[top : bottom + 1] if value else ():
            for column in range(left, min(right + 1, len(row))):
                row[column] = row[column] or value


def written(value: Any) -> str:
    """Return a cell as text: whole numbers without a decimal point, dates as in ISO 8601."""
    if isinstance(value, str):
        return _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.15g}"
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    return str(value)
