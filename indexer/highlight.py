"""Which characters of a shown text matched: exact spans, at any width and in either script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indexer.analysis import fold_with_offsets

__all__ = ["Marks", "find_marks"]

#: ``(start, end)`` pairs in characters of the shown text, in order, never touching or overlapping.
Marks = tuple[tuple[int, int], ...]


def find_marks(text: str, needles: Iterable[str]) -> Marks:
    """Return every occurrence of the needles in a text, merged where they meet.

    Args:
        text: the text as it is shown.
        needles: what to find, folded and without white space; white space in the text is passed over.

    >>> find_marks("擬設置停 車場", ["停车", "车场"])
    ((3, 7),)
    """
    folded = fold_with_offsets(text)
    # Squeezing keeps, for every character that counts, its place in the folded text.
    places = [place for place, character in enumerate(folded.text) if not character.isspace()]
    squeezed = "".join(folded.text.split())
    found: list[tuple[int, int]] = []
    for needle in dict.fromkeys(needles):
        start = squeezed.find(needle) if needle else -1
        while start >= 0:
            found.append(folded.span(places[start], places[start + len(needle) - 1] + 1))
            start = squeezed.find(needle, start + 1)
    return merged(found)


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
