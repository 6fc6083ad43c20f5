"""Portal pages that show a letter or an article, with all that a site puts around it."""

from __future__ import annotations

from tests.corpus.layouts.model import Answer, Expected, Layout, as_value, label, seen
from tests.corpus.layouts.portal_tables import page

__all__ = ["LAYOUTS"]

_OPEN = ("proposers", "units")

_DIVS = Layout(
    "article-of-div-paragraphs",
    "page.html",
    page(
        """<div class="article"><div class="title">对市政协七届三次会议第0066号提案的答复</div><div class="con">
        <div>白露委员：</div><div>您提出的关于扩建北站的提案收悉。经研究，现答复如下：</div>
        <div>北站扩建工程已完成勘察设计，正在办理用地手续，预计明年开工，届时将新增站台四座。</div>
        <div>谢谢您的关心。</div>
        <div style="text-align:right">江州市公安局</div><div style="text-align:right">2021年5月31日</div></div>
        </div>""",
        head="<title>江州市人民政府门户网站</title>",
    ),
    (
        Expected(
            "对市政协七届三次会议第0066号提案的答复",
            session="7-3",
            numbers=(66,),
            replies=(
                Answer(
                    ("白露委员：", "收悉。", "新增站台四座。", "谢谢您的关心。", "江州市公安局", "2021年5月31日"),
                    ("江州市公安局",),
                    "2021-05-31",
                ),
            ),
            open=_OPEN,
        ),
    ),
    seen("对市政协七届三次会议第0066号提案的答复", "白露委员：", "您提出的关于扩建北站的提案收悉。经研究，现答复如下：",
         "北站扩建工程已完成勘察设计，正在办理用地手续，预计明年开工，届时将新增站台四座。", "谢谢您的关心。",
         "江州市公安局", "2021年5月31日"),
)  # fmt: skip

#: Each class holds a word that a clean-up rule may take for an advertisement, a menu or a comment.
_TRAPS = ("no-sidebar", "share-wrap", "nav-content", "comment-main", "header-fixed", "ad-free", "footer-above")

_CLASSES = Layout(
    "class-names-that-sound-like-furniture",
    "page.html",
    page(
        "".join(f'<div class="{name}" id="{name}-1">' for name in _TRAPS)
        + '<h1 class="banner">关于统一路牌的提案</h1><p class="meta-related">提案人：单依</p><p>提案内容：</p>'
        + '<div class="foot-note">路牌样式不一。</div><div class="popup-text">建议统一。</div>'
        + "</div>" * len(_TRAPS)
    ),
    (Expected("关于统一路牌的提案", ("路牌样式不一。", "建议统一。"), proposers=("单依",)),),
    seen("关于统一路牌的提案", "提案人：", "单依", "提案内容：", "路牌样式不一。", "建议统一。"),
)

_FURNITURE = Layout(
    "article-with-site-furniture",
    "page.html",
    page(
        """<div class="top">您的位置：首页 &gt; 提案公开</div><h1>关于发展民宿的提案</h1>
        <div class="info">发布日期：2022-03-15　来源：提案委　字号：大 中 小</div><div class="TRS_Editor">
        <p>提案人：葛巾</p>
        <p>提案内容：</p><p>民宿无序发展。</p></div><p>上一篇：关于公厕的提案</p><div>ICP备00000000号</div>
        <script>var 统计 = "不可见";</script><div style="display:none">隐藏的文字</div>"""
    ),
    (Expected("关于发展民宿的提案", ("民宿无序发展。",), proposers=("葛巾",)),),
    seen("您的位置：", "首页 > 提案公开", "关于发展民宿的提案", "发布日期：", as_value("2022-03-15", "2022-03-15"),
         "来源：",
         "提案委", "字号：", "大 中 小", "提案人：", "葛巾", "提案内容：", "民宿无序发展。", "上一篇：",
         "关于公厕的提案",
         "ICP备00000000号"),
)  # fmt: skip

_PRE_TEXT = """陆舟委员：
  您在市政协第六届第二次会议上提出的《关于共享单车停放的提案》（第033号）收悉，现答复如下：
  一、已施划停放区210处。
江州市公安局
2023年9月8日"""

