"""Workbooks: cells as text, merged ranges expanded, nothing allocated for what is not there."""

from __future__ import annotations

import datetime
import io
import struct
import zipfile
from typing import Any

import openpyxl
import pytest

from corpus.errors import ReadError
from corpus.formats import Format, Sheet, Workbook, decode
from tests.corpus.formats.builders import compound, zipped


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheets(content: bytes) -> tuple[Sheet, ...]:
    book = decode(content, Format.WORKBOOK)
    assert isinstance(book, Workbook)
    return book.sheets


def test_cells_are_written_as_a_person_would() -> None:
    book = openpyxl.Workbook()
    moment = datetime.datetime(2021, 6, 28)
    book.worksheets[0].append(["案由\r\n二", 12, 0.1, moment, moment.replace(hour=9), True, "甲_x000D_乙"])
    [sheet] = sheets(saved(book))
    assert sheet.rows == (("案由\n二", "12", "0.1", "2021-06-28", "2021-06-28 09:00:00", "是", "甲\n乙"),)


def test_a_merged_range_holds_for_all_its_cells_and_rows_keep_their_place() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["B3"], sheet["C3"], sheet["C4"], sheet["D4"] = "十二届五次", "甲", "乙", "丙"
    sheet.merge_cells("B3:B4")
    sheet.merge_cells("C3:D3")
    [found] = sheets(saved(book))
    assert found.rows[2:] == (("", "十二届五次", "甲", "甲"), ("", "十二届五次", "乙", "丙"))


def test_a_formula_without_a_stored_value_and_a_hidden_sheet_are_told() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["甲", "=1+1"])
    book.create_sheet("暗").sheet_state = "hidden"
    first, second = sheets(saved(book))
    assert (first.unvalued, first.hidden, second.hidden) == (("B1",), False, True)


def test_two_cells_at_opposite_corners_are_refused_before_room_is_made_for_them() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"], book.worksheets[0]["XFD1048576"] = "甲", "乙"
    with pytest.raises(ReadError, match="万格"):
        sheets(saved(book))


def ods(rows: str) -> bytes:
    base = "urn:oasis:names:tc:opendocument:xmlns"
    names = " ".join(f'xmlns:{name}="{base}:{name}:1.0"' for name in ("office", "text", "table"))
    table = f"<table:table table:name='甲'>{rows}</table:table>"
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    content = f"<office:document-content {names}>{body}</office:document-content>"
    return zipped({"mimetype": mimetype, "content.xml": content, "META-INF/manifest.xml": "<a/>"})


def ods_cell(text: str, attributes: str = "") -> str:
    return f"<table:table-cell office:value-type='string' {attributes}><text:p>{text}</text:p></table:table-cell>"


def test_ods_merged_ranges_are_expanded_too() -> None:
    first = ods_cell("届", "table:number-rows-spanned='2' table:number-columns-spanned='1'") + ods_cell("甲")
    second = "<table:covered-table-cell/>" + ods_cell("乙")
    rows = f"<table:table-row>{first}</table:table-row><table:table-row>{second}</table:table-row>"
    [sheet] = sheets(ods(rows))
    assert sheet.rows == (("届", "甲"), ("届", "乙"))


def test_ods_cells_repeated_a_million_times_are_refused() -> None:
    cell = ods_cell("甲", "table:number-columns-repeated='16384'")
    with pytest.raises(ReadError, match="万格"):
        sheets(ods(f"<table:table-row table:number-rows-repeated='1048576'>{cell}</table:table-row>"))


def biff(*records: tuple[int, bytes]) -> bytes:
    """An XLS of one sheet with these records."""

    def joined(each: tuple[tuple[int, bytes], ...]) -> bytes:
        return b"".join(struct.pack("<HH", code, len(body)) + body for code, body in each)

    end, name = (0x0A, b""), "甲".encode("utf-16-le")
    font = struct.pack("<HHHHHBBBBBB", 200, 0, 8, 400, 0, 0, 0, 0, 0, 1, 0) + b"A"
    styles = (*[(0x31, font)] * 5, (0xE0, bytes(20)))
    start = len(joined((_BEGIN, *styles, (0x85, bytes(10)), end)))
    bound = (0x85, struct.pack("<IHBB", start, 0, 1, 1) + name)
    return compound({"Workbook": joined((_BEGIN, *styles, bound, end, _SHEET, *records, end))})


_BEGIN = (0x809, struct.pack("<HHHHII", 0x600, 5, 0, 1997, 0, 6))
_SHEET = (0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 1997, 0, 6))


def number_at(row: int, column: int, value: float) -> tuple[int, bytes]:
    return 0x203, struct.pack("<HHHd", row, column, 0, value)


def test_an_xls_gives_its_cells_with_merged_ranges_expanded() -> None:
    merged = (0xE5, struct.pack("<HHHHH", 1, 0, 1, 0, 0))
    [sheet] = sheets(biff(number_at(0, 0, 12), number_at(0, 1, 0.5), number_at(1, 1, 7), merged))
    assert (sheet.name, sheet.rows) == ("甲", (("12", "0.5"), ("12", "7")))


def test_an_xls_that_claims_to_be_endless_or_is_encrypted_does_no_harm() -> None:
    endless = (0x200, struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0))
    [sheet] = sheets(biff(endless, number_at(0, 0, 1)))
    assert sheet.rows == (("1",),)
    with pytest.raises(ReadError, match="密码"):
        sheets(
            compound({"Workbook": b"".join(struct.pack("<HH", c, len(b)) + b for c, b in (_BEGIN, (0x2F, bytes(54))))})
        )


def test_xlsx_cells_count_however_their_place_is_written() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "甲"
    content = saved(book)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    members[name] = members[name].replace(b"</row>", b"</row><row r = '1048576'><c\nr='XFD1048576'><v>1</v></c></row>")
    with pytest.raises(ReadError, match="万格"):
        sheets(zipped(members))
