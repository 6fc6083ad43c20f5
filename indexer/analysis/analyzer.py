"""One analyzer for records and queries: text in, the tokens of each stream out.

Words are cut by jieba's algorithm over runs of Han characters, with the archive's own words added. The tokenizer is
given Han runs only, so that the compiled one (rjieba) and the Python one (jieba) give the same words; letters and
digits are cut by rule. The index records which tokenizer and which words cut it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from importlib.metadata import version

from indexer.analysis.fold import fold

__all__ = ["ANALYSIS_VERSION", "Analyzer", "Segmenter", "Stream", "domain_words", "squeezed"]


class Stream(StrEnum):
    """How a text is cut for the index; every text field is indexed in each of these."""

    WORDS = "words"
    BIGRAMS = "bigrams"
    CHARS = "chars"


#: Han: the unified ideographs with extensions, 〇, and the iteration mark.
HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[{HAN}]+|[a-z]+|\d+(?:\.\d+)*|[^\W\d_{HAN}]+")
_HAN_SPACE = re.compile(rf"(?<=[{HAN}])\s+(?=[{HAN}])")
_HAN_FIRST = re.compile(rf"[{HAN}]")

#: Weight of an added word in the tokenizer's dictionary: high enough that it is always kept whole.
_ADDED_FREQUENCY = 200_000


@dataclass(frozen=True)
class Segmenter:
    """Cuts folded text into words; equal segmenters cut equally, in any process.

    Attributes:
        words: words that must be kept whole besides the tokenizer's own dictionary, sorted.
    """

    words: tuple[str, ...] = ()

    @cached_property
    def name(self) -> str:
        """Tokenizer and its version, as recorded in the index."""
        return f"rjieba-{version('rjieba')}"

    @cached_property
    def dictionary(self) -> str:
        """Checksum of the added words."""
        return hashlib.sha256("\n".join(self.words).encode()).hexdigest()[:16]

    @cached_property
    def _cut(self) -> Callable[[str], list[str]]:
        from rjieba import Jieba

        tokenizer = Jieba()
        for word in self.words:
            tokenizer.add_word(word, _ADDED_FREQUENCY, None)
        return lambda run: tokenizer.cut(run, hmm=True)

    def cut(self, folded: str) -> list[str]:
        """Return the words of folded text in order: Han words, runs of letters, numbers.

        >>> Segmenter().cut("南通市司法局答复5g基站0300号")
        ['南通市', '司法局', '答复', '5', 'g', '基站', '0300', '号']
        """
        words: list[str] = []
        # A line break inside a sentence (text copied from a PDF) must not cut a word in two.
        for run in _TOKEN.findall(_HAN_SPACE.sub("", folded)):
            if len(run) > 1 and _HAN_FIRST.match(run):
                words += self._cut(run)
            else:
                words.append(run)
        return words

    def __getstate__(self) -> dict[str, object]:
        return {"words": self.words}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)


def domain_words(names: Iterable[str], *, shortest: int = 3, longest: int = 12) -> tuple[str, ...]:
    """Return the names worth keeping whole as words: Han only, not too short, not too long, sorted.

    >>> domain_words(["市司法局", "A局", "办"])
    ('市司法局',)
    """
    han = re.compile(rf"[{HAN}]{{{shortest},{longest}}}")
    return tuple(sorted({name for name in names if han.fullmatch(name)}))


#: Raised whenever the same text would give other tokens; an index of another version must be built again.
# 1  folding by character, words by jieba, bigrams and characters over everything but spaces
ANALYSIS_VERSION = 1


def squeezed(folded: str) -> str:
    """Return folded text without any white space: the characters that bigrams and exact text are made of.

    >>> squeezed("第一 段\\n第二段")
    '第一段第二段'
    """
    return "".join(folded.split())


@dataclass(frozen=True)
class Analyzer:
    """Cuts text into the tokens of every stream; picklable, and equal where it cuts equally."""

    segmenter: Segmenter = field(default_factory=Segmenter)

    def words(self, text: str) -> list[str]:
        """Return the words of any text.

        >>> Analyzer().words("老舊小區加裝電梯")
        ['老旧', '小区', '加装', '电梯']
        """
        return self.segmenter.cut(fold(text))

    def bigrams(self, text: str) -> list[str]:
        """Return every pair of neighbouring characters, white space passed over; a lone character stays alone.

        >>> Analyzer().bigrams("5G 基站"), Analyzer().bigrams("水")
        (['5g', 'g基', '基站'], ['水'])
        """
        characters = squeezed(fold(text))
        if len(characters) < 2:
            return list(characters)
        return list(map(str.__add__, characters, characters[1:]))

    def chars(self, text: str) -> list[str]:
        """Return every character but white space, in order.

        >>> Analyzer().chars("5G 站")
        ['5', 'g', '站']
        """
        return list(squeezed(fold(text)))

    def tokens(self, stream: Stream, text: str) -> list[str]:
        """Return the tokens of one stream."""
        if stream is Stream.WORDS:
            return self.words(text)
        return self.bigrams(text) if stream is Stream.BIGRAMS else self.chars(text)
