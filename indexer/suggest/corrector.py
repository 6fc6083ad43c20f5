"""Did you mean: what a query that finds nothing may have meant, in the archive's own words.

A noisy channel (Kernighan, Church and Gale, COLING 1990): of all that may have been meant, offer what the archive
says often and is seldom mistyped so. Three sources of what may have been meant:

    letters          read as pinyin, matched against titles, names and words
    a long query     the titles nearest to it, aligned character by character
    a short one      every single edit: another character, one too many, one missing, two swapped

Only what the reader's own search finds is ever offered.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, pairwise, product

import numpy as np

from indexer.fields import field_called
from indexer.suggest.catalogue import Catalogue
from indexer.suggest.edits import Costs, Edit, alignment, look_like
from indexer.suggest.evidence import Evidence, spelled_by_pinyin
from indexer.suggest.pinyin import Pinyin
from indexer.suggest.results import Correction
from indexer.suggest.storage import Contents
from indexer.suggest.texts import AnyOf, Pattern, alphanumerics_with_spans, codes_of

__all__ = ["Corrector", "edited"]


#: A query up to this long is edited as a whole; of a longer one, only the places that the archive never says so.
_SHORT = 6
#: Of so few characters none is left out, unless it is doubled: what remains would always be found.
_FEW = 4
#: Cells on either side of such a place that must fit too.
_CONTEXT = 2
#: A longer span of such places holds more than one mistake, so that no single edit can mend it.
_LONGEST = 12
#: Places edited at once, and alternatives kept for each.
_MOST_PLACES, _MOST_EDITS = 3, 4
_FIRST_HAN, _LAST_HAN = 0x4E00, 0xA000


def edited(typed: str, pinyin: Pinyin, costs: Costs, evidence: Evidence) -> Iterator[tuple[tuple[Edit, ...], int]]:
    """Yield edits that make every place of a query something the archive says, with how often it does."""
    search = _EditSearch(typed, pinyin, costs, evidence)
    places = [search.best(start, end)[:_MOST_EDITS] for start, end in search.windows()[:_MOST_PLACES]]
    places = [each for each in places if each]
    if not places:
        return
    for chosen in product(*places):
        edits = sorted((edit for edit, _ in chosen), key=lambda edit: edit.start)
        if all(before.end <= after.start for before, after in pairwise(edits)):
            yield tuple(edits), min(count for _, count in chosen)


class _EditSearch:
    def __init__(self, typed: str, pinyin: Pinyin, costs: Costs, evidence: Evidence) -> None:
        self._typed = typed
        self._codes = codes_of(typed).tolist()
        self._pinyin = pinyin
        self._costs = costs
        self._evidence = evidence

    def windows(self) -> list[tuple[int, int]]:
        """Return the spans to edit: the whole of a short query, else around pairs that the archive never has."""
        if len(self._typed) <= _SHORT:
            return [(0, len(self._typed))]
        windows: list[tuple[int, int]] = []
        for place in range(len(self._typed) - 1):
            if not self._evidence.known(self._typed[place : place + 2]):
                start, end = max(place - 1, 0), min(place + 1 + _CONTEXT, len(self._typed))
                if windows and windows[-1][1] >= start + _CONTEXT:
                    start = windows.pop()[0]
                windows.append((start, end))
        return [(start, end) for start, end in windows if end - start <= _LONGEST]

    def best(self, start: int, end: int) -> list[tuple[Edit, int]]:
        """Return the likeliest edits within a span, each with how often the archive says the result."""
        found: dict[tuple[int, int, str], tuple[Edit, int]] = {}
        for pattern, edit, cost, offset in self._variants(start, end):
            for text, count in self._evidence.fitting(pattern):
                if len(text) == 2 and not self._evidence.is_word(text):
                    continue
                right = text[offset : offset + len(pattern) - (end - start - (edit[1] - edit[0]))]
                key = (*edit, right)
                if key not in found or found[key][0].cost > cost:
                    found[key] = (Edit(*edit, right, cost), count)
        return sorted(found.values(), key=lambda each: each[0].cost - 0.08 * math.log(1 + each[1]))

    def _variants(self, start: int, end: int) -> Iterator[tuple[Pattern, tuple[int, int], float, int]]:
        """Patterns for a span with one edit; which characters it replaces, its cost, and where in the pattern."""
        codes, length = self._codes, end - start
        for place in range(start, end):
            before, after = codes[start:place], codes[place + 1 : end]
            for table, cost in self._mistaken(place, anything=length >= _FEW):
                yield [*before, table, *after], (place, place + 1), cost, place - start
            extra = self._costs.extra(self._typed, place)
            if length > 2 and (extra == self._costs.doubled or (length > _FEW and extra < self._costs.other)):
                yield [*before, *after], (place, place + 1), extra, place - start
            if place + 1 < end and codes[place] != codes[place + 1]:
                swapped = [*before, codes[place + 1], codes[place], *codes[place + 2 : end]]
                yield swapped, (place, place + 2), self._costs.swapped, place - start
            if length > 2 and place > start:
                yield [*before, _han(), *codes[place:end]], (place, place), self._costs.missing, place - start

    def _mistaken(self, place: int, *, anything: bool) -> Iterator[tuple[AnyOf, float]]:
        typed = self._typed[place]
        yield self._pinyin.sounds_like(typed), self._costs.sound
        yield AnyOf.these(look_like(typed)), self._costs.look
        yield self._pinyin.sounds_like(typed, nearly=True), self._costs.near
        if anything:
            yield _han(), self._costs.other


@cache
def _han() -> AnyOf:
    return AnyOf(np.arange(_FIRST_HAN, _LAST_HAN, dtype=np.uint16))


#: Corrections offered, and candidates that are searched for.
_MOST_OFFERED, _MOST_TRIED = 3, 8
#: Cells of a query that are looked at.
_MOST_CHARACTERS = 120
#: From how many characters a query is compared with titles.
_LONG = 5
#: From how many characters it is a sentence, which the search ranks by nearness: it always finds something.
_SENTENCE = 8
#: Edits of a title cost at most this much for each character typed, but one edit is always allowed.
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
    """Plain words of a query without a filter between them: their characters, and where in the query each stands."""

    characters: str
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
            for candidate in self._candidates(stretch.characters, nothing):
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
        if read := [*self._from_pinyin(typed)]:
            return read
        found = [*self._from_titles(typed)]
        if nothing and not (sentence and found):
            found += self._edited(typed)
        return found

    def _from_pinyin(self, typed: str) -> Iterator[_Candidate]:
        """Letters that no record has, read as pinyin."""
        if any(not self._found(letters) for letters in _LETTERS.findall(typed)):
            for text, count, cost in spelled_by_pinyin(typed, self._pinyin, self._evidence):
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

    def _edited(self, typed: str) -> Iterator[_Candidate]:
        for edits, count in edited(typed, self._pinyin, self._costs, self._evidence):
            yield _Candidate(edits, count)


def _mistakable(stretch: _Stretch) -> bool:
    return len(stretch.characters) > 1


def _stretches(query: str) -> list[_Stretch]:
    """The plain words of a query; filters, exclusions and operators stay as they are and part them."""
    stretches: list[_Stretch] = []
    joins = False
    for word in _WORD.finditer(query):
        head = re.split("[:：]", word[0])[0]
        plain = not _NOT_TEXT.fullmatch(word[0]) and (head == word[0] or not field_called(head))
        if plain:
            characters, spans = alphanumerics_with_spans(word[0])
            before = stretches.pop() if joins else _Stretch("", ())
            places = (*before.places, *((word.start() + start, word.start() + end) for start, end in spans))
            stretches.append(_Stretch((before.characters + characters)[:_MOST_CHARACTERS], places[:_MOST_CHARACTERS]))
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
