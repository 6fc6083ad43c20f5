"""Pages of placed characters become a document's blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from corpus.formats.layout.columns import Region, regions_of
from corpus.formats.layout.glyphs import Glyph, Line, Ruling, joined, rows_of
from corpus.formats.layout.grids import Grid, Placed, find_grids
from corpus.formats.layout.margins import strip_margins
from corpus.formats.layout.paragraphs import Frame, paragraphs_of
from corpus.formats.limits import Budget
from corpus.formats.model import Block, Cell, Document, Paragraph, Table

__all__ = ["Page", "read_pages"]

_SENTENCE_ENDS = "。！？：；!?:;"
#: Edges of columns this near one another, in heights of a line, are one edge.
_SAME_EDGE = 4.0
#: Share of the page's breadth that full lines reach at least.
_FAR = 0.75


@dataclass(frozen=True, slots=True)
class Page:
    """What is drawn on one page; ``lines`` are given where no single characters are known (scans)."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    lines: tuple[Line, ...] = ()


def read_pages(pages: Sequence[Page], budget: Budget) -> Document:
    """Return the document that the pages show; raise ReadError when laying it out takes too long."""
    found: list[tuple[list[Grid], list[Placed]]] = []
    for number, page in enumerate(pages, 1):
        budget.check_time(f"第 {number} 页")
        found.append(find_grids(page.rulings, page.lines or page.glyphs))
    rows = [(_rows(outside), page.height) for page, (_, outside) in zip(pages, found, strict=True)]
    bodies, margins = strip_margins(rows)
    blocks = _blocks(bodies, [grids for grids, _ in found], [page.width for page in pages])
    return Document(tuple(chain(blocks, margins.kept)), dropped=tuple(margins.dropped))


def _rows(placed: Sequence[Placed]) -> list[list[Line]]:
    lines = [each for each in placed if isinstance(each, Line)]
    if not lines:
        return rows_of(each for each in placed if isinstance(each, Glyph))
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.top + line.bottom) / 2):
        middle = (line.top + line.bottom) / 2
        if rows and middle < rows[-1][0].top + 0.7 * rows[-1][0].height:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.left) for row in rows]


def _blocks(bodies: list[list[list[Line]]], tables: list[list[Grid]], widths: list[float]) -> list[Block]:
    blocks: list[Block] = []
    frames: list[Frame] = []
    flows = [list(_flow(rows, grids)) for rows, grids in zip(bodies, tables, strict=True)]
    edges = [_edges_of(part) for flow in flows for part in flow if isinstance(part, list)]
    last: Grid | None = None
    for number, flow in enumerate(flows, 1):
        place = f"第 {number} 页"
        for part in flow:
            if isinstance(part, Grid):
                blocks += paragraphs_of(frames)
                frames = []
                _add_table(blocks, part, last, place)
                last = part
            else:
                frames.append(Frame(tuple(part), *_edges(part, edges, widths[number - 1]), place))
                last = None
    return [*blocks, *paragraphs_of(frames)]


def _flow(rows: list[list[Line]], grids: list[Grid]) -> Iterator[Region | Grid]:
    """Columns and tables of one page from the top."""
    rest = rows
    for grid in grids:
        above = [row for row in rest if row[0].top < grid.rows[0]]
        rest = rest[len(above) :]
        yield from regions_of(above)
        yield grid
    yield from regions_of(rest)


def _edges_of(region: Region) -> tuple[float, float]:
    return min(line.left for line in region), max(line.right for line in region)


def _edges(region: Region, all_edges: Sequence[tuple[float, float]], width: float) -> tuple[float, float]:
    """Left and right edge of a column: that of its lines, or of columns in the same place on other pages.

    Where all lines end far from the edge that margins of equal width would give, they are short, not full.
    """
    left, right = _edges_of(region)
    near = _SAME_EDGE * region[0].height
    for low, high in all_edges:
        if abs(low - left) < near and (abs(high - right) < near or high > right):
            left, right = min(left, low), max(right, high)
    beside = any(low > right for low, _ in all_edges)
    margin = width - min(low for low, _ in all_edges)
    return left, margin if not beside and right < _FAR * margin else right


def _add_table(blocks: list[Block], grid: Grid, last: Grid | None, place: str) -> None:
    """Append a table, or to the table before it what is its continuation on a new page."""
    table = _table(grid, place)
    before = blocks[-1] if blocks else None
    if last is None or not isinstance(before, Table) or not _same_columns(last, grid) or last.rows == grid.rows:
        blocks.append(table)
        return
    rows, more = list(before.rows), list(table.rows)
    if not more[0][0].text and any(cell.text for cell in more[0]):
        rows[-1] = tuple(_continued(cell, further) for cell, further in zip(rows[-1], more.pop(0), strict=True))
    blocks[-1] = replace(before, rows=(*rows, *more))


def _same_columns(one: Grid, other: Grid) -> bool:
    near = zip(one.columns, other.columns, strict=False)
    return len(one.columns) == len(other.columns) and all(abs(a - b) < 5 for a, b in near)


def _continued(cell: Cell, further: Cell) -> Cell:
    """A cell that a page break parted, whole again."""
    if not cell.blocks or not further.blocks:
        return replace(cell, blocks=cell.blocks + further.blocks)
    end, start = cell.blocks[-1], further.blocks[0]
    if isinstance(end, Paragraph) and isinstance(start, Paragraph) and end.text[-1:] not in _SENTENCE_ENDS:
        whole = replace(end, text=joined(end.text, start.text))
        return replace(cell, blocks=(*cell.blocks[:-1], whole, *further.blocks[1:]))
    return replace(cell, blocks=cell.blocks + further.blocks)


def _table(grid: Grid, place: str) -> Table:
    filled = {cell: _cell_blocks(grid, cell, place) for cell in set(grid.owner.values())}
    rows = [
        tuple(
            Cell(filled[grid.owner[row, column]], grid.owner[row, column] != (row, column))
            for column in range(len(grid.columns) - 1)
        )
        for row in range(len(grid.rows) - 1)
    ]
    return Table(tuple(rows), place)


def _cell_blocks(grid: Grid, cell: tuple[int, int], place: str) -> tuple[Block, ...]:
    lines = [part for region in regions_of(_rows(grid.placed.get(cell, []))) for part in region]
    if not lines:
        return ()
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    return tuple(paragraphs_of([Frame(tuple(lines), left, right, place)]))
