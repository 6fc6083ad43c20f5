"""One analyzer for records and queries: text in, the tokens of each stream out."""

from __future__ import annotations

from dataclasses import dataclass, field

from indexer.analysis.fold import fold
from indexer.analysis.segment import Segmenter
from indexer.analysis.streams import Stream

__all__ = ["ANALYSIS_VERSION", "Analyzer", "squeezed"]

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
        cells = squeezed(fold(text))
        if len(cells) < 2:
            return list(cells)
        return list(map(str.__add__, cells, cells[1:]))

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
