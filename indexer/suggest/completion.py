"""The list under the search box: sessions, units and people first, then titles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from corpus import parse_session
from indexer.names.variants import NameVariants
from indexer.suggest.catalogue import Catalogue
from indexer.suggest.pinyin import Pinyin, patterns_of
from indexer.suggest.results import Suggestion, SuggestionKind
from indexer.suggest.texts import Mask, Pattern, Places, Texts, alphanumerics_with_spans, codes_of

__all__ = ["suggestions"]

#: Lines of each kind of value at most, so that titles keep their share of the list.
_MOST_VALUES = 3
#: Places looked at for one pattern. Who has typed so little reads the first lines only, and any will do.
_MOST_PLACES = 10_000
_OPENING = codes_of("关于")


def suggestions(
    catalogues: Sequence[Catalogue], pinyin: Pinyin, typed: str, limit: int, names: Mapping[str, NameVariants]
) -> tuple[Suggestion, ...]:
    """Return at most ``limit`` suggestions for what was typed: values in the first half, then titles.

    Args:
        names: the names of units and people, of which each is offered once, however often it is written otherwise.
    """
    patterns = list(patterns_of(typed, pinyin))
    values = _values(catalogues, patterns, typed, names)[: max(limit // 2, 1)]
    found: dict[str, _Title] = {}
    for pattern in patterns:
        for title in _titles(catalogues, pattern, limit):
            found.setdefault(title.text, title)
        if len(found) >= limit:
            break
    if not found and len(words := typed.split()) > 1:
        found = {title.text: title for title in _titles_with_all(catalogues, pinyin, words, limit)}
    lines = [title.line(catalogues) for title in islice(found.values(), max(limit - len(values), 0))]
    return (*values, *lines)[:limit]


def _values(
    catalogues: Sequence[Catalogue], patterns: Sequence[Pattern], typed: str, names: Mapping[str, NameVariants]
) -> list[Suggestion]:
    """The sessions, units and people that what was typed may name."""
    found: dict[tuple[SuggestionKind, str], Suggestion] = {}
    for catalogue in catalogues:
        for name, pattern, offset in _named(catalogue, patterns):
            kind, written = catalogue.value(name)
            variants = names.get(kind)
            value = variants.shown.get(written, written) if variants else written
            if (kind, value) not in found:
                forms = variants.expand((value,)) if variants else (value,)
                count = sum(each.count(kind, form) for each in catalogues for form in forms)
                line = _value_line(catalogue, name, count, offset, len(pattern))
                found[kind, value] = line if value == written else _rewritten(line, value)
    sessions = {each.value: each for each in _sessions(catalogues, typed)}
    sessions |= {value: each for (kind, value), each in found.items() if kind is SuggestionKind.SESSION}
    units, people = (
        sorted((each for (kind, _), each in found.items() if kind is wanted), key=_first_names)
        for wanted in (SuggestionKind.UNIT, SuggestionKind.PROPOSER)
    )
    return [each for group in ([*sessions.values()], units, people) for each in group[:_MOST_VALUES]]


def _first_names(line: Suggestion) -> tuple[bool, int]:
    """What begins as typed comes first, then what most proposals have."""
    return not (line.marks and line.marks[0][0] == 0), -line.count


def _named(catalogue: Catalogue, patterns: Sequence[Pattern]) -> Iterator[tuple[int, Pattern, int]]:
    """The rows of names that what was typed may mean, each with the pattern and where in the name it begins."""
    for pattern in patterns:
        places = _best(catalogue.names, catalogue.names.match(pattern), len(pattern), 8 * _MOST_VALUES)
        for place, row in zip(places.tolist(), catalogue.names.rows(places).tolist(), strict=True):
            yield row, pattern, place - int(catalogue.names.firsts[row])
        if len(places):
            return


def _value_line(catalogue: Catalogue, name: int, count: int, offset: int, length: int) -> Suggestion:
    kind, value = catalogue.value(name)
    text, met = catalogue.shown(name), catalogue.names.shown[name]
    if met != text:
        return Suggestion(text, kind, f"{kind.label}（又名{met}）", value, count)
    return Suggestion(text, kind, kind.label, value, count, _marks(text, offset, length))


def _rewritten(line: Suggestion, value: str) -> Suggestion:
    """The line of a name met in another variant, in the one that is shown."""
    alike = len(codes_of(value)) == len(codes_of(line.text))
    return replace(line, text=value, value=value, marks=line.marks if alike else ())


def _sessions(catalogues: Sequence[Catalogue], typed: str) -> Iterator[Suggestion]:
    """The sessions that what was typed names in full, or all meetings of the term that it names."""
    session = parse_session(typed)
    if session is None:
        return
    codes = dict.fromkeys(value for catalogue in catalogues for value in catalogue.sessions())
    for code in codes:
        known = parse_session(code)
        if known and known.term == session.term and session.meeting in (0, known.meeting):
            count = sum(each.count(SuggestionKind.SESSION, code) for each in catalogues)
            yield Suggestion(known.label, SuggestionKind.SESSION, SuggestionKind.SESSION.label, code, count)


@dataclass(frozen=True, slots=True)
class _Title:
    """A title met by a pattern: whose it is, and where in it the pattern stands."""

    text: str
    id: str
    offset: int
    length: int

    def line(self, catalogues: Sequence[Catalogue]) -> Suggestion:
        """Return it as it is shown, with the number of proposals of this title."""
        count = sum(each.titles.same(self.text) for each in catalogues)
        marks = _marks(self.text, self.offset, self.length)
        return Suggestion(self.text, SuggestionKind.TITLE, SuggestionKind.TITLE.label, self.id, count, marks)


def _titles(catalogues: Sequence[Catalogue], pattern: Pattern, limit: int) -> Iterator[_Title]:
    for catalogue in catalogues:
        titles = catalogue.titles
        places = _best(titles, titles.match(pattern), len(pattern), 2 * limit)
        yield from _as_titles(catalogue, places, len(pattern))


def _titles_with_all(
    catalogues: Sequence[Catalogue], pinyin: Pinyin, words: Sequence[str], limit: int
) -> Iterator[_Title]:
    """The titles that have every word somewhere, marked at the first."""
    for catalogue in catalogues:
        titles = catalogue.titles
        places, length = _anywhere(titles, pinyin, words[0])
        for word in words[1:]:
            rows = titles.rows(_anywhere(titles, pinyin, word)[0])
            places = places[np.isin(titles.rows(places), rows)]
        yield from _as_titles(catalogue, _best(titles, places, length, 2 * limit), length)


def _anywhere(titles: Texts, pinyin: Pinyin, word: str) -> tuple[Places, int]:
    """Where the first pattern of a word that stands anywhere stands, and how long it is."""
    for pattern in patterns_of(word, pinyin):
        if len(places := titles.match(pattern)):
            return places, len(pattern)
    return np.empty(0, dtype=np.int64), 0


def _as_titles(catalogue: Catalogue, places: Places, length: int) -> Iterator[_Title]:
    titles = catalogue.titles
    for place, row in zip(places.tolist(), titles.rows(places).tolist(), strict=True):
        first = int(titles.firsts[row])
        yield _Title(titles.shown[row], catalogue.ids[row], place - first, length)


def _best(texts: Texts, places: Places, length: int, most: int) -> Places:
    """The places to show first: commonly meant, at the beginning (after 关于 too), in short texts; one a text."""
    places = places[-_MOST_PLACES:]
    if not len(places):
        return places
    rows = texts.rows(places)
    offsets = places - texts.firsts[rows]
    begins = (offsets == 0) | _after_opening(texts, places, offsets)
    lengths = texts.firsts[rows + 1] - texts.firsts[rows]
    order = np.lexsort((lengths, offsets, ~begins, -_frequency(texts, places, length)))
    _, first = np.unique(rows[order], return_index=True)
    return places[order[np.sort(first)[:most]]]


def _after_opening(texts: Texts, places: Places, offsets: Places) -> Mask:
    before = np.maximum(places, 2)
    after: Mask = (offsets == 2) & (texts.codes[before - 2] == _OPENING[0]) & (texts.codes[before - 1] == _OPENING[1])
    return after


def _frequency(texts: Texts, places: Places, length: int) -> Places:
    """How often the first two characters at each place stand at any of the places: initials mostly mean a word."""
    if length < 2:
        return np.zeros(len(places), dtype=np.int64)
    pairs = texts.codes[places].astype(np.int64) << 16 | texts.codes[places + 1]
    _, which, counts = np.unique(pairs, return_inverse=True, return_counts=True)
    frequency: Places = counts[which].astype(np.int64)
    return frequency


def _marks(text: str, offset: int, length: int) -> tuple[tuple[int, int], ...]:
    _, places = alphanumerics_with_spans(text)
    return ((places[offset][0], places[offset + length - 1][1]),)