_PRE = Layout(
    "letter-in-pre-gbk",
    "page.html",
    page(
        f"""<div>江州市公安局文件</div><div>关于江州市政协第六届第二次会议委员<br>第033号提案的答复</div>
        <div><pre>{_PRE_TEXT}</pre></div>""",
        charset="gbk",
    ),
    (
        Expected(
            "关于江州市政协第六届第二次会议委员第033号提案的答复",
            session="6-2",
            numbers=(33,),
            replies=(Answer(("陆舟委员：", "已施划停放区210处。", "2023年9月8日"), ("江州市公安局",), "2023-09-08"),),
            open=_OPEN,
        ),
    ),
    seen("江州市公安局文件", "关于江州市政协第六届第二次会议委员第033号提案的答复", *_PRE_TEXT.split("\n")),
)

_METADATA = Layout(
    "open-information-index-table",
    "page.html",
    page(
        """<table class="xxgk"><tr><td>索引号</td><td>00123-2024-05</td><td>主题分类</td><td>教育</td></tr><tr>
        <td>发文机关</td>
        <td>江州市教育局</td><td>成文日期</td><td>2024-06-11</td></tr><tr><td>文　号</td><td>江教提〔2024〕8号</td>
        <td>公开属性</td><td>主动公开</td></tr></table><h1>关于市政协九届一次会议第122号提案的答复</h1>
        <p>庄周委员：</p><p>您提出的提案收悉。已增设课后服务点。</p><p>江州市教育局</p><p>2024年6月11日</p>"""
    ),
    (
        Expected(
            "关于市政协九届一次会议第122号提案的答复",
            session="9-1",
            numbers=(122,),
            category="教育",
            replies=(
                Answer(
                    ("庄周委员：", "已增设课后服务点。"),
                    ("江州市教育局",),
                    "2024-06-11",
                    document_number="江教提〔2024〕8号",
                ),
            ),
            open=_OPEN,
        ),
    ),
    seen("索引号：", "00123-2024-05", "主题分类：", "教育", "发文机关：", "江州市教育局", "成文日期：",
         as_value("2024-06-11", "2024-06-11"), "文　号：", "江教提〔2024〕8号", "公开属性：", as_value("主动公开",
         "公开"),
         "关于市政协九届一次会议第122号提案的答复", "庄周委员：", "您提出的提案收悉。已增设课后服务点。",
         "江州市教育局",
         "2024年6月11日"),
)  # fmt: skip

_SRCDOC = Layout(
    "inline-frame-with-its-own-page",
    "page.html",
    page(
        """<h1>关于噪声治理的提案</h1><p>提案人：蓝天</p><p>提案内容：</p>
        <iframe srcdoc="<p>工地夜间施工。</p><p>建议限时。</p>"></iframe>"""
    ),
    (Expected("关于噪声治理的提案", ("工地夜间施工。", "建议限时。"), proposers=("蓝天",)),),
    seen("关于噪声治理的提案", "提案人：", "蓝天", "提案内容：", "工地夜间施工。", "建议限时。"),
)

_SCRIPT = Layout(
    "same-record-in-a-script",
    "page.html",
    page(
        """<div id="app"><h1>关于社区食堂的提案</h1><p>案号：48</p><p>提案人：方圆</p><p>提案内容：老人吃饭难。</p>
        </div>
        <script id="state" type="application/json">{"title": "关于社区食堂的提案", "content": "老人吃饭难。"}</script>
        <!-- 提案人：注释 --><noscript>请打开脚本</noscript>"""
    ),
    (Expected("关于社区食堂的提案", ("老人吃饭难。",), numbers=(48,), proposers=("方圆",)),),
    seen("关于社区食堂的提案", "案号：", "48", "提案人：", "方圆", "提案内容：", "老人吃饭难。"),
)

_BOTH = Layout(
    "proposal-and-reply-in-one-article",
    "page.html",
    page(
        """<div class="main"><h2>关于设立读书驿站的提案及答复</h2><p><strong>提案内容</strong></p><p>读书氛围不浓。</p>
        <p><strong>答复内容</strong></p><p>安宁委员：</p><p>已设驿站六处。</p><p>江州市教育局</p>
        <p>二〇二二年六月三十日</p></div>"""
    ),
    (
        Expected(
            "关于设立读书驿站的提案及答复",
            ("读书氛围不浓。",),
            replies=(
                Answer(("安宁委员：", "已设驿站六处。", "二〇二二年六月三十日"), ("江州市教育局",), "2022-06-30"),
            ),
            open=_OPEN,
        ),
    ),
    seen("关于设立读书驿站的提案及答复", label("提案内容"), "读书氛围不浓。", label("答复内容"), "安宁委员：",
         "已设驿站六处。", "江州市教育局", "二〇二二年六月三十日"),
)  # fmt: skip

LAYOUTS = (_DIVS, _CLASSES, _FURNITURE, _PRE, _METADATA, _SRCDOC, _SCRIPT, _BOTH)
