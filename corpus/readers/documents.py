"""Decoded documents: one proposal a file; paragraphs as lines, tables of labels understood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corpus.errors import ReadError
from corpus.formats import Attachment, Document, Part, Table
from corpus.profiles import Profile
from corpus.readers import html
from corpus.readers.blocks import Block, Cell, TextLine, label_pairs
from corpus.readers.charset import decode
from corpus.readers.items import Labelled, Reject
from corpus.readers.plain import one_record

__all__ = ["covering", "read"]

#: What stands beside the text keeps the name of its part.
_BESIDE = (Part.HEADER, Part.FOOTNOTE, Part.ENDNOTE, Part.FOOTER)


def read(document: Document, profile: Profile) -> Iterator[Labelled | Reject]:
    """Yield the one record of the document; notes, headers and footers come as labels of these names."""
    labelled = one_record(_blocks(document, profile), profile)
    if not (labelled.pairs or labelled.heading or labelled.text):
        yield Reject.of("", "文件里没有文字；如果是扫描图片，请先识别成文字")
        return
    beside = [(part.value, text) for part in _BESIDE if (text := document.part(part).strip())]
    header = document.part(Part.HEADER)
    yield replace(labelled, pairs=(*labelled.pairs, *beside, *document.properties), header=header)


def _blocks(document: Document, profile: Profile) -> Iterator[Block]:
    for block in document.blocks:
        if isinstance(block, Table):
            yield from _table(block, profile)
        elif block.part in (Part.BODY, Part.TEXT_BOX):
            heading = min(block.heading, 6)
            yield from (TextLine(line, heading=heading, emphasised=block.emphasised) for line in block.text.split("\n"))


def _table(table: Table, profile: Profile) -> Iterator[Block]:
    """The pairs of a label table, else its rows as lines; a label merged over rows is the label of each."""
    labels = [
        [Cell(cell.text) for column, cell in enumerate(row) if not (cell.repeats and column)] for row in table.rows
    ]
    pairs = label_pairs(labels, profile)
    if pairs:
        yield pairs
    else:
        yield from (TextLine("\t".join(cell.text for cell in row if not cell.repeats)) for row in table.rows)


def covering(outer: Document, profile: Profile) -> tuple[tuple[tuple[str, str], ...], tuple[Attachment, ...]]:
    """Return what an archive or letter says of itself, and the files in it that are to be read.

    A letter's own text beside attachments is a covering letter unless it has a label that the profile knows: it is
    said of every attachment rather than being a record.
    """
    bodies = [member for member in outer.attachments if member.body]
    if len(bodies) == len(outer.attachments):
        return outer.properties, outer.attachments
    said = list(outer.properties)
    members: list[Attachment] = []
    for member in outer.attachments:
        text = _words(member) if member.body else None
        if text is None or _has_label(text, profile):
            members.append(member)
        else:
            said += [("邮件正文", text)] if text.strip() else []
    return tuple(said), tuple(members)


def _words(member: Attachment) -> str | None:
    """A body's text, None where it cannot be read."""
    try:
        return html.words(member.content) if member.name.endswith(".html") else decode(member.content)
    except ReadError:
        return None


def _has_label(text: str, profile: Profile) -> bool:
    return any(pair for pair in one_record(map(TextLine, text.splitlines()), profile).pairs)
