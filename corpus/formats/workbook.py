"""XLSX and ODS, and XLS by a reader of its own: sheets as rows of text, merged ranges expanded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import python_calamine

from corpus.errors import ReadError
from corpus.formats.limits import Budget
from corpus.formats.model import Sheet, Workbook
from corpus.formats.packages import Package
from corpus.formats.sheet_extents import Extent, extents_of_ods, extents_of_xlsx
from corpus.formats.xls import decode_xls, expand, written

__all__ = ["decode_workbook"]

_DAMAGED = "表格内容损坏，请用 Excel 或 WPS 重新保存后再导入"
_ENCRYPTED = "表格加了打开密码，请在 Excel 或 WPS 中去掉密码、另存后再导入"


def decode_workbook(content: bytes, budget: Budget) -> Workbook:
    """Return the workbook; raise ReadError where it is damaged, encrypted or too large."""
    if not content.startswith(b"PK"):
        return decode_xls(content, budget)
    extents = _extents(content, budget)
    budget.check_cells(sum(extent.rows * extent.columns for extent in extents.values()))
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
            rows = [[written(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    except ReadError as error:
        return Sheet(meta.name, (), fault=error.reason)
    budget.take(sum(len(cell) for row in rows for cell in row), f"工作表 {meta.name}")
    extent = extents.get(meta.name, Extent())
    expand(rows, [*(sheet.merged_cell_ranges or ()), *extent.merged])
    while rows and not any(rows[-1]):
        rows.pop()
    hidden = meta.visible != python_calamine.SheetVisibleEnum.Visible
    return Sheet(meta.name, tuple(map(tuple, rows)), hidden, extent.unvalued)
