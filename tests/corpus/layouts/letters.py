"""Official letters and other plain texts: letterhead, addressee, body, signature, contact."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tests.corpus.layouts.model import Answer, Expected, Layout, Seen, as_value, label, seen

__all__ = ["LAYOUTS", "letter"]

_OPEN = ("proposers", "units", "outcome", "reply.outcome")


#: A label at the beginning of a line; what begins a sentence is longer.
_LABELLED = re.compile(r"([^\s：，。]{2,6}：)(.+)")


def letter(
    name: str,
    text: str,
    *expected: Expected,
    visible: tuple[Seen, ...] = (),
    forms: Mapping[str, str] | None = None,
) -> Layout:
    """Return a plain text; without ``visible`` each line is a visible string, or a label and its value.

    Args:
        forms: values that a record keeps in another form, as written and as kept.
    """
    kept = forms or {}
    parts: list[str | Seen] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        found = _LABELLED.fullmatch(line)
        parts += [label(found[1]), as_value(found[2], kept.get(found[2], ""))] if found else [line]
    return Layout(name, "letter.txt", text.encode(), expected, visible or seen(parts))


def _reply(title: str, session: str, numbers: tuple[int, ...], answer: Answer, visibility: str = "公开") -> Expected:
    return Expected(
        title, session=session, numbers=numbers, replies=(answer,), visibility=visibility, open=(*_OPEN, "category")
    )


_HEAD = letter(
    "letter-with-letterhead",
    """江州市水利局文件

江水提〔2022〕17号　　　　签发人：高山
类别标记：A
公开属性：不公开

关于市政协八届一次会议第0158号提案的答复

骆宾委员：
　　您提出的《关于加固东堤的提案》收悉，现答复如下：
　　东堤加固工程已经完工。

江州市水利局
2022年5月20日

联系人：周到　联系电话：0000-7654321
抄送：市政协提案委
""",
    _reply(
        "关于市政协八届一次会议第0158号提案的答复",
        "8-1",
        (158,),
        Answer(
            ("骆宾委员：", "东堤加固工程已经完工。"),
            ("江州市水利局",),
            "2022-05-20",
            document_number="江水提〔2022〕17号",
        ),
        "内部",
    ),
    visible=seen("江州市水利局文件", "江水提〔2022〕17号", "签发人：", "高山", "类别标记：", "A", "公开属性：",
                 as_value("不公开", "内部"), "关于市政协八届一次会议第0158号提案的答复", "骆宾委员：",
                 "您提出的《关于加固东堤的提案》收悉，现答复如下：", "东堤加固工程已经完工。", "江州市水利局",
                 "2022年5月20日", "联系人：", "周到", "联系电话：", "0000-7654321", "抄送：", "市政协提案委"),
)  # fmt: skip

_SEVERAL = letter(
    "letter-to-several-numbers",
    """对市政协十一届四次会议第0088、0091、0102号提案的答复

田园、谷雨、麦冬委员：
你们提出的关于农村垃圾的提案收悉，现合并答复如下：每村设转运点一处。
江州市财政局
2019年7月2日
""",
    _reply(
        "对市政协十一届四次会议第0088、0091、0102号提案的答复",
        "11-4",
        (88, 91, 102),
        Answer(("田园、谷雨、麦冬委员：", "每村设转运点一处。"), ("江州市财政局",), "2019-07-02"),
    ),
)

_JOINT = letter(
    "letter-signed-by-two-units",
    """关于对政协江州市第九届委员会第三次会议第71号提案的联合答复意见

贺岁委员：
您提出的提案收悉。经共同研究，答复如下：学校周边限速已调整为三十公里。

江州市公安局　　江州市教育局
2020年11月5日
""",
    _reply(
        "关于对政协江州市第九届委员会第三次会议第71号提案的联合答复意见",
        "9-3",
        (71,),
        Answer(("学校周边限速已调整为三十公里。",), ("江州市公安局", "江州市教育局"), "2020-11-05"),
    ),
    visible=seen("关于对政协江州市第九届委员会第三次会议第71号提案的联合答复意见", "贺岁委员：",
                 "您提出的提案收悉。经共同研究，答复如下：学校周边限速已调整为三十公里。", "江州市公安局",
                 "江州市教育局",
                 "2020年11月5日"),
)  # fmt: skip

_DELEGATE = letter(
    "letter-to-a-deputy",
    """对市十六届人大二次会议第2031号建议的答复

常乐代表：
您提出的关于乡镇卫生院的建议收悉，现答复如下：卫生院改建工程计划于2031年10月1日前完成。
感谢您的关心支持！
江州市财政局
二O二三年十二月十一日
（联系单位：规划科，电话：0000-1112223）
""",
    Expected(
        "对市十六届人大二次会议第2031号建议的答复",
        session="16-2",
        numbers=(2031,),
        kind="建议",
        replies=(
            Answer(("常乐代表：", "2031年10月1日前完成。", "感谢您"), ("江州市财政局",), "2023-12-11"),
        ),
        open=_OPEN,
    ),
)  # fmt: skip

_UNDATED = letter(
    "letter-with-deadline-and-no-date",
    """对市政协五届一次会议第9号提案的答复

