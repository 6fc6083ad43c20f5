"""Which characters of a shown text matched: exact spans, at any width and in either script."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from indexer.analysis import squeeze

__all__ = ["Marks", "find_marks", "find_marks_in"]

#: ``(start, end)`` pairs in characters of the shown text, in order, never touching or overlapping.
Marks = tuple[tuple[int, int], ...]

#: Stands between texts that are folded together: a code point that is no character.
_GAP = "\uffff"


def find_marks(text: str, needles: Iterable[str]) -> Marks:
    """Return every occurrence of the needles in a text, merged where they meet.

    Args:
        text: the text as it is shown.
        needles: what to find, folded and without white space; white space in the text is passed over.

    >>> find_marks("擬設置停 車場", ["停车", "车场"])
    ((3, 7),)
    """
    wanted = [needle for needle in dict.fromkeys(needles) if needle]
    if not wanted:
        return ()
    squeezed = squeeze(text)
    found: list[tuple[int, int]] = []
    for needle in wanted:
        start = squeezed.text.find(needle)
        while start >= 0:
            found.append(squeezed.span(start, start + len(needle)))
            start = squeezed.text.find(needle, start + 1)
    return merged(found)


def find_marks_in(texts: Sequence[str], needles: Sequence[str]) -> list[Marks]:
    """Return the marks of each of several texts; folded in one piece, which takes a fraction of the time.

    >>> find_marks_in(["停", "车位", "停车"], ["停车"])
    [(), (), ((0, 2),)]
    """
    if not needles:
        return [() for _ in texts]
    if any(_GAP in needle for needle in needles):
        return [find_marks(text, needles) for text in texts]
    marks: list[list[tuple[int, int]]] = [[] for _ in texts]
    begins = list(accumulate((len(text) + len(_GAP) for text in texts), initial=0))
    for start, end in find_marks(_GAP.join(texts), needles):
        number = bisect_right(begins, start) - 1
        marks[number].append((start - begins[number], end - begins[number]))
    return [tuple(each) for each in marks]


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
