"""A report says all that was found and decided, and nothing in it runs."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from indexer.duplicates.reports.docx import to_docx
from indexer.duplicates.reports.report import CheckedProposal, CheckReport, Finding, Unread, percent
from indexer.duplicates.reports.xlsx import to_xlsx

FOUND = Finding(
    "关于老旧小区增设停车位的提案", "十二届五次 第300号", "基本相同", 0.94, 0.91, ("相同 1,204 字", "标题相同"), "并案",
    "十二届五次 第300号", "一字未改", "王芳", "2026-11-25 14:03", "https://tian.example.gov.cn/proposal/12-5-0300-7c2e9a",
)  # fmt: skip
REPORT = CheckReport(
    "六届一次会议第一批",
    "2026年11月25日生成",
    "与档案比对，也在本批之内互相比对",
    (
        CheckedProposal(1, "关于增设停车位的提案", "陈晓", "1.docx", (FOUND,)),
        CheckedProposal(2, "关于夜间图书馆的建议", "", "2.docx"),
    ),
    (Unread("3.doc", "", "这是旧版 Office 文件"),),
)


def _cells(content: bytes, sheet: str) -> list[list[object]]:
    return [[cell.value for cell in row] for row in load_workbook(BytesIO(content))[sheet].iter_rows(min_row=3)]


def test_the_workbook_has_a_line_for_every_proposal_pair_and_refusal() -> None:
    content = to_xlsx(REPORT)
    names, first, second = _cells(content, "汇总")
    assert dict(zip(names, first, strict=True)) == {
        "序号": 1, "新提案": "关于增设停车位的提案", "提出者": "陈晓", "文件": "1.docx", "查重结论": "基本相同",
        "最相近的一件": FOUND.title, "出处": FOUND.place, "本件重复": 0.94, "对方重复": 0.91, "相近件数": 1,
        "决定": "并案",
    }  # fmt: skip
    assert dict(zip(names, second, strict=True))["查重结论"] == "未发现重复"
    names, pair = _cells(content, "逐对")
    told = dict(zip(names, pair, strict=True))
    assert (told["理由"], told["主案"], told["决定人"]) == ("相同 1,204 字；标题相同", FOUND.main, "王芳")
    assert _cells(content, "未能读入")[1] == ["3.doc", None, "这是旧版 Office 文件"]
    linked = load_workbook(BytesIO(content))["逐对"]["C4"].hyperlink
    assert linked is not None
    assert linked.target == FOUND.url


@pytest.mark.parametrize(
    "attack", ["=HYPERLINK(1)", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "==", '=cmd|" /C calc"']
)
def test_a_text_that_looks_like_a_formula_stays_a_text(attack: str) -> None:
    found = Finding(attack, attack, attack, 0.5, 0.5, (attack,), attack, attack, attack, attack, attack)
    report = CheckReport(
        attack,
        attack,
        attack,
        (CheckedProposal(1, attack, attack, attack, (found,)),),
        (Unread(attack, attack, attack),),
    )
    content = to_xlsx(report)
    book = load_workbook(BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    texts = [cell for cell in cells if isinstance(cell.value, str)]
    assert {cell.data_type for cell in texts} == {"s"}
    begin = [cell for cell in texts if str(cell.value)[:1] in "=+-@\t\r"]
    assert len(begin) >= 15
    assert all(cell.quotePrefix for cell in begin)
    with ZipFile(BytesIO(content)) as package:
        assert not [name for name in package.namelist() if b"<f>" in package.read(name)]


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_a_text_holds_both_files_can_be_opened(title: str, note: str) -> None:
    found = Finding(title, note, note, 0.1, 0.2, (note, title), "待定", note=note)
    report = CheckReport(title, note, note, (CheckedProposal(1, title, note, note, (found,)),))
    assert len(_cells(to_xlsx(report), "逐对")) == 2
    assert len(docx.Document(BytesIO(to_docx(report))).tables) == 2


def test_a_very_long_text_fits_into_its_cell() -> None:
    found = Finding("长" * 40_000, "", "基本相同", 0.1, 0.2)
    report = CheckReport("批", "", "", (CheckedProposal(1, "题", "", "", (found,)),))
    assert len(str(_cells(to_xlsx(report), "逐对")[1][2])) == 32_767


def test_the_document_tells_every_proposal_pair_and_refusal() -> None:
    document = docx.Document(BytesIO(to_docx(REPORT)))
    text = "\n".join(each.text for each in document.paragraphs)
    for words in (
        "六届一次会议第一批",
        REPORT.summary,
        "1. 关于增设停车位的提案",
        "2. 关于夜间图书馆的建议",
        "未发现重复的 1 件",
    ):
        assert words in text
    overview, pairs, unread = document.tables
    first = [[cell.text for cell in row.cells] for row in overview.rows]
    assert [row[:3] for row in first] == [["序号", "新提案", "最强的结论"], ["1", "关于增设停车位的提案", "基本相同"]]
    for table in document.tables:
        assert len({column.width for column in table.columns}) > 1, "columns as wide as what they hold"
        assert [column.width for column in table.columns] == [cell.width for cell in table.rows[0].cells]
    cells = [cell.text for cell in pairs.rows[1].cells]
    assert cells[1:4] == ["基本相同", "94%", "91%"]
    assert cells[5] == "并案，主案：十二届五次 第300号，一字未改\n王芳 2026-11-25 14:03"
    assert [cell.text for cell in unread.rows[1].cells] == ["3.doc", "", "这是旧版 Office 文件"]


@given(st.floats(0, 1))
def test_a_share_is_whole_only_when_it_is(share: float) -> None:
    assert (percent(share) == "100%") == (share == 1)
    assert (percent(share) == "0%") == (share == 0)
