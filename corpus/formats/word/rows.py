"""Tables of DOC and RTF: cells come one after another, and a row's definition says how wide each is."""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.formats.model import Block, Cell, Paragraph, Table

__all__ = ["MERGED", "RESTART", "VERTICAL", "RowEnd", "TableBuilder"]

#: Flags of a cell: it goes on from the left; from above; it begins what goes on below.
MERGED, VERTICAL, RESTART = 0x0002, 0x0020, 0x0040
#: Edges this near one another (twips) are one.
_NEAR = 40


@dataclass(frozen=True, slots=True)
class RowEnd:
    """What the end of a row says of its cells: their edges, and which go on from the left or from above."""

    edges: tuple[int, ...] = ()
    flags: tuple[int, ...] = ()

    @classmethod
    def of(cls, definition: bytes) -> RowEnd:
        """Read a table definition ([MS-DOC] 2.9.329): number of cells, their edges, 20 bytes a cell."""
        count = definition[0] if definition else 0
        if not count or len(definition) < 1 + (count + 1) * 2:
            return cls()
        edges = struct.unpack_from(f"<{count + 1}h", definition, 1)
        cells = definition[1 + (count + 1) * 2 :]
        flags = [int.from_bytes(cells[index * 20 : index * 20 + 2], "little") for index in range(count)]
        return cls(edges, tuple(flags))


@dataclass(slots=True)
class TableBuilder:
    """Cells and rows as they come."""

    _cell: list[Block] = field(default_factory=list)
    _row: list[tuple[Block, ...]] = field(default_factory=list)
    _rows: list[tuple[list[tuple[Block, ...]], RowEnd]] = field(default_factory=list)

    def add(self, paragraph: Paragraph) -> None:
        """Take a paragraph of a cell that goes on."""
        self._cell.append(paragraph)

    def end_cell(self, paragraph: Paragraph) -> None:
        """Take the last paragraph of a cell."""
        self._row.append((*self._cell, paragraph))
        self._cell = []

    def end_row(self, end: RowEnd) -> None:
        """End a row."""
        self._rows.append((self._row, end))
        self._row = []

    def finished(self) -> Iterator[Block]:
        """Yield the table that ends here, if one does, and begin anew."""
        if self._row or self._cell:
            self.end_row(RowEnd())
            if self._cell:
                self._rows[-1][0].append(tuple(self._cell))
        rows, self._rows, self._cell = self._rows, [], []
        if rows:
            yield Table(tuple(_expanded(rows)))


def _expanded(rows: list[tuple[list[tuple[Block, ...]], RowEnd]]) -> Iterator[tuple[Cell, ...]]:
    grid = _grid(rows)
    above: tuple[Cell, ...] = ()
    for cells, end in rows:
        row: list[Cell] = []
        for index, blocks in enumerate(cells):
            known = index < len(end.flags) and len(end.edges) > len(cells)
            span = _span(grid, end.edges[index], end.edges[index + 1]) if known else 1
            flags = end.flags[index] if known else 0
            empty = not Cell(blocks).text
            if flags & MERGED and row and empty:
                row += [Cell(row[-1].blocks, repeats=True)] * span
            elif flags & VERTICAL and not flags & RESTART and len(row) < len(above) and empty:
                row += [Cell(above[len(row)].blocks, repeats=True)] * span
            else:
                row += [Cell(blocks), *[Cell(blocks, repeats=True)] * (span - 1)]
        above = tuple(row)
        yield above


def _grid(rows: list[tuple[list[tuple[Block, ...]], RowEnd]]) -> list[int]:
    """All edges of all rows, those near one another as one."""
    grid: list[int] = []
    for edge in sorted({edge for _, end in rows for edge in end.edges}):
        if not grid or edge - grid[-1] > _NEAR:
            grid.append(edge)
    return grid


def _span(grid: list[int], left: int, right: int) -> int:
    """How many columns of the grid lie between two edges."""
    return max(bisect_left(grid, right - _NEAR) - bisect_left(grid, left - _NEAR), 1)
