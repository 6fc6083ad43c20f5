"""Spreadsheets, and the text files that are exported from them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import openpyxl

from tests.corpus.layouts.model import Answer, Expected, Layout, Seen, as_value, label, seen
from tests.corpus.layouts.portal_tables import page

__all__ = ["LAYOUTS", "workbook"]

_Cell = str | int | float | None


def workbook(*sheets: Sequence[Sequence[_Cell]], merged: Iterable[str] = ()) -> bytes:
    """Return an XLSX file of these sheets' rows; ranges are merged in the first sheet."""
    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    for at, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"表{at}")
        for row in rows:
            sheet.append(list(row))
    for each in merged:
        book.worksheets[0].merge_cells(each)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _table(header: str, *rows: Sequence[str | Seen]) -> tuple[Seen, ...]:
    return seen([label(name) for name in header.split()], *rows)


_TWO_ROW_HEADER = Layout(
    "csv-two-row-header",
    "table.csv",
    "案号,案由,承办单位,,答复,\n,,主办,会办,日期,内容\n"
    "61,关于甲站的提案,市公安局,市财政局,2021-03-05,甲站已通车。\n62,关于乙站的提案,市水利局,,2021-03-09,乙站已立项。\n".encode(),
    (
        Expected("关于甲站的提案", numbers=(61,), units=(("主办", "市公安局"), ("协办", "市财政局")),
                 replies=(Answer(("甲站已通车。",), (), "2021-03-05"),)),
        Expected("关于乙站的提案", numbers=(62,), units=(("主办", "市水利局"),),
                 replies=(Answer(("乙站已立项。",), (), "2021-03-09"),)),
    ),
    _table("案号 案由 承办单位 答复 主办 会办 日期 内容",
           ("61", "关于甲站的提案", "市公安局", "市财政局", as_value("2021-03-05", "2021-03-05"), "甲站已通车。"),
           ("62", "关于乙站的提案", "市水利局", as_value("2021-03-09", "2021-03-09"), "乙站已立项。")),
)  # fmt: skip

_SHORT_ROWS = Layout(
    "csv-rows-without-trailing-cells",
    "table.csv",
    "提案号,标题,提案人,类别,主办单位\r\n7,关于丙站的提案,高远\r\n8,关于丁站的提案\r\n".encode("gb18030"),
    (
        Expected("关于丙站的提案", numbers=(7,), proposers=("高远",)),
        Expected("关于丁站的提案", numbers=(8,)),
    ),
    _table("提案号 标题 提案人 类别 主办单位", ("7", "关于丙站的提案", "高远", "8", "关于丁站的提案")),
)

_SEMICOLONS = Layout(
    "csv-semicolons",
    "table.csv",
    '编号;题名;领衔人;内容\n21;关于戊站的提案;"金铃";"一是偏远;二是拥挤。"\n'.encode(),
    (Expected("关于戊站的提案", ("一是偏远;二是拥挤。",), numbers=(21,), proposers=("金铃",)),),
    _table("编号 题名 领衔人 内容", ("21", "关于戊站的提案", "金铃", "一是偏远;二是拥挤。")),
)

_TABS = Layout(
    "tab-separated-gbk",
    "table.csv",
    "届次\t案号\t案由\t提案单位\n六届四次\t101\t关于己站的提案\t九三学社市委\n".encode("gbk"),
    (Expected("关于己站的提案", session="6-4", numbers=(101,), proposers=("九三学社市委",)),),
    _table("届次 案号 案由 提案单位", (as_value("六届四次", "6-4"), "101", "关于己站的提案", "九三学社市委")),
)

