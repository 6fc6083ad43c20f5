"""Words: jieba's algorithm over runs of Han characters, with the archive's own words added.

Han runs only are given to the cutter, so that the compiled cutter (rjieba) and the Python one (jieba) give the
same words; letters and digits are cut by rule. The index records which cutter and which words cut it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from typing import Protocol

__all__ = ["Cutter", "Segmenter", "domain_words"]

#: Han: the unified ideographs with extensions, 〇, and the iteration mark.
HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[{HAN}]+|[a-z]+|\d+(?:\.\d+)*|[^\W\d_{HAN}]+")
_HAN_SPACE = re.compile(rf"(?<=[{HAN}])\s+(?=[{HAN}])")
_HAN_FIRST = re.compile(rf"[{HAN}]")

#: Weight of an added word in the cutter's dictionary: high enough that it is always kept whole.
_ADDED_FREQUENCY = 200_000


class Cutter(Protocol):
    """What cuts a run of Han characters into words."""

    def __call__(self, run: str) -> list[str]: ...


@dataclass(frozen=True)
class Segmenter:
    """Cuts folded text into words; equal segmenters cut equally, in any process.

    Attributes:
        words: words that must be kept whole besides the cutter's own dictionary, sorted.
    """

    words: tuple[str, ...] = ()

    @cached_property
    def name(self) -> str:
        """Cutter and its version, as recorded in the index."""
        return f"rjieba-{version('rjieba')}"

    @cached_property
    def dictionary(self) -> str:
        """Checksum of the added words."""
        return hashlib.sha256("\n".join(self.words).encode()).hexdigest()[:16]

    @cached_property
    def _cut(self) -> Callable[[str], list[str]]:
        from rjieba import Jieba

        cutter = Jieba()
        for word in self.words:
            cutter.add_word(word, _ADDED_FREQUENCY, None)
        return lambda run: cutter.cut(run, hmm=True)

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
