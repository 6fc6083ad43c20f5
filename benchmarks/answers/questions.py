"""What everybody is asked: drawn from the first 2,000 records, so that the questions are the same at any size.

Every word is a run of Han characters, and a record matches where the run stands in any of its texts. That is what this
product promises and what an index of characters or character pairs finds, so totals can be compared to the record.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import rjieba

from benchmarks.answers.records import Records
from indexer import TEXT_FIELDS, FacetFilter

__all__ = ["KINDS", "SAMPLE", "Question", "questions_of"]

#: Kind → what it is called in tables.
KINDS = {
    "two": "两个词",
    "one": "一个词",
    "phrase": "原文片段",
    "or": "三词任一（或）",
    "filter": "两词任一＋筛选",
    "letter": "单字",
}
#: How many of each; the ones people ask most are asked most.
TWO, OTHERS = 240, 24
SAMPLE = 2_000
#: Two words are asked together when at least so many of the sample hold both: fewer, and we would relax the search.
_TOGETHER = 3
#: A word is asked for when it stands in between these shares of the sample.
_RARE, _COMMON = 0.005, 0.35
#: Numerals are not asked: to us 两个 is 2个 as well, which is more than a run of characters. Nor is 或者: it is a
#: connective to us (docs/query-language.md).
_NUMERALS = "〇一二三四五六七八九十百千万亿两零半双第"
_WORD, _RUN = re.compile(f"(?:(?![{_NUMERALS}或与且非])[\u4e00-\u9fff]){{2}}"), re.compile("[\u4e00-\u9fff]{12,}")


@dataclass(frozen=True, slots=True)
class Question:
    """Runs of Han characters, all wanted or (``any_word``) at least one, under chosen facet values."""

    kind: str
    words: tuple[str, ...]
    any_word: bool = False
    filters: tuple[FacetFilter, ...] = ()

    def without(self, facet: str) -> Question:
        """Return the question under which the values of a facet are counted: without what was chosen of it."""
        others = tuple(each for each in self.filters if each.facet != facet)
        return Question(self.kind, self.words, self.any_word, others)


def questions_of(records: Records, two: int = TWO, others: int = OTHERS) -> tuple[Question, ...]:
    """Return the questions for these records: ``two`` pairs of words and ``others`` of every other kind."""
    drawer = _Drawer(records)
    makers: dict[str, Callable[[], Question]] = {
        "two": drawer.pair,
        "one": lambda: Question("one", drawer.words(1)),
        "phrase": drawer.phrase,
        "or": lambda: Question("or", drawer.words(3), any_word=True),
        "filter": drawer.filtered,
        "letter": lambda: Question("letter", (drawer.words(1)[0][0],)),
    }
    found: list[Question] = []
    for kind in KINDS:
        wanted = two if kind == "two" else others
        asked: dict[Question, None] = {}
        for _ in range(50 * wanted):
            if len(asked) == wanted:
                break
            asked.setdefault(makers[kind]())
        found += asked
    return tuple(found)


class _Drawer:
    """Draws questions to which the sample holds an answer."""

    def __init__(self, records: Records) -> None:
        self._random = Random("answers")
        rows = list(records.rows(SAMPLE))
        self._texts = ["\n".join(row[field.name] for field in TEXT_FIELDS) for row in rows]
        held = [sorted({word for word in rjieba.cut(row["content"]) if _WORD.fullmatch(word)}) for row in rows[:400]]
        spread = Counter(word for words in held for word in words)
        fit = {word for word, count in spread.items() if _RARE * len(held) <= count <= _COMMON * len(held)}
        self._held = [words for words in ([word for word in words if word in fit] for words in held) if len(words) > 3]
        self._values = {
            facet: [value for value, _ in Counter(v for row in rows for v in row[facet]).most_common(20)]
            for facet in ("session", "lead_unit")
        }

    def words(self, count: int) -> tuple[str, ...]:
        """Different words of one record."""
        return tuple(self._random.sample(self._random.choice(self._held), count))

    def pair(self) -> Question:
        """Two words that several records hold both of."""
        while True:
            words = self.words(2)
            if sum(all(word in text for word in words) for text in self._texts) >= _TOGETHER:
                return Question("two", words)

    def phrase(self) -> Question:
        """Three to six neighbouring characters that several records share."""
        random = self._random
        while True:
            runs = _RUN.findall(random.choice(self._texts))
            if not runs:
                continue
            run = random.choice(runs)
            start, length = random.randrange(len(run) - 6), random.randrange(3, 7)
            piece = run[start : start + length]
            if sum(piece in text for text in self._texts) >= _TOGETHER:
                return Question("phrase", (piece,))

    def filtered(self) -> Question:
        """Either of two words, in two sessions, handled by one unit."""
        sessions = tuple(self._random.sample(self._values["session"], min(2, len(self._values["session"]))))
        units = FacetFilter("lead_unit", (self._random.choice(self._values["lead_unit"][:3]),))
        return Question("filter", self.words(2), True, (FacetFilter("session", sessions), units))
