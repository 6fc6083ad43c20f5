"""Word documents and plain text: one proposal a file."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml import OxmlElement

from corpus.model import Kind
from tests.corpus.readers.reading import only_record, only_reject

TEXT = """关于加强停车管理的提案

提案人：张三、李四
主办单位：市公安局　　会办单位：市城管局
届次：十三届二次

一是车位不足。

  内容：这一行是正文。
二是管理滞后。
答复内容：
张三委员：
现答复如下。
2021年6月8日
"""


def test_plain_text_gives_title_labels_text_and_reply() -> None:
    record = only_record(TEXT)
    assert record.title == "关于加强停车管理的提案"
    assert record.kind is Kind.PROPOSAL
    assert record.proposers == ("张三", "李四")
    assert (record.lead_units, record.support_units) == (("市公安局",), ("市城市管理局",))
    assert record.session is not None
    assert record.session.code == "13-2"
    assert record.text == "一是车位不足。\n\n  内容：这一行是正文。\n二是管理滞后。"
    assert record.replies[0].text == "张三委员：\n现答复如下。\n2021年6月8日"
    assert str(record.reply_date) == "2021-06-08"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_is_the_same_in_every_charset(charset: str) -> None:
    assert only_record(TEXT.encode(charset)).text == only_record(TEXT).text


def test_a_text_without_title_is_called_by_its_first_sentence() -> None:
    text = "老旧小区车位不足，居民反映强烈。" + "建议增加车位，疏堵结合，长期坚持，方便群众。" * 6
    record = only_record(text)
    assert record.title == "老旧小区车位不足，居民反映强烈"
    assert record.text == text


def word(*paragraphs: str, table: tuple[tuple[str, ...], ...] = ()) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        grid = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            cells = grid.add_row().cells
            for cell, value in zip(cells, row, strict=True):
                cell.text = value
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_word_document_reads_like_its_text() -> None:
    record = only_record(word(*TEXT.split("\n")), "a.docx")
    assert record.text == only_record(TEXT).text
    assert record.replies == only_record(TEXT).replies


def test_a_form_in_word_gives_its_labels() -> None:
    table = (
        ("案　由", "停车难"),
        ("提案人", "张三"),
        ("提案内容", "一是车位不足。\n二是管理滞后。"),
        ("主办单位", "市公安局"),
    )
    record = only_record(word("政协某某市第十三届委员会第二次会议提案", table=table), "a.docx")
    assert record.title == "停车难"
    assert record.text == "一是车位不足。\n二是管理滞后。"
    assert record.lead_units == ("市公安局",)
    assert record.session is not None
    assert record.session.code == "13-2"
    assert record.extra == (("页首", "政协某某市第十三届委员会第二次会议提案"),)


def test_a_line_outside_every_label_is_kept() -> None:
    record = only_record("关于停车的提案\n这里有一句说明，没有标签。\n提案内容：车位不足。\n")
    assert record.text == "车位不足。"
    assert record.extra == (("其余文字", "这里有一句说明，没有标签。"),)


def test_insertions_and_content_controls_count_and_deletions_do_not() -> None:
    document = docx.Document()
    document.add_paragraph("关于停车的提案")
    paragraph = document.add_paragraph("车位")
    for tag, text in (("w:ins", "不足"), ("w:del", "充足"), ("w:sdt", "，请增加。")):
        wrapper, run = OxmlElement(tag), OxmlElement("w:r")
        content = OxmlElement("w:t" if tag != "w:del" else "w:delText")
        content.text = text
        run.append(content)
        inner = OxmlElement("w:sdtContent") if tag == "w:sdt" else wrapper
        inner.append(run)
        if inner is not wrapper:
            wrapper.append(inner)
        paragraph._p.append(wrapper)
    out = io.BytesIO()
    document.save(out)
    assert only_record(out.getvalue(), "a.docx").text == "车位不足，请增加。"


def test_a_document_of_pictures_only_is_said_to_have_no_text() -> None:
    assert "没有文字" in only_reject(word(), "a.docx").reason


def test_a_damaged_line_rejects_the_whole_text() -> None:
    reject = only_reject(TEXT.replace("管理滞后", "管理\0滞后"))
    assert (reject.place, "NUL" in reject.reason) == ("第 10 行", True)


def test_an_official_letter_is_read_by_its_lines() -> None:
    record = only_record(
        "江水函〔2022〕9号\n签发人：王五\n\n关于市十三届人大四次会议\n第35号、36号建议答复意见的函\n\n李四代表：\n"
        "  已关闭打印作坊三家，余下的将于2040年1月1日前关闭。\n\n江州市水利局（章）\n2022年3月4日\n\n联系人：赵六\n"
    )
    assert record.title == "关于市十三届人大四次会议第35号、36号建议答复意见的函"
    assert (record.kind, record.numbers) == (Kind.SUGGESTION, (35, 36))
    (reply,) = record.replies
    assert (reply.document_number, reply.units, str(reply.replied)) == (
        "江水函〔2022〕9号",
        ("江州市水利局",),
        "2022-03-04",
    )
    assert reply.text.startswith("李四代表：")
    assert "打印作坊三家" in reply.text
    assert record.extra == (("其余文字", "签发人：王五"),)
