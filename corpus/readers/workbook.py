"""XLSX: every sheet with a header the profile knows; the header may stand below a title row."""

from __future__ import annotations

import datetime
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree

from corpus.errors import ReadError
from corpus.profiles import Profile
from corpus.readers import columns
from corpus.readers.hazards import open_package
from corpus.readers.items import Labelled, Reject

__all__ = ["read"]

#: Rows in which the header is looked for: a title, a note and blank rows may stand above it.
_HEADER_ROWS = 20
#: Shared strings are held in memory as a whole; sheets are read row by row.
_HELD = ("xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml")
#: What openpyxl lets through from damaged members.
_DAMAGED = (zipfile.BadZipFile, etree.XMLSyntaxError, SyntaxError, KeyError, ValueError, TypeError, IndexError,
            AttributeError, EOFError, OSError, zlib.error)  # fmt: skip


def read(content: bytes, profile: Profile) -> Iterator[Labelled | Reject]:
    """Yield a record for every row under a header; a sheet that looks like a table but has none is rejected."""
    try:
        open_package(content, tree=_HELD).close()
    except ReadError as error:
        yield Reject.of("", error.reason)
        return
    # Imported where it is used: it costs a sixth of a second, and most files are not workbooks.
    from openpyxl import load_workbook

    place, found = "", False
    try:
        with warnings.catch_warnings():
            # Styles, extensions and drawings that openpyxl does not know are none of our business.
            warnings.simplefilter("ignore")
            book = load_workbook(BytesIO(content), read_only=True, data_only=True)
            names = book.sheetnames
        for name in names:
            place = f"工作表 {name}"
            for each in _sheet(place, book[name].iter_rows(values_only=True), profile):
                found = True
                yield each
    except _DAMAGED as error:
        yield Reject.of(place, f"表格内容损坏（{type(error).__name__}），此处以后没有读入，请用 Excel 重新保存")
        return
    if not found:
        yield Reject.of("", "工作簿是空的，没有找到带表头的数据")


def _sheet(place: str, rows: Iterator[tuple[Any, ...]], profile: Profile) -> Iterator[Labelled | Reject]:
    header: list[str] = []
    widest: list[str] = []
    for number, row in enumerate(rows, 1):
        cells = [_written(value) for value in row]
        here = f"{place} 第 {number} 行"
        if header:
            labelled = columns.record(here, header, cells)
            if labelled:
                yield labelled
        elif number > _HEADER_ROWS:
            break
        elif columns.is_header(cells, profile):
            header = cells
            missing = columns.missing_columns(here, header, profile)
            if missing:
                yield missing
        elif sum(map(bool, cells)) > sum(map(bool, widest)):
            widest = cells
    if not header and sum(map(bool, widest)) > 1:
        yield columns.header_reject(place, widest)


def _written(value: Any) -> str:
    """A cell as text: whole numbers without a decimal point, dates as in ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ")
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)
