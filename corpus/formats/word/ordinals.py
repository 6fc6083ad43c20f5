"""Automatic numbers as they are printed: the n-th of 一, 二, 三; ①, ②, ③; a, b, c."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from corpus.values import to_chinese

__all__ = ["ordinal"]

_LEGAL = str.maketrans("〇一二三四五六七八九十百千万", "零壹贰叁肆伍陆柒捌玖拾佰仟萬")
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
          (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        written += letters * count
    return written


def _letters(number: int) -> str:
    """a … z, aa, bb … as Word counts on."""
    times, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (times + 1)


def _from(first: str, count: int) -> Callable[[int], str]:
    """Signs that stand one after another in Unicode; plain digits beyond them."""
    return lambda number: chr(ord(first) + number - 1) if number <= count else str(number)


def _one_of(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if number <= len(signs) else str(number)


#: By the names of WordprocessingML (ECMA-376, 17.18.59) and by the samples of OpenDocument (num-format).
_FORMATS: Mapping[str, Callable[[int], str]] = {
    **dict.fromkeys(("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
                     "taiwaneseCountingThousand", "ideographEnclosedCircle", "一, 二, 三, ...", "一"), to_chinese),
    **dict.fromkeys(("chineseLegalSimplified", "ideographLegalTraditional", "壹, 贰, 叁, ...", "壹, 貳, 參, ..."),
                    lambda number: to_chinese(number).translate(_LEGAL)),
    **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"),
                    lambda number: str(number).translate(_DIGITS)),
    **dict.fromkeys(("upperRoman", "I"), _roman),
    **dict.fromkeys(("lowerRoman", "i"), lambda number: _roman(number).lower()),
    **dict.fromkeys(("upperLetter", "A"), lambda number: _letters(number).upper()),
    **dict.fromkeys(("lowerLetter", "a"), _letters),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese", "①, ②, ③, ..."), _from("①", 20)),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    **dict.fromkeys(("ideographTraditional", "甲, 乙, 丙, ..."), _one_of("甲乙丙丁戊己庚辛壬癸")),
    **dict.fromkeys(("ideographZodiac", "子, 丑, 寅, ..."), _one_of("子丑寅卯辰巳午未申酉戌亥")),
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: "".join(chr(ord(digit) + 0xFEE0) for digit in str(number)),
    **dict.fromkeys(("none", "bullet", ""), lambda _: ""),
}  # fmt: skip
#: Beyond this only plain digits: nobody counts so far, and letters would grow without end.
_HIGHEST = 999


def ordinal(number: int, style: str) -> str:
    """Return the number as its style prints it; plain digits for a style that is not known.

    >>> ordinal(12, "chineseCounting"), ordinal(3, "decimalEnclosedCircle"), ordinal(2, "upperLetter")
    ('十二', '③', 'B')
    """
    if not 0 < number <= _HIGHEST:
        return str(number)
    return _FORMATS.get(style, str)(number)
