"""Portal pages whose labels and values stand in tables."""

from __future__ import annotations

from tests.corpus.layouts.model import Answer, Expected, Layout, as_value, seen

__all__ = ["LAYOUTS", "page"]


def page(body: str, *, head: str = "", charset: str = "utf-8") -> bytes:
    """Return a whole page; what stands in its head is not visible."""
    declared = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
    return f"<!DOCTYPE html><html><head>{declared}{head}</head><body>{body}</body></html>".encode(charset)


_FOUR_COLUMNS = Layout(
    "table-four-columns",
    "page.html",
    page(
        """<table class="form"><tr><td>案　号：</td><td>0315</td><td>届　次：</td><td>六届二次</td></tr>
        <tr><td>案　由：</td><td colspan="3">关于在滨河路增设过街设施的提案</td></tr>
        <tr><td>提案人：</td><td>陆文清、石磊</td><td>类　别：</td><td>城建</td></tr>
        <tr><td>主办单位：</td><td>市公安局</td><td>会办单位：</td><td>市财政局</td></tr>
        <tr><td>内　容：</td><td colspan="3"><p>滨河路行人过街不便。</p><p>建议增设天桥两座。</p></td></tr></table>"""
    ),
    (
        Expected(
            "关于在滨河路增设过街设施的提案",
            ("滨河路行人过街不便。", "建议增设天桥两座。"),
            "6-2",
            (315,),
            "0315",
            ("陆文清", "石磊"),
            units=(("主办", "市公安局"), ("协办", "市财政局")),
            category="城建",
        ),
    ),
    seen("案　号：", "0315", "届　次：", as_value("六届二次", "6-2"), "案　由：", "关于在滨河路增设过街设施的提案",
         "提案人：", as_value("陆文清、石磊", "陆文清"), "类　别：", "城建", "主办单位：", "市公安局", "会办单位：",
         "市财政局",
         "内　容：", "滨河路行人过街不便。", "建议增设天桥两座。"),
)  # fmt: skip

_NESTED = Layout(
    "table-in-layout-tables",
    "page.html",
    page(
        """<table width="980"><tr><td><table><tr><td><table id="t"><tr><th>提案编号:</th><td>第41号</td></tr>
        <tr><th>提案标题:</th><td>关于建设村级书屋的提案</td></tr><tr><th>第一提案人:</th><td>汤小满</td></tr>
        <tr><th>提案内容:</th><td><table><tr><td>村里没有书屋。</td></tr><tr><td>建议每村建一个。</td></tr></table>
        </td></tr>
        </table></td></tr></table></td></tr><tr><td>版权所有</td></tr></table>"""
    ),
    (
        Expected(
            "关于建设村级书屋的提案", ("村里没有书屋。", "建议每村建一个。"), numbers=(41,), proposers=("汤小满",)
        ),
    ),
    seen("提案编号:", as_value("第41号", "41"), "提案标题:", "关于建设村级书屋的提案", "第一提案人:", "汤小满",
         "提案内容:",
         "村里没有书屋。", "建议每村建一个。", "版权所有"),
)  # fmt: skip

_ROWSPANS = Layout(
    "table-rowspan-groups",
    "page.html",
    page(
        """<table><tr><td rowspan="2">基本信息</td><td>案由</td><td>关于整治河口码头的提案</td></tr>
        <tr><td>提案人</td><td>闵秋</td></tr>
        <tr><td rowspan="2">承办</td><td>主办单位</td><td>市水利局</td></tr><tr><td>协办单位</td><td>市公安局</td></tr>
        <tr><td>正文</td><td colspan="2">码头私搭乱建。应予整治。</td></tr></table>"""
    ),
    (
        Expected(
            "关于整治河口码头的提案",
            ("码头私搭乱建。应予整治。",),
            proposers=("闵秋",),
            units=(("主办", "市水利局"), ("协办", "市公安局")),
        ),
    ),
    seen("基本信息", "案由：", "关于整治河口码头的提案", "提案人：", "闵秋", "承办", "主办单位：", "市水利局",
         "协办单位：", "市公安局", "正文：", "码头私搭乱建。应予整治。"),
)  # fmt: skip

