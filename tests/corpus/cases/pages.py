"""Small pages, each of which showed a fault of its own."""

from __future__ import annotations

from tests.corpus.layouts.model import Answer, Expected, Layout, as_value, label, seen
from tests.corpus.layouts.portal_tables import page

__all__ = ["CASES"]

_OPEN = ("proposers", "units")


def _trap(name: str, body: str) -> Layout:
    return Layout(
        name,
        "page.html",
        page(body, head="<title>澄州市政协提案</title>"),
        (Expected("关于改造南仓的提案", ("南仓漏雨。",), proposers=("吴七",)),),
        seen("关于改造南仓的提案", "提案人：", "吴七", "提案内容：", "南仓漏雨。"),
    )


_TRAPS = (
    _trap(
        "class-of-the-whole-page-names-a-sidebar",
        '<div class="wrapper no-sidebar"><h1>关于改造南仓的提案</h1><p>提案人：吴七</p>'
        "<p>提案内容：</p><p>南仓漏雨。</p></div>",
    ),
    _trap(
        "class-of-a-paragraph-names-a-note",
        '<h1>关于改造南仓的提案</h1><p>提案人：吴七</p><p>提案内容：</p><div class="foot-note">南仓漏雨。</div>',
    ),
    _trap(
        "class-of-the-labels-names-sharing",
        '<h1>关于改造南仓的提案</h1><div class="share-wrap"><p>提案人：吴七</p></div>'
        "<p>提案内容：</p><p>南仓漏雨。</p>",
    ),
)

_NESTED = Layout(
    "table-inside-a-value",
    "page.html",
    "<title>关于疏通北渠的提案</title><table><tr><td>提案人</td><td>郑八</td></tr><tr><td>提案内容</td><td>北渠堵塞。<table>"
    "<tr><td>月份</td><td>方数</td></tr></table>建议疏通。</td></tr></table>".encode(),
    (Expected("关于疏通北渠的提案", ("北渠堵塞。", "月份", "方数", "建议疏通。"), proposers=("郑八",)),),
    seen("提案人：", "郑八", "提案内容：", "北渠堵塞。", "月份", "方数", "建议疏通。"),
)

_FORM = Layout(
    "values-in-form-fields",
    "page.html",
    "<title>关于更新站牌的提案</title><form><table><tr><td>提案人：</td><td><input value='冯九' readonly></td></tr><tr>"
    "<td>提案内容：</td><td><textarea readonly>站牌褪色，建议更新。</textarea></td></tr></table></form>".encode(),
    (Expected("关于更新站牌的提案", ("站牌褪色，建议更新。",), proposers=("冯九",)),),
    seen("提案人：", "冯九", "提案内容：", "站牌褪色，建议更新。"),
)

_LIST = Layout(
    "list-page",
    "page.html",
    "<title>澄州市政协提案目录</title><table><tr><th>案号</th><th>案由</th><th>提案人</th></tr><tr><td>1</td><td>关于修东仓的提案"
    "</td><td>陈十</td></tr><tr><td>2</td><td>关于修西仓的提案</td><td>褚一</td></tr></table>".encode(),
    (
        Expected("关于修东仓的提案", numbers=(1,), proposers=("陈十",)),
        Expected("关于修西仓的提案", numbers=(2,), proposers=("褚一",)),
    ),
    seen("案号：", "案由：", "提案人：", "1", "关于修东仓的提案", "陈十", "2", "关于修西仓的提案", "褚一"),
)


def _divs(name: str, number: int, first: str) -> Layout:
    lines = ("卫二委员：", first, "下一步，东河两岸将种树。", "澄州市水利局", "2022年7月1日")
    title = f"对市政协十三届二次会议第{number}号提案的答复"
    body = '<div class="con">' + "".join(f"<div>{line}</div>" for line in lines) + "</div>"
    answer = Answer(lines, ("澄州市水利局",), "2022-07-01")
    return Layout(
        name,
        "page.html",
        page(body, head=f"<title>{title}</title>"),
        (Expected(title, session="13-2", numbers=(number,), replies=(answer,), open=_OPEN),),
        seen(lines),
    )


_FIRST = (
    "您提出的关于治理东河的提案收悉。近年来，我局持续治理东河，已清淤五公里，新建护岸三公里，水质好转，居民反映良好。"
)
_DIVS = (_divs("reply-of-div-paragraphs", 88, _FIRST), _divs("reply-of-one-long-div-paragraph", 89, _FIRST * 2))

