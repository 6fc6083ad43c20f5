"""Word documents: forms, letters, and the parts of a page outside its paragraphs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import docx
from docx.oxml import parse_xml

from tests.corpus.layouts.model import Answer, Expected, Layout, as_value, label, seen

__all__ = ["LAYOUTS", "NAMESPACES", "NUMBERED", "NUMBERING", "document", "paragraphs", "with_parts"]

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
_OPEN = ("proposers", "units")


def document(build: Callable[[Any], None]) -> bytes:
    """Return a DOCX file that ``build`` has filled."""
    made = docx.Document()
    build(made)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def with_parts(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    """Return a minimal DOCX package: the body's XML, and other parts of ``word/`` by name."""
    kinds = {"header1": "header", "footnotes": "footnotes", "numbering": "numbering"}
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    others = dict(parts or {})
    types = "".join(f'<Override PartName="/word/{n}.xml" ContentType="{kind}.{kinds[n]}+xml"/>' for n in others)
    links = "".join(
        f'<Relationship Id="r{at}" Type="{relation}/{kinds[n]}" Target="{n}.xml"/>' for at, n in enumerate(others)
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    package = "http://schemas.openxmlformats.org/package/2006"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
        f'ContentType="{kind}.document.main+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type='
        f'"{relation}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{links}</Relationships>',
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>",
        **{f"word/{name}.xml": xml for name, xml in others.items()},
    }
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, xml in files.items():
            archive.writestr(name, head + xml)
    return kept.getvalue()


def paragraphs(*texts: str) -> str:
    """Return paragraphs as WordprocessingML."""
    return "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)


