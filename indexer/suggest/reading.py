"""Letters read aloud: what a query typed in pinyin, or partly so, says in the archive's words."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.suggest.evidence import Evidence
from indexer.suggest.pinyin import Pinyin
from indexer.suggest.texts import Pattern
from indexer.suggest.typed import finished_patterns

__all__ = ["read_aloud"]

#: Cost of reading letters as pinyin, exactly and with sounds that are often confused.
_EXACT, _NEARLY = 0.0, 0.4
#: Syllables of the longest piece that is looked up when no text says all of it.
_LONGEST_PIECE = 8
#: Syllables and characters of the longest query that is put together from pieces.
_LONGEST = 32


def read_aloud(typed: str, pinyin: Pinyin, evidence: Evidence) -> Iterator[tuple[str, int, float]]:
    """Yield what cells with letters may say, how often the archive says it, and what reading it so costs."""
    for nearly, cost in ((False, _EXACT), (True, _NEARLY)):
        patterns = list(finished_patterns(typed, pinyin, nearly=nearly))
        whole = [each for pattern in patterns for each in evidence.fitting(pattern)]
        yield from ((text, count, cost) for text, count in whole)
        if whole:
            return
    for pattern in finished_patterns(typed, pinyin):
        if len(pattern) <= _LONGEST and (pieced := _pieced(pattern, evidence)):
            yield pieced, 1, _EXACT
            return


def _pieced(pattern: Pattern, evidence: Evidence) -> str:
    """The fewest pieces of the archive's texts that say a pattern between them; nothing where some part is unheard."""
    best: list[tuple[int, int, str] | None] = [(0, 0, "")]
    for end in range(1, len(pattern) + 1):
        options: list[tuple[int, int, str]] = []
        for start in range(max(end - _LONGEST_PIECE, 0), end):
            before = best[start]
            fitting = evidence.fitting(pattern[start:end], 1) if before else []
            if before and fitting:
                ((text, count),) = fitting
                options.append((before[0] + 1, before[1] - count, before[2] + text))
        best.append(min(options, default=None))
    last = best[-1]
    return last[2] if last else ""
