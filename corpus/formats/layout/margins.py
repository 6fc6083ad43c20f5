"""Page headers, footers and page numbers: what stands in the margins of several pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.formats.layout.glyphs import Line
from corpus.formats.model import Dropped, Paragraph, Part

__all__ = ["Margins", "strip_margins"]

#: Share of a page's height in which headers and footers stand.
_MARGIN = 0.13
_NUMBER = r"(?:\d{1,4}|[一二三四五六七八九十百〇○]{1,4}|[ivxlc]{1,6})"
_PAGE_NUMBER = re.compile(
    rf"[-—–－·~\s]*+(?:第\s*+)?{_NUMBER}(?:\s*+页)?(?:\s*+[，,/／]?\s*+(?:共|of)?\s*+{_NUMBER}\s*+页?)?[-—–－·~\s]*+",
    re.I,
)
_DIGITS = re.compile(r"\d+")


@dataclass(slots=True)
class Margins:
    """What was taken from the margins: one paragraph for every header and footer, and what was dropped."""

    kept: list[Paragraph]
    dropped: list[Dropped]


def strip_margins(pages: Sequence[tuple[list[list[Line]], float]]) -> tuple[list[list[list[Line]]], Margins]:
    """Return the pages' rows without headers, footers and page numbers, and an account of these.

    ``pages`` are rows and height. A header or footer stands in the same words (numbers aside) in the margin of at
    least two pages; its first is kept once, the others are accounted as repetitions.
    """
    seen = Counter(key for rows, height in pages for key in {_key(row, height) for row in rows} if key)
    fewest = max(2, len(pages) * 2 // 5)
    margins, told = Margins([], []), set[tuple[str, str]]()
    bodies: list[list[list[Line]]] = []
    for number, (rows, height) in enumerate(pages, 1):
        place, body = f"第 {number} 页", list[list[Line]]()
        for row in rows:
            key, text = _key(row, height), "　　".join(line.text for line in row)
            if key and _PAGE_NUMBER.fullmatch(text) and row in (rows[0], rows[-1]):
                margins.dropped.append(Dropped("页码", text, place))
            elif key and seen[key] >= fewest:
                if key in told:
                    margins.dropped.append(Dropped("各页重复的页眉页脚", text, place))
                else:
                    told.add(key)
                    margins.kept.append(Paragraph(text, place, Part(key[0])))
            else:
                body.append(row)
        bodies.append(body)
    return bodies, margins


def _key(row: list[Line], height: float) -> tuple[str, str] | None:
    """The margin a row stands in and its words, None for rows of the body."""
    words = _DIGITS.sub("#", "".join(line.text for line in row))
    if row[0].bottom < height * _MARGIN:
        return Part.HEADER.value, words
    return (Part.FOOTER.value, words) if row[0].top > height * (1 - _MARGIN) else None
