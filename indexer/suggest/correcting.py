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


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Plain words of a query without a filter between them: their cells, and where in the query each stands."""

    cells: str
    places: tuple[tuple[int, int], ...]


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
        if not any(_mistakable(each) for each in _stretches(query)):
            return ()
        nothing = not self._found(query)
        texts: dict[str, tuple[float, Correction]] = {}
        for stretch in filter(_mistakable, _stretches(query)):
            for candidate in self._candidates(stretch.cells, nothing):
                correction = _rewritten(query, stretch.places, candidate.edits)
                rank, _ = texts.get(correction.text, (math.inf, None))
                texts[correction.text] = (min(rank, candidate.rank), correction)
        likeliest = islice(sorted(texts.values(), key=lambda each: each[0]), _MOST_TRIED)
        tried = (replace(correction, found=self._found(correction.text)) for _, correction in likeliest)
        return tuple(islice((each for each in tried if each.found), _MOST_OFFERED))

    def _candidates(self, typed: str, nothing: bool) -> list[_Candidate]:
        """What a stretch may have meant; ``nothing`` says that the query finds nothing as it is."""
        sentence = len(typed) >= _SENTENCE
        if self._evidence.in_titles(typed) or not (nothing or sentence):
            return []
        if read := [*self._read(typed)]:
            return read
        found = [*self._from_titles(typed)]
        if nothing and not (sentence and found):
            found += self._undone(typed)
        return found

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
        if edit.cost <= self._costs.near:
            return False
        around = typed[max(edit.start - 1, 0) : edit.end + 1]
        pairs = list(map(str.__add__, around, around[1:]))
        return all(map(self._evidence.known, pairs)) or any(map(self._evidence.is_word, pairs))

    def _undone(self, typed: str) -> Iterator[_Candidate]:
        for edits, count in undone(typed, self._pinyin, self._costs, self._evidence):
            yield _Candidate(edits, count)


def _mistakable(stretch: _Stretch) -> bool:
    return len(stretch.cells) > 1


def _stretches(query: str) -> list[_Stretch]:
    """The plain words of a query; filters, exclusions and operators stay as they are and part them."""
    stretches: list[_Stretch] = []
    joins = False
    for word in _WORD.finditer(query):
        head = re.split("[:：]", word[0])[0]
        plain = not _NOT_TEXT.fullmatch(word[0]) and (head == word[0] or not field_called(head))
        if plain:
            cells, spans = cells_with_places(word[0])
            before = stretches.pop() if joins else _Stretch("", ())
            places = (*before.places, *((word.start() + start, word.start() + end) for start, end in spans))
            stretches.append(_Stretch((before.cells + cells)[:_MOST_CELLS], places[:_MOST_CELLS]))
        joins = plain
    return stretches


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
