"""Portal pages in the layouts they come in."""

from __future__ import annotations

import pytest

from corpus.model import Coverage, Kind, Role
from corpus.readers import html
from tests.corpus.readers.reading import only_record, only_reject

HEAD = "<!doctype html><html><head><title>关于停车的提案_某某市政协</title><style>p{}</style></head><body>"
NAVIGATION = "<nav><a>首页</a><a>提案公开</a></nav><div class='breadcrumb'>当前位置：首页 &gt; 提案</div>"
FOOTER = "<footer>版权所有：某某市政协 主办单位：某某市政协办公室</footer></body></html>"

#: What a page shows around its record is kept beside it.
AROUND, BELOW = "首页提案公开\n当前位置：首页 > 提案", "版权所有：某某市政协 主办单位：某某市政协办公室"

TABLE = f"""{HEAD}{NAVIGATION}
<table><tr><td>提 案 人：</td><td>张三、李四</td><td>案　　号：</td><td>第0012号</td></tr>
<tr><td>案　　由：</td><td colspan=3>关于老旧小区停车的提案</td></tr>
<tr><th rowspan=2>承办单位：</th><th>主办</th><td>市公安局</td></tr>
<tr><th>会办</th><td>市城管局、市规划局</td></tr>
<tr><td>答复日期</td><td>2021年6月8日</td><td>办理结果</td><td>A</td></tr>
<tr><td>提案内容：</td><td colspan=3><p>　　一是车位不足。</p><p>　　二是管理滞后。</p></td></tr>
<tr><td>答复内容：</td><td colspan=3>张三委员：<br>您在市政协十三届二次会议上提出的提案收悉。<br>某局</td></tr>
</table>{FOOTER}"""


def test_a_label_table_gives_every_field() -> None:
    record = only_record(TABLE)
    assert record.title == record.subject == "关于老旧小区停车的提案"
    assert (record.kind, record.number, record.number_written) == (Kind.PROPOSAL, 12, "0012")
    assert record.session is not None
    assert record.session.code == "13-2"
    assert record.proposers == ("张三", "李四")
    assert [(each.unit, each.role, each.written) for each in record.handlings] == [
        ("市公安局", Role.LEAD, "市公安局"),
        ("市城市管理局", Role.SUPPORT, "市城管局"),
        ("市自然资源和规划局", Role.SUPPORT, "市规划局"),
    ]
    assert record.text == "一是车位不足。\n二是管理滞后。"
    (reply,) = record.replies
    assert str(reply.replied) == "2021-06-08"
    assert reply.text.splitlines() == ["张三委员：", "您在市政协十三届二次会议上提出的提案收悉。", "某局"]
    assert record.outcome is not None
    assert record.outcome.text == "A"
    assert record.extra[:-1] == (("页首", "关于停车的提案"),)
    assert record.extra[-1] == ("其余文字", f"{AROUND}\n{BELOW}")


SECTIONS = f"""{HEAD}{NAVIGATION}<main><h1>关于停车的提案</h1>
<dl class="meta"><div><dt>提案人</dt><dd>张三</dd></div><dt>主办单位</dt><dd>市公安局</dd>
<dt>届次</dt><dd>十三届二次</dd><dt>浏览量</dt><dd>12</dd></dl>
<section><h2>提案内容</h2><p>一是车位不足。</p><p>二是管理滞后。</p></section>
<section><h2>答复内容</h2><div><p>张三委员：</p><p>现答复如下：好。</p><p>2021年6月8日</p></div></section>
</main><div>网站声明：请勿转载</div>{FOOTER}"""


def test_definitions_and_headings_give_fields_and_sections() -> None:
    record = only_record(SECTIONS)
    assert record.title == "关于停车的提案"
    assert record.proposers == ("张三",)
    assert record.text == "一是车位不足。\n二是管理滞后。"
    (reply,) = record.replies
    assert reply.text == "张三委员：\n现答复如下：好。\n2021年6月8日"
    assert str(reply.replied) == "2021-06-08"
    assert record.extra == (("浏览量", "12"), ("其余文字", f"{AROUND}\n网站声明：请勿转载\n{BELOW}"))


PARAGRAPHS = f"""{HEAD}{NAVIGATION}<div class="article"><h1>关于停车的提案</h1>
<p>发布日期：2021-06-28　来源：某某网　字号：大</p><p><b>提案人：</b>张三</p><p>主办单位：<span>市公安局</span></p>
<div id="zoom"><p>一是车位不足，老旧小区尤甚。</p><p>主题：不是标签，是一句话。</p><p>二是管理滞后，收费混乱。</p></div>
</div>{FOOTER}"""


