"""What any document is, whatever its format: paragraphs, tables, attachments, and what was left out of them.

bytes ── decoder ──▶ Document(blocks, attachments, dropped)   letters, pages, forms, mail, archives
                 └─▶ Workbook(sheets)                         tables of records
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Attachment", "Block", "Cell", "Document", "Dropped", "Paragraph", "Part", "Sheet", "Table", "Workbook"]


class Part(StrEnum):
    """Which part of a document a paragraph stands in."""

    BODY = "正文"
    HEADER = "页眉"
    FOOTER = "页脚"
    FOOTNOTE = "脚注"
    ENDNOTE = "尾注"
    TEXT_BOX = "文本框"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as it reads: automatic numbers shown, deletions and hidden text gone.

    Attributes:
        text: without its end; a forced line break is ``\\n``.
        place: where it stands (``第 2 页``), ``""`` where the format has no pages.
        heading: 1 to 9 for a heading of that level, 0 for running text.
        emphasised: whether it begins in bold.
        confidence: 0 to 1 where a machine read it from a picture, else None.
    """

    text: str
    place: str = ""
    part: Part = Part.BODY
    heading: int = 0
    emphasised: bool = False
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One position in a table's grid.

    Attributes:
        blocks: what stands in it; tables may be nested.
        repeats: whether it is covered by the merged cell to its left or above, whose blocks it shows again.
    """

    blocks: tuple[Block, ...] = ()
    repeats: bool = False

    @property
    def text(self) -> str:
        """All its text, paragraphs as lines, nested tables row by row with tabs between cells."""
        return "\n".join(_lines(self.blocks)).strip()


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells; merged ranges are expanded, so that every row has its own value in each column."""

    rows: tuple[tuple[Cell, ...], ...]
    place: str = ""


Block = Paragraph | Table


def _lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from ("\t".join(cell.text for cell in row if not cell.repeats) for row in block.rows)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside a file.

    Attributes:
        name: as the container names it, with its folders and forward slashes.
        content: its bytes; empty where they cannot be had.
        fault: why its bytes cannot be had, ``""`` where they are here.
        body: whether it is the text of the letter or page itself rather than something sent with it.
    """

    name: str
    content: bytes = b""
    fault: str = ""
    body: bool = False


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something that is in the file and not in the text, and why: ``修订中删除的文字``, ``页码``, ``图片``."""

    why: str
    text: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A decoded file.

    Attributes:
        blocks: in reading order.
        attachments: members of a container, in its order.
        dropped: what was left out.
        properties: what the file says of itself beside its text (``发件人``), in order.
    """

    blocks: tuple[Block, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """The running text: every paragraph and table row of the body as a line, in reading order.

        >>> Document((Paragraph("停车难"), Table(((Cell((Paragraph("案由"),)), Cell((Paragraph("停车"),))),)))).text
        '停车难\\n案由\\t停车'
        """
        shown = (Part.BODY, Part.TEXT_BOX)
        return "\n".join(_lines(tuple(b for b in self.blocks if isinstance(b, Table) or b.part in shown)))

    def part(self, part: Part) -> str:
        """The text of one part, its paragraphs as lines."""
        return "\n".join(b.text for b in self.blocks if isinstance(b, Paragraph) and b.part is part)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook.

    Attributes:
        rows: cells as text; merged ranges expanded; row and column as in the sheet, from its first.
        hidden: whether the author hid it.
        unvalued: places (``B3``) of formulas without a stored value, whose cells read empty; the first few.
        fault: why the sheet could not be read, ``""`` where it was.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    hidden: bool = False
    unvalued: tuple[str, ...] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Workbook:
    """A decoded workbook, its sheets in order."""

    sheets: tuple[Sheet, ...]
