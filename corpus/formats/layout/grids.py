"""Ruled tables: drawn lines that meet make a grid, and every character stands in one of its cells."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from corpus.formats.layout.glyphs import Glyph, Line, Ruling

__all__ = ["Grid", "Placed", "find_grids"]

#: How far lines may miss one another and still meet, in units of the page (points in a PDF).
_NEAR = 3.0
#: Lines nearer than this are one thick or double line; no text fits between them.
_SAME_LINE = 5.0
_SHORTEST = 6.0
#: A page with more lines than this is a drawing.
_MOST_RULINGS = 3_000
_MOST_CELLS = 4_000


#: A character of a drawn page, or a line that a machine read as a whole.
Placed = Glyph | Line


@dataclass(slots=True)
class Grid:
    """One table: where its columns and rows end, which positions a merged cell covers, and what stands in each.

    Attributes:
        columns, rows: x and y of the lines, ascending.
        owner: for every position (row, column) the position of the cell that covers it.
        placed: what stands in a cell, by the cell's first position.
    """

    columns: list[float]
    rows: list[float]
    owner: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    placed: dict[tuple[int, int], list[Placed]] = field(default_factory=lambda: defaultdict(list))

    def cell_at(self, glyph: Placed) -> tuple[int, int] | None:
        """The cell in which a glyph's centre lies, None outside the table."""
        x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
        column, row = bisect_right(self.columns, x) - 1, bisect_right(self.rows, y) - 1
        return self.owner.get((row, column))


def find_grids(rulings: Sequence[Ruling], placed: Iterable[Placed]) -> tuple[list[Grid], list[Placed]]:
    """Return the tables from the top down, and the characters or lines that stand in none."""
    long = [each for each in rulings if max(each.right - each.left, each.bottom - each.top) >= _SHORTEST]
    if len(long) > _MOST_RULINGS:
        return [], list(placed)
    grids = [grid for group in _touching(long) if (grid := _grid(group))]
    grids.sort(key=lambda grid: grid.rows[0])
    outside: list[Placed] = []
    for glyph in placed:
        for grid in grids:
            cell = grid.cell_at(glyph)
            if cell is not None:
                grid.placed[cell].append(glyph)
                break
        else:
            outside.append(glyph)
    return grids, outside


def _touching(rulings: list[Ruling]) -> list[list[Ruling]]:
    """Groups of lines that meet, directly or through others; lines in order of their left end."""
    parent = list(range(len(rulings)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    order = sorted(range(len(rulings)), key=lambda index: rulings[index].left)
    for position, one in enumerate(order):
        for other in order[position + 1 :]:
            if rulings[other].left > rulings[one].right + _NEAR:
                break
            if rulings[other].top <= rulings[one].bottom + _NEAR and rulings[one].top <= rulings[other].bottom + _NEAR:
                parent[root(other)] = root(one)
    groups: dict[int, list[Ruling]] = defaultdict(list)
    for index, ruling in enumerate(rulings):
        groups[root(index)].append(ruling)
    return list(groups.values())


def _grid(group: list[Ruling]) -> Grid | None:
    across = [each for each in group if each.horizontal]
    down = [each for each in group if not each.horizontal]
    columns = _clustered([each.left for each in down] + [end for each in across for end in (each.left, each.right)])
    rows = _clustered([each.top for each in across] + [end for each in down for end in (each.top, each.bottom)])
    shape = (len(rows) - 1, len(columns) - 1)
    if min(shape) < 1 or not 1 < shape[0] * shape[1] <= _MOST_CELLS or not down or len(across) < 2:
        return None
    grid = Grid(columns, rows)
    for row in range(shape[0]):
        for column in range(shape[1]):
            grid.owner[row, column] = _owner(grid, row, column, across, down)
    return grid if len(set(grid.owner.values())) > 1 else None


def _owner(grid: Grid, row: int, column: int, across: list[Ruling], down: list[Ruling]) -> tuple[int, int]:
    """The cell to the left or above where no line parts the two, else the position itself."""
    x = (grid.columns[column] + grid.columns[column + 1]) / 2
    y = (grid.rows[row] + grid.rows[row + 1]) / 2
    if column and not any(_is_at(each.left, grid.columns[column]) and each.top <= y <= each.bottom for each in down):
        return grid.owner[row, column - 1]
    if row and not any(_is_at(each.top, grid.rows[row]) and each.left <= x <= each.right for each in across):
        return grid.owner[row - 1, column]
    return row, column


def _is_at(value: float, line: float) -> bool:
    return abs(value - line) <= _SAME_LINE


def _clustered(values: list[float]) -> list[float]:
    """Values with those that lie near one another taken as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SAME_LINE:
            found.append(value)
    return found
