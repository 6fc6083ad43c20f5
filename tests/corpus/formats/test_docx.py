"""DOCX: what Word shows, and nothing that its author hid or deleted."""

from __future__ import annotations

import pytest

from corpus.formats import Document, Format, Part, Table, decode
from tests.corpus.formats.builders import W, docx, paragraph

NUMBERING = f"""<w:numbering {W}><w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="7"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
</w:numbering>"""
STYLES = f"""<w:styles {W}><w:style w:type="paragraph" w:styleId="H"><w:pPr><w:outlineLvl w:val="1"/>
<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H"/></w:style>
<w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"""


def decoded(body: str, **parts: str) -> Document:
    document = decode(docx(body, parts), Format.DOCX)
    assert isinstance(document, Document)
    return document


def numbered(text: str, level: int, number: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_automatic_numbers_are_shown_and_deeper_ones_begin_anew() -> None:
    levels = [("问题", 0), ("规划", 1), ("管理", 1), ("建议", 0), ("统筹", 1), ("细则", 2), ("要点", 3), ("又一", 2)]
    text = decoded("".join(numbered(*each) for each in levels), numbering=NUMBERING).text
    assert text.split("\n") == [
        "一、问题", "（一）规划", "（二）管理", "二、建议", "（一）统筹", "3. 细则", "要点", "4. 又一",
    ]  # fmt: skip


def test_a_list_that_begins_anew_counts_from_its_own_start() -> None:
    assert decoded(numbered("甲", 0) + numbered("乙", 0, 2) + numbered("丙", 0, 2), numbering=NUMBERING).text == (
        "一、甲\n五、乙\n六、丙"
    )


def test_numbers_and_headings_come_from_styles_too() -> None:
    first, *_ = decoded(paragraph("现状", '<w:pStyle w:val="H2"/>'), numbering=NUMBERING, styles=STYLES).blocks
    assert not isinstance(first, Table)
    assert (first.text, first.heading, first.emphasised) == ("一、现状", 2, True)


@pytest.mark.parametrize("run", ["<w:vanish/>", '<w:rStyle w:val="Secret"/>'])
def test_hidden_text_is_left_out_and_accounted(run: str) -> None:
    document = decoded(paragraph("公开") + paragraph("勿公开", run=run), styles=STYLES)
    assert "勿公开" not in document.text
    assert [(each.why, each.text) for each in document.dropped] == [("隐藏文字", "勿公开")]


def test_insertions_stay_and_deletions_go() -> None:
    body = (
        "<w:p><w:r><w:t>建议</w:t></w:r><w:ins><w:r><w:t>尽快</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>缓慢</w:delText></w:r></w:del><w:r><w:t>办理</w:t></w:r></w:p>"
    )
    document = decoded(body)
    assert document.text == "建议尽快办理"
    assert [(each.why, each.text) for each in document.dropped] == [("修订中删除的文字", "缓慢")]


def test_a_deleted_paragraph_end_joins_two_paragraphs() -> None:
    body = paragraph("前半", "<w:rPr><w:del/></w:rPr>") + paragraph("后半")
    assert decoded(body).text == "前半后半"


def test_a_text_box_is_lines_of_its_own_once() -> None:
    box = "<w:txbxContent>" + paragraph("提案人：林五") + "</w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body = (
        f"<w:p><w:r><mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>关于驿站的提案</w:t></w:r></w:p>"
    )
    assert decoded(body).text == "关于驿站的提案\n提案人：林五"


def test_notes_headers_and_formulas_are_read_and_page_numbers_dropped() -> None:
    math = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    parts = "".join(
        f"<m:{part}><m:r><m:t>{text}</m:t></m:r></m:{part}>" for part, text in (("num", "甲"), ("den", "乙"))
    )
    formula = f"<m:oMath {math}><m:f>{parts}</m:f></m:oMath>"
    body = f'<w:p><w:r><w:t>按</w:t></w:r>{formula}<w:r><w:t>计</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0">{paragraph("线")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("据年鉴。")}</w:footnote></w:footnotes>'
    )
    header = f"<w:hdr {W}>{paragraph('政协第88号')}{paragraph('第 3 页')}</w:hdr>"
    document = decoded(body, footnotes=notes, header=header)
    assert document.text == "按甲/乙计"
    assert (document.part(Part.FOOTNOTE), document.part(Part.HEADER)) == ("据年鉴。", "政协第88号")
    assert [each.why for each in document.dropped] == ["页码"]


def test_merged_cells_are_expanded_and_nested_tables_stay_in_place() -> None:
    def cell(text: str, properties: str = "", more: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{more}{paragraph(text)}</w:tc>"

    inner = "<w:tbl><w:tr>" + cell("内一") + cell("内二") + "</w:tr></w:tbl>"
    wide, top, below = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [cell("横", wide) + cell("竖", top), cell("尾", more=inner) + cell("乙") + cell("", below)]
    body = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    [table] = decoded(body).blocks
    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in table.rows] == [["横", "横", "竖"], ["内一\t内二\n尾", "乙", "竖"]]
    assert [[cell.repeats for cell in row] for row in table.rows] == [[False, True, False], [False, False, True]]


def test_names_of_the_iso_standard_are_office_s_own() -> None:
    strict = docx(paragraph("停车难"))
    assert decode(strict, Format.DOCX) == decode(
        _rewritten(strict, b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                   b"http://purl.oclc.org/ooxml/wordprocessingml/main"), Format.DOCX)  # fmt: skip


def _rewritten(content: bytes, old: bytes, new: bytes) -> bytes:
    import io
    import zipfile

    from tests.corpus.formats.builders import zipped

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return zipped({name: archive.read(name).replace(old, new) for name in archive.namelist()})