巩固委员：
您提出的提案收悉，现答复如下：
南门大桥将于2034年6月30日建成通车。
江州市财政局
""",
    _reply(
        "对市政协五届一次会议第9号提案的答复",
        "5-1",
        (9,),
        Answer(("南门大桥将于2034年6月30日建成通车。",), ("江州市财政局",)),
    ),
)

_TWO_LINES = letter(
    "letter-title-over-two-lines",
    """关于对市政协十届五次会议
第0260号提案的复函

温良委员：
您关于增设信号灯的提案收悉。信号灯已安装。
江州市公安局
2018-06-09
""",
    _reply(
        "关于对市政协十届五次会议第0260号提案的复函",
        "10-5",
        (260,),
        Answer(("温良委员：", "信号灯已安装。"), ("江州市公安局",), "2018-06-09"),
    ),
)

_PROPOSAL = letter(
    "proposal-letter-with-opinion",
    """政协江州市第十二届委员会第一次会议提案
第 0 0 3 7 号
案由：关于规范中介市场的提案
提案人：陶然（市政协委员）、易水 委员
审查意见：建议市财政局办理
理由：中介收费混乱。
办法：制定收费标准。
""",
    Expected(
        "关于规范中介市场的提案",
        ("中介收费混乱。", "制定收费标准。"),
        "12-1",
        (37,),
        proposers=("陶然", "易水"),
        open=("units",),
    ),
    visible=seen("政协江州市第十二届委员会第一次会议提案", as_value("第 0 0 3 7 号", "37"), "案由：",
                 "关于规范中介市场的提案", "提案人：", as_value("陶然（市政协委员）、易水 委员", "陶然"), "审查意见：",
                 "建议市财政局办理", "理由：", "中介收费混乱。", "办法：", "制定收费标准。"),
)  # fmt: skip

_MINUTES = letter(
    "minutes-of-many-records",
    """江州市第三届人大第二次会议议案、建议汇编

编号：1
案由：关于修建甲渠的建议
建议人：童心
内容：甲渠漏水。
编号：2
案由：关于修建乙渠的建议
建议人：毕升
内容：乙渠淤积。
编号：3
案由：关于修建丙渠的建议
建议人：柯蓝
内容：丙渠过窄。
""",
    *(
        Expected(f"关于修建{canal}渠的建议", (text,), "3-2", (number,), proposers=(who,), kind="建议")
        for number, canal, who, text in (
            (1, "甲", "童心", "甲渠漏水。"),
            (2, "乙", "毕升", "乙渠淤积。"),
            (3, "丙", "柯蓝", "丙渠过窄。"),
        )
    ),
)

_BARS = letter(
    "text-table-of-full-width-bars",
    """｜案由｜关于推广节水的提案｜
｜提案人｜涂山｜
｜主办单位｜市水利局｜
｜提案内容｜用水浪费严重。｜
""",
    Expected("关于推广节水的提案", ("用水浪费严重。",), proposers=("涂山",), units=(("主办", "市水利局"),)),
    visible=seen("案由：", "关于推广节水的提案", "提案人：", "涂山", "主办单位：", "市水利局", "提案内容：",
                 "用水浪费严重。"),
)  # fmt: skip

_REPUBLIC = letter(
    "traditional-text-with-republic-dates",
    """案號：議教字第015號
屆次：第3屆第2次定期大會
案由：請改善校園照明
提案人：林大同議員
提案日期：民國110年5月4日
理由：校園昏暗。
辦法：請教育局編列預算。
""",
    Expected(
        "請改善校園照明",
        ("校園昏暗。", "請教育局編列預算。"),
        "3-2-定期",
        (15,),
        "議教字第015號",
        ("林大同",),
        submitted="2021-05-04",
    ),
    forms={"第3屆第2次定期大會": "3-2-定期", "林大同議員": "林大同", "民國110年5月4日": "2021-05-04"},
)

_MAIL = letter(
    "mail-printed-as-text",
    """发件人：提案委 <tian@example.org>
收件人：督查室
日期：2024年1月9日 上午10:12
主题：关于公园增设座椅的提案

提案人：乐山
提案内容：
公园座椅太少。
""",
    Expected("关于公园增设座椅的提案", ("公园座椅太少。",), proposers=("乐山",), open=("submitted",)),
)

_MERGED = letter(
    "proposal-merged-into-another",
    """关于完善盲道的提案
案号：第45号
并案：并入第43号
提案人：童话等12人
提案内容：
盲道被占。
""",
    Expected("关于完善盲道的提案", ("盲道被占。",), numbers=(45,), proposers=("童话",), merged_into="并入第43号"),
    visible=seen("关于完善盲道的提案", "案号：", as_value("第45号", "45"), "并案：", "并入第43号", "提案人：",
                 as_value("童话等12人", "童话"), "提案内容：", "盲道被占。"),
)  # fmt: skip

LAYOUTS = (
    _HEAD, _SEVERAL, _JOINT, _DELEGATE, _UNDATED, _TWO_LINES, _PROPOSAL, _MINUTES, _BARS, _REPUBLIC, _MAIL, _MERGED,
)  # fmt: skip
