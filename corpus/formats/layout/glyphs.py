"""Characters with their places, and the lines they stand in."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Glyph", "Line", "Ruling", "joined", "line_of", "rows_of"]

#: A gap this wide, in heights of the line, separates what stands side by side: columns, fields of a form.
_SEPARATE = 1.8
#: Between Han characters a gap is no space unless a character would fit into it.
_HAN_GAP = 0.85
_WORD_GAP = 0.16
_HAN = re.compile(r"[　-〿⺀-鿿豈-﫿︰-﹏＀-￯“”‘’…—·]")
_SPACES = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character, or a run of them, and its box."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight horizontal or vertical line that is drawn."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        """Whether it is wider than high."""
        return self.right - self.left >= self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Line:
    """Text on one line, without the spaces around it, and its box."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float | None = None

    @property
    def height(self) -> float:
        """Height of its characters."""
        return self.bottom - self.top


def rows_of(glyphs: Iterable[Glyph]) -> list[list[Line]]:
    """Return the rows of a page from the top; what stands far apart in a row is a line of its own.

    >>> [[line.text for line in row] for row in rows_of([Glyph("案", 0, 0, 9, 9), Glyph("号", 10, 0, 19, 9)])]
    [['案号']]
    """
    seen = sorted((glyph for glyph in glyphs if glyph.text and not _SPACES.match(glyph.text)), key=_centre)
    rows: list[list[Glyph]] = []
    for glyph in seen:
        if rows and _centre(glyph) - _centre(rows[-1][0]) < 0.5 * max(_height(glyph), _height(rows[-1][0])):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [_parted(sorted(row, key=lambda glyph: glyph.left)) for row in rows]


def _centre(glyph: Glyph) -> float:
    return (glyph.top + glyph.bottom) / 2


def _height(glyph: Glyph) -> float:
    return glyph.bottom - glyph.top


def _parted(row: list[Glyph]) -> list[Line]:
    height = sorted(map(_height, row))[len(row) // 2]
    parts: list[list[Glyph]] = []
    for glyph in row:
        if parts and _doubles(parts[-1][-1], glyph, height):
            continue
        if parts and glyph.left - parts[-1][-1].right < _SEPARATE * height:
            parts[-1].append(glyph)
        else:
            parts.append([glyph])
    return [line_of(part) for part in parts]


def _doubles(before: Glyph, glyph: Glyph, height: float) -> bool:
    """Whether a glyph is drawn a second time for boldness."""
    near = abs(before.left - glyph.left) < 0.2 * height and abs(before.top - glyph.top) < 0.2 * height
    return near and before.text == glyph.text


def line_of(glyphs: Sequence[Glyph]) -> Line:
    """Return neighbouring glyphs of one row as a line; spaces come from gaps alone."""
    heights = sorted(map(_height, glyphs))
    height = heights[len(heights) // 2]
    text = glyphs[0].text
    for before, glyph in itertools.pairwise(glyphs):
        text += _space(before, glyph, height) + glyph.text
    middle = sorted(map(_centre, glyphs))[len(glyphs) // 2]
    top, bottom = middle - height / 2, middle + height / 2
    return Line(text, glyphs[0].left, top, max(glyph.right for glyph in glyphs), bottom)


def _space(before: Glyph, glyph: Glyph, height: float) -> str:
    gap = (glyph.left - before.right) / max(height, 0.01)
    han = bool(_HAN.match(before.text[-1])), bool(_HAN.match(glyph.text[0]))
    if any(han):
        return "　" if gap > _HAN_GAP else ""
    return " " if gap > _WORD_GAP else ""


def joined(first: str, second: str) -> str:
    """Return two lines of one paragraph as one: no space beside Han, a word parted by a hyphen made whole.

    >>> joined("集中充电", "设施"), joined("open gov-", "ernment"), joined("open", "data")
    ('集中充电设施', 'open government', 'open data')
    """
    if not first or not second or _HAN.match(first[-1]) or _HAN.match(second[0]):
        return first + second
    if re.search(r"[a-z]-$", first) and second[0].islower():
        return first[:-1] + second
    return f"{first} {second}" if first[-1].isalpha() and second[0].isalpha() else first + second
