"""Lines become paragraphs: where one ends is told by indents, short lines, gaps and sizes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.formats.layout.glyphs import Line, joined
from corpus.formats.model import Paragraph

__all__ = ["Frame", "paragraphs_of"]

#: In heights of the line: what is an indent, what is short of the right edge, what is a gap more than usual.
_INDENT, _SHORT, _GAP = 0.8, 1.6, 0.55
_SIZE_CHANGE = 1.18
#: Characters that a line is not broken within; they move to the next line as a whole.
_UNBROKEN = re.compile(r"[0-9A-Za-z.%/:_-]+")
#: Fields side by side in a form are a line of their own.
_PARTS = "　　"
_SENTENCE_END = re.compile(r"[。！？：；!?:;]$")


@dataclass(frozen=True, slots=True)
class Frame:
    """The lines of one column with the edges that its text keeps to, and the page's place."""

    lines: tuple[Line, ...]
    left: float
    right: float
    place: str = ""


def paragraphs_of(frames: Iterable[Frame]) -> Iterator[Paragraph]:
    """Yield the paragraphs of columns that follow one another, a paragraph that runs on into the next as one."""
    text, place, known = "", "", list[float]()
    before: tuple[Line, Frame] | None = None
    for frame in frames:
        usual = _usual_gap(frame.lines)
        for line in frame.lines:
            if before and _begins(before, line, frame, usual):
                yield _paragraph(text, place, known)
                text = ""
            if not text:
                place, known = frame.place, []
            text = joined(text, line.text)
            known += [line.confidence] if line.confidence is not None else []
            before = line, frame
    if text:
        yield _paragraph(text, place, known)


def _paragraph(text: str, place: str, known: list[float]) -> Paragraph:
    return Paragraph(text, place, confidence=sum(known) / len(known) if known else None)


def _usual_gap(lines: Sequence[Line]) -> float:
    gaps = sorted(below.top - above.bottom for above, below in pairwise(lines))
    return gaps[len(gaps) // 2] if gaps else 0.0


def _begins(before: tuple[Line, Frame], line: Line, frame: Frame, usual: float) -> bool:
    """Whether a line begins a paragraph, given the line before it."""
    last, of = before
    size = max(line.height, 0.01)
    if max(last.height, line.height) > _SIZE_CHANGE * min(last.height, line.height):
        return True
    if _PARTS in line.text or _PARTS in last.text:
        return True
    if of is frame and line.top - last.bottom > usual + _GAP * size:
        return True
    if of is frame and _centred(last, frame) and _centred(line, frame):
        return bool(_SENTENCE_END.search(last.text)) or last.right - last.left < 0.4 * (frame.right - frame.left)
    # After a line that was set to the right or in the middle, what stands further left is another paragraph.
    set_apart = last.left - of.left > line.left - frame.left + 2.6 * size
    return set_apart or line.left - frame.left > _INDENT * size or _ends_short(last, of, line, size)


def _ends_short(last: Line, of: Frame, line: Line, size: float) -> bool:
    """Whether the line before ends before the right edge although the next word would have fitted."""
    word = _UNBROKEN.match(line.text)
    needed = len(word[0]) * 0.55 * size if word else 0.0
    return last.right + needed < of.right - _SHORT * size


def _centred(line: Line, frame: Frame) -> bool:
    """Whether a line stands in the middle, with room for more than an indent on both sides."""
    left, right = line.left - frame.left, frame.right - line.right
    return min(left, right) > 2.6 * line.height and abs(left - right) < 1.2 * line.height
