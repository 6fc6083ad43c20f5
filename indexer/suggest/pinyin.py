"""How characters sound, and which patterns typed text may stand for.

Characters stand for themselves, letters for themselves or for the pinyin of characters: in full, unfinished, or
initials only.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice, product

import numpy as np
import numpy.typing as npt

from indexer.analysis.fold import fold
from indexer.suggest.texts import ALL_CODES, AnyOf, Codes, Pattern, codes_of

__all__ = ["MOST_READINGS", "Pinyin", "finished_patterns", "has_letters", "near", "patterns_of", "readings_of_all"]


#: Readings kept of one character.
MOST_READINGS = 3
#: A second reading is kept when at least this share of the words with the character has it: 车 is che, hardly ever ju.
_SHARE = 0.04
#: Ways to read letters that are looked at, and letters of the longest syllable.
_MOST_WAYS, _LONGEST = 24, 6
_FIRST, _LAST = 0x4E00, 0xA000
_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxzcsryw")

#: Sounds that many speakers and input methods do not tell apart.
_NEAR = (
    (re.compile("^([zcs])h"), r"\1"),
    (re.compile("^n(?=[aeiouv])"), "l"),
    (re.compile("^hu(?=[aeo])|^h(?=u$)"), "f"),
    (re.compile("ng$"), "n"),
    (re.compile("^r"), "l"),
)


def readings_of_all() -> tuple[tuple[str, ...], npt.NDArray[np.uint16]]:
    """Return all syllables in order, and per code point the numbers (from 1) of a character's readings, 0 for none.

    Readings are pypinyin's; of those beyond the first, the ones that its dictionary of words really uses.
    """
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    used: dict[str, Counter[str]] = {}
    for word, sounds in PHRASES_DICT.items():
        for character, (sound, *_) in zip(word, sounds, strict=False):
            used.setdefault(character, Counter())[sound] += 1
    kept: dict[int, list[str]] = {}
    for code in range(_FIRST, _LAST):
        first, *others = PINYIN_DICT.get(code, "").split(",")
        uses = used.get(chr(code), Counter())
        common = [each for each in others if uses[each] > _SHARE * uses.total()]
        plain = dict.fromkeys(map(_without_tone, (first, *common)))
        kept[code] = [each for each in plain if each.isascii() and each.isalpha()]
    syllables = tuple(sorted({each for readings in kept.values() for each in readings}))
    number = {syllable: place for place, syllable in enumerate(syllables, 1)}
    table = np.zeros((ALL_CODES, MOST_READINGS), dtype=np.uint16)
    for code, readings in kept.items():
        numbers = [number[each] for each in readings[:MOST_READINGS]]
        table[code, : len(numbers)] = numbers
    return syllables, table


@cache
def _without_tone(sound: str) -> str:
    """lǜ is typed lv."""
    parted = unicodedata.normalize("NFD", sound.replace("ǘ", "v").replace("ǚ", "v").replace("ǜ", "v").replace("ü", "v"))
    return "".join(each for each in parted if not unicodedata.combining(each))


@lru_cache(maxsize=1024)
def near(syllable: str) -> str:
    """Return a syllable with the sounds that are often confused made one.

    >>> near("zheng") == near("zen"), near("niu") == near("liu"), near("hui") == near("fei")
    (True, True, False)
    """
    for pattern, same in _NEAR:
        syllable = pattern.sub(same, syllable)
    return syllable


class Pinyin:
    """Which characters letters may stand for. Safe to share between threads."""

    def __init__(self, syllables: Sequence[str], readings: npt.NDArray[np.uint16]) -> None:
        self._syllables = ("", *syllables)
        self._readings = readings
        # The characters of each syllable: places of the readings in order, three to a code point.
        flat = readings.ravel()
        self._order = (np.argsort(flat, kind="stable") // MOST_READINGS).astype(np.uint16)
        self._starts = np.searchsorted(np.sort(flat), np.arange(len(syllables) + 2))
        self._known = frozenset(syllables)
        self._prefixes = frozenset(each[:end] for each in syllables for end in range(1, len(each)))
        self._near = [near(each) for each in self._syllables]

    def readings(self, character: str) -> tuple[str, ...]:
        """Return the readings of a character, the usual one first."""
        if character > "\uffff":
            return ()
        return tuple(self._syllables[each] for each in self._readings[ord(character)].tolist() if each)

    @lru_cache(maxsize=1024)  # noqa: B019  # one object per generation, and the tables are small
    def characters_of(self, letters: str, *, begins: bool = False, nearly: bool = False) -> AnyOf:
        """Return which characters are read like this, begin like this, or nearly sound like this."""
        if nearly:
            wanted = [each == near(letters) for each in self._near]
        elif begins:
            wanted = [each.startswith(letters) for each in self._syllables]
        else:
            spellings = {letters, letters.replace("v", "u"), _typed_with_v(letters)}
            wanted = [each in spellings if each != letters else True for each in self._syllables]
        numbers = [number for number, chosen in enumerate(wanted) if chosen and number]
        codes = [self._order[self._starts[number] : self._starts[number + 1]] for number in numbers]
        if len(letters) == 1:
            codes.append(codes_of(letters))
        return _any_of(codes)

    def same_sound(self, one: str, other: str, *, nearly: bool = False) -> bool:
        """Whether two characters share a reading, or nearly."""
        return not self._sounds(one, nearly).isdisjoint(self._sounds(other, nearly))

    @lru_cache(maxsize=8192)  # noqa: B019  # as above
    def _sounds(self, character: str, nearly: bool) -> frozenset[str]:
        readings = self.readings(character)
        return frozenset(map(near, readings) if nearly else readings)

    @lru_cache(maxsize=1024)  # noqa: B019  # as above
    def sounds_like(self, character: str, *, nearly: bool = False) -> AnyOf:
        """Return which characters share a reading with this one, or nearly."""
        return _any_of([self.characters_of(reading, nearly=nearly).codes for reading in self.readings(character)])

    def is_syllable(self, letters: str) -> bool:
        """Whether letters are one whole syllable of more than one letter: a lone a or e is typed for more."""
        return len(letters) > 1 and letters in self._known

    def syllables(self, letters: str) -> list[tuple[str, ...]]:
        """Return the likeliest ways to read letters as syllables: whole ones, few of them, and single letters last.

        ``fangan`` is fang an or fan gan; ``pppxiangmu`` is p p p xiang mu.
        """
        ways: list[list[tuple[str, ...]]] = [[()]]
        for end in range(1, len(letters) + 1):
            found = [
                (*way, letters[end - length : end])
                for length in range(min(_LONGEST, end), 0, -1)
                if length == 1 or letters[end - length : end] in self._known
                for way in ways[end - length]
            ]
            ways.append(sorted(found, key=self._unlikely)[:_MOST_WAYS])
        return ways[-1]

    def _unlikely(self, way: tuple[str, ...]) -> tuple[int, int]:
        return sum(each not in self._known for each in way), len(way)

    def unfinished(self, letters: str) -> list[tuple[tuple[str, ...], str]]:
        """Return the ways to read letters as whole syllables and the beginning of one more: tingch is ting ch…"""
        return [
            (whole, letters[-length:])
            for length in range(1, min(_LONGEST, len(letters)) + 1)
            if letters[-length:] in self._prefixes
            for whole in self.syllables(letters[:-length])
        ][:_MOST_WAYS]

    def initials(self, letters: str) -> tuple[str, ...]:
        """Return letters as initials, zh, ch and sh together: yzhl is y zh l; empty where one is none."""
        found: list[str] = []
        place = 0
        while place < len(letters):
            initial = next((each for each in (*_INITIALS, *"aeo") if letters.startswith(each, place)), "")
            if not initial:
                return ()
            found.append(initial)
            place += len(initial)
        return tuple(found)


def _typed_with_v(letters: str) -> str:
    """lue is typed for lve, and nue for nve."""
    return letters.replace("ue", "ve") if letters[:1] in ("l", "n") else letters


def _any_of(codes: Sequence[Codes]) -> AnyOf:
    return AnyOf(np.unique(np.concatenate(codes)) if codes else np.empty(0, dtype=np.uint16))


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
            yield [*settled, *map(pinyin.characters_of, whole), pinyin.characters_of(begun, begins=True)]
    for abbreviated in (pinyin.initials, lambda letters: (*pinyin.syllables(letters), ())[0]):
        parts = [abbreviated(_plain(run)) if _LETTERS.match(run) else _codes(run) for run in runs]
        if all(parts):
            yield [_beginning(part, pinyin) for run in parts for part in run]


def _beginning(part: int | str, pinyin: Pinyin) -> int | AnyOf:
    """A code as it is, a syllable as it is, letters that are none as the beginning of one."""
    return part if isinstance(part, int) else pinyin.characters_of(part, begins=not pinyin.is_syllable(part))


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
            ways.append([[pinyin.characters_of(each, nearly=nearly) for each in way] for way in readings])
    for chosen in product(*ways):
        yield [element for pattern in chosen for element in pattern]


def _plain(letters: str) -> str:
    return letters.replace("ü", "v")


def _codes(run: str) -> list[int]:
    return [min(ord(character), 0xFFFD) for character in run]
