"""JSON as portals' interfaces and scripts give it."""

from __future__ import annotations

import json
from typing import Any

from tests.corpus.layouts.model import Answer, Expected, Layout, as_value, label, seen

__all__ = ["LAYOUTS", "dumped"]


def dumped(value: Any) -> bytes:
    """Return a value as JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False).encode()


_WRAPPED = Layout(
    "json-list-in-a-wrapper",
    "list.json",
    dumped(
        {
            "code": 200,
            "data": {
                "total": 2,
                "rows": [
                    {"案由": "关于甲园的提案", "案号": "第12号", "提案人": ["白杨", "青松"]},
                    {"案由": "关于乙园的提案", "案号": "第13号", "提案人": ["红柳"]},
                ],
            },
        }
    ),
    (
        Expected("关于甲园的提案", numbers=(12,), proposers=("白杨", "青松")),
        Expected("关于乙园的提案", numbers=(13,), proposers=("红柳",)),
    ),
    seen(label("code"), "200", label("data"), label("total"), "2", label("rows"), label("案由"), "关于甲园的提案",
         label("案号"), as_value("第12号", "12"), label("提案人"), "白杨", "青松", label("案由"), "关于乙园的提案",
         label("案号"), as_value("第13号", "13"), label("提案人"), "红柳"),
)  # fmt: skip

_MARKUP = Layout(
    "json-values-of-markup",
    "list.json",
    dumped(
        [
            {
                "标题": "关于甲圃&middot;乙圃的提案",
                "提案内容": "<div><p>苗圃<b>荒</b>废。</p><ul><li>其一，缺水。</li></ul><br/>建议灌溉。</div>",
                "答复内容": "<p>郁金委员：</p><p>已通水。</p>",
                "答复日期": "2022-04-05T16:30:00Z",
            }
        ]
    ),
    (
        Expected(
            "关于甲圃·乙圃的提案",
            ("苗圃荒废。", "其一，缺水。", "建议灌溉。"),
            replies=(Answer(("郁金委员：", "已通水。"), (), "2022-04-06"),),
            open=("proposers",),
        ),
    ),
    seen(label("标题"), "关于甲圃·乙圃的提案", label("提案内容"), "苗圃荒废。", "其一，缺水。", "建议灌溉。",
         label("答复内容"), "郁金委员：", "已通水。", label("答复日期"), as_value("2022-04-05T16:30:00Z",
         "2022-04-06")),
)  # fmt: skip

_CAMEL = Layout(
    "json-camel-case-with-profile",
    "list.json",
    dumped(
        {
            "proposalTitle": "关于甲塘的提案",
            "proposalNo": "20230017",
            "proposerList": [{"name": "章回"}, {"name": "韵文"}],
            "hostUnit": "市水利局",
            "createTime": 1680307200000,
        }
    ),
    (
        Expected(
            "关于甲塘的提案",
            numbers=(20230017,),
            proposers=("章回", "韵文"),
            units=(("主办", "市水利局"),),
            submitted="2023-04-01",
        ),
    ),
    seen(label("proposalTitle"), "关于甲塘的提案", label("proposalNo"), "20230017", label("proposerList"),
         label("name"),
         "章回", label("name"), "韵文", label("hostUnit"), "市水利局", label("createTime"),
         as_value("1680307200000", "2023-04-01")),
    """name = "接口"
[fields]
title = "proposalTitle"
number = "proposalNo"
proposers = "proposerList[].name"
submitted = "createTime"
[units]
"主办" = "hostUnit"
""",
)  # fmt: skip

_PINYIN = Layout(
    "json-pinyin-keys-with-profile",
    "list.json",
    dumped([{"ay": "关于甲坊的提案", "tar": "沈默 委员", "nr": "甲坊需修。", "bh": 9, "beizhu": "无"}]),
    (Expected("关于甲坊的提案", ("甲坊需修。",), numbers=(9,), proposers=("沈默",)),),
    seen(label("ay"), "关于甲坊的提案", label("tar"), as_value("沈默 委员", "沈默"), label("nr"), "甲坊需修。",
         label("bh"), "9",
         label("beizhu"), "无"),
    """name = "拼音"
[fields]
title = "ay"
proposers = "tar"
text = "nr"
number = "bh"
""",
)  # fmt: skip

_REPLIES = Layout(
    "json-list-of-replies",
    "list.json",
    dumped(
        [
            {
                "标题": "关于甲埠的提案",
                "提案内容": "甲埠拥堵。",
                "办理": [
                    {"答复单位": "市公安局", "答复日期": "2021-07-01", "答复内容": "已疏导。"},
                    {"答复单位": "市财政局", "答复日期": "2021-07-08", "答复内容": "已拨款。"},
                ],
            }
        ]
    ),
    (
        Expected(
            "关于甲埠的提案",
            ("甲埠拥堵。",),
            replies=(
                Answer(("已疏导。",), ("市公安局",), "2021-07-01"),
                Answer(("已拨款。",), ("市财政局",), "2021-07-08"),
            ),
            open=("units",),
        ),
    ),
    seen(label("标题"), "关于甲埠的提案", label("提案内容"), "甲埠拥堵。", label("办理"), label("答复单位"), "市公安局",
         label("答复日期"), as_value("2021-07-01", "2021-07-01"), label("答复内容"), "已疏导。", label("答复单位"),
         "市财政局", label("答复日期"), as_value("2021-07-08", "2021-07-08"), label("答复内容"), "已拨款。"),
)  # fmt: skip

_LINES = Layout(
    "json-lines-with-empty-words",
    "list.jsonl",
    dumped({"标题": "关于甲岭的提案", "提案人": None, "答复内容": "", "提案内容": "甲岭滑坡。",
    "会议": "第9屆第5次會議"})
    + b"\n\n"
    + dumped({"标题": "关于乙岭的提案", "提案人": "null", "答复内容": "nan", "提案内容": "乙岭裸露。",
    "会议": "09屆05次"}),
    (
        Expected("关于甲岭的提案", ("甲岭滑坡。",), "9-5"),
        Expected("关于乙岭的提案", ("乙岭裸露。",), "9-5"),
    ),
    seen(label("标题"), "关于甲岭的提案", label("提案人"), label("答复内容"), label("提案内容"), "甲岭滑坡。",
         label("会议"),
         as_value("第9屆第5次會議", "9-5"), label("标题"), "关于乙岭的提案", label("提案人"), label("null"),
         label("答复内容"),
         label("nan"), label("提案内容"), "乙岭裸露。", label("会议"), as_value("09屆05次", "9-5")),
)  # fmt: skip

LAYOUTS = (_WRAPPED, _MARKUP, _CAMEL, _PINYIN, _REPLIES, _LINES)
