"""Strings that nobody should type: noise, half an operator, a field without a value, a page pasted whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from indexer.fields import EXACT_FIELDS, FACETS, TEXT_FIELDS, ExactField, Facet, TextField

__all__ = ["hostile", "hostile_arguments"]

_SIGNS = list("\"“”「」『』〝〞＂'()（）[]{}【】|｜-－—*＊?？~～^\\/:：;；,，、。.!！<>≤≥=+&％%$#@_…·")
_CONTROLS = list("\x00\x01\x07\x08\t\n\x0b\r\x1b\x1c\x7f\x85\u2028\u2029\ufeff\ufffd\ufffe\uffff")
_INVISIBLE = list(
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufe0f\U000e0041\u3000"
)
_MARKS = list("\u0301\u0300\u0323\u20dd\u302a\u3099\u0e34\u064b")
_SURROGATES = list("\ud800\udbff\udc00\udfff")
_LETTERS = list("aZéßİıŁΩжאबก가あアｱＡ１①Ⅷ㈠㍿ﬁﷺ〇零𠮷㐀龥\U0001f600\U0001f468\u200d\U0001f469\U0001f1e8\U0001f1f3")
_OPERATORS = ["或", "OR", "或者", "||", "与", "AND", "且", "&&", "非", "NOT", "不含", "-", "－", "--", "- ", "||||"]
_VALUES = [
    *("2020..2021-06", "2021-06..2020", "9999..0000", "1..50", "50..1", ">=", "<=0", ">2199-12-31", "..", "1-50", "~"),
    *("十二届五次", "0届0次", "999-999..1-1", "第300号", "第号", "一百", "12-5-0300", "2021年13月32日", "0000-00-00"),
    *(
        "a*",
        "*",
        "*a",
        "市*",
        "![]-^\\*?",
        ".*",
        "(a+)+$",
        "[\\d",
        "%00",
        "&lt;",
        "'; DROP TABLE x;--",
        "${x}",
        "{{7*7}}",
    ),
    *(
        "关于",
        "的建议",
        "的",
        "9" * 300,
        "0" * 40,
        "-1",
        "1e309",
        "NaN",
        "null",
        "../../etc/passwd",
        "http://a.cn/?q=1",
    ),
]
_FIELDS: tuple[TextField | ExactField | Facet, ...] = (*TEXT_FIELDS, *EXACT_FIELDS, *FACETS)
_NAMES = [name for each in _FIELDS for name in (each.name, each.label, *each.aliases)]
_REPEATED = [
    "(",
    ")",
    '"',
    "“",
    "-",
    "*",
    "停",
    "停 ",
    "的",
    "a",
    "a|",
    "或 ",
    "NOT ",
    "标题:",
    "单位:(",
    "(停 或 ",
    "1",
    "\u0301",
]

_Maker = Callable[[Random, Sequence[str]], str]


def hostile(dice: Random, texts: Sequence[str]) -> str:
    """Return one string to type; ``texts`` are real texts, pieces of which come in.

    >>> hostile(Random(1), ["停车难"]) == hostile(Random(1), ["停车难"])
    True
    """
    return dice.choice(_MAKERS)(dice, texts)


def hostile_arguments(dice: Random, texts: Sequence[str]) -> dict[str, list[str]]:
    """Return URL arguments: the query, and whatever else where facets, dates and numbers are expected."""
    names = ("q", "from", "to", "sort", "page", "limit", "cursor", *(facet.name for facet in FACETS))
    args = {"q": [hostile(dice, texts)]}
    for name in dice.sample(names, dice.randrange(5)):
        args[name] = [
            dice.choice((hostile(dice, texts), dice.choice(_VALUES))) for _ in range(dice.choice((1, 1, 2, 5)))
        ]
    return args


def _one_of(dice: Random, short: Sequence[int], long: Sequence[int]) -> int:
    """A length: mostly a short one, since long strings cost a hundred times as much and break no more."""
    return dice.choice(short if dice.random() < 0.97 else long)


def _length(dice: Random) -> int:
    return _one_of(dice, (1, 1, 2, 3, 5, 8, 13, 20), (40, 80, 600, 3000))


def _any_character(dice: Random, texts: Sequence[str]) -> str:
    planes = ((0, 0x80), (0x80, 0x700), (0x2E80, 0xFFFF), (0x4E00, 0x9FFF), (0x10000, 0x1FFFF), (0x20000, 0x323AF))
    return "".join(chr(dice.randrange(*dice.choice(planes))) for _ in range(_length(dice)))


def _syntax(dice: Random, texts: Sequence[str]) -> str:
    kinds = (
        _SIGNS,
        _SIGNS,
        _OPERATORS,
        _VALUES,
        _CONTROLS,
        _INVISIBLE,
        _MARKS,
        _SURROGATES,
        _LETTERS,
        [" ", " ", "　"],
    )
    return "".join(dice.choice(dice.choice(kinds)) for _ in range(_length(dice)))


def _fields(dice: Random, texts: Sequence[str]) -> str:
    parts = []
    for _ in range(dice.choice((1, 1, 2, 3, 8))):
        value = dice.choice((dice.choice(_VALUES), _piece(dice, texts), dice.choice(_SIGNS), _syntax(dice, texts)[:9]))
        parts.append(f"{dice.choice(('', '-', '('))}{dice.choice(_NAMES)}{dice.choice(':：')}{value}")
    return dice.choice((" ", " 或 ", "|", "")).join(parts)


def _text_with_noise(dice: Random, texts: Sequence[str]) -> str:
    noise = (_SIGNS, _OPERATORS, _INVISIBLE, _MARKS, [" "], [" "])
    parts = [dice.choice((_piece(dice, texts), dice.choice(dice.choice(noise)))) for _ in range(min(_length(dice), 80))]
    return dice.choice(("", " ")).join(parts)


def _words(dice: Random, texts: Sequence[str]) -> str:
    between = dice.choice((" ", " ", " 或 ", "|", " -"))
    pieces = (_piece(dice, texts) for _ in range(_one_of(dice, (1, 2, 3, 5, 8), (20, 40, 90))))
    quote = dice.choice(("", "", '"'))
    return between.join(f"{quote}{piece}{quote}" for piece in pieces)


def _pasted(dice: Random, texts: Sequence[str]) -> str:
    text = dice.choice(texts)
    start = dice.randrange(max(1, len(text)))
    return text[start : start + _one_of(dice, (8, 20, 40), (120, 600, 3000))]


def _repeated(dice: Random, texts: Sequence[str]) -> str:
    return dice.choice(_REPEATED) * _one_of(dice, (2, 9, 30), (60, 600)) + dice.choice(("", _piece(dice, texts)))


def _piece(dice: Random, texts: Sequence[str]) -> str:
    text = dice.choice(texts)
    start = dice.randrange(max(1, len(text)))
    return text[start : start + dice.choice((1, 2, 2, 3, 4, 8))]


_MAKERS: tuple[_Maker, ...] = (
    *(_any_character, _any_character, _syntax, _syntax, _syntax, _fields, _fields, _text_with_noise, _text_with_noise),
    *(_words, _pasted, _repeated),
)
