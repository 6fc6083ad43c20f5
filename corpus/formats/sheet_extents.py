"""How far the cells of each sheet reach, from the file itself, before a library allocates room for them.

Two cells at opposite corners of a sheet make a grid of 17 thousand million. What the library does not tell is
found on the way: merged ranges of ODS, formulas whose value was never stored.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import olefile
from lxml import etree

from corpus.errors import ReadError
from corpus.formats.packages import Package

__all__ = ["Extent", "extents_of_ods", "extents_of_xls", "extents_of_xlsx"]

Range = tuple[tuple[int, int], tuple[int, int]]

_TOLD = 5
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=\"([A-Z]{1,3})(\d{1,7})\"")
_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?\br=\"(\d{1,7})\"")
_UNVALUED = re.compile(
    rb"<c\s[^>]*?\br=\"([A-Z]{1,3}\d{1,7})\"[^>]*>\s*<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
#: Records of BIFF that hold a cell ([MS-XLS] 2.3): numbers, texts, formulas, blanks; several cells in the last two.
_BIFF_CELLS = frozenset({0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6, 0x00BD, 0x00BE})
_BIFF_BEGIN, _BIFF_ENCRYPTED = 0x0809, 0x002F


@dataclass(frozen=True, slots=True)
class Extent:
    """How far one sheet reaches from its corner, its merged ranges, and formulas without a value."""

    rows: int = 0
    columns: int = 0
    merged: tuple[Range, ...] = ()
    unvalued: tuple[str, ...] = ()


def extents_of_xlsx(package: Package) -> dict[str, Extent]:
    """Return the extents of an XLSX by its sheets' names."""
    book = package.xml("xl/workbook.xml")
    relations = package.optional("xl/_rels/workbook.xml.rels")
    targets = {
        each.get("Id", ""): package.beside("xl/workbook.xml", each.get("Target", ""))
        for each in (relations.iter(_RELATION) if relations is not None else ())
    }
    found: dict[str, Extent] = {}
    for sheet in book.iter("{*}sheet"):
        named = next((str(value) for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")
        target = targets.get(named, "")
        if target in package.names and target.endswith(".xml"):
            found[sheet.get("name", "")] = _xlsx_extent(package.read(target))
    return found


def _xlsx_extent(content: bytes) -> Extent:
    if re.search(rb"<!DOCTYPE|<!ENTITY", content[:4096], re.I):
        raise ReadError("工作表带有文档类型声明（DTD），可能是 XML 炸弹，没有读取")
    letters, rows = set[bytes](), 0
    for match in _CELL.finditer(content):
        letters.add(match[1])
        rows = max(rows, int(match[2]))
    rows = max([rows, *(int(match[1]) for match in _ROW.finditer(content))])
    unvalued = [match[1].decode() for match, _ in zip(_UNVALUED.finditer(content), range(_TOLD), strict=False)]
    return Extent(rows, max(map(_column, letters), default=1), unvalued=tuple(unvalued))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def extents_of_xls(content: bytes) -> dict[str, Extent]:
    """Return the extents of an XLS, one for each stream of cells in it; raise ReadError for an encrypted one."""
    try:
        with olefile.OleFileIO(BytesIO(content)) as ole:
            name = next((name for name in ("Workbook", "Book") if ole.exists(name)), "")
            stream = ole.openstream(name).read() if name else b""
    except (OSError, ValueError, IndexError, TypeError, AttributeError) as error:
        raise ReadError("XLS 的结构损坏，请重新下载，或用 Excel、WPS 另存为 XLSX") from error
    found: list[tuple[int, int]] = []
    for code, body in _records(stream):
        if code == _BIFF_ENCRYPTED:
            raise ReadError("表格加了打开密码，请在 Excel 或 WPS 中去掉密码、另存后再导入")
        if code == _BIFF_BEGIN:
            found.append((0, 0))
        elif code in _BIFF_CELLS and len(body) >= 4 and found:
            row, column = struct.unpack_from("<HH", body)
            last = struct.unpack_from("<H", body, len(body) - 2)[0] if code in (0x00BD, 0x00BE) else column
            found[-1] = max(found[-1][0], row + 1), max(found[-1][1], last + 1)
    return {f"{position}": Extent(rows, columns) for position, (rows, columns) in enumerate(found)}


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    position = 0
    while position + 4 <= len(stream):
        code, size = struct.unpack_from("<HH", stream, position)
        yield code, stream[position + 4 : position + 4 + size]
        position += 4 + size


def extents_of_ods(package: Package) -> dict[str, Extent]:
    """Return the extents of an ODS by its sheets' names, with its merged ranges."""
    manifest = "META-INF/manifest.xml"
    if manifest in package.names and b"encryption-data" in package.read(manifest):
        raise ReadError("表格加了打开密码，请去掉密码、另存后再导入")
    root = package.xml("content.xml")
    return {each.get(f"{_TABLE}name", ""): _ods_extent(each) for each in root.iter(f"{_TABLE}table")}


def _ods_extent(table: etree._Element) -> Extent:
    """Repeated rows and cells count where they hold something; empty ones only move what follows."""
    at, rows, columns = 0, 0, 0
    merged: list[Range] = []
    for row in table.iter(f"{_TABLE}table-row"):
        column = 0
        for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            repeated = _number(cell, "number-columns-repeated")
            if len(cell) or any(str(key).endswith("}value") for key in cell.attrib):
                rows, columns = at + _number(row, "number-rows-repeated"), max(columns, column + repeated)
            down, across = _number(cell, "number-rows-spanned"), _number(cell, "number-columns-spanned")
            if down > 1 or across > 1:
                merged.append(((at, column), (at + down - 1, column + across - 1)))
            column += repeated
        at += _number(row, "number-rows-repeated")
    return Extent(rows, columns, tuple(merged))


def _number(element: etree._Element, name: str) -> int:
    written = element.get(f"{_TABLE}{name}", "1")
    return max(int(written), 1) if written.isdecimal() and len(written) < 10 else 1
