"""Portal pages whose labels and values stand in lists, blocks and headings."""

from __future__ import annotations

from tests.corpus.layouts.model import Answer, Expected, Layout, as_value, seen
from tests.corpus.layouts.portal_tables import page

__all__ = ["LAYOUTS"]

_DEFINITIONS = Layout(
    "definition-list",
    "page.html",
    page(
        """<h1>关于保护古桥的提案</h1><dl><dt>案号</dt><dd>第0019号</dd><dt>提案人</dt><dd>柳絮</dd><dd>江帆</dd>
        <dt>主办单位</dt><dd>市水利局</dd><dt>提案内容</dt><dd><p>古桥年久失修。</p></dd><dd><p>建议修缮。</p></dd>
        </dl>"""
    ),
    (
        Expected(
            "关于保护古桥的提案",
            ("古桥年久失修。", "建议修缮。"),
            numbers=(19,),
            proposers=("柳絮", "江帆"),
            units=(("主办", "市水利局"),),
        ),
    ),
    seen("关于保护古桥的提案", "案号：", as_value("第0019号", "19"), "提案人：", "柳絮", "江帆", "主办单位：",
         "市水利局",
         "提案内容：", "古桥年久失修。", "建议修缮。"),
)  # fmt: skip

_DIV_PAIRS = Layout(
    "div-label-and-value",
    "page.html",
    page(
        """<div class="detail"><div class="row"><div class="label">标题</div>
        <div class="value">关于海绵城市的提案</div></div>
        <div class="row"><div class="label">提案者</div><div class="value">民建市委</div></div>
        <div class="row"><div class="label">届次</div><div class="value">第八届第四次会议</div></div>
        <div class="row"><div class="label">正文</div><div class="value"><div>雨天积水严重。</div>
        <div>建议建雨水花园。</div></div>
        </div></div>"""
    ),
    (Expected("关于海绵城市的提案", ("雨天积水严重。", "建议建雨水花园。"), "8-4", proposers=("民建市委",)),),
    seen("标题：", "关于海绵城市的提案", "提案者：", "民建市委", "届次：", as_value("第八届第四次会议", "8-4"),
         "正文：",
         "雨天积水严重。", "建议建雨水花园。"),
)  # fmt: skip

_SPANS = Layout(
    "span-labels-in-one-line",
    "page.html",
    page(
        """<h3 class="tit">关于增设母婴室的提案</h3><p class="info"><span>提案号：</span>64 <span>提案人：</span>杜若
        <span>承办单位：</span>市教育局</p><div class="txt"><span>提案内容：</span><p>车站没有母婴室，建议增设。</p>
        </div>"""
    ),
    (
        Expected(
            "关于增设母婴室的提案",
            ("车站没有母婴室，建议增设。",),
            numbers=(64,),
            proposers=("杜若",),
            units=(("承办", "市教育局"),),
        ),
    ),
    seen("关于增设母婴室的提案", "提案号：", "64", "提案人：", "杜若", "承办单位：", "市教育局", "提案内容：",
         "车站没有母婴室，建议增设。"),
)  # fmt: skip

_BOLD_ITEMS = Layout(
    "list-items-with-bold-labels",
    "page.html",
    page(
        """<div id="article"><ul><li><b>案由</b>　关于规范网约车的提案</li><li><b>提案人</b>　关山</li>
        <li><b>主办单位</b>　市公安局</li><li><b>办理结果</b>　已采纳</li></ul><div class="content">
        <b>提案内容</b><br>网约车管理不严。<br><br>建议加强管理。</div></div>"""
    ),
    (
        Expected(
            "关于规范网约车的提案",
            ("网约车管理不严。", "建议加强管理。"),
            proposers=("关山",),
            units=(("主办", "市公安局"),),
            outcome="已采纳",
        ),
    ),
    seen("案由：", "关于规范网约车的提案", "提案人：", "关山", "主办单位：", "市公安局", "办理结果：", "已采纳",
         "提案内容：",
         "网约车管理不严。", "建议加强管理。"),
)  # fmt: skip

_TABS = Layout(
    "tab-panes",
    "page.html",
    page(
        """<h1>关于发展夜市的提案</h1><ul class="tabs"><li>提案内容</li><li>答复内容</li><li>办理信息</li></ul>
        <div class="pane"><p>夜市少，建议在河滨设夜市。</p></div><div class="pane"><p>骆平委员：</p>
        <p>河滨夜市已于五月开街。</p>
        <p>江州市财政局</p><p>2023年6月2日</p></div><div class="pane"><p>主办单位：市财政局</p></div>"""
    ),
    (
        Expected(
            "关于发展夜市的提案",
            ("夜市少，建议在河滨设夜市。",),
            units=(("主办", "市财政局"),),
            replies=(
                Answer(("骆平委员：", "河滨夜市已于五月开街。", "2023年6月2日"), ("江州市财政局",), "2023-06-02"),
            ),
            open=("proposers",),
        ),
    ),
    seen("关于发展夜市的提案", "提案内容：", "答复内容：", "办理信息", "夜市少，建议在河滨设夜市。", "骆平委员：",
         "河滨夜市已于五月开街。", "江州市财政局", "2023年6月2日", "主办单位：", "市财政局"),
)  # fmt: skip

