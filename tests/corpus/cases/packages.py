"""Word documents, and a proposal in the other containers that offices send: mail, web archive, RTF, ZIP, ODT, OFD."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage

from tests.corpus.layouts.model import Expected, Layout, Seen, seen
from tests.corpus.layouts.portal_tables import page
from tests.corpus.layouts.word import NAMESPACES, NUMBERED, NUMBERING, paragraphs, with_parts

__all__ = ["CASES"]


def _word(name: str, body: str, expected: Expected, visible: tuple[Seen, ...], parts: Mapping[str,
str] | None = None) -> Layout:  # fmt: skip
    return Layout(name, "form.docx", with_parts(body, parts), (expected,), visible)


_NOTE = _word(
    "footnote",
    paragraphs("关于候车点的提案", "提案人：孔一")
    + '<w:p><w:r><w:t>候车点偏少。</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p>',
    Expected("关于候车点的提案", ("候车点偏少。",), proposers=("孔一",)),
    seen("关于候车点的提案", "提案人：", "孔一", "候车点偏少。", "数字取自年报第三章。"),
    {
        "footnotes": f'<w:footnotes {NAMESPACES}><w:footnote w:id="1">{paragraphs("数字取自年报第三章。")}</w:footnote>'
        "</w:footnotes>"
    },
)
_HEADER = _word(
    "header-holds-session-and-number",
    paragraphs("关于泳池的提案", "提案人：孔三", "泳池偏少。"),
    Expected("关于泳池的提案", ("泳池偏少。",), "14-2", (88,), proposers=("孔三",)),
    seen("关于泳池的提案", "提案人：", "孔三", "泳池偏少。", "政协十四届二次会议第0088号提案"),
    {"header1": f"<w:hdr {NAMESPACES}>{paragraphs('政协十四届二次会议第0088号提案')}</w:hdr>"},
)
_FORMULA = _word(
    "formula-in-a-sentence",
    paragraphs("关于普及率的提案", "提案人：孔七")
    + "<w:p><w:r><w:t>按</w:t></w:r><m:oMath><m:r><m:t>受益人数/户籍人数</m:t></m:r></m:oMath><w:r><w:t>计算。"
    "</w:t></w:r></w:p>",
    Expected("关于普及率的提案", ("按受益人数/户籍人数计算。",), proposers=("孔七",)),
    seen("关于普及率的提案", "提案人：", "孔七", "按受益人数/户籍人数计算。"),
)
_BOX = f"<w:txbxContent>{paragraphs('提案人：孔五')}</w:txbxContent>"
_TEXT_BOX = _word(
    "text-box-is-lines-of-its-own",
    '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData uri="x">'
    f"<wps:wsp><wps:txbx>{_BOX}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
    f"<mc:Fallback><w:pict><v:shape><v:textbox>{_BOX}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    "<w:r><w:t>关于驿亭的提案</w:t></w:r></w:p>" + paragraphs("驿亭偏少，建议补齐。"),
    Expected("关于驿亭的提案", ("驿亭偏少，建议补齐。",), proposers=("孔五",)),
    seen("提案人：", "孔五", "关于驿亭的提案", "驿亭偏少，建议补齐。"),
)
_NUMBERS = _word(
    "automatic-numbers-are-shown",
    paragraphs("关于午托的提案", "提案人：孔十") + NUMBERED.format("存在问题") + paragraphs("午托不足。")
    + NUMBERED.format("有关建议") + paragraphs("增加午托。"),
    Expected("关于午托的提案", ("一、存在问题", "午托不足。", "二、有关建议", "增加午托。"), proposers=("孔十",)),
    seen("关于午托的提案", "提案人：", "孔十", "一、存在问题", "午托不足。", "二、有关建议", "增加午托。"),
    {"numbering": NUMBERING},
)  # fmt: skip
_VANISHED = _word(
    "hidden-text-is-no-content",
    paragraphs("关于果皮箱的提案", "提案人：孔甲")
    + "<w:p><w:r><w:t>箱少。</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>内部批注</w:t></w:r></w:p>",
    Expected("关于果皮箱的提案", ("箱少。",), proposers=("孔甲",)),
    seen("关于果皮箱的提案", "提案人：", "孔甲", "箱少。"),
)

_LINES = ("关于设立渡口的提案", "提案人：曹乙", "提案内容：", "两岸往来不便。")
_RIGHT = Expected(_LINES[0], ("两岸往来不便。",), proposers=("曹乙",))
_SHOWN = seen("关于设立渡口的提案", "提案人：", "曹乙", "提案内容：", "两岸往来不便。")


def _same(name: str, file: str, content: bytes, visible: tuple[Seen, ...] = _SHOWN) -> Layout:
    return Layout(name, file, content, (_RIGHT,), visible)


def _web_archive() -> bytes:
    mail = EmailMessage()
    mail["Subject"] = "提案"
    mail["Snapshot-Content-Location"] = "https://example.org/1"
    mail.set_content(page("".join(f"<p>{line}</p>" for line in _LINES)).decode(), subtype="html", cte="base64")
    mail.make_related()
    return mail.as_bytes()


def _mail() -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "报送提案一件", "a@example.org", "b@example.org"
    mail.set_content("请查收附件。")
    mail.add_attachment("\n".join(_LINES).encode("gbk"), maintype="text", subtype="plain", filename="提案.txt")
    return mail.as_bytes()


def _rich_text(escaped_as_gbk: bool) -> bytes:
    def escape(text: str) -> str:
        if escaped_as_gbk:
            return "".join(f"\\'{byte:02x}" for byte in text.encode("gbk"))
        return "".join(f"\\u{ord(each)}?" for each in text)

    return ("{\\rtf1\\ansi\\ansicpg936 " + "\\par ".join(map(escape, _LINES)) + "\\par}").encode("ascii")


def _package(files: Mapping[str, str | bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return kept.getvalue()


def _open_document() -> bytes:
    office = "urn:oasis:names:tc:opendocument:xmlns"
    body = "".join(f"<text:p>{line}</text:p>" for line in _LINES)
    content = (
        f'<office:document-content xmlns:office="{office}:office:1.0" xmlns:text="{office}:text:1.0"><office:body>'
        f"<office:text>{body}</office:text></office:body></office:document-content>"
    )
    return _package({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def _fixed_layout() -> bytes:
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    texts = "".join(
        f'<ofd:TextObject ID="{at}" Boundary="20 {at * 10} 150 8" Font="1" Size="5"><ofd:TextCode X="0" Y="5">{line}'
        "</ofd:TextCode></ofd:TextObject>"
        for at, line in enumerate(_LINES, 2)
    )
    return _package(
        {
            "OFD.xml": f'<ofd:OFD {space} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml'
            "</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f'<ofd:Document {space}><ofd:Pages><ofd:Page ID="1" '
            'BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
            "Doc_0/Pages/Page_0/Content.xml": f'<ofd:Page {space}><ofd:Content><ofd:Layer ID="20">{texts}</ofd:Layer>'
            "</ofd:Content></ofd:Page>",
        }
    )


_ELSEWHERE = (
    # A saved page says where it was saved from, and what mail programs show as its subject.
    _same("web-archive", "proposal.mht", _web_archive(), seen("提案", "https://example.org/1", _SHOWN)),
    _same("mail-with-the-proposal-attached", "mail.eml", _mail(), seen("报送提案一件", "请查收附件。", _SHOWN)),
    _same("rich-text", "proposal.rtf", _rich_text(False)),
    _same("rich-text-of-gbk-bytes", "proposal.rtf", _rich_text(True)),
    _same("zip-with-one-text", "proposals.zip", _package({"提案/一.txt": "\n".join(_LINES).encode("gbk")})),
    _same("open-document-text", "proposal.odt", _open_document()),
    _same("fixed-layout-document", "proposal.ofd", _fixed_layout()),
)

CASES = (_NOTE, _HEADER, _FORMULA, _TEXT_BOX, _NUMBERS, _VANISHED, *_ELSEWHERE)
