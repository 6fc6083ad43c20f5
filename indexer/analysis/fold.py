"""Folding: the one form in which text is compared, at index time and at query time.

Width, compatibility forms and case are folded by Unicode NFKC and case folding; Traditional characters become
Simplified by OpenCC's character table. Everything is done one character at a time, so folding a piece of a text
gives a piece of the folded text: whatever is quoted from a record is found in it. (Conversion by phrases would
read 乾 differently in 乾隆 and in 乾 alone.)
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt
import opencc

__all__ = ["Folded", "fold", "fold_with_offsets", "is_space", "squeeze"]

_Codes = npt.NDArray[np.uint32]

#: Characters that are not seen and not typed: they separate nothing and must not stand between two others.
_INVISIBLE = frozenset({0x00AD, 0x061C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F)}) | frozenset(
    {*range(0x2060, 0x2070), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
)
#: Shorter texts are folded by ``str.translate``, longer ones as arrays, which takes a fifth of the time.
_SHORT = 32
#: Everything that ``str.isspace`` calls white space lies below this code point.
_BEYOND_SPACES = 0x3001
#: No code points: what is not known yet, and what does not fold to exactly one character.
_UNKNOWN, _UNEVEN = 0xFFFFFFFF, 0xFFFFFFFE


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


class _FoldTable(dict[int, str]):
    """Code point → folded text, worked out when first met.

    Attributes:
        codes: code point → the code point it folds to; ``_UNKNOWN`` before it was met, ``_UNEVEN`` where it folds to
            more or less than one.
    """

    def __init__(self) -> None:
        super().__init__()
        self.codes: _Codes = np.full(0x110000, _UNKNOWN, dtype=np.uint32)

    def __missing__(self, code: int) -> str:
        folded = "" if code in _INVISIBLE else _fold_character(chr(code))
        self[code] = folded
        self.codes[code] = ord(folded) if len(folded) == 1 else _UNEVEN
        return folded

    def folded(self, codes: _Codes) -> _Codes:
        """Return what each character folds to, ``_UNEVEN`` where that is not one."""
        found = self.codes[codes]
        unknown = found == _UNKNOWN
        if unknown.any():
            for code in np.unique(codes[unknown]).tolist():
                self.__missing__(code)
            found = self.codes[codes]
        return found


def _fold_character(character: str) -> str:
    # Case folding can undo normalisation (İ) and conversion can meet compatibility forms (丽): repeat to the end.
    while (folded := _fold_once(character)) != character:
        character = folded
    return character


def _fold_once(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(map(_simplified, plain))


def _simplified(character: str) -> str:
    if 0xD800 <= ord(character) < 0xE000:
        return "\ufffd"  # half a surrogate pair cannot be written to a file; it is one unknown character
    converted: str = _converter().convert(character) if ord(character) > 0x2E7F else character
    return converted


_TABLE = _FoldTable()


def fold(text: str) -> str:
    """Return text in the form in which it is compared.

    Spaces of every kind stay (as U+0020 where NFKC makes them so); ``is_space`` tells them.

    >>> fold("國際ＡＢＣ論壇"), fold("㈠５Ｇ")
    ('国际abc论坛', '(一)5g')
    """
    if len(text) < _SHORT:
        return text.translate(_TABLE)
    codes = _codes_of(text)
    folded = _TABLE.folded(codes)
    return _joined(codes, folded, np.flatnonzero(folded == _UNEVEN).tolist())


def _joined(codes: _Codes, folded: _Codes, uneven: Sequence[int]) -> str:
    """The folded text, those characters that do not fold to one put in at their places."""
    if not uneven:
        return _text_of(folded)
    pieces, place = [], 0
    for each in uneven:
        pieces += [_text_of(folded[place:each]), _TABLE[int(codes[each])]]
        place = each + 1
    return "".join([*pieces, _text_of(folded[place:])])


def _codes_of(text: str) -> _Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _text_of(codes: _Codes) -> str:
    return codes.tobytes().decode("utf-32-le")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text that remembers where each of its characters came from.

    ``starts[i]`` is the place in the original of the character behind folded character ``i``; None when every
    character folded to exactly one, which is nearly always.
    """

    text: str
    length: int
    starts: npt.NDArray[np.intp] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original ``(start, end)`` that covers folded characters ``start`` up to ``end``."""
        if self.starts is None:
            return start, end
        if start == end:
            place = int(self.starts[start]) if start < len(self.starts) else self.length
            return place, place
        return int(self.starts[start]), int(self.starts[end - 1]) + 1


def fold_with_offsets(text: str) -> Folded:
    """Return folded text with the way back to the original.

    >>> folded = fold_with_offsets("見㈠段")
    >>> folded.text, folded.span(1, 4)
    ('见(一)段', (1, 2))
    """
    return _short_with_offsets(text) if len(text) < _SHORT else _with_offsets(text)


def squeeze(text: str) -> Folded:
    """Return folded text without its white space, with the way back to the original.

    >>> squeezed = squeeze("見㈠ 段")
    >>> squeezed.text, squeezed.span(4, 5)
    ('见(一)段', (3, 4))
    """
    codes = _codes_of(text)
    folded = _TABLE.folded(codes)
    uneven = np.flatnonzero(folded == _UNEVEN).tolist()
    if uneven:
        starts, folded = _starts(codes, uneven), _codes_of(_joined(codes, folded, uneven))
    kept = np.flatnonzero(~_spaces()[folded])
    return Folded(_text_of(folded[kept]), len(text), starts[kept] if uneven else kept)


@cache
def _spaces() -> npt.NDArray[np.bool_]:
    """Code point → whether ``str.isspace`` calls it white space."""
    spaces = np.zeros(0x110000, dtype=np.bool_)
    spaces[:_BEYOND_SPACES] = [chr(code).isspace() for code in range(_BEYOND_SPACES)]
    return spaces


def _with_offsets(text: str) -> Folded:
    codes = _codes_of(text)
    folded = _TABLE.folded(codes)
    uneven = np.flatnonzero(folded == _UNEVEN).tolist()
    if not uneven:
        return Folded(_text_of(folded), len(text))
    return Folded(_joined(codes, folded, uneven), len(text), _starts(codes, uneven))


def _starts(codes: _Codes, uneven: Sequence[int]) -> npt.NDArray[np.intp]:
    """Where each folded character came from."""
    lengths = np.ones(len(codes), dtype=np.intp)
    lengths[uneven] = [len(_TABLE[int(codes[place])]) for place in uneven]
    return np.repeat(np.arange(len(codes)), lengths)


#: Names of units and people: the same few on every page of hits.
_short_with_offsets = lru_cache(maxsize=1 << 14)(_with_offsets)


def is_space(character: str) -> bool:
    """Whether a folded character only separates: such characters are passed over when text is compared."""
    return character.isspace()