def test_label_paragraphs_stand_before_the_text_and_not_in_it() -> None:
    record = only_record(PARAGRAPHS)
    assert record.proposers == ("张三",)
    assert record.lead_units == ("市公安局",)
    assert str(record.published) == "2021-06-28"
    assert record.text.splitlines() == [
        "一是车位不足，老旧小区尤甚。",
        "主题：不是标签，是一句话。",
        "二是管理滞后，收费混乱。",
    ]
    assert ("来源", "某某网") in record.extra


REPLY = """<html><body><h1>对市政协十三届二次会议第12号提案的答复</h1>
<table><tr><td>发文字号：</td><td>某公提〔2021〕3号</td><td>发布日期：</td><td>2021-07-01</td></tr>
<tr><td>发布机构：</td><td>市公安局</td><td>成文日期：</td><td>2021-06-08</td></tr></table>
<div><p>张三委员：</p><p>您提出的关于停车的提案收悉，现答复如下。</p></div></body></html>"""


def test_a_page_that_is_only_the_reply_becomes_the_reply() -> None:
    record = only_record(REPLY)
    assert record.title == "对市政协十三届二次会议第12号提案的答复"
    assert (record.text, record.coverage) == ("", Coverage.NONE)
    assert (record.number, record.session and record.session.code) == (12, "13-2")
    (reply,) = record.replies
    assert reply.title == record.title
    assert reply.text == "张三委员：\n您提出的关于停车的提案收悉，现答复如下。"
    assert (str(reply.replied), str(reply.published)) == ("2021-06-08", "2021-07-01")
    assert (reply.document_number, reply.units) == ("某公提〔2021〕3号", ("市公安局",))


def test_a_suggestion_is_told_from_a_proposal_by_what_is_answered() -> None:
    page = REPLY.replace("市政协", "市人大").replace("提案", "建议")
    assert only_record(page).kind is Kind.SUGGESTION


def test_a_data_table_inside_the_text_stays_text() -> None:
    table = "<table><tr><th>年份</th><th>车位</th></tr><tr><td>2020</td><td>1200</td></tr></table>"
    page = PARAGRAPHS.replace("<p>二是", f"{table}<p>二是")
    assert "年份\t车位\n2020\t1200" in only_record(page).text


def test_scripts_styles_comments_and_navigation_are_not_text() -> None:
    hidden = "<script>var 提案人='x'</script><!-- 注释 --><div style='display: none'>隐藏</div>"
    record = only_record(PARAGRAPHS.replace("<p>一是", f"{hidden}<p>一是"))
    assert record.text == only_record(PARAGRAPHS).text
    assert "首页" not in record.text
    assert "版权所有" not in record.text


def test_a_line_break_in_the_source_is_no_space_between_chinese_characters() -> None:
    page = (
        "<h1>关于停车的提案</h1><p>提案人：张三</p><div><p>车位\n    不足，park here\nnow。老旧小区尤其困难。</p></div>"
    )
    assert only_record(page).text == "车位不足，park here now。老旧小区尤其困难。"


def test_the_text_is_found_without_any_paragraph_tag() -> None:
    text = "一是车位不足，老旧小区尤甚。<br/><br/>二是管理滞后，收费混乱。"
    page = f"<div><h1>关于停车的提案</h1>提案人：张三<br>{text}</div>"
    assert only_record(page).text == "一是车位不足，老旧小区尤甚。\n二是管理滞后，收费混乱。"


@pytest.mark.parametrize("charset", ["gb2312", "gbk", "gb18030", "utf-8"])
def test_the_declared_charset_is_read_as_its_superset(charset: str) -> None:
    page = f"<html><meta charset={charset}><body><h1>关于镕䶮路停车的提案</h1><p>提案人：张三</p></html>"
    encoded = page.encode("utf-8" if charset == "utf-8" else "gb18030")
    assert only_record(encoded).title == "关于镕䶮路停车的提案"


def test_a_wrong_declaration_is_noticed() -> None:
    page = "<meta charset=utf-8><h1>关于停车的提案</h1><p>提案人：张三</p>".encode("gb18030")
    assert only_record(page).proposers == ("张三",)


def test_a_page_without_labels_is_rejected_with_its_text() -> None:
    reject = only_reject("<html><body><p>今天天气好</p></body></html>")
    assert "没有认出任何标签" in reject.reason
    assert reject.excerpt == "今天天气好"


def test_labels_are_given_without_spaces_and_colons() -> None:
    found = html.labels(
        b"<table><tr><td><b>\xe7\xb4\xa2 \xe5\xbc\x95 \xe5\x8f\xb7\xef\xbc\x9a</b></td><td>A/1</td></tr></table>"
    )
    assert found == [("索引号", "A/1")]
