"""Whole pages of offices' own systems: much around the record, several units, letterheads in pieces."""

from __future__ import annotations

from tests.corpus.layouts.model import Answer, Expected, Layout, as_value, label, seen
from tests.corpus.layouts.portal_tables import page

__all__ = ["CASES"]

_TITLE = "关于完善停车设施的提案"


def _body(unit: str, day: str, finding: str) -> tuple[str, ...]:
    return (
        "卫二委员：",
        f"您在市政协第五届第三次会议上提出的《{_TITLE}》（第093号）收悉，现答复如下：",
        f"一、{finding}",
        "二、下一步打算。计划用两年时间，实现全覆盖。",
        "感谢您对我市工作的关心和支持！",
        unit,
        day,
    )


_HOUSING = _body("澄州市财政局", "2023年8月16日", "基本情况。全市现有车位二百零五处。")
_POLICE = _body("澄州市公安局", "2023年8月10日", "执法情况。共查处违停三千起。")


def _paragraphs(lines: tuple[str, ...]) -> str:
    return "".join(f"<p>　　{line}</p>" for line in lines)


def _pane(unit: str, way: str, degree: str, opinion: str, day: str, lines: tuple[str, ...]) -> str:
    """One unit's table; its tab is named by an attribute, which the page's script shows."""
    return f"""<div title="{unit}"><table id="addtable"><tr><td class="tablelabel">办理单位：</td><td>{unit}</td>
    <td class="tablelabel">沟通方式：</td><td>{way}</td></tr><tr><td class="tablelabel">解决程度：</td><td>{degree}</td>
    <td class="tablelabel">提案人意见：</td><td>{opinion}</td></tr><tr><td class="tablelabel">实际办结日期：</td>
    <td colspan="3">{day}</td></tr><tr><td colspan="4" class="tablemain">答复报告</td></tr><tr><td colspan="4">
    <div style="overflow:auto">{_paragraphs(lines)}</div></td></tr><tr><td colspan="4">答复审查通过</td></tr></table>
    </div>"""


_REPORT = Layout(
    "report-of-each-unit-in-tabs",
    "page.html",
    page(
        f"""<center><table width="70%"><tr><td><table id="addtable"><tr><td colspan="4" class="tablemain"><strong>
        政协澄州市第五届委员会第三次会议提案答复报告</strong></td></tr><tr><td class="tablelabel">提案编号:</td>
        <td>0093</td>
        <td class="tablelabel">届&nbsp;&nbsp;次：</td><td>五届三次</td></tr><tr>
        <td class="tablelabel">案&nbsp;&nbsp;由：</td>
        <td colspan="3">{_TITLE}</td></tr><tr><td class="tablelabel">第一提案人：</td><td>卫二</td>
        <td class="tablelabel">提案类型：</td><td>城建</td></tr><tr><td class="tablelabel">立案时间：</td>
        <td>2023-02-20</td>
        <td class="tablelabel">办理方式：</td><td>分办</td></tr><tr><td class="tablelabel">要求办结日期：</td>
        <td colspan="3">2023-08-31</td></tr><tr><td colspan="4"><div class="easyui-tabs">"""
        + _pane("市财政局", "面谈", "A.已经解决", "满意", "2023-08-16", _HOUSING)
        + _pane("市公安局", "电话", "B.正在解决", "基本满意", "2023-08-10", _POLICE)
        + "</div></td></tr></table></td></tr></table></center>"
    ),
    (
        Expected(
            _TITLE,
            session="5-3",
            numbers=(93,),
            proposers=("卫二",),
            filed="2023-02-20",
            replies=(
                Answer(_HOUSING, ("市财政局",), "2023-08-16", outcome="A.已经解决"),
                Answer(_POLICE, ("市公安局",), "2023-08-10", outcome="B.正在解决"),
            ),
            # Both units are parted (分办) though their label says 办理单位; the signature names the city too.
            open=("units", "reply.units", "category"),
        ),
    ),
    seen("政协澄州市第五届委员会第三次会议提案答复报告", "提案编号:", as_value("0093", "93"), "届  次：",
         as_value("五届三次", "5-3"), "案  由：", _TITLE, "第一提案人：", "卫二", "提案类型：", "城建", "立案时间：",
         as_value("2023-02-20", "2023-02-20"), "办理方式：", "分办", "要求办结日期：", "2023-08-31", "办理单位：",
         "市财政局",
         "沟通方式：", "面谈", "解决程度：", "A.已经解决", "提案人意见：", "满意", "实际办结日期：",
         as_value("2023-08-16", "2023-08-16"), label("答复报告"), *_HOUSING, "答复审查通过", "办理单位：", "市公安局",
         "沟通方式：", "电话", "解决程度：", "B.正在解决", "提案人意见：", "基本满意", "实际办结日期：",
         as_value("2023-08-10", "2023-08-10"), label("答复报告"), *_POLICE, "答复审查通过"),
)  # fmt: skip