_HEADINGS = Layout(
    "headings-as-labels",
    "page.html",
    page(
        """<h1>关于建设绿道的提案</h1><h4>提案人</h4><p>尚武</p><h4>提案内容</h4><p>绿道不连贯。</p><h5>一、现状</h5>
        <p>断点九处。</p><h4>答复内容</h4><p>断点将逐年打通。</p><h4>答复单位</h4><p>市水利局</p><h4>答复日期</h4>
        <p>2020.9.1</p>"""
    ),
    (
        Expected(
            "关于建设绿道的提案",
            ("绿道不连贯。", "一、现状", "断点九处。"),
            proposers=("尚武",),
            replies=(Answer(("断点将逐年打通。",), ("市水利局",), "2020-09-01"),),
        ),
    ),
    seen("关于建设绿道的提案", "提案人：", "尚武", "提案内容：", "绿道不连贯。", "一、现状", "断点九处。", "答复内容：",
         "断点将逐年打通。", "答复单位：", "市水利局", "答复日期：", as_value("2020.9.1", "2020-09-01")),
)  # fmt: skip

_CARDS = Layout(
    "cards-one-a-record",
    "page.html",
    page(
        """<div class="cards"><div class="card"><h3>关于甲村饮水的建议</h3><p>编号：5</p><p>领衔代表：滕云</p>
        <p>建议内容：甲村水质差。</p></div><div class="card"><h3>关于乙村公路的建议</h3><p>编号：6</p>
        <p>领衔代表：阮清</p><p>建议内容：乙村路窄。</p></div></div>"""
    ),
    (
        Expected("关于甲村饮水的建议", ("甲村水质差。",), numbers=(5,), proposers=("滕云",), kind="建议"),
        Expected("关于乙村公路的建议", ("乙村路窄。",), numbers=(6,), proposers=("阮清",), kind="建议"),
    ),
    seen("关于甲村饮水的建议", "编号：", "5", "领衔代表：", "滕云", "建议内容：", "甲村水质差。", "关于乙村公路的建议",
         "编号：", "6", "领衔代表：", "阮清", "建议内容：", "乙村路窄。"),
)  # fmt: skip

_TWO_REPLIES = Layout(
    "two-reply-sections",
    "page.html",
    page(
        """<h2>关于老旧电梯的提案</h2><p>案号：90</p><section><h3>主办单位答复</h3><p>已列入更新计划。</p>
        <p>江州市财政局</p><p>2022年8月1日</p></section><section><h3>会办单位答复</h3><p>已核发施工许可。</p>
        <p>江州市公安局</p><p>2022年8月9日</p></section>"""
    ),
    (
        Expected(
            "关于老旧电梯的提案",
            numbers=(90,),
            replies=(
                Answer(("已列入更新计划。",), ("江州市财政局",), "2022-08-01"),
                Answer(("已核发施工许可。",), ("江州市公安局",), "2022-08-09"),
            ),
            open=("units",),
        ),
    ),
    seen("关于老旧电梯的提案", "案号：", "90", "主办单位答复：", "已列入更新计划。", "江州市财政局", "2022年8月1日",
         "会办单位答复：", "已核发施工许可。", "江州市公安局", "2022年8月9日"),
)  # fmt: skip

_FIELDSET = Layout(
    "fieldset-and-legend",
    "page.html",
    page(
        """<fieldset><legend>案由</legend>关于冬季供暖的提案</fieldset><fieldset><legend>提案人</legend>苗圃</fieldset>
        <fieldset><legend>提案内容</legend>供暖温度不足，<span style="font-weight:bold">建议</span>巡查。</fieldset>
        <details><summary>答复内容</summary>已逐户测温。</details>"""
    ),
    (
        Expected(
            "关于冬季供暖的提案",
            ("供暖温度不足，建议巡查。",),
            proposers=("苗圃",),
            replies=(Answer(("已逐户测温。",)),),
        ),
    ),
    seen("案由：", "关于冬季供暖的提案", "提案人：", "苗圃", "提案内容：", "供暖温度不足，建议巡查。", "答复内容：",
         "已逐户测温。"),
)  # fmt: skip

_LINES = Layout(
    "lines-parted-by-breaks",
    "page.html",
    page(
        """<div class="zoom"><font size="5">关于疏浚东渠的提案</font><br><br>提案编号：0142<br>提案人：项飞<br>
        立案日期：2019年4月<br>提案内容：<br>&emsp;&emsp;东渠淤塞。<br>&emsp;&emsp;建议疏浚。<br></div>"""
    ),
    (
        Expected(
            "关于疏浚东渠的提案",
            ("东渠淤塞。", "建议疏浚。"),
            numbers=(142,),
            proposers=("项飞",),
            filed="2019-04",
        ),
    ),
    seen("关于疏浚东渠的提案", "提案编号：", as_value("0142", "142"), "提案人：", "项飞", "立案日期：",
         as_value("2019年4月", "2019-04"), "提案内容：", "东渠淤塞。", "建议疏浚。"),
)  # fmt: skip

LAYOUTS = (
    _DEFINITIONS, _DIV_PAIRS, _SPANS, _BOLD_ITEMS, _TABS, _HEADINGS, _CARDS, _TWO_REPLIES, _FIELDSET, _LINES,
)  # fmt: skip
