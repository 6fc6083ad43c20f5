"""From what was typed to patterns: characters stand for themselves, letters for themselves or for pinyin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice, product

from indexer.analysis import fold
from indexer.suggest.cells import AnyOf
from indexer.suggest.pinyin import Pinyin
from indexer.suggest.texts import Pattern

__all__ = ["finished_patterns", "has_letters", "patterns_of"]

#: Typed characters that are looked at: the longest title has 117, and nobody waits for a suggestion so long.
MOST_TYPED = 64
#: Patterns tried for one typed text, over all its runs of letters.
_MOST_PATTERNS = 24
_RUNS = re.compile(r"[a-zü]+|[^\Wa-zü_]+")
_LETTERS = re.compile(r"[a-zü]")


def has_letters(typed: str) -> bool:
    """Whether any of it may be pinyin.

    >>> has_letters("ting车"), has_letters("停车")
    (True, False)
    """
    return bool(_LETTERS.search(fold(typed)))


def patterns_of(typed: str, pinyin: Pinyin) -> Iterator[Pattern]:
    """Yield what may have been meant, likeliest first: as typed, whole syllables, unfinished ones, initials."""
    runs = _RUNS.findall(fold(typed[:MOST_TYPED]))
    if not runs:
        return
    yield [code for run in runs for code in _codes(run)]
    if not has_letters(typed):
        return
    yield from finished_patterns(typed, pinyin)
    *before, last = runs
    settled = next(_readings(before, pinyin), None)
    if settled is not None and _LETTERS.match(last):
        for whole, begun in pinyin.unfinished(_plain(last)):
            yield [*settled, *map(pinyin.reads, whole), pinyin.reads(begun, begins=True)]
    for abbreviated in (pinyin.initials, lambda letters: (*pinyin.syllables(letters), ())[0]):
        parts = [abbreviated(_plain(run)) if _LETTERS.match(run) else _codes(run) for run in runs]
        if all(parts):
            yield [_beginning(part, pinyin) for run in parts for part in run]


def _beginning(part: int | str, pinyin: Pinyin) -> int | AnyOf:
    """A code as it is, a syllable as it is, letters that are none as the beginning of one."""
    return part if isinstance(part, int) else pinyin.reads(part, begins=not pinyin.is_syllable(part))


def finished_patterns(typed: str, pinyin: Pinyin, *, nearly: bool = False) -> Iterator[Pattern]:
    """Yield the patterns in which all letters are whole syllables; ``nearly`` for sounds often confused."""
    return islice(_readings(_RUNS.findall(fold(typed)), pinyin, nearly=nearly), _MOST_PATTERNS)


def _readings(runs: Iterable[str], pinyin: Pinyin, *, nearly: bool = False) -> Iterator[Pattern]:
    ways: list[list[Pattern]] = []
    for run in runs:
        if not _LETTERS.match(run):
            ways.append([_codes(run)])
        else:
            readings = pinyin.syllables(_plain(run))
            ways.append([[pinyin.reads(each, nearly=nearly) for each in way] for way in readings])
    for chosen in product(*ways):
        yield [element for pattern in chosen for element in pattern]


def _plain(letters: str) -> str:
    return letters.replace("ü", "v")


def _codes(run: str) -> list[int]:
    return [min(ord(character), 0xFFFD) for character in run]
