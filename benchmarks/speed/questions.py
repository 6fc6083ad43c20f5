"""The questions every engine is asked: drawn from the first 2,000 proposals, so that they are the same at any size."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from whoosh.query import And, Or, Phrase, Prefix, Query, Term

from benchmarks.speed.tokens import TokenRecord, read_frames, unpack
from indexer.analysis.analyzer import Analyzer
from indexer.engines.base import FacetFilter
from indexer.query.parsed_query import parse_query

__all__ = ["FACETS", "KINDS", "QUESTION_SAMPLE", "Question", "questions_of"]

#: Counted with every faceted question.
FACETS = ("session", "lead_unit", "support_unit", "year")
#: Kind → what it is called in tables.
KINDS = {
    "and": "两词都要（与）",
    "or": "三词任一（或）",
    "phrase": "原文片段",
    "prefix": "词的开头",
    "letter": "单字",
    "filter": "两词任一＋筛选",
    "typed": "网页上输入两词",
}
PER_KIND = 12
#: How many proposals the questions are drawn from.
QUESTION_SAMPLE = 2_000
#: A run of characters is asked for when this many of the first documents hold it.
_SHARED, _SEARCHED = 2, 500
_WORD = re.compile("[\u4e00-\u9fff]{2,4}")
#: Words by the share of documents that hold them: common, middling, rare.
_BANDS = ((0.15, 0.5), (0.02, 0.1), (0.002, 0.01))


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what is asked of ``content`` (of all fields where typed), and under which facet choices."""

    kind: str
    tokens: tuple[str, ...]
    filters: tuple[FacetFilter, ...] = ()

    def tree(self) -> Query:
        """Return the Whoosh query tree that every engine evaluates or translates.

        >>> Question("and", ("停车", "收费")).tree()
        And([Term('content_words', '停车'), Term('content_words', '收费')])
        """
        words = [Term("content_words", token) for token in self.tokens]
        if self.kind == "and":
            return And(words)
        if self.kind in ("or", "filter"):
            return Or(words)
        if self.kind == "phrase":
            return Phrase("content_bigrams", list(self.tokens))
        if self.kind == "prefix":
            return Prefix("content_words", self.tokens[0])
        if self.kind == "letter":
            return Term("content_chars", self.tokens[0])
        if self.kind == "typed":
            return parse_query(" ".join(self.tokens), Analyzer()).steps[0].tree
        return words[0]


def questions_of(tokens: Path) -> tuple[Question, ...]:
    """Return the questions for a token file of at least 2,000 documents: ``PER_KIND`` of each kind."""
    records = list(map(unpack, read_frames(tokens, QUESTION_SAMPLE)))
    drawer = _Drawer(records)
    makers: dict[str, Callable[[], Question]] = {
        "and": drawer.conjunction,
        "or": drawer.disjunction,
        "phrase": drawer.phrase,
        "prefix": drawer.prefix,
        "letter": drawer.letter,
        "filter": drawer.filtered,
        "typed": drawer.typed,
    }
    return tuple(makers[kind]() for kind in KINDS for _ in range(PER_KIND))


class _Drawer:
    """Draws questions to which the sample holds an answer."""

    def __init__(self, records: Sequence[TokenRecord]) -> None:
        self._random = Random("questions")
        self._records = records
        found = Counter(word for record in records for word in set(_words(record)))
        bounds = [(low * len(records), high * len(records)) for low, high in _BANDS]
        self._bands = [{word for word, df in found.items() if low <= df <= high} for low, high in bounds]

    def conjunction(self) -> Question:
        """A common and a middling word of one document."""
        return Question("and", self._together(0, 1))

    def disjunction(self) -> Question:
        """A common, a middling and a rare word of one document."""
        return Question("or", self._together(0, 1, 2))

    def typed(self) -> Question:
        """Two middling words of one document, as somebody types them."""
        return Question("typed", self._together(1, 1))

    def filtered(self) -> Question:
        """A common or a middling word, in two sessions, handled by one unit."""
        words = self._together(0, 1)
        sessions, units = (self._values(facet) for facet in ("session", "lead_unit"))
        chosen = tuple(self._random.sample(sessions, 2))
        return Question("filter", words, (FacetFilter("session", chosen), FacetFilter("lead_unit", units[:1])))

    def phrase(self) -> Question:
        """Three to six neighbouring Han characters that several documents share."""
        while True:
            bigrams = _content(self._random.choice(self._records), "content_bigrams")
            start = self._random.randrange(len(bigrams) - 6)
            run = tuple(bigrams[start : start + self._random.randrange(2, 6)])
            if all(_WORD.fullmatch(bigram) for bigram in run) and self._holding(" ".join(run)) >= _SHARED:
                return Question("phrase", run)

    def _holding(self, run: str) -> int:
        searched = self._records[:_SEARCHED]
        return sum(any(run in part for part in record.texts["content_bigrams"]) for record in searched)

    def prefix(self) -> Question:
        """The first two characters of a middling word."""
        return Question("prefix", (self._together(1)[0][:2],))

    def letter(self) -> Question:
        """One Han character of a middling word."""
        return Question("letter", (self._together(1)[0][0],))

    def _together(self, *bands: int) -> tuple[str, ...]:
        """Different words of one document, one of each band."""
        while True:
            words = set(_words(self._random.choice(self._records)))
            chosen: list[str] = []
            for band in bands:
                choice = sorted(words & self._bands[band] - set(chosen))
                if choice:
                    chosen.append(self._random.choice(choice))
            if len(chosen) == len(bands):
                return tuple(chosen)

    def _values(self, facet: str) -> tuple[str, ...]:
        """All values of a facet, most frequent first."""
        counts = Counter(value for record in self._records for value in record.facets[facet])
        return tuple(value for value, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _words(record: TokenRecord) -> list[str]:
    return [word for word in _content(record, "content_words") if _WORD.fullmatch(word)]


def _content(record: TokenRecord, field: str) -> list[str]:
    return " ".join(record.texts[field]).split(" ")
