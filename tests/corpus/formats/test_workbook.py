"""Workbooks: cells as text, merged ranges expanded, nothing allocated for what is not there."""

from __future__ import annotations

import datetime
import io
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


def test_an_xls_whose_cells_lie_far_apart_or_are_encrypted_is_refused() -> None:
    def biff(*records: tuple[int, bytes]) -> bytes:
        stream = b"".join(code.to_bytes(2, "little") + len(body).to_bytes(2, "little") + body for code, body in records)
        return compound({"Workbook": stream})

    begin, far = (0x809, bytes(16)), (0x203, b"\xff\xff\xff\x00" + bytes(10))
    with pytest.raises(ReadError, match="万格"):
        sheets(biff(begin, *[begin, far] * 2))
    with pytest.raises(ReadError, match="密码"):
        sheets(biff(begin, (0x2F, bytes(6))))
