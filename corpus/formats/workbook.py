"""XLSX, XLS and ODS: sheets as rows of text, merged ranges expanded."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import python_calamine

from corpus.errors import ReadError
from corpus.formats.limits import Budget
from corpus.formats.model import Sheet, Workbook
from corpus.formats.packages import Package
from corpus.formats.sheet_extents import Extent, extents_of_ods, extents_of_xls, extents_of_xlsx

__all__ = ["decode_workbook"]

_DAMAGED = "表格内容损坏，请用 Excel 或 WPS 重新保存后再导入"
_ENCRYPTED = "表格加了打开密码，请在 Excel 或 WPS 中去掉密码、另存后再导入"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def decode_workbook(content: bytes, budget: Budget) -> Workbook:
    """Return the workbook; raise ReadError where it is damaged, encrypted or too large."""
    extents = _extents(content, budget)
    total = sum(extent.rows * extent.columns for extent in extents.values())
    if total > budget.limits.cells:
        raise ReadError(
            f"表格占了 {total // 10_000} 万格，超过上限 {budget.limits.cells // 10_000} 万格；"
            "可能有内容落在很远的行或列，请删去多余的行列、另存后再导入"
        )
    with _told(), python_calamine.CalamineWorkbook.from_filelike(BytesIO(content)) as book:
        return Workbook(tuple(_sheet(book, meta, extents, budget) for meta in book.sheets_metadata if _is_sheet(meta)))


@contextmanager
def _told() -> Iterator[None]:
    """Turn whatever the compiled library raises into a ReadError."""
    try:
        yield
    except python_calamine.PasswordError as error:
        raise ReadError(_ENCRYPTED) from error
    except (python_calamine.CalamineError, ValueError, OverflowError) as error:
        raise ReadError(_DAMAGED) from error
    except BaseException as error:
        # A panic of the compiled library comes as an exception beside Python's own.
        if type(error).__name__ != "PanicException":
            raise
        raise ReadError(_DAMAGED) from error


def _extents(content: bytes, budget: Budget) -> dict[str, Extent]:
    """How far each sheet reaches, before anything is allocated for it."""
    if not content.startswith(b"PK"):
        return extents_of_xls(content)
    package = Package(content, budget)
    if "content.xml" in package.names:
        return extents_of_ods(package)
    if "xl/workbook.bin" in package.names:
        raise ReadError("是二进制的 XLSB 表格，不能直接读，请在 Excel 中另存为 XLSX 后再导入")
    return extents_of_xlsx(package)


def _is_sheet(meta: python_calamine.SheetMetadata) -> bool:
    return meta.typ == python_calamine.SheetTypeEnum.WorkSheet


def _sheet(
    book: python_calamine.CalamineWorkbook,
    meta: python_calamine.SheetMetadata,
    extents: dict[str, Extent],
    budget: Budget,
) -> Sheet:
    """One sheet; damage in it costs only itself."""
    try:
        with _told():
            sheet = book.get_sheet_by_name(meta.name)
            rows = [[_written(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    except ReadError as error:
        return Sheet(meta.name, (), fault=error.reason)
    budget.take(sum(len(cell) for row in rows for cell in row), f"工作表 {meta.name}")
    extent = extents.get(meta.name, Extent())
    _expand(rows, [*(sheet.merged_cell_ranges or ()), *extent.merged])
    while rows and not any(rows[-1]):
        rows.pop()
    hidden = meta.visible != python_calamine.SheetVisibleEnum.Visible
    return Sheet(meta.name, tuple(map(tuple, rows)), hidden, extent.unvalued)


def _expand(rows: list[list[str]], merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Write the value of each merged range into all its cells that the sheet reaches."""
    for (top, left), (bottom, right) in merged:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        value = rows[top][left]
        for row in rows[top : bottom + 1] if value else ():
            for column in range(left, min(right + 1, len(row))):
                row[column] = row[column] or value


def _written(value: Any) -> str:
    """A cell as text: whole numbers without a decimal point, dates as in ISO 8601."""
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
