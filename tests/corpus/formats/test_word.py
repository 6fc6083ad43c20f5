"""DOC, RTF and ODT: the same promises as for DOCX."""

from __future__ import annotations

import struct

import pytest

from corpus.errors import ReadError
from corpus.formats import Document, Format, Part, Table, decode
from tests.corpus.formats.builders import CELL, DELETED, HIDDEN, ROW_END, compound, doc, odt


def decoded(content: bytes, kind: Format) -> Document:
    document = decode(content, kind)
    assert isinstance(document, Document)
    return document


def grid(document: Document) -> list[list[str]]:
    [table] = [block for block in document.blocks if isinstance(block, Table)]
    return [[cell.text for cell in row] for row in table.rows]


def test_a_doc_gives_text_without_deletions_hidden_text_and_field_codes() -> None:
    runs = [("建议", b""), ("缓慢", DELETED), ("尽快办理。\r", b""), ("内部", HIDDEN),
            ("见\x13 HYPERLINK x \x14网页\x15。\x0b第二行\r", b"")]  # fmt: skip
    document = decoded(doc(runs), Format.DOC)
    assert document.text == "建议尽快办理。\n见网页。\n第二行"
    assert [(each.why, each.text) for each in document.dropped] == [("修订中删除的文字", "缓慢"), ("隐藏文字", "内部")]


def test_a_doc_s_cells_make_rows_and_notes_stand_apart() -> None:
    document = decoded(
        doc([("提案人\x07张三\x07\x07后\r注一\r", b"")], {0: CELL, 1: CELL, 2: ROW_END}, notes=3), Format.DOC
    )
    assert grid(document) == [["提案人", "张三"]]
    assert document.text == "提案人\t张三\n后"
    assert document.part(Part.FOOTNOTE) == "注一"


def test_a_doc_keeps_characters_beyond_the_first_plane() -> None:
    # Positions count halves of such characters: a run after one must not shift.
    assert decoded(doc([("𠮷某", b""), ("删", DELETED), ("提\r", b"")]), Format.DOC).text == "𠮷某提"


@pytest.mark.parametrize(("place", "value", "reason"), [(0, 0xA5DC, "Word 95"), (0x0A, 0x0300, "密码"), (0, 0, "损坏")])
def test_a_doc_that_is_too_old_or_encrypted_says_so(place: int, value: int, reason: str) -> None:
    stream = bytearray(4096)
    struct.pack_into("<H", stream, 0, 0xA5EC)
    struct.pack_into("<H", stream, place, value)
    with pytest.raises(ReadError, match=reason):
        decode(compound({"WordDocument": bytes(stream)}), Format.DOC)


RTF_HEAD = rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fcharset134 x;}{\f1\fcharset0 Times;}}"


def hexed(text: str) -> bytes:
    return b"".join(rb"\'%02x" % byte for byte in text.encode("gb18030"))


def test_rtf_reads_code_pages_and_unicode_and_leaves_out_what_is_hidden_or_deleted() -> None:
    body = hexed("停车难") + rb"\u25552?\u26696?{\v " + hexed("隐") + rb"}{\deleted " + hexed("删") + rb"}\par a|b\par}"
    document = decoded(RTF_HEAD + body, Format.RTF)
    assert document.text == "停车难提案\na|b"
    assert [(each.why, each.text) for each in document.dropped] == [("隐藏文字", "隐"), ("修订中删除的文字", "删")]


def test_rtf_rows_are_tables_and_notes_stand_apart() -> None:
    row = (
        rb"\trowd\cellx2000\cellx4000\pard\intbl " + hexed("案由") + rb"\cell " + hexed("停车") + rb"\par "
        + hexed("难") + rb"\cell\row\trowd\cellx4000\intbl " + hexed("横") + rb"\cell\row\pard "
    )  # fmt: skip
    body = row + hexed("正文") + rb"{\footnote " + hexed("注") + rb"}{\*\unknown " + hexed("无") + rb"}\par"
    document = decoded(RTF_HEAD + body + rb"{\header " + hexed("页眉") + rb"\par}{\pict 00ff}}", Format.RTF)
    assert grid(document) == [["案由", "停车\n难"], ["横", "横"]]
    assert document.text.endswith("正文")
    assert (document.part(Part.FOOTNOTE), document.part(Part.HEADER)) == ("注", "页眉")


def test_rtf_cut_short_says_so() -> None:
    with pytest.raises(ReadError, match="RTF 不完整"):
        decode(RTF_HEAD + hexed("停车"), Format.RTF)


LIST = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-suffix="、"'
    ' style:num-format="一, 二, 三, ..."/></text:list-style><style:style style:name="S" style:family="text">'
    '<style:text-properties text:display="none"/></style:style>'
)


def test_odt_gives_numbers_notes_boxes_and_leaves_out_what_is_hidden_or_deleted() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>删</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        '<text:list text:style-name="L"><text:list-item><text:p>问题</text:p></text:list-item>'
        "<text:list-item><text:p>建议</text:p><text:p>续</text:p></text:list-item></text:list>"
        '<text:p>甲<text:s text:c="2"/>乙<text:line-break/>丙<text:span text:style-name="S">隐</text:span>'
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        "<text:p>注</text:p></text:note-body></text:note><draw:frame><draw:text-box><text:p>框</text:p>"
        "</draw:text-box></draw:frame></text:p>"
    )
    document = decoded(odt(body, automatic=LIST), Format.ODT)
    assert document.text == "一、问题\n二、建议\n续\n甲  乙\n丙\n框"
    assert document.part(Part.FOOTNOTE) == "注"
    assert {(each.why, each.text) for each in document.dropped} == {("修订中删除的文字", "删"), ("隐藏文字", "隐")}


def test_odt_tables_expand_merged_cells() -> None:
    body = (
        '<table:table><table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>横</text:p>'
        '</table:table-cell><table:covered-table-cell/><table:table-cell table:number-rows-spanned="2">'
        "<text:p>竖</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>甲</text:p></table:table-cell>"
        "<table:table-cell><text:p>乙</text:p></table:table-cell><table:covered-table-cell/></table:table-row>"
        "</table:table>"
    )
    assert grid(decoded(odt(body), Format.ODT)) == [["横", "横", "竖"], ["甲", "乙", "竖"]]
