"""DOCX: one proposal a file; paragraphs as lines, tables of labels understood.

The text is taken from the XML itself: content controls, hyperlinks and accepted insertions count, deletions do not.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from corpus.errors import ReadError
from corpus.profiles import Profile
from corpus.readers.blocks import Block, Cell, TextLine, label_pairs
from corpus.readers.hazards import open_package
from corpus.readers.items import Labelled, Reject
from corpus.readers.plain import one_record

__all__ = ["read"]

_DOCUMENT = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}
#: Not part of the text as it reads: deletions, fallback drawings (their text stands in the choice as well).
_LEFT_OUT = (
    f"{_W}del",
    f"{_W}moveFrom",
    f"{_W}instrText",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
)


def read(content: bytes, profile: Profile) -> Iterator[Labelled | Reject]:
    """Yield the one record of the document."""
    try:
        with open_package(content, tree=(_DOCUMENT,)) as package:
            root = etree.fromstring(package.read(_DOCUMENT), etree.XMLParser(resolve_entities=False, huge_tree=True))
    except ReadError as error:
        yield Reject.of("", error.reason)
        return
    except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError):
        yield Reject.of("", "Word 正文损坏，文件可能没有下载完整，请重新下载或用 Word 另存")
        return
    labelled = one_record(_blocks(root, profile), profile)
    if labelled.pairs or labelled.heading or labelled.text:
        yield labelled
    else:
        yield Reject.of("", "Word 文件里没有文字；如果是扫描图片，请先识别成文字")


def _blocks(root: etree._Element, profile: Profile) -> Iterator[Block]:
    walker = etree.iterwalk(root, events=("start",), tag=(f"{_W}p", f"{_W}tbl"))
    for _, element in walker:
        walker.skip_subtree()
        if element.tag == f"{_W}p":
            yield from (TextLine(line) for line in _text(element).split("\n"))
            continue
        rows = [[Cell(_cell(cell)) for cell in row.iterfind(f"{_W}tc")] for row in element.iter(f"{_W}tr")]
        pairs = label_pairs(rows, profile)
        if pairs:
            yield pairs
        else:
            yield from (TextLine("\t".join(cell.text for cell in row)) for row in rows)


def _cell(cell: etree._Element) -> str:
    return "\n".join(_text(paragraph) for paragraph in cell.iter(f"{_W}p")).strip()


def _text(paragraph: etree._Element) -> str:
    parts: list[str] = []
    walker = etree.iterwalk(paragraph, events=("start",))
    for _, element in walker:
        if element.tag in _LEFT_OUT:
            walker.skip_subtree()
        elif element.tag == f"{_W}t":
            parts.append(element.text or "")
        else:
            parts.append(_BREAKS.get(str(element.tag), ""))
    return "".join(parts)
