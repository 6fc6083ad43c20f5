"""What the rows of a grid are: labels beside their values, labels above them, records under a header, or running text.

Grid ── row by row ──▶ Pairs      label, value, label, value …
                   ├─▶ Row        one record of a list under its header
                   ├─▶ Heading    a label alone in its row; what follows is its value
                   └─▶ Flow       anything else: its cells are read on as lines and grids
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.profiles import Profile
from corpus.readers.flow.blocks import Block, Grid, GridCell, Pair, TextLine, visible_lines
from corpus.values import names_visibility

__all__ = ["Flow", "Heading", "Pairs", "Row", "is_header", "meanings"]

#: A label is short; a longer cell that ends in a colon is a sentence that introduces something.
_LABEL_LENGTH = 20
#: 是否同意将提案内容向社会公开（同意请打√） is a label nevertheless.
_QUESTION_LENGTH = 40
#: A label that no profile knows, beside ones that it does: 索引号.
_UNKNOWN_LENGTH = 8
_COLONS = (":", "：")


@dataclass(frozen=True, slots=True)
class Pairs:
    """Labels and values of one row, and every line that is visible in it."""

    pairs: tuple[Pair, ...]
    visible: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row(Pairs):
    """One record of a list."""


@dataclass(frozen=True, slots=True)
class Heading(Pairs):
    """One label, whose value stands in the rows below."""


@dataclass(frozen=True, slots=True)
class Flow:
    """What is to be read on as a flow."""

    blocks: tuple[Block, ...]


Meaning = Pairs | Row | Heading | Flow


def meanings(grid: Grid, profile: Profile) -> Iterator[Meaning]:
    """Yield what each row of a grid is, in order; every cell is in just one of them."""
    yield from _Rows(grid, profile).meanings()


def is_header(cells: Sequence[str], profile: Profile) -> bool:
    """Whether a row names columns: labels that the profile knows stand side by side, and it holds no value.

    >>> is_header(["案号", "案由", "提案人"], Profile.generic()), is_header(["案号", "12", "提案人"], Profile.generic())
    (True, False)
    """
    named = [cell for cell in cells if cell.strip()]
    known = [len(cell) <= _LABEL_LENGTH and profile.knows(cell) for cell in named]
    together = any(one and other for one, other in itertools.pairwise(known))
    short = all(len(cell) <= _LABEL_LENGTH and not cell.endswith(_COLONS) for cell in named)
    return together and short and (sum(known) > 2 or all(known))


class _Rows:
    """The rows of one grid while their meaning is being found."""

    def __init__(self, grid: Grid, profile: Profile) -> None:
        self._grid = grid
        self._profile = profile
        self._texts = [[cell.text.strip() for cell in row] for row in grid.rows]
        self._parsed = [self._row_pairs(number) for number in range(len(grid.rows))]
        self._certain = self._shows_labels()

    def meanings(self) -> Iterator[Meaning]:
        header: list[str] = []
        listing = False
        for number, row in enumerate(self._grid.rows):
            shown = self._shown(number)
            if not shown:
                continue
            if self._is_header(number):
                header, listing = self._texts[number], self._begins_list(number)
                yield Pairs((), self._visible(row))
                # The names are labels of what stands below; they are read with it.
            elif header and len(shown) > 1:
                pairs = tuple((name, text) for name, text in zip(header, self._texts[number], strict=False) if name)
                visible = (*self._visible(row),)
                yield Row(pairs, visible) if listing else Pairs(pairs, visible)
            else:
                header = header if len(shown) == 1 and not self._is_label(shown[0], number) else []
                yield from self._alone(number, shown)

    def _alone(self, number: int, shown: list[int]) -> Iterator[Meaning]:
        """A row that is no record and no header."""
        row, texts = self._grid.rows[number], self._texts[number]
        visible = self._visible(row)
        merged = next((at for at in range(shown[0]) if row[at].down and self._is_label(at, number)), None)
        if merged is not None and not self._is_label(shown[0], number):
            yield Pairs(((texts[merged], "\n".join(texts[at] for at in shown)),), visible)
            return
        if len(shown) == 1:
            field = self._profile.field_of(texts[shown[0]])
            if field and self._is_label(shown[0], number):
                yield Heading(((texts[shown[0]], ""),), visible)
            elif texts[shown[0]].endswith(_COLONS) and self._is_label(shown[0], number) and len(row) > 1:
                yield Pairs(((texts[shown[0]], ""),), visible)
            else:
                yield Flow(row[shown[0]].blocks)
            return
        parsed = self._parsed[number] if self._certain else None
        if parsed is not None:
            yield Pairs(tuple(parsed), visible)
        elif self._is_simple(number) and not any(_holds_label(texts[at], self._profile) for at in shown):
            line = "\t".join(text for cell, text in zip(row, texts, strict=True) if not cell.repeats)
            # A table of figures belongs to the text around it.
            yield Flow((TextLine(line, self._grid.path, max(len(self._grid.path) - 1, 0)),))
        else:
            yield Flow(tuple(block for at in shown for block in row[at].blocks))

    def _shown(self, number: int) -> list[int]:
        """The columns that hold something of this row's own."""
        row = self._grid.rows[number]
        return [at for at, text in enumerate(self._texts[number]) if text and not row[at].repeats]

    @staticmethod
    def _visible(row: tuple[GridCell, ...]) -> tuple[str, ...]:
        return tuple(line for cell in row if not cell.repeats for line in visible_lines(cell.blocks))

    def _is_header(self, number: int) -> bool:
        row, texts = self._grid.rows[number], self._texts[number]
        names = [text for cell, text in zip(row, texts, strict=True) if not cell.repeats]
        if number + 1 >= len(self._grid.rows) or not is_header(names, self._profile):
            return False
        below = self._shown(number + 1)
        return any(not self._profile.knows(self._texts[number + 1][at]) for at in below) and len(below) > 0

    def _begins_list(self, number: int) -> bool:
        """Whether each row below is a record: the header names a title, and several rows follow."""
        fields = {self._profile.field_of(name) for name in self._texts[number]}
        rows = 0
        for below in range(number + 1, len(self._grid.rows)):
            if len(self._shown(below)) < 2 or self._is_header(below):
                break
            rows += 1
        return rows > 1 and not fields.isdisjoint(("title", "subject"))

    def _is_simple(self, number: int) -> bool:
        """Whether every cell is one line."""
        row = self._grid.rows[number]
        return all(len(cell.blocks) < 2 and not any(isinstance(b, Grid) for b in cell.blocks) for cell in row)

    def _shows_labels(self) -> bool:
        """Whether a known label, or colons throughout, show that the grid is not one of figures."""
        rows = [pairs for pairs in self._parsed if pairs]
        labels = [label for pairs in rows for label, _ in pairs]
        colons = bool(labels) and all(label.endswith(_COLONS) for label in labels)
        return colons or any(self._profile.knows(label) for label in labels)

    def _row_pairs(self, number: int) -> list[Pair] | None:
        """The pairs of a row of label, value, label, value …, None where it is something else."""
        shown = self._shown(number)
        if len(shown) < 2 or all(self._grid.rows[number][at].header for at in shown):
            return None
        if self._groups(shown[0], number) and len(shown) > 2 and self._is_label(shown[1], number):
            named = self._texts[number][shown[0]]
            rest = self._taken(shown[1:], number)
            return [(named, ""), *rest] if rest and named.endswith(_COLONS) else rest
        if self._is_label(shown[0], number):
            return self._taken(shown, number)
        return self._alternating(shown, number)

    def _taken(self, shown: list[int], number: int) -> list[Pair] | None:
        texts = self._texts[number]
        pairs: list[Pair] = []
        labels = [self._is_label(at, number) for at in shown]
        if not labels or not labels[0]:
            return None
        awaited = False
        for place, at in enumerate(shown):
            goes_on = place + 1 < len(shown) and not labels[place + 1]
            # Behind a label that has no value yet, 分办 with nothing behind it is the value of 办理方式.
            value = awaited and not texts[at].endswith(_COLONS) and not goes_on
            if labels[place] and not value:
                pairs.append((texts[at], ""))
                awaited = True
            else:
                label, before = pairs[-1]
                pairs[-1] = (label, f"{before}\n{texts[at]}" if before else texts[at])
                awaited = False
        return pairs

    def _alternating(self, shown: list[int], number: int) -> list[Pair] | None:
        """索引号 is a label beside others that are known: 索引号 | 00123 | 主题分类 | 教育."""
        texts = [self._texts[number][at] for at in shown]
        names = texts[::2]
        if len(texts) % 2 or not all(0 < len(name) <= _UNKNOWN_LENGTH and name.isalpha() for name in names):
            return None
        own = any(self._profile.field_of(name) for name in names)
        return list(zip(names, texts[1::2], strict=True)) if own else None

    def _groups(self, column: int, number: int) -> bool:
        """Whether the cell is merged over the rows below, and so names a group of them."""
        if number + 1 >= len(self._grid.rows):
            return False
        below = self._grid.rows[number + 1]
        return column < len(below) and below[column].down

    def _is_label(self, column: int, number: int) -> bool:
        text, cell = self._texts[number][column], self._grid.rows[number][column]
        most = _QUESTION_LENGTH if names_visibility(text) else _LABEL_LENGTH
        short = 0 < len(text) <= most and "\n" not in text
        return short and (cell.header or text.endswith(_COLONS) or self._profile.knows(text))


def _holds_label(text: str, profile: Profile) -> bool:
    """Whether a cell is 案由：关于…… all by itself."""
    label, colon, _ = text.replace(":", "：").partition("：")
    return bool(colon) and len(label) <= _LABEL_LENGTH and profile.knows(label)
