"""Which characters of a shown text matched: exact spans, at any width and in either script."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence

from indexer.analysis import fold_with_offsets

__all__ = ["Marks", "find_marks"]

#: ``(start, end)`` pairs in characters of the shown text, in order, never touching or overlapping.
Marks = tuple[tuple[int, int], ...]

#: What stands between white space of any kind.
_WORD = re.compile(r"\S+")


def find_marks(text: str, needles: Iterable[str]) -> Marks:
    """Return every occurrence of the needles in a text, merged where they meet.

    Args:
        text: the text as it is shown.
        needles: what to find, folded and without white space; white space in the text is passed over.

    >>> find_marks("擬設置停 車場", ["停车", "车场"])
    ((3, 7),)
    """
    folded = fold_with_offsets(text)
    squeezed = "".join(folded.text.split())
    wanted = [needle for needle in dict.fromkeys(needles) if needle and needle in squeezed]
    if not wanted:
        return ()
    place = (lambda at: at) if len(squeezed) == len(folded.text) else _places(folded.text)
    found: list[tuple[int, int]] = []
    for needle in wanted:
        start = squeezed.find(needle)
        while start >= 0:
            found.append(folded.span(place(start), place(start + len(needle) - 1) + 1))
            start = squeezed.find(needle, start + 1)
    return merged(found)


def _places(text: str) -> Callable[[int], int]:
    """The way from a place in the text without white space to the same character's place in the text with it."""
    starts, before, counted = list[int](), list[int](), 0
    for word in _WORD.finditer(text):
        starts.append(word.start())
        before.append(counted)
        counted += word.end() - word.start()

    def place(at: int) -> int:
        number = bisect_right(before, at) - 1
        return starts[number] + at - before[number]

    return place


def merged(spans: Sequence[tuple[int, int]]) -> Marks:
    """Return spans in order, those that touch or overlap made one.

    >>> merged([(4, 6), (0, 2), (2, 3), (5, 9)])
    ((0, 3), (4, 9))
    """
    result: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)