_UNITS = Layout(
    "report-page-of-several-units",
    "page.html",
    page(
        """<table><tr><td>案由：</td><td colspan=3>关于停车设施的提案</td></tr><tr><td colspan=4><div><table><tr>
        <td>办理单位：</td>
        <td>市财政局</td><td>沟通方式：</td><td>面谈</td></tr><tr><td colspan=4>答复报告</td></tr><tr><td colspan=4>
        <p>东局的答复写在这里。</p></td></tr></table></div><div><table><tr><td>办理单位：</td><td>市公安局</td></tr><tr>
        <td colspan=4>答复报告</td></tr><tr><td colspan=4><p>西局的答复与东局不同。</p></td></tr></table></div></td>
        </tr></table>"""
    ),
    (
        Expected(
            "关于停车设施的提案",
            units=(("承办", "市财政局"), ("承办", "市公安局")),
            replies=(
                Answer(("东局的答复写在这里。",), ("市财政局",)),
                Answer(("西局的答复与东局不同。",), ("市公安局",)),
            ),
        ),
    ),
    seen("案由：", "关于停车设施的提案", "办理单位：", "市财政局", "沟通方式：", "面谈", "答复报告：",
         "东局的答复写在这里。",
         "办理单位：", "市公安局", "答复报告：", "西局的答复与东局不同。"),
)  # fmt: skip

_TWO_BLOCKS = Layout(
    "two-blocks-in-one-cell",
    "page.html",
    page(
        """<table><tr><td>标题：</td><td>关于停车设施的建议</td></tr><tr><td>主办单位：</td><td>市财政局</td></tr><tr>
        <td colspan=2>
        <ul><li>内容摘要</li><li>办复信息</li></ul><div><p>乱停车问题突出，建议统一规划。</p></div><div>
        <h6>办理报告</h6><div>
        <p>您好，已建成205处点位。</p></div></div></td></tr></table>"""
    ),
    (
        Expected(
            "关于停车设施的建议",
            ("乱停车问题突出，建议统一规划。",),
            units=(("主办", "市财政局"),),
            replies=(Answer(("您好，已建成205处点位。",)),),
            open=("kind",),
        ),
    ),
    seen("标题：", "关于停车设施的建议", "主办单位：", "市财政局", label("内容摘要"), "办复信息",
         "乱停车问题突出，建议统一规划。", label("办理报告"), "您好，已建成205处点位。"),
)  # fmt: skip

_SPACED = Layout(
    "spaced-labels-in-nested-layout-tables",
    "page.html",
    page(
        """<center><table><tr><td><table><tr><td>提案编号:</td><td>0093</td><td>届&nbsp;&nbsp;次：</td>
        <td>五届三次</td></tr>
        <tr><td>案由：</td><td colspan="3">关于停车设施的提案</td></tr><tr><td colspan="4"><div><table>
        <tr><td><div><p>答复写在这里。</p><p>2023年8月11日</p></div></td></tr></table></div></td></tr></table></td>
        </tr></table>
        </center>"""
    ),
    (
        Expected(
            "关于停车设施的提案",
            session="5-3",
            numbers=(93,),
            # Nothing on the page says whether the unlabelled text is the proposal's or the reply's.
            open=("text", "reply.text", "reply.replied"),
        ),
    ),
    seen("提案编号:", as_value("0093", "93"), "届  次：", as_value("五届三次", "5-3"), "案由：", "关于停车设施的提案",
         "答复写在这里。", "2023年8月11日"),
)  # fmt: skip

_LETTER = """卫二委员：
  您在市政协第五届第三次会议上提出的《关于完善停车设施的提案》（第093号）收悉，现答复如下：
  一、基本情况。已建成205处。
澄州市财政局
2023年8月16日"""


def _pre(name: str, charset: str) -> Layout:
    return Layout(
        name,
        "page.html",
        page(
            "<div>澄州市财政局文件</div><div>关于澄州市政协第五届第三次会议委员<br>第093号提案的答复</div>"
            f"<div><pre>{_LETTER}</pre></div>",
            charset=charset,
        ),
        (
            Expected(
                "关于澄州市政协第五届第三次会议委员第093号提案的答复",
                session="5-3",
                numbers=(93,),
                replies=(Answer(("卫二委员：", "已建成205处。"), ("澄州市财政局",), "2023-08-16"),),
                open=_OPEN,
            ),
        ),
        seen("澄州市财政局文件", "关于澄州市政协第五届第三次会议委员第093号提案的答复", *_LETTER.split("\n")),
    )


_PRE = (_pre("letter-in-pre", "utf-8"), _pre("letter-in-pre-of-a-gbk-page", "gbk"))

CASES = (*_TRAPS, _NESTED, _FORM, _LIST, *_DIVS, _UNITS, _TWO_BLOCKS, _SPACED, *_PRE)
