"""Did you mean: what a query that finds nothing may have meant, in the archive's own words.

A noisy channel (Kernighan, Church and Gale, COLING 1990): of all that may have been meant, offer what the archive
says often and is seldom mistyped so. Three sources of what may have been meant:

    letters          read as pinyin, matched against titles, names and words
    a long query     the titles nearest to it, aligned character by character
    a short one      every single mistake undone: another character, one too many, one missing, two swapped

Only what the reader's own search finds is ever offered.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from indexer.fields import field_called
from indexer.suggest.catalogue import Catalogue
from indexer.suggest.cells import cells_with_places
from indexer.suggest.edits import Costs, Edit, alignment
from indexer.suggest.evidence import Evidence
from indexer.suggest.pinyin import Pinyin
from indexer.suggest.reading import read_aloud
from indexer.suggest.results import Correction
from indexer.suggest.undoing import undone
from indexer.suggest.writing import Contents

__all__ = ["Corrector"]

#: Corrections offered, and candidates that are searched for.
_MOST_OFFERED, _MOST_TRIED = 3, 8
#: Cells of a query that are looked at.
_MOST_CELLS = 120
#: From how many cells a query is compared with titles.
_LONG = 5
#: From how many cells it is a sentence, which the search ranks by nearness: it always finds something.
_SENTENCE = 8
#: Edits of a title cost at most this much for each cell typed, but one edit is always allowed.
_SHARE, _ONE_EDIT = 0.12, 1.0
#: What a factor of e in frequency is worth against the cost of an edit.
_FREQUENT = 0.08
_WORD = re.compile(r"\S+")
_LETTERS = re.compile("[a-z]{2,}")
_NOT_TEXT = re.compile(r"[-－].+|OR|AND|NOT|或者?|与|且|并且|非|不含")


@dataclass(frozen=True, slots=True)
class _Candidate:
    edits: tuple[Edit, ...]
    count: int

    @property
    def rank(self) -> float:
        """Lower is likelier."""
        return sum(edit.cost for edit in self.edits) - _FREQUENT * math.log(1 + self.count)


class Corrector:
    """Corrects queries for one reader."""

    def __init__(self, contents: Contents, catalogues: Sequence[Catalogue], found: Callable[[str], int]) -> None:
        self._pinyin: Pinyin = contents.pinyin
        self._costs = Costs(contents.pinyin)
        self._found = found
        titles, names = [each.titles for each in catalogues], [each.names for each in catalogues]
        self._evidence = Evidence(titles, names, contents.words, contents.frequencies)

    def correct(self, query: str) -> tuple[Correction, ...]:
        """Return what the query may have meant, likeliest first; nothing where it is fine as it is."""
        typed, places = _editable(query)
        if len(typed) < 2 or self._evidence.in_titles(typed):
            return ()
        if len(typed) >= _SENTENCE:
            candidates = [*self._read(typed)] or [*self._from_titles(typed)]
            if not candidates and not self._found(query):
                candidates = [*self._undone(typed)]
        elif self._found(query):
            return ()
        else:
            candidates = [*self._read(typed)] or [*self._from_titles(typed), *self._undone(typed)]
        return self._offered(query, places, candidates)

    def _offered(
        self, query: str, places: Sequence[tuple[int, int]], candidates: Sequence[_Candidate]
    ) -> tuple[Correction, ...]:
        """The likeliest candidates with which this reader finds anything."""
        texts: dict[str, Correction] = {}
        for candidate in sorted(candidates, key=lambda each: each.rank):
            correction = _rewritten(query, places, candidate.edits)
            texts.setdefault(correction.text, correction)
        tried = (replace(each, found=self._found(each.text)) for each in islice(texts.values(), _MOST_TRIED))
        return tuple(islice((each for each in tried if each.found), _MOST_OFFERED))

    def _read(self, typed: str) -> Iterator[_Candidate]:
        """Letters that no record has, read as pinyin."""
        if any(not self._found(letters) for letters in _LETTERS.findall(typed)):
            for text, count, cost in read_aloud(typed, self._pinyin, self._evidence):
                if text != typed:
                    yield _Candidate((Edit(0, len(typed), text, cost),), count)

    def _from_titles(self, typed: str) -> Iterator[_Candidate]:
        """A long query made a part of the titles nearest to it."""
        for title in self._evidence.nearest_titles(typed) if len(typed) >= _LONG else ():
            edits = alignment(typed, title, self._costs)
            cost = sum(edit.cost for edit in edits)
            if cost <= max(_ONE_EDIT, _SHARE * len(typed)) and not any(self._fine(typed, each) for each in edits):
                yield _Candidate(edits, 1)

    def _fine(self, typed: str, edit: Edit) -> bool:
        """Whether what was typed here is a way of putting it, not a mistake: the archive says so elsewhere."""
        around = typed[max(edit.start - 1, 0) : edit.end + 1]
        pairs = map(str.__add__, around, around[1:])
        return edit.cost > self._costs.near and all(map(self._evidence.known, pairs))

    def _undone(self, typed: str) -> Iterator[_Candidate]:
        for edits, count in undone(typed, self._pinyin, self._costs, self._evidence):
            yield _Candidate(edits, count)


def _editable(query: str) -> tuple[str, list[tuple[int, int]]]:
    """The cells of the plain words of a query and where each stands; filters, exclusions and operators stay."""
    typed, places = "", []
    for word in _WORD.finditer(query):
        head = re.split("[:：]", word[0])[0]
        if _NOT_TEXT.fullmatch(word[0]) or (head != word[0] and field_called(head)):
            continue
        cells, spans = cells_with_places(word[0])
        typed += cells
        places += [(word.start() + start, word.start() + end) for start, end in spans]
    return typed[:_MOST_CELLS], places[:_MOST_CELLS]


def _rewritten(query: str, places: Sequence[tuple[int, int]], edits: Sequence[Edit]) -> Correction:
    """The query with its edits made where they stand."""
    text, changes, end = "", [], 0
    for edit in edits:
        start = places[edit.start][0] if edit.start < len(places) else places[-1][1]
        stop = places[edit.end - 1][1] if edit.end > edit.start else start
        changes.append((query[start:stop], edit.right))
        text += query[end:start] + edit.right
        end = stop
    return Correction(text + query[end:], tuple(changes), 0)