def _form(made: Any) -> None:
    made.add_heading("江州市政协提案表", 0)
    table = made.add_table(rows=5, cols=4)
    cells = [
        ("案由", "关于设置路侧停车位的提案", None, None), ("提案人", "汪洋、石川", "届次", "八届五次"),
        ("类别", "城建", "案号", "0211"), ("提案内容", "停车位不足。\n建议夜间放开。", None, None),
        ("主办单位", "市公安局", "会办单位", "市财政局"),
    ]  # fmt: skip
    for row, texts in zip(table.rows, cells, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            if text is None:
                continue
            cell.text = text
        if None in texts:
            row.cells[1].merge(row.cells[3])


_FORM = Layout(
    "docx-form-with-merged-cells",
    "form.docx",
    document(_form),
    (
        Expected(
            "关于设置路侧停车位的提案",
            ("停车位不足。", "建议夜间放开。"),
            "8-5",
            (211,),
            proposers=("汪洋", "石川"),
            category="城建",
            units=(("主办", "市公安局"), ("协办", "市财政局")),
        ),
    ),
    seen("江州市政协提案表", "案由：", "关于设置路侧停车位的提案", "提案人：", as_value("汪洋、石川", "汪洋"), "届次：",
         as_value("八届五次", "8-5"), "类别：", "城建", "案号：", "0211", "提案内容：", "停车位不足。",
         "建议夜间放开。",
         "主办单位：", "市公安局", "会办单位：", "市财政局"),
)  # fmt: skip


def _letter(made: Any) -> None:
    made.sections[0].header.paragraphs[0].text = "江州市教育局文件"
    for text in (
        "江教函〔2023〕5号",
        "对市政协九届二次会议第0314号提案的答复",
        "秦岭委员：",
        "您提出的提案收悉。已开设课程。",
    ):
        made.add_paragraph(text)
    inner = made.add_table(rows=1, cols=2)
    inner.rows[0].cells[0].text, inner.rows[0].cells[1].text = "江州市教育局", "2023年6月19日"


_LETTER = Layout(
    "docx-letter-with-signature-table",
    "letter.docx",
    document(_letter),
    (
        Expected(
            "对市政协九届二次会议第0314号提案的答复",
            session="9-2",
            numbers=(314,),
            replies=(
                Answer(("秦岭委员：", "已开设课程。"), ("江州市教育局",), "2023-06-19",
                document_number="江教函〔2023〕5号"),
            ),
            open=_OPEN,
        ),
    ),
    seen("江州市教育局文件", "江教函〔2023〕5号", "对市政协九届二次会议第0314号提案的答复", "秦岭委员：",
         "您提出的提案收悉。已开设课程。", "江州市教育局", "2023年6月19日"),
)  # fmt: skip

_BOX = (
    "<w:txbxContent>" + paragraphs("案号：0071") + "</w:txbxContent>"
)  # Word writes each text box twice: as a drawing, and for older readers.
_TEXT_BOX = Layout(
    "docx-text-box-above-title",
    "form.docx",
    with_parts(
        f"""<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic>
        <a:graphicData uri="x"><wps:wsp><wps:txbx>{_BOX}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor>
        </w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{_BOX}</v:textbox></v:shape></w:pict>
        </mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>关于保护湿地的提案</w:t></w:r></w:p>"""
        + paragraphs("提案人：芦荻", "湿地减少。")
    ),
    (Expected("关于保护湿地的提案", ("湿地减少。",), numbers=(71,), proposers=("芦荻",)),),
    seen("案号：", "0071", "关于保护湿地的提案", "提案人：", "芦荻", "湿地减少。"),
)

_PARTS = Layout(
    "docx-header-footnote-and-formula",
    "form.docx",
    with_parts(
        paragraphs("关于提高入园率的提案", "提案人：稚子")
        + "<w:p><w:r><w:t>入园率为</w:t></w:r><m:oMath><m:r><m:t>在园人数/适龄人数"
        + "</m:t></m:r></m:oMath><w:r><w:t>，偏低。</w:t>"
        + '</w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p>',
        {
            "header1": f"<w:hdr {NAMESPACES}>{paragraphs('市政协六届三次会议第0185号提案')}</w:hdr>",
            "footnotes": f'<w:footnotes {NAMESPACES}><w:footnote w:id="1">{paragraphs("见统计公报。")}</w:footnote>'
            "</w:footnotes>",
        },
    ),
    (
        Expected(
            "关于提高入园率的提案",
            ("入园率为在园人数/适龄人数，偏低。",),
            "6-3",
            (185,),
            proposers=("稚子",),
        ),
    ),
    seen("关于提高入园率的提案", "提案人：", "稚子", "入园率为在园人数/适龄人数，偏低。",
         "市政协六届三次会议第0185号提案", "见统计公报。"),
)  # fmt: skip

#: A paragraph of a list, and the definition of the list: 一、二、三、.
NUMBERED = (
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
)
NUMBERING = (
    f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1">'
    '<w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
_LISTS = Layout(
    "docx-automatic-numbers",
    "form.docx",
    with_parts(
        paragraphs("关于普及急救的提案", "提案人：岐黄")
        + NUMBERED.format("问题")
        + paragraphs("会急救的人少。")
        + NUMBERED.format("建议")
        + paragraphs("开展培训。"),
        {"numbering": NUMBERING},
    ),
    (Expected("关于普及急救的提案", ("一、问题", "会急救的人少。", "二、建议", "开展培训。"), proposers=("岐黄",)),),
    seen("关于普及急救的提案", "提案人：", "岐黄", "一、问题", "会急救的人少。", "二、建议", "开展培训。"),
)

_CHANGES = Layout(
    "docx-tracked-changes-and-hidden-text",
    "form.docx",
    with_parts(
        paragraphs("关于限养大型犬的提案", "提案人：司晨")
        + """<w:p><w:r><w:t>犬只</w:t></w:r><w:del w:id="1"><w:r><w:delText>伤人</w:delText></w:r></w:del>
        <w:ins w:id="2"><w:r>
        <w:t>扰民</w:t></w:r></w:ins><w:r><w:t>。</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>内部意见</w:t></w:r>
        </w:p>"""
    ),
    (Expected("关于限养大型犬的提案", ("犬只扰民。",), proposers=("司晨",)),),
    seen("关于限养大型犬的提案", "提案人：", "司晨", "犬只扰民。"),
)


def _nested(made: Any) -> None:
    table = made.add_table(rows=3, cols=2)
    for row, (name, text) in zip(
        table.rows,
        (("标题", "关于改善厂区交通的提案"), ("提案者", "民革市委"), ("提案内容", "班车统计：")),
        strict=True,
    ):
        row.cells[0].text, row.cells[1].text = name, text
    inner = table.rows[2].cells[1].add_table(rows=2, cols=2)
    for cell, text in zip(inner._cells, ("线路", "班次", "一线", "六班"), strict=True):
        cell.text = text
    table.rows[2].cells[1].add_paragraph("建议加开。")
    made.element.body.insert(0, parse_xml(f"<w:p {NAMESPACES}><w:r><w:t>附件一</w:t></w:r></w:p>"))


_NESTED = Layout(
    "docx-table-in-cell",
    "form.docx",
    document(_nested),
    (
        Expected(
            "关于改善厂区交通的提案",
            ("班车统计：", "线路", "班次", "一线", "六班", "建议加开。"),
            proposers=("民革市委",),
        ),
    ),
    seen("附件一", "标题：", "关于改善厂区交通的提案", "提案者：", "民革市委", "提案内容：", "班车统计：",
         label("线路"),
         label("班次"), "一线", "六班", "建议加开。"),
)  # fmt: skip

LAYOUTS = (_FORM, _LETTER, _TEXT_BOX, _PARTS, _LISTS, _CHANGES, _NESTED)
