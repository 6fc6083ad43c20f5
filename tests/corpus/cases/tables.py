"""Small tables and JSON, each of which showed a fault of its own."""

from __future__ import annotations

import json

from tests.corpus.layouts.model import Answer, Expected, Layout, Seen, as_value, label, seen
from tests.corpus.layouts.objects import dumped
from tests.corpus.layouts.sheets import workbook

__all__ = ["CASES"]

_MERGED = Layout(
    "merged-cells-hold-for-all-rows",
    "table.xlsx",
    workbook(
        [
            ("届次", "类别", "案号", "案由", "主办单位"),
            ("十二届五次", "城建", 1, "关于东桥的提案", "市财政局"),
            (None, None, 2, "关于西桥的提案", None),
        ],
        merged=("A2:A3", "B2:B3", "E2:E3"),
    ),
    tuple(
        Expected(title, session="12-5", numbers=(number,), category="城建", units=(("主办", "市财政局"),))
        for number, title in ((1, "关于东桥的提案"), (2, "关于西桥的提案"))
    ),
    seen("届次：", "类别：", "案号：", "案由：", "主办单位：", as_value("十二届五次", "12-5"), "城建", "1",
         "关于东桥的提案",
         "市财政局", "2", "关于西桥的提案"),
)  # fmt: skip

_TWO_ROWS = Layout(
    "header-of-two-rows",
    "table.xlsx",
    workbook(
        [
            ("案号", "案由", "承办单位", None),
            (None, None, "主办", "会办"),
            (1, "关于南桥的提案", "市水利局", "市财政局"),
        ],
        merged=("C1:D1", "A1:A2", "B1:B2"),
    ),
    (Expected("关于南桥的提案", numbers=(1,), units=(("主办", "市水利局"), ("协办", "市财政局"))),),
    seen("案号：", "案由：", "承办单位：", "主办：", "会办：", "1", "关于南桥的提案", "市水利局", "市财政局"),
)

_SERIAL = Layout(
    "date-as-serial-number",
    "table.xlsx",
    workbook([("案号", "案由", "立案日期"), (1, "关于北桥的提案", 44256)]),
    (Expected("关于北桥的提案", numbers=(1,), filed="2021-03-01"),),
    seen("案号：", "案由：", "立案日期：", "1", "关于北桥的提案", as_value("44256", "2021-03-01")),
)


def _rows(name: str, text: str, charset: str, *expected: Expected, visible: tuple[Seen, ...] = ()) -> Layout:
    cells = [cell for line in text.splitlines() for cell in line.split(",") if cell]
    names = set(text.splitlines()[0].split(","))
    content = text.encode("utf-8") if charset == "utf-8" else b"".join(_gbk(each) for each in text)
    return Layout(name, "table.csv", content, expected, visible or seen([label(c) if c in names else c for c in cells]))


def _gbk(character: str) -> bytes:
    """Windows writes € in GBK as one byte, which Python's GBK does not know."""
    return b"\x80" if character == "€" else character.encode("gbk")


_ROWS = (
    _rows(
        "row-without-trailing-commas",
        "案号,案由,提案人,主办单位,答复日期\r\n1,关于东塔的提案,杨六,市财政局,2021-06-28\r\n2,关于西塔的提案,朱七\r\n",
        "gbk",
        Expected("关于东塔的提案", numbers=(1,), proposers=("杨六",), units=(("主办", "市财政局"),),
                 replies=(Answer((), (), "2021-06-28"),)),
        Expected("关于西塔的提案", numbers=(2,), proposers=("朱七",)),
        visible=seen("案号：", "案由：", "提案人：", "主办单位：", "答复日期：", "1", "关于东塔的提案", "杨六",
        "市财政局",
                     as_value("2021-06-28", "2021-06-28"), "2", "关于西塔的提案", "朱七"),
    ),
    _rows(
        "carriage-returns-end-lines",
        "案号,案由\r1,关于南塔的提案\r2,关于北塔的提案\r",
        "gbk",
        Expected("关于南塔的提案", numbers=(1,)),
        Expected("关于北塔的提案", numbers=(2,)),
    ),
    _rows("euro-sign-in-gbk", "案号,案由\r\n3,关于中塔€200万的提案\r\n", "gbk",
          Expected("关于中塔€200万的提案", numbers=(3,))),
)  # fmt: skip


def _people(name: str, *pairs: tuple[str, tuple[str, ...]]) -> Layout:
    text = "案由,提案人\n" + "".join(f'关于第{at}山的提案,"{written}"\n' for at, (written, _) in enumerate(pairs, 1))
    parts: list[str | Seen] = ["案由：", "提案人："]
    for at, (written, names) in enumerate(pairs, 1):
        parts += [f"关于第{at}山的提案", as_value(written, names[0])]
    return Layout(
        name,
        "table.csv",
        text.encode(),
        tuple(Expected(f"关于第{at}山的提案", proposers=names) for at, (_, names) in enumerate(pairs, 1)),
        seen(parts),
    )


_NAMES = (
    _people(
        "names-with-spaces-titles-and-brackets",
        ("秦 一鸣", ("秦一鸣",)),
        ("欧阳 芷", ("欧阳芷",)),
        ("尤芳 委员", ("尤芳",)),
        ("许四（市政协委员、市三院院长）", ("许四",)),
        ("秦一鸣（领衔）、尤芳", ("秦一鸣", "尤芳")),
    ),
    _people(
        "middle-dots-are-one",
        *((f"阿布都{dot}热合曼", ("阿布都·热合曼",)) for dot in "·•・‧．"),
    ),
)

