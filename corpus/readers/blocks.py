"""A page or document as a flow: lines of text and tables of labels, in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.profiles import Profile
from corpus.values import names_visibility

__all__ = ["Block", "Cell", "Pair", "TextLine", "label_pairs"]

Pair = tuple[str, str]

#: A label is short; a longer cell that ends in a colon is a sentence that introduces something.
_LABEL_LENGTH = 20
#: 是否同意将提案内容向社会公开（同意请打√） is a label nevertheless.
_QUESTION_LENGTH = 40


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line or paragraph.

    Attributes:
        text: the line.
        path: numbers of the enclosing elements from the root down; ``()`` where the format has none.
        container: how many of ``path`` enclose the paragraph itself (a ``p`` is not its own container).
        heading: 1 to 6 for a heading of that level, 0 for running text.
        emphasised: whether the line begins in bold, as labels do.
    """

    text: str
    path: tuple[int, ...] = ()
    container: int = 0
    heading: int = 0
    emphasised: bool = False


#: A line, or the pairs of one label table.
Block = TextLine | tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell: its text, and whether the format marks it as a header (``th``)."""

    text: str
    header: bool = False


def label_pairs(rows: Iterable[Sequence[Cell]], profile: Profile) -> tuple[Pair, ...] | None:
    """Return the pairs of a label table, None when the table is something else.

    In a label table every row is label, value, label, value …: label cells end in a colon, are header cells, or
    hold a label the profile knows. One known label, or colons throughout, must show that it is not a data table.

    >>> label_pairs([[Cell("提案人："), Cell("张三"), Cell("案号："), Cell("12")]], Profile.generic())
    (('提案人：', '张三'), ('案号：', '12'))
    """
    pairs: list[Pair] = []
    for row in rows:
        found = _row_pairs(row, profile)
        if found is None:
            return None
        pairs.extend(found)
    certain = any(profile.knows(label) for label, _ in pairs) or all(label.endswith((":", "：")) for label, _ in pairs)
    return tuple(pairs) if pairs and certain else None


def _row_pairs(row: Sequence[Cell], profile: Profile) -> list[Pair] | None:
    cells = [cell for cell in row if cell.text]
    if not cells:
        return []
    if len(row) < 2 or not _is_label(cells[0], profile) or all(cell.header for cell in row):
        return None
    pairs: list[Pair] = []
    for cell in cells:
        # 涉及国家秘密 may be a label; behind a label that has no value yet, it is the value.
        awaited = (
            bool(pairs) and not pairs[-1][1] and names_visibility(cell.text) and not cell.text.endswith((":", "："))
        )
        if _is_label(cell, profile) and not awaited:
            pairs.append((cell.text, ""))
        else:
            label, value = pairs[-1]
            pairs[-1] = (label, f"{value}\n{cell.text}" if value else cell.text)
    return pairs


def _is_label(cell: Cell, profile: Profile) -> bool:
    most = _QUESTION_LENGTH if names_visibility(cell.text) else _LABEL_LENGTH
    short = len(cell.text) <= most and "\n" not in cell.text
    return short and (cell.header or cell.text.endswith((":", "：")) or profile.knows(cell.text))