_PIPES = Layout(
    "pipe-separated-with-empty-words",
    "table.csv",
    "来信标题|来信内容|来信时间|答复内容|答复单位|答复时间\n"
    "路面破损|东街路面破损。|2024-02-03 08:00|已修补。|市财政局|2024-02-09\n"
    "河道异味|西河有异味。|2024-02-04 09:30|NaN|None|null\n".encode(),
    (
        Expected("路面破损", ("东街路面破损。",), submitted="2024-02-03",
                 replies=(Answer(("已修补。",), ("市财政局",), "2024-02-09"),), open=("kind",)),
        Expected("河道异味", ("西河有异味。",), submitted="2024-02-04", open=("kind",)),
    ),
    _table("来信标题 来信内容 来信时间 答复内容 答复单位 答复时间",
           ("路面破损", "东街路面破损。", as_value("2024-02-03 08:00", "2024-02-03"), "已修补。", "市财政局",
            as_value("2024-02-09", "2024-02-09"), "河道异味", "西河有异味。",
            as_value("2024-02-04 09:30", "2024-02-04"), label("NaN"), label("None"), label("null"))),
)  # fmt: skip

_CR = Layout(
    "csv-carriage-returns",
    "table.csv",
    "案号,案由,提案人\r31,关于庚站的提案,席慕\r32,关于辛站的提案,桑田\r".encode("gbk"),
    (
        Expected("关于庚站的提案", numbers=(31,), proposers=("席慕",)),
        Expected("关于辛站的提案", numbers=(32,), proposers=("桑田",)),
    ),
    _table("案号 案由 提案人", ("31", "关于庚站的提案", "席慕", "32", "关于辛站的提案", "桑田")),
)

_TITLE_ROW = Layout(
    "sheet-title-above-header-total-below",
    "table.xlsx",
    workbook(
        [
            ("江州市政协七届二次会议提案交办一览表", None, None, None),
            ("制表：提案委", None, None, "2020年3月"),
            ("序号", "案由", "提案人", "承办单位"),
            (1, "关于壬站的提案", "蓝田", "市公安局"),
            (2, "关于癸站的提案", "玉山", "市财政局"),
            ("合计", "2件", None, None),
        ],
        merged=("A1:D1",),
    ),
    (
        Expected("关于壬站的提案", session="7-2", proposers=("蓝田",), units=(("承办", "市公安局"),),
        open=("numbers",)),
        Expected("关于癸站的提案", session="7-2", proposers=("玉山",), units=(("承办", "市财政局"),),
        open=("numbers",)),
    ),
    seen("江州市政协七届二次会议提案交办一览表", "制表：提案委", "2020年3月",
         _table("序号 案由 提案人 承办单位", ("1", "关于壬站的提案", "蓝田", "市公安局", "2", "关于癸站的提案", "玉山",
                                     "市财政局")), "合计", "2件"),
)  # fmt: skip

_TRANSPOSED = Layout(
    "sheet-labels-in-first-column",
    "table.xlsx",
    workbook(
        [
            ("案由", "关于甲湖的提案", "关于乙湖的提案"),
            ("提案人", "林岚", "沙鸥"),
            ("案号", 3, 4),
            ("提案内容", "甲湖缩小。", "乙湖污染。"),
        ]
    ),
    (
        Expected("关于甲湖的提案", ("甲湖缩小。",), numbers=(3,), proposers=("林岚",)),
        Expected("关于乙湖的提案", ("乙湖污染。",), numbers=(4,), proposers=("沙鸥",)),
    ),
    seen("案由：", "关于甲湖的提案", "关于乙湖的提案", "提案人：", "林岚", "沙鸥", "案号：", "3", "4", "提案内容：",
         "甲湖缩小。", "乙湖污染。"),
)  # fmt: skip

_MERGED = Layout(
    "sheet-merged-cells-over-rows",
    "table.xlsx",
    workbook(
        [
            ("届次", "主办单位", "案号", "案由", "办理结果"),
            ("五届三次", "市水利局", 14, "关于甲坝的提案", "已解决"),
            (None, None, 15, "关于乙坝的提案", None),
            ("五届四次", "市财政局", 14, "关于丙坝的提案", "拟解决"),
        ],
        merged=("A2:A3", "B2:B3", "E2:E3"),
    ),
    (
        Expected("关于甲坝的提案", session="5-3", numbers=(14,), units=(("主办", "市水利局"),), outcome="已解决"),
        Expected("关于乙坝的提案", session="5-3", numbers=(15,), units=(("主办", "市水利局"),), outcome="已解决"),
        Expected("关于丙坝的提案", session="5-4", numbers=(14,), units=(("主办", "市财政局"),), outcome="拟解决"),
    ),
    _table("届次 主办单位 案号 案由 办理结果",
           (as_value("五届三次", "5-3"), "市水利局", "14", "关于甲坝的提案", "已解决", "15", "关于乙坝的提案",
            as_value("五届四次", "5-4"), "市财政局", "14", "关于丙坝的提案", "拟解决")),
)  # fmt: skip

