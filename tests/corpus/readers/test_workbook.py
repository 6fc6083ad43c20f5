"""XLSX workbooks."""

from __future__ import annotations

import datetime
import io
import zipfile

import openpyxl

from tests.corpus.readers.reading import only_reject, records_and_rejects


def workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


ROWS: list[list[object]] = [
    ["某某市政协提案一览"],
    [],
    ["提案编号", "案由", "提案人", "提交日期", "办理结果", "立案日期", "是否公开"],
    [12.0, "停车难", "张三、李四", datetime.datetime(2021, 6, 28), None, "2021/7/1", True],
    [None, None, None],
    ["0013", "上学难", "王五", datetime.datetime(2021, 6, 28, 9, 30), "A", "不详", False],
]


def test_rows_under_a_header_below_a_title_become_records() -> None:
    records, rejects = records_and_rejects(workbook({"提案": ROWS}), "a.xlsx")
    assert rejects == []
    assert [(each.title, each.number, each.number_written) for each in records] == [
        ("停车难", 12, "12"),
        ("上学难", 13, "0013"),
    ]
    assert [str(each.submitted) for each in records] == ["2021-06-28", "2021-06-28"]
    assert [each.visibility.value for each in records] == ["公开", "内部"]
    assert records[0].source is not None
    assert records[0].source.place == "工作表 提案 第 4 行"


def test_a_date_that_cannot_be_read_is_kept_as_it_is_written() -> None:
    records, _ = records_and_rejects(workbook({"提案": ROWS}), "a.xlsx")
    assert records[1].filed is None
    assert ("立案日期", "不详") in records[1].extra


def test_every_sheet_with_a_header_is_read_and_a_table_without_one_is_rejected() -> None:
    content = workbook({"说明": [["本表由提案委填写"]], "甲": ROWS, "乙": ROWS, "统计": [["月", "件"], [1, 20]]})
    records, rejects = records_and_rejects(content, "a.xlsx")
    assert len(records) == 4
    assert [(each.place, each.excerpt) for each in rejects] == [("工作表 统计", "月 | 件\n1 | 20")]
    assert records[0].extra[-1] == ("其余文字", "本表由提案委填写\n某某市政协提案一览")


def test_an_empty_workbook_is_said_to_be_empty() -> None:
    assert "工作簿是空的" in only_reject(workbook({"甲": []}), "a.xlsx").reason


def test_a_workbook_cut_anywhere_gives_one_clear_reject() -> None:
    content = workbook({"提案": ROWS})
    for end in range(10, len(content) - 1, 97):
        reject = only_reject(content[:end], "a.xlsx")
        assert "损坏" in reject.reason


def test_a_sheet_damaged_inside_an_intact_package_keeps_what_came_before() -> None:
    content = workbook({"甲": ROWS, "乙": ROWS})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data[:-200] if name.endswith("sheet2.xml") else data)
    records, rejects = records_and_rejects(out.getvalue(), "a.xlsx")
    assert len(records) >= 2
    assert [each.place for each in rejects] == ["工作表 乙"]