_LABELS_ABOVE = Layout(
    "table-labels-above-values",
    "page.html",
    page(
        """<h2>关于改建西门菜场的提案</h2><table><tr><th>案号</th><th>提案人</th><th>立案日期</th></tr>
        <tr><td>208</td><td>季云</td><td>2022/3/4</td></tr>
        <tr><th>主办单位</th><th>会办单位</th><th>办理结果</th></tr>
        <tr><td>市财政局</td><td>市公安局</td><td>正在解决</td></tr>
        <tr><th colspan="3">提案内容</th></tr><tr><td colspan="3">西门菜场棚顶漏雨，建议改建。</td></tr></table>"""
    ),
    (
        Expected(
            "关于改建西门菜场的提案",
            ("西门菜场棚顶漏雨，建议改建。",),
            numbers=(208,),
            proposers=("季云",),
            filed="2022-03-04",
            units=(("主办", "市财政局"), ("协办", "市公安局")),
            outcome="正在解决",
        ),
    ),
    seen("关于改建西门菜场的提案", "案号：", "提案人：", "立案日期：", "208", "季云", as_value("2022/3/4",
         "2022-03-04"),
         "主办单位：", "会办单位：", "办理结果：", "市财政局", "市公安局", "正在解决", "提案内容：",
         "西门菜场棚顶漏雨，建议改建。"),
)  # fmt: skip

_FIGURES = Layout(
    "table-figures-in-text-cell",
    "page.html",
    page(
        """<table><tr><td>标题</td><td>关于扩建南湖泵站的提案</td></tr><tr><td>提案者</td><td>农工党市委</td></tr>
        <tr><td>提案内容</td><td><p>近年积水情况见下表：</p><table border="1"><tr><th>年度</th><th>处数</th></tr>
        <tr><td>2020</td><td>17</td></tr><tr><td>2021</td><td>23</td></tr></table><p>建议扩建泵站。</p></td></tr>
        </table>"""
    ),
    (
        Expected(
            "关于扩建南湖泵站的提案",
            ("近年积水情况见下表：", "年度", "处数", "2020", "17", "2021", "23", "建议扩建泵站。"),
            proposers=("农工党市委",),
        ),
    ),
    seen("标题：", "关于扩建南湖泵站的提案", "提案者：", "农工党市委", "提案内容：", "近年积水情况见下表：", "年度",
         "处数",
         "2020", "17", "2021", "23", "建议扩建泵站。"),
)  # fmt: skip

_ONE_CELL = Layout(
    "table-label-and-value-in-one-cell",
    "page.html",
    page(
        """<table><tr><td>案号：77</td><td>提案人：卓然</td></tr><tr><td colspan="2">案由：关于修剪行道树的提案</td>
        </tr>
        <tr><td colspan="2">承办单位：市财政局</td></tr><tr>
        <td colspan="2">提案内容：行道树遮挡路灯，<br>建议定期修剪。</td></tr>
        </table>"""
    ),
    (
        Expected(
            "关于修剪行道树的提案",
            ("行道树遮挡路灯，", "建议定期修剪。"),
            numbers=(77,),
            proposers=("卓然",),
            units=(("承办", "市财政局"),),
        ),
    ),
    seen("案号：", "77", "提案人：", "卓然", "案由：", "关于修剪行道树的提案", "承办单位：", "市财政局", "提案内容：",
         "行道树遮挡路灯，", "建议定期修剪。"),
)  # fmt: skip

