"""How far the cells of each sheet reach, from the file itself, before a library allocates room for them.

Two cells at opposite corners of a sheet make a grid of 17 thousand million. What the library does not tell is
found on the way: merged ranges of ODS, formulas whose value was never stored.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from xml.parsers import expat

from lxml import etree

from corpus.errors import ReadError
from corpus.formats.packages import Package

__all__ = ["Extent", "extents_of_ods", "extents_of_xlsx"]

Range = tuple[tuple[int, int], tuple[int, int]]

_TOLD = 5
_ENDLESS = 10**9
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


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
    reach = _Reach()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reach.start
    parser.CharacterDataHandler = reach.data
    parser.EndElementHandler = reach.end
    # What stands behind damage is not read by the library either, which says so.
    with suppress(expat.ExpatError):
        parser.Parse(content, True)
    return Extent(reach.rows, reach.columns, unvalued=tuple(reach.unvalued))


class _Reach:
    """Takes a sheet's elements as the parser meets them, and holds none of them."""

    def __init__(self) -> None:
        self.rows = self.columns = self._row = self._column = 0
        self.unvalued: list[str] = []
        self._place, self._formula, self._value = "", False, False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Note where a row or cell stands, by what it says or by counting on."""
        name = tag.rpartition(":")[2]
        if name == "row":
            written = attributes.get("r", "")
            self._row = int(written) if written.isdecimal() and len(written) < 9 else self._row + 1
            self._column = 0
            self.rows = max(self.rows, self._row)
        elif name == "c":
            place = _PLACE.fullmatch(attributes.get("r", "").strip())
            self._column = _column(place[1]) if place else self._column + 1
            self._row = int(place[2]) if place else self._row
            self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._column)
            self._place, self._formula, self._value = place[0] if place else "", False, False
        elif name == "f":
            self._formula = True

    def data(self, text: str) -> None:
        """Text inside ``v``; that of formulas and inline strings comes here too and does no harm."""
        self._value = self._value or bool(text.strip())

    def end(self, tag: str) -> None:
        """A formula's own text is no value; a cell that ends without one after a formula is noted."""
        name = tag.rpartition(":")[2]
        if name == "f":
            self._value = False
        elif name == "c" and self._formula and not self._value and len(self.unvalued) < _TOLD:
            self.unvalued.append(self._place)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


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
    return max(min(int(written[:12]), _ENDLESS), 1) if written.isdecimal() else 1
