"""The passages that show why a proposal was found: whole sentences where they fit, every match marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import Proposal
from indexer.fields import TEXT_FIELDS, TextField
from indexer.highlight import Marks, find_marks_in
from indexer.query import Needle
from indexer.results import Snippet

__all__ = ["Snippets", "needles_for", "snippets_of"]

#: Characters of a passage: about two lines on a desktop, four on a phone.
_LENGTH = 110
#: A sentence that begins at most this far before the first match is shown from its beginning.
_LEAD = 36
_SENTENCE_END = re.compile(r"[。！？；!?;\n]+[”’」』）)]*\s*")

#: Fields whose texts are running prose: the best passage is chosen. The others are short and shown whole.
_PROSE = ("content", "reply")


def needles_for(needles: Sequence[Needle], field: str) -> list[str]:
    """Return what to mark in one text field."""
    return [needle.text for needle in needles if not needle.fields or field in needle.fields]


@dataclass(frozen=True, slots=True)
class Snippets:
    """What shows why one proposal was found: its whole title, and the best passage of every field that matches."""

    title: Snippet
    passages: tuple[Snippet, ...]


def snippets_of(proposals: Sequence[Proposal], needles: Sequence[Needle]) -> list[Snippets]:
    """Return the title and the passages of every proposal; the opening of its text where no running text matches."""
    marked = [dict[str, list[tuple[str, Marks]]]() for _ in proposals]
    for field in TEXT_FIELDS:
        wanted = needles_for(needles, field.name)
        texts = [field.texts(proposal) for proposal in proposals]
        marks = iter(find_marks_in([text for each in texts for text in each], wanted))
        for fields, own in zip(marked, texts, strict=True):
            fields[field.name] = [(text, next(marks)) for text in own]
    return [_snippets(proposal, fields) for proposal, fields in zip(proposals, marked, strict=True)]


def _snippets(proposal: Proposal, marked: dict[str, list[tuple[str, Marks]]]) -> Snippets:
    title, *others = TEXT_FIELDS
    (text, marks), *_ = marked[title.name]
    passages = [snippet for field in others for snippet in _of_field(field, marked[field.name])]
    # A unit or a name alone does not say what the proposal is about.
    told = any(passage.field in _PROSE for passage in passages)
    opening = () if told else _opening(proposal)
    return Snippets(Snippet(title.name, title.label, text, marks), (*opening, *passages))


def _opening(proposal: Proposal) -> tuple[Snippet, ...]:
    opening = next((text for text in (proposal.text, *(reply.text for reply in proposal.replies)) if text.strip()), "")
    field = TEXT_FIELDS[1] if proposal.text.strip() else TEXT_FIELDS[2]
    return (_passage(field, opening, ()),) if opening else ()


def _of_field(field: TextField, texts: Sequence[tuple[str, Marks]]) -> list[Snippet]:
    marked = [(text, marks) for text, marks in texts if marks]
    if field.name in _PROSE:
        # Several replies: the one with most matches speaks for the field.
        return [_passage(field, *max(marked, key=lambda each: len(each[1])))] if marked else []
    return [_passage(field, text, marks) for text, marks in marked[:2]]


def _passage(field: TextField, text: str, marks: Marks) -> Snippet:
    window = _best_window(text, marks)
    start, end = window.start, window.end
    inside = tuple((max(a, start) - start, min(b, end) - start) for a, b in marks if a < end and b > start)
    shown = text[start:end]
    return Snippet(field.name, field.label, shown, inside, opens=start == 0, closes=end >= len(text.rstrip()))


@dataclass(frozen=True, slots=True)
class _Window:
    start: int
    end: int
    worth: int


def _best_window(text: str, marks: Marks) -> _Window:
    """The stretch with the most different matches; the earliest of equals."""
    if not marks:
        start = len(text) - len(text.lstrip())
        return _Window(start, _end_of(text, start), 0)
    starts = sorted({mark[0] for mark in marks})
    windows = [_window_from(text, marks, start) for start in starts[:200]]
    return max(windows, key=lambda window: (window.worth, -window.start))


def _window_from(text: str, marks: Marks, first: int) -> _Window:
    start = _start_of(text, first)
    end = max(_end_of(text, start), next(b for a, b in marks if a >= first))
    different = {text[a:b] for a, b in marks if start <= a and b <= end}
    return _Window(start, end, sum(len(each) for each in different))


def _start_of(text: str, first: int) -> int:
    """Where to begin so that ``first`` stands in context: at its sentence if that is near."""
    opening = max(0, first - _LEAD)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, opening, first)]
    start = ends[-1] if ends else opening
    while start < first and text[start].isspace():
        start += 1
    return start


def _end_of(text: str, start: int) -> int:
    """Where to stop: at the last sentence end that fits, or at the length where none does."""
    limit = min(len(text), start + _LENGTH)
    if limit == len(text):
        return len(text.rstrip()) if text.rstrip() else limit
    ends = [match.end() for match in _SENTENCE_END.finditer(text, start, limit) if match.end() > start + _LENGTH // 2]
    end = ends[-1] if ends else limit
    return start + len(text[start:end].rstrip())