_SHEETS = Layout(
    "sheets-of-different-columns",
    "table.xlsx",
    workbook(
        [("案号", "案由"), (1, "关于甲桥的提案")],
        [("填表说明",), ("本表由提案委填写。",)],
        [("提案人", "提案号", "标题"), ("秋实", 2, "关于乙桥的提案")],
    ),
    (
        Expected("关于甲桥的提案", numbers=(1,)),
        Expected("关于乙桥的提案", numbers=(2,), proposers=("秋实",)),
    ),
    seen(_table("案号 案由", ("1", "关于甲桥的提案")), "填表说明", "本表由提案委填写。",
         _table("提案人 提案号 标题", ("秋实", "2", "关于乙桥的提案"))),
)  # fmt: skip

_ROLES = Layout(
    "sheet-role-columns-and-serial-dates",
    "table.xlsx",
    workbook(
        [
            ("案号", "案由", "主办", "会办", "分办", "交办日期", "办结日期"),
            ("农业类第5号", "关于甲圩的提案", "市水利局", "市财政局、市公安局", None, 44256, "2021.06.30"),
            ("城建类第5号", "关于乙圩的提案", None, None, "市教育局、市公安局", 44257, None),
        ]
    ),
    (
        Expected("关于甲圩的提案", numbers=(5,), written="农业类第5号", filed="2021-03-01",
                 units=(("主办", "市水利局"), ("协办", "市财政局"), ("协办", "市公安局")),
                 replies=(Answer((), (), "2021-06-30"),)),
        Expected("关于乙圩的提案", numbers=(5,), written="城建类第5号", filed="2021-03-02",
                 units=(("分办", "市教育局"), ("分办", "市公安局"))),
    ),
    _table("案号 案由 主办 会办 分办 交办日期 办结日期",
           ("农业类第5号", "关于甲圩的提案", "市水利局", as_value("市财政局、市公安局", "市财政局"),
            as_value("44256", "2021-03-01"), as_value("2021.06.30", "2021-06-30"), "城建类第5号", "关于乙圩的提案",
            as_value("市教育局、市公安局", "市教育局"), as_value("44257", "2021-03-02"))),
)  # fmt: skip

_XLS = Layout(
    "xls-that-is-a-page",
    "table.xls",
    page(
        """<table border="1"><tr><td colspan="3">提案统计</td></tr><tr><td>案号</td><td>案由</td><td>提案人</td></tr>
        <tr><td style="mso-number-format:'\\@'">0003</td><td>关于甲阁的提案</td><td>云 帆</td></tr>
        <tr><td>0004</td><td>关于乙阁的提案</td><td>欧阳&nbsp;晴</td></tr></table>"""
    ),
    (
        Expected("关于甲阁的提案", numbers=(3,), proposers=("云帆",)),
        Expected("关于乙阁的提案", numbers=(4,), proposers=("欧阳晴",)),
    ),
    seen(
        "提案统计", _table("案号 案由 提案人", ("0003", "关于甲阁的提案", "云帆", "0004", "关于乙阁的提案", "欧阳晴"))
    ),
)

LAYOUTS = (
    _TWO_ROW_HEADER, _SHORT_ROWS, _SEMICOLONS, _TABS, _PIPES, _CR, _TITLE_ROW, _TRANSPOSED, _MERGED, _SHEETS, _ROLES,
    _XLS,
)  # fmt: skip
