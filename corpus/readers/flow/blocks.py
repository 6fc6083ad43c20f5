"""A page or document as a flow: lines of text and grids of cells, in reading order, before any label has a meaning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

__all__ = ["Block", "Grid", "GridCell", "Pair", "TextLine", "flat_text", "visible_lines"]

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line or paragraph.

    Attributes:
        text: the line.
        path: numbers of the enclosing elements from the root down; ``()`` where the format has none.
        container: how many of ``path`` enclose the paragraph itself (a ``p`` is not its own container).
        heading: 1 to 6 for a heading of that level, 0 for running text.
        lead: what of its beginning is set in bold, as labels are; ``""`` for nothing.
        item: whether it stands in an item of a list, as the names of tabs do.
        beside: whether the page itself marks it as no part of its content: ``nav``, ``footer``, a button.
    """

    text: str
    path: tuple[int, ...] = ()
    container: int = 0
    heading: int = 0
    lead: str = ""
    item: bool = False
    beside: bool = False

    @property
    def shown(self) -> tuple[str, ...]:
        """What a person sees of it: each cell of a row by itself."""
        return tuple(part for part in self.text.split("\t") if part.strip())

    @property
    def scope(self) -> tuple[int, ...]:
        """The elements that hold the paragraph."""
        return self.path[: self.container]


@dataclass(frozen=True, slots=True)
class GridCell:
    """One position in a grid.

    Attributes:
        blocks: what stands in it; grids may be nested.
        header: whether the format marks it as a header (``th``, ``dt``).
        across, down: whether it is covered by a merged cell to its left, above it; it then shows that one's blocks.
    """

    blocks: tuple[Block, ...] = ()
    header: bool = False
    across: bool = False
    down: bool = False

    @property
    def text(self) -> str:
        """All its text as lines."""
        return flat_text(self.blocks)

    @property
    def repeats(self) -> bool:
        """Whether a merged cell covers it, so that what it shows stands elsewhere already."""
        return self.across or self.down


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells; merged cells are expanded, so that every row has its own value in each column."""

    rows: tuple[tuple[GridCell, ...], ...]
    path: tuple[int, ...] = ()


Block = TextLine | Grid


def flat_text(blocks: Iterable[Block]) -> str:
    """Return the text as lines, a row of a grid as one line with tabs between its cells."""
    return "\n".join(_flat(blocks)).strip("\n")


def _flat(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, TextLine):
            yield block.text
        else:
            for row in block.rows:
                line = "\t".join(cell.text for cell in row if not cell.repeats)
                if line.strip():
                    yield line


def visible_lines(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield every line that a person sees, once and in order, whatever it means."""
    for block in blocks:
        if isinstance(block, TextLine):
            yield from block.shown
        else:
            for row in block.rows:
                for cell in row:
                    if not cell.repeats:
                        yield from visible_lines(cell.blocks)
