"""Snippets: the passages that show why a proposal was found, whole sentences where they fit, every match highlighted.

Highlighted are exact spans of the shown text, at any width and in either script.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from corpus import Proposal
from indexer.analysis.fold import squeeze
from indexer.fields import TEXT_FIELDS, TextField
from indexer.query.parsed_query import HighlightTerm
from indexer.search.results import Snippet

__all__ = ["Marks", "Snippets", "find_marks", "find_marks_in", "snippets_of", "terms_for_field"]


#: ``(start, end)`` pairs in characters of the shown text, in order, never touching or overlapping.
Marks = tuple[tuple[int, int], ...]

#: Stands between texts that are folded together: a code point that is no character.
_GAP = "\uffff"


def find_marks(text: str, terms: Iterable[str]) -> Marks:
    """Return every occurrence of the terms in a text, merged where they meet.

    Args:
        text: the text as it is shown.
        terms: what to find, folded and without white space; white space in the text is passed over.

    >>> find_marks("擬設置停 車場", ["停车", "车场"])
    ((3, 7),)
    """
    wanted = [term for term in dict.fromkeys(terms) if term]
    if not wanted:
        return ()
    squeezed = squeeze(text)
    found: list[tuple[int, int]] = []
    for term in wanted:
        start = squeezed.text.find(term)
        while start >= 0:
            found.append(squeezed.span(start, start + len(term)))
            start = squeezed.text.find(term, start + 1)
    return merged(found)


def find_marks_in(texts: Sequence[str], terms: Sequence[str]) -> list[Marks]:
    """Return the marks of each of several texts; folded in one piece, which takes a fraction of the time.

    >>> find_marks_in(["停", "车位", "停车"], ["停车"])
    [(), (), ((0, 2),)]
    """
    if not terms:
        return [() for _ in texts]
    if any(_GAP in term for term in terms):
        return [find_marks(text, terms) for text in texts]
    marks: list[list[tuple[int, int]]] = [[] for _ in texts]
    begins = list(accumulate((len(text) + len(_GAP) for text in texts), initial=0))
    for start, end in find_marks(_GAP.join(texts), terms):
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


#: Characters of a passage: about two lines on a desktop, four on a phone.
_LENGTH = 110
#: A sentence that begins at most this far before the first match is shown from its beginning.
_LEAD = 36
_SENTENCE_END = re.compile(r"[。！？；!?;\n]+[”’」』）)]*\s*")

#: Fields whose texts are running prose: the best passage is chosen. The others are short and shown whole.
_PROSE = ("content", "reply")


def terms_for_field(terms: Sequence[HighlightTerm], field: str) -> list[str]:
    """Return what to mark in one text field."""
    return [term.text for term in terms if not term.fields or field in term.fields]


@dataclass(frozen=True, slots=True)
class Snippets:
    """What shows why one proposal was found: its whole title, and the best passage of every field that matches."""

    title: Snippet
    passages: tuple[Snippet, ...]


def snippets_of(proposals: Sequence[Proposal], terms: Sequence[HighlightTerm]) -> list[Snippets]:
    """Return the title and the passages of every proposal; the opening of its text where no running text matches."""
    marked = [dict[str, list[tuple[str, Marks]]]() for _ in proposals]
    for field in TEXT_FIELDS:
        wanted = terms_for_field(terms, field.name)
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
    in_prose = any(passage.field in _PROSE for passage in passages)
    opening = () if in_prose else _opening(proposal)
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