_MARKUP = Layout(
    "markup-in-values",
    "list.json",
    dumped(
        [
            {
                "标题": "关于东渠&mdash;西渠的提案",
                "提案内容": '<p style="text-indent:2em">东渠<strong>渗漏</strong>，应衬<br/>砌。</p>'
                "<p>&nbsp;&nbsp;建议：加<span>高</span>"
                "渠堤。</p>",
            }
        ]
    ),
    (Expected("关于东渠—西渠的提案", ("东渠渗漏，应衬砌。", "建议：加高渠堤。")),),
    seen(label("标题"), "关于东渠—西渠的提案", label("提案内容"), "东渠渗漏，应衬砌。", "建议：加高渠堤。"),
)

_CLASSED = Layout(
    "numbers-of-two-classes",
    "list.json",
    dumped(
        [
            {"案由": "增设街边座椅", "案号": "林业类第12号", "届次": "5-3"},
            {"案由": "增设街边座椅", "案号": "教育类第12号", "届次": "5-3"},
        ]
    ),
    tuple(
        Expected("增设街边座椅", session="5-3", numbers=(12,), written=written)
        for written in ("林业类第12号", "教育类第12号")
    ),
    seen(
        *(
            (label("案由"), "增设街边座椅", label("案号"), written, label("届次"), as_value("5-3", "5-3"))
            for written in ("林业类第12号", "教育类第12号")
        )
    ),
)

_RECENT = [
    {"tid": 31, "title": "夜间噪声", "content": "音箱太响。", "date": "2026-06-06"},
    {"tid": 32, "title": "井盖缺失", "content": "南门井盖缺失。", "date": "2026-06-05"},
    {"tid": 33, "title": "站点太远", "content": "公交站太远。", "date": "2026-06-04"},
]
_SEVERAL_LISTS = Layout(
    "one-of-several-lists-named-by-the-profile",
    "list.json",
    dumped({"updated": "2026-06-07", "totals": {"all": 3}, "low": [], "recent": _RECENT}),
    tuple(
        Expected(
            str(each["title"]),
            (str(each["content"]),),
            numbers=(int(str(each["tid"])),),
            submitted=str(each["date"]),
            kind="建议",
        )
        for each in _RECENT
    ),
    seen(*((label(key), as_value(str(value), str(value))) for each in _RECENT for key, value in each.items())),
    """name = "留言"
records = "recent"
[constants]
kind = "建议"
[fields]
title = "title"
text = "content"
number = "tid"
submitted = "date"
""",
)  # fmt: skip

_BARS = Layout(
    "bars-and-words-for-nothing",
    "table.csv",
    "类型|留言标题|留言内容|留言时间|答复内容|答复部门|答复时间\r\n"
    "建议|井盖缺失|南门井盖缺失。|2023-05-06 20:01|NaN|None|null\r\n"
    '建议|站点太远|"公交站太远。\n希望移近。"|2023-05-08 08:30|'
    "您好！拟于6月移近。|市财政局|2023-05-15 10:00\r\n".encode(),
    (
        Expected("井盖缺失", ("南门井盖缺失。",), submitted="2023-05-06", kind="建议"),
        Expected("站点太远", ("公交站太远。", "希望移近。"), submitted="2023-05-08", kind="建议",
                 replies=(Answer(("您好！拟于6月移近。",), ("市财政局",), "2023-05-15"),)),
    ),
    seen("类型：", "留言标题：", "留言内容：", "留言时间：", "答复内容：", "答复部门：", "答复时间：", as_value("建议",
         "建议"),
         "井盖缺失", "南门井盖缺失。", as_value("2023-05-06 20:01", "2023-05-06"), label("NaN"), label("None"),
         label("null"), as_value("建议", "建议"), "站点太远", "公交站太远。", "希望移近。",
         as_value("2023-05-08 08:30", "2023-05-08"), "您好！拟于6月移近。", "市财政局",
         as_value("2023-05-15 10:00", "2023-05-15")),
)  # fmt: skip

_REPUBLIC = Layout(
    "republic-dates-without-separators",
    "list.json",
    dumped(
        [
            {"案由": "服務條例修正草案", "提案人": "林大同", "提交日期": "1070525"}
            | {"答复": "已交付審查。", "答复日期": "1070601"},
            {"案由": "決算法修正草案", "提案人": "陳小玉", "提交日期": "107.05.25", "屆次": "第9屆第5次"},
        ]
    ),
    (
        Expected("服務條例修正草案", proposers=("林大同",), submitted="2018-05-25",
                 replies=(Answer(("已交付審查。",), (), "2018-06-01"),)),
        Expected("決算法修正草案", session="9-5", proposers=("陳小玉",), submitted="2018-05-25"),
    ),
    seen(label("案由"), "服務條例修正草案", label("提案人"), "林大同", label("提交日期"), as_value("1070525",
         "2018-05-25"),
         label("答复"), "已交付審查。", label("答复日期"), as_value("1070601", "2018-06-01"), label("案由"),
         "決算法修正草案",
         label("提案人"), "陳小玉", label("提交日期"), as_value("107.05.25", "2018-05-25"), label("屆次"),
         as_value("第9屆第5次", "9-5")),
)  # fmt: skip

_CONTROL = Layout(
    "control-characters-of-word-cells",
    "list.json",
    json.dumps([{"案由": "幼兒福利法增訂條文草案\r\u0007", "理由": "鑒於少子化。"}], ensure_ascii=True).encode(),
    (Expected("幼兒福利法增訂條文草案", ("鑒於少子化。",)),),
    seen(label("案由"), "幼兒福利法增訂條文草案", label("理由"), "鑒於少子化。"),
)

CASES = (
    _MERGED, _TWO_ROWS, _SERIAL, *_ROWS, *_NAMES, _MARKUP, _CLASSED, _SEVERAL_LISTS, _BARS, _REPUBLIC, _CONTROL,
)  # fmt: skip