_SUGGESTION = Layout(
    "suggestion-with-attachment-and-log",
    "page.html",
    page(
        f"""<form class="popupwrap"><table><tr><td colspan="20" class="tabheader">关于完善停车设施的建议</td></tr>
        <tr><td colspan="4">编号：</td><td colspan="16">20230093</td></tr><tr><td colspan="4">标题：</td>
        <td colspan="16">
        关于完善停车设施的建议</td></tr><tr><td colspan="4">办理情况：</td><td colspan="6">正在解决</td>
        <td colspan="4">类型：</td>
        <td colspan="6" classify=" 建议 "></td></tr><tr><td colspan="4">领衔代表：</td><td colspan="16">卫二</td></tr>
        <tr><td colspan="4">联名代表：</td><td colspan="16">  柳芳      陈大年   </td></tr><tr>
        <td colspan="4">主办单位：</td>
        <td colspan="16">市财政局</td></tr><tr><td colspan="4">协办单位：</td><td colspan="16">市公安局,市教育局</td>
        </tr>
        <tr><td colspan="4">交办日期：</td><td colspan="16">2023-03-20 09:00:00</td></tr>
        <tr><td colspan="20" class="tabheader">承办人信息</td></tr><td colspan="4">具体承办人：</td>
        <td colspan="6">王小春</td>
        <td colspan="4">职务：</td><td colspan="6">科长</td><tr><td colspan="20"><ul><li class="sel">内容摘要</li>
        <li>办复信息</li><li>操作日志记录</li></ul><div class="iframe"><p>乱停车突出。建议统一规划。</p></div>
        <div id="resumeinfo">
        <h6>办复附件</h6><p><input value="答复.doc"/><a href="/x.doc">点击下载</a></p><h6>办理报告</h6><div>
        {_paragraphs(_HOUSING)}</div></div></td></tr></table></form>"""
    ),
    (
        Expected(
            "关于完善停车设施的建议",
            ("乱停车突出。建议统一规划。",),
            numbers=(20230093,),
            proposers=("卫二",),
            cosigners=("柳芳", "陈大年"),
            units=(("主办", "市财政局"), ("协办", "市公安局"), ("协办", "市教育局")),
            outcome="正在解决",
            filed="2023-03-20",
            kind="建议",
            replies=(Answer(_HOUSING, ("澄州市财政局",), "2023-08-16"),),
            open=("session",),
        ),
    ),
    seen("关于完善停车设施的建议", "编号：", "20230093", "标题：", "关于完善停车设施的建议", "办理情况：", "正在解决",
         "类型：",
         "领衔代表：", "卫二", "联名代表：", as_value("柳芳      陈大年", "卫二"), "主办单位：", "市财政局",
         "协办单位：",
         as_value("市公安局,市教育局", "市公安局"), "交办日期：", as_value("2023-03-20 09:00:00", "2023-03-20"),
         "承办人信息",
         "具体承办人：", "王小春", "职务：", "科长", label("内容摘要"), "办复信息", "操作日志记录",
         "乱停车突出。建议统一规划。",
         "办复附件", "答复.doc", "点击下载", label("办理报告"), *_HOUSING),
)  # fmt: skip

_NUMBER_IN_CELLS = Layout(
    "red-letterhead-in-pieces",
    "page.html",
    page(
        f"""<form><input type="hidden" name="caseno" value="093"><div class="title1">澄州市财政局文件</div><div><table>
        <tr>
        <td>澄财</td><td>函</td><td>[2023][45]号</td><td>A类</td></tr></table></div><div style="font-weight:bold">
        关于澄州市政协第五届第三次会议委员
第093号提案的答复
</div><div><strong>复文正文：</strong></div><div><pre>{"&#10;".join(_HOUSING)}</pre></div><div>相关附件：<table><tr><td>
        <a href="#">093号答复.doc</a></td></tr></table></div><table><tr><td>联系电话：0000-2345678</td></tr>
        <tr><td>负&nbsp;责&nbsp;人：李建安</td></tr><tr><td><p>经&nbsp;办&nbsp;人：王小春</p></td></tr>
        <tr><td>日期：	2023年08月16日</td></tr><tr><td><input type="button" value="打 印"></td></tr></table></form>""",
        charset="gbk",
    ),
    (
        Expected(
            "关于澄州市政协第五届第三次会议委员第093号提案的答复",
            session="5-3",
            numbers=(93,),
            replies=(Answer(_HOUSING, ("澄州市财政局",), "2023-08-16"),),
            open=("proposers", "units", "category", "outcome", "reply.outcome", "reply.document_number"),
        ),
    ),
    seen("澄州市财政局文件", "澄财", "函", "[2023][45]号", "A类", "关于澄州市政协第五届第三次会议委员第093号提案的答复",
         "复文正文：", *_HOUSING, "相关附件：", "093号答复.doc", "联系电话：", "0000-2345678", "负 责 人：", "李建安",
         "经 办 人：", "王小春", "日期：", as_value("2023年08月16日", "2023-08-16")),
)  # fmt: skip

CASES = (_REPORT, _SUGGESTION, _NUMBER_IN_CELLS)
