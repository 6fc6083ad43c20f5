"""Text in the form in which duplicates are compared: Han characters, letters and digits, and nothing else.

Width, script, case (``indexer.analysis.fold``), punctuation, spaces and the form of digits (十二/12, 二〇二一/2021) do
not matter. Every normal character knows which characters of the shown text it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from indexer.analysis.fold import fold, fold_with_offsets

__all__ = ["Codes", "NormalText", "normal", "normal_codes"]

#: Code points of normal characters.
Codes = npt.NDArray[np.uint32]
_Places = npt.NDArray[np.int32]

_DIGITS = dict(zip("〇零一二三四五六七八九两壹贰叁肆伍陆柒捌玖", "001234567892123456789", strict=True))
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_ONE = "[一二三四五六七八九两壹贰叁肆伍陆柒捌玖]"
_ZERO = "[零〇]?"
#: A number written with 十, 百 or 千: 二十三, 一百零五, 十. Numbers without them are digits one by one.
_NUMBER = re.compile(
    rf"(?:{_ONE}[千仟]{_ZERO}(?:{_ONE}[百佰]{_ZERO})?(?:{_ONE}?[十拾])?|{_ONE}[百佰]{_ZERO}(?:{_ONE}?[十拾])?"
    rf"|{_ONE}?[十拾]){_ONE}?"
)
#: What a character of such a number is.
_DIGIT, _UNIT = 1, 2
_ROW = re.compile(b"\x01*\x02[\x01\x02]*")
#: Code points that letters and digits can have.
_CODE_POINTS = 0x110000
_LAST_LETTER = 0x40000


@dataclass(frozen=True, slots=True, eq=False)
class NormalText:
    """A text in normal form.

    Attributes:
        codes: its normal characters.
        starts, ends: for each, the span of the shown text that it stands for; ascending.
    """

    codes: Codes
    starts: _Places
    ends: _Places

    def __len__(self) -> int:
        return len(self.codes)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the span of the shown text behind normal characters ``first`` up to ``last``."""
        return int(self.starts[first]), int(self.ends[last - 1])

    def place(self, character: int) -> int:
        """Return the first normal character at or behind a place in the shown text."""
        return int(self.starts.searchsorted(character))

    @property
    def text(self) -> str:
        """The normal characters as text."""
        return _text(self.codes)


def normal_codes(text: str) -> Codes:
    """Return the normal characters of a text without the way back, which takes half the time.

    >>> normal_codes("２０２１年，關於“十二”項").tobytes().decode("utf-32-le")
    '2021年关于12项'
    """
    codes = _codes(fold(text))
    codes = codes[~_spaces()[codes]]
    numbers = list(_numbers(codes))
    if numbers:
        pieces, place = [], 0
        for first, last, digits in numbers:
            pieces += [codes[place:first], _codes(digits)]
            place = last
        codes = np.concatenate([*pieces, codes[place:]])
    mapped = _table()[codes]
    found: Codes = mapped[mapped != 0]
    return found


def normal(text: str) -> NormalText:
    """Return a text in normal form with the way back to it.

    >>> found = normal("共（二十三）项")
    >>> found.text, found.span(1, 3)
    ('共23项', (2, 5))
    """
    folded = fold_with_offsets(text)
    codes = _codes(folded.text)
    places = np.arange(len(codes), dtype=np.int32)
    if folded.starts is not None:
        places = np.array(folded.starts, dtype=np.int32)
    solid = ~_spaces()[codes]
    codes, starts = codes[solid], places[solid]
    ends = starts + np.int32(1)
    numbers = list(_numbers(codes))
    if numbers:
        codes, starts, ends = _with_numbers(numbers, codes, starts, ends)
    mapped = _table()[codes]
    kept = mapped != 0
    return NormalText(mapped[kept], starts[kept], ends[kept])


def _numbers(codes: Codes) -> Iterator[tuple[int, int, str]]:
    """Yield where the numbers with 十, 百 or 千 begin and end, and their digits."""
    # A number stands in a row of its characters; only rows with a unit are looked at, which are few.
    for row in _ROW.finditer(_kinds()[codes].tobytes()):
        for match in _NUMBER.finditer(_text(codes[row.start() : row.end()])):
            yield row.start() + match.start(), row.start() + match.end(), _as_digits(match)


def _with_numbers(
    numbers: Iterable[tuple[int, int, str]], codes: Codes, starts: _Places, ends: _Places
) -> tuple[Codes, _Places, _Places]:
    """Replace numbers by their digits; each digit stands for its share of the number's characters."""
    pieces: list[tuple[Codes, _Places, _Places]] = []
    place = 0
    for first, last, digits in numbers:
        share = (last - first) / len(digits)
        begins = [first + int(number * share) for number in range(len(digits))]
        stops = [first + max(-int(-(number + 1) * share // 1), 1) for number in range(len(digits))]
        pieces.append((codes[place:first], starts[place:first], ends[place:first]))
        pieces.append((_codes(digits), starts[begins], ends[[stop - 1 for stop in stops]]))
        place = last
    pieces.append((codes[place:], starts[place:], ends[place:]))
    joined_codes, joined_starts, joined_ends = (np.concatenate(each) for each in zip(*pieces, strict=True))
    return joined_codes, joined_starts, joined_ends


def _as_digits(match: re.Match[str]) -> str:
    value = digit = 0
    for character in match[0]:
        if character in _UNITS:
            value += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            digit = int(_DIGITS[character])
    return str(value + digit)


def _text(codes: Codes) -> str:
    return codes.tobytes().decode("utf-32-le")


def _codes(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)


@cache
def _table() -> Codes:
    """Code point → its normal form, 0 for what is not compared."""
    table = np.zeros(_CODE_POINTS, dtype=np.uint32)
    letters = [code for code in range(_LAST_LETTER) if chr(code).isalnum()]
    table[letters] = letters
    for written, digit in _DIGITS.items():
        table[ord(written)] = ord(digit)
    return table


@cache
def _kinds() -> npt.NDArray[np.uint8]:
    """Code point → what it is in a number with 十, 百 or 千; 0 for what cannot be in one."""
    table = np.zeros(_CODE_POINTS, dtype=np.uint8)
    table[[ord(written) for written in _DIGITS]] = _DIGIT
    table[[ord(written) for written in _UNITS]] = _UNIT
    return table


@cache
def _spaces() -> npt.NDArray[np.bool_]:
    table = np.zeros(_CODE_POINTS, dtype=np.bool_)
    table[[code for code in range(_LAST_LETTER) if chr(code).isspace()]] = True
    return table
