"""The report as a workbook: one line a new proposal, one line a pair, one line for what could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from indexer.duplicates.reports.report import CheckedProposal, CheckReport, Finding, printable

__all__ = ["to_xlsx"]

#: Beginnings that a spreadsheet takes for a formula or a command when a cell is edited or the sheet saved as CSV.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: Characters a cell can hold.
_LONGEST = 32_767

#: Columns with their width in characters.
_PROPOSALS = {"序号": 6, "新提案": 40, "提出者": 16, "文件": 24, "查重结论": 14, "最相近的一件": 40, "出处": 22,
              "本件重复": 10, "对方重复": 10, "相近件数": 10, "决定": 10}  # fmt: skip
_PAIRS = {"序号": 6, "新提案": 36, "相近的一件": 36, "出处": 22, "查重结论": 14, "本件重复": 10, "对方重复": 10,
          "理由": 48, "决定": 10, "主案": 24, "说明": 28, "决定人": 12, "决定时间": 18}  # fmt: skip
_UNREAD = {"文件": 40, "位置": 16, "原因": 60}

_Value = str | int | float | None


def to_xlsx(report: CheckReport) -> bytes:
    """Return the report as the bytes of an XLSX file. No text in it is ever taken for a formula."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = "汇总"
    _fill(first, report, _PROPOSALS, (_proposal(each) for each in report.checked))
    pairs = ((each, found) for each in report.checked for found in each.findings)
    _fill(book.create_sheet("逐对"), report, _PAIRS, (_pair(*pair) for pair in pairs))
    if report.unread:
        unread = ((each.file, each.place, each.reason) for each in report.unread)
        _fill(book.create_sheet("未能读入"), report, _UNREAD, unread)
    _link(first, _PROPOSALS, "最相近的一件", [each.findings[0].url if each.findings else "" for each in report.checked])
    _link(book["逐对"], _PAIRS, "相近的一件", [found.url for each in report.checked for found in each.findings])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _proposal(checked: CheckedProposal) -> Sequence[_Value]:
    best = checked.findings[0] if checked.findings else None
    decisions = "、".join(dict.fromkeys(found.decision for found in checked.findings if found.decision))
    return (
        checked.number,
        checked.title,
        checked.proposers,
        checked.file,
        checked.verdict,
        best.title if best else "",
        best.place if best else "",
        best.coverage if best else None,
        best.reverse_coverage if best else None,
        len(checked.findings),
        decisions,
    )


def _pair(checked: CheckedProposal, found: Finding) -> Sequence[_Value]:
    return (
        checked.number,
        checked.title,
        found.title,
        found.place,
        found.verdict,
        found.coverage,
        found.reverse_coverage,
        "；".join(found.reasons),
        found.decision or "未决定",
        found.main,
        found.note,
        found.who,
        found.when,
    )


def _fill(sheet: Worksheet, report: CheckReport, columns: dict[str, int], rows: Iterable[Sequence[_Value]]) -> None:
    """Write a heading, the columns' names and the rows; the names stay in sight and repeat on every printed page."""
    _put(_cell(sheet, 1, 1), f"{report.name}：{sheet.title}")
    sheet["A1"].font = Font(bold=True, size=14)
    _put(_cell(sheet, 2, 1), f"{report.compared}。{report.summary}{report.made}")
    for place, (name, width) in enumerate(columns.items(), 1):
        cell = sheet.cell(3, place, name)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="EEEAE0")
        sheet.column_dimensions[get_column_letter(place)].width = width
    for line, row in enumerate(rows, 4):
        for place, value in enumerate(row, 1):
            _put(_cell(sheet, line, place), value)
    sheet.freeze_panes = "A4"
    sheet.auto_filter.ref = f"A3:{get_column_letter(len(columns))}{max(3, sheet.max_row)}"
    sheet.print_title_rows = "3:3"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _cell(sheet: Worksheet, line: int, place: int) -> Cell:
    cell = sheet.cell(line, place)
    assert isinstance(cell, Cell)
    return cell


def _put(cell: Cell, value: _Value) -> None:
    """Write a value as what it is: a text stays a text, however it begins."""
    if isinstance(value, str):
        cell.value = printable(value)[:_LONGEST]
        cell.data_type = "s"
        # Says to every spreadsheet, also when the cell is edited, what an apostrophe typed before it would say.
        cell.quotePrefix = value.startswith(_FORMULA)
        wrapped = cell.row > 3
        cell.alignment = Alignment(vertical="top", wrap_text=wrapped)
        return
    cell.value = value
    cell.alignment = Alignment(vertical="top")
    if isinstance(value, float):
        cell.number_format = "0.0%"


def _link(sheet: Worksheet, columns: dict[str, int], name: str, urls: list[str]) -> None:
    place = list(columns).index(name) + 1
    for line, url in enumerate(urls, 4):
        if url:
            cell = sheet.cell(line, place)
            cell.hyperlink = url
            cell.font = Font(color="1D4D7C", underline="single")