_UNITS = Layout(
    "table-reply-of-each-unit",
    "page.html",
    page(
        """<table><tr><td>提案编号：</td><td>0056</td><td>案由：</td><td>关于校门口停车的提案</td></tr>
        <tr><td colspan="4"><div class="tabs"><div><table><tr><td>办理单位：</td><td>市教育局</td></tr>
        <tr><td>办结日期：</td><td>2024-05-06</td></tr><tr><td colspan="2">办理报告</td></tr>
        <tr><td colspan="2"><p>学校已错时放学。</p></td></tr></table></div><div><table>
        <tr><td>办理单位：</td><td>市公安局</td></tr><tr><td>办结日期：</td><td>2024-05-21</td></tr>
        <tr><td colspan="2">办理报告</td></tr><tr><td colspan="2"><p>路口已增派警力。</p></td></tr></table></div></div>
        </td></tr>
        </table>"""
    ),
    (
        Expected(
            "关于校门口停车的提案",
            numbers=(56,),
            units=(("承办", "市教育局"), ("承办", "市公安局")),
            replies=(
                Answer(("学校已错时放学。",), ("市教育局",), "2024-05-06"),
                Answer(("路口已增派警力。",), ("市公安局",), "2024-05-21"),
            ),
        ),
    ),
    seen("提案编号：", as_value("0056", "56"), "案由：", "关于校门口停车的提案", "办理单位：", "市教育局", "办结日期：",
         as_value("2024-05-06", "2024-05-06"), "办理报告：", "学校已错时放学。", "办理单位：", "市公安局", "办结日期：",
         as_value("2024-05-21", "2024-05-21"), "办理报告：", "路口已增派警力。"),
)  # fmt: skip

_FORM = Layout(
    "table-form-controls",
    "page.html",
    page(
        """<form><input type="hidden" name="token" value="a1b2"><table><tr><td>案由</td>
        <td><input type="text" value="关于开通夜间公交的提案" disabled></td></tr><tr><td>类别</td><td><select>
        <option>农业</option><option selected>交通</option><option>教育</option></select></td></tr>
        <tr><td>提案人</td><td><input value="裴青"></td></tr>
        <tr><td>提案内容</td><td><textarea rows="9">夜班工人回家难。\n建议开通夜间公交。</textarea></td></tr></table>
        <input type="submit" value="保存"></form>"""
    ),
    (
        Expected(
            "关于开通夜间公交的提案",
            ("夜班工人回家难。", "建议开通夜间公交。"),
            proposers=("裴青",),
            category="交通",
        ),
    ),
    seen("案由：", "关于开通夜间公交的提案", "类别：", "交通", "提案人：", "裴青", "提案内容：", "夜班工人回家难。",
         "建议开通夜间公交。"),
)  # fmt: skip

_LIST = Layout(
    "table-list-of-records",
    "page.html",
    page(
        """<div class="nav">首页</div><table class="list"><thead><tr><th>编号</th><th>标题</th><th>承办单位</th></tr>
        </thead>
        <tbody><tr><td>11</td><td><a href="/d/11">关于甲巷照明的提案</a></td><td>市财政局</td></tr>
        <tr><td>12</td><td><a href="/d/12">关于乙巷照明的提案</a></td><td>市公安局</td></tr>
        <tr><td>13</td><td><a href="/d/13">关于丙巷照明的提案</a></td><td>市教育局</td></tr></tbody></table>
        <div class="pager">下一页</div>"""
    ),
    tuple(
        Expected(f"关于{lane}巷照明的提案", numbers=(number,), units=(("承办", unit),))
        for lane, number, unit in (("甲", 11, "市财政局"), ("乙", 12, "市公安局"), ("丙", 13, "市教育局"))
    ),
    seen("首页", "编号：", "标题：", "承办单位：", "11", "关于甲巷照明的提案", "市财政局", "12", "关于乙巷照明的提案",
         "市公安局", "13", "关于丙巷照明的提案", "市教育局", "下一页"),
)  # fmt: skip

LAYOUTS = (_FOUR_COLUMNS, _NESTED, _ROWSPANS, _LABELS_ABOVE, _FIGURES, _ONE_CELL, _UNITS, _FORM, _LIST)
