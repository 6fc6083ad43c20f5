"""Decoded documents: one proposal a file; paragraphs as lines, tables of labels understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from corpus.errors import ReadError
from corpus.formats import Attachment, Cell, Document, Paragraph, Part, Table
from corpus.formats import Block as Decoded
from corpus.profiles import Profile
from corpus.readers import html
from corpus.readers.flow.blocks import Block, Grid, GridCell, TextLine
from corpus.readers.flow.flows import Framing, labelled_records
from corpus.readers.items import Labelled, Reject
from corpus.readers.text.charset import decode

__all__ = ["covering", "read"]

#: What stands beside the text keeps the name of its part.
_BESIDE = (Part.HEADER, Part.FOOTNOTE, Part.ENDNOTE, Part.FOOTER)


def read(document: Document, profile: Profile) -> Iterator[Labelled | Reject]:
    """Yield the records of the document; notes, headers and footers come with the first as labels of these names."""
    blocks = list(_blocks(document.blocks))
    beside = [(part.value, text) for part in _BESIDE if (text := document.part(part).strip())]
    header = document.part(Part.HEADER)
    records = list(labelled_records(blocks, profile, Framing(header=header)))
    first = records[0]
    if not (first.pairs or first.heading or first.text or first.visible):
        yield Reject.of("", "文件里没有文字；如果是扫描图片，请先识别成文字")
        return
    yield replace(first, pairs=(*first.pairs, *beside, *document.properties))
    yield from records[1:]


def _blocks(blocks: Iterable[Decoded]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Table):
            yield Grid(tuple(map(_row, block.rows)))
        elif block.part in (Part.BODY, Part.TEXT_BOX):
            yield from _lines(block)


def _row(row: tuple[Cell, ...]) -> tuple[GridCell, ...]:
    cells: list[GridCell] = []
    for column, cell in enumerate(row):
        across = cell.repeats and column > 0 and row[column - 1].blocks == cell.blocks
        inner = cells[-1].blocks if across else tuple(_blocks(cell.blocks))
        shown = tuple(block for block in inner if isinstance(block, Grid) or block.text.strip())
        cells.append(GridCell(shown, across=across, down=cell.repeats and not across))
    return tuple(cells)


def _lines(paragraph: Paragraph) -> Iterator[TextLine]:
    heading = min(paragraph.heading, 6)
    for line in paragraph.text.split("\n"):
        yield TextLine(line, heading=heading, lead=line.strip() if paragraph.emphasised else "")


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
    records = labelled_records(map(TextLine, text.splitlines()), profile, Framing())
    return any(record.pairs for record in records)
