"""Columns of a page, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from corpus.formats.layout.glyphs import Line

__all__ = ["Region", "regions_of"]

#: Lines of one column, from the top.
Region = list[Line]

#: A column of prose has at least this many lines, most of them filling it; a form's fields side by side have not.
_FEWEST_LINES = 5
_FILLED = 0.75
_GUTTER = 0.8
#: The widest white strips of a page are enough to find its gutter.
_MOST_STRIPS = 50


def regions_of(rows: Sequence[Sequence[Line]]) -> list[Region]:
    """Return the columns of a page; where there is one only, each row is one line, its parts two spaces apart.

    A row that reaches over a gutter (a title, a note below both columns) parts the columns above it from those below.
    """
    gutter = _gutter(rows)
    if gutter is None:
        return [[_row(row) for row in rows]] if rows else []
    regions: list[Region] = []
    left: Region = []
    right: Region = []
    for row in rows:
        if any(line.left < gutter < line.right for line in row):
            regions += [part for part in (left, right) if part]
            regions.append([_row(row)])
            left, right = [], []
            continue
        left += [_row(part)] if (part := [line for line in row if line.right <= gutter]) else []
        right += [_row(part)] if (part := [line for line in row if line.left >= gutter]) else []
    return [region for region in [*regions, left, right] if region]


def _gutter(rows: Sequence[Sequence[Line]]) -> float | None:
    """The x of a white strip that parts enough rows into two columns of prose, None where there is none."""
    lines = [line for row in rows for line in row]
    paired = [row for row in rows if len(row) > 1]
    if len(paired) < _FEWEST_LINES:
        return None
    strips = [(one.right, other.left) for row in paired for one, other in pairwise(row)]
    for low, high in sorted(strips, key=lambda strip: strip[0] - strip[1])[:_MOST_STRIPS]:
        middle = (low + high) / 2
        crossing = sum(line.left < middle < line.right for line in lines)
        if crossing > len(rows) // 3:
            continue
        sides = [line for line in lines if line.right <= middle], [line for line in lines if line.left >= middle]
        if all(_is_prose(side) for side in sides) and _apart(sides[0], sides[1]):
            return middle
    return None


def _is_prose(lines: list[Line]) -> bool:
    if len(lines) < _FEWEST_LINES:
        return False
    width = max(line.right for line in lines) - min(line.left for line in lines)
    full = sum(line.right - line.left >= _FILLED * width for line in lines)
    return full * 2 >= len(lines) and width > 8 * lines[0].height


def _apart(left: list[Line], right: list[Line]) -> bool:
    gap = min(line.left for line in right) - max(line.right for line in left)
    return gap >= _GUTTER * left[0].height


def _row(row: Sequence[Line]) -> Line:
    first, last = row[0], row[-1]
    text = "　　".join(line.text for line in row)
    top, bottom = min(line.top for line in row), max(line.bottom for line in row)
    known = [line.confidence for line in row if line.confidence is not None]
    return Line(text, first.left, top, last.right, bottom, min(known) if known else None)
