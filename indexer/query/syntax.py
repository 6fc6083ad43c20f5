"""From typed text to tokens. Any text is a query: what cannot be an operator is text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from indexer.analysis import fold
from indexer.fields import ExactField, Facet, TextField, field_called

__all__ = ["MAX_CHARACTERS", "MAX_TOKENS", "Kind", "Token", "quoted", "read_of", "scan"]

#: Characters of a query that are read. The longest title in the real records has 117; of a pasted page the opening
#: says what it is about, and every character costs a dozen terms.
MAX_CHARACTERS = 500
#: Tokens that are read. Nobody types as many; each may be text that must be looked up character by character.
MAX_TOKENS = 32


class Kind(Enum):
    """What a token is."""

    WORD = auto()
    QUOTE = auto()
    FIELD = auto()
    OPEN = auto()
    CLOSE = auto()
    OR = auto()
    AND = auto()
    NOT = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One token: ``text`` as typed (without its quotes), ``field`` for ``FIELD`` only."""

    kind: Kind
    text: str
    field: TextField | ExactField | Facet | None = None


#: Operators that are words: only alone between spaces, so that 非物质文化遗产 stays a word.
_STANDING_ALONE = {
    **dict.fromkeys(("OR", "或", "或者", "||"), Kind.OR),
    **dict.fromkeys(("AND", "与", "與", "且", "并且", "並且", "&", "&&"), Kind.AND),
    **dict.fromkeys(("NOT", "非", "不含"), Kind.NOT),
}
_SIGNS = {**dict.fromkeys("(（", Kind.OPEN), **dict.fromkeys(")）", Kind.CLOSE), **dict.fromkeys("|｜", Kind.OR)}
#: What closes each opening quotation mark, the usual one first; input methods often give the same mark twice.
_CLOSERS = {'"': "”", "“": '”“"', "”": "”", "「": "」", "『": "』", "〝": "〞", "＂": "＂"}
_STRAIGHT = re.compile(r'"((?:[^"]|"")*)"')
_FIELD = re.compile(r"([^\s:：()（）|｜\"“”「」『』＂]{1,12})[:：]")
_MINUS = "-－"


def quoted(text: str) -> str:
    '''Return text as a query that finds exactly it, whatever it contains.

    >>> print(quoted('他说"好"'))
    "他说""好"""
    '''
    return '"' + text.replace('"', '""') + '"'


def scan(text: str) -> list[Token]:
    """Return the tokens of a query, at most ``MAX_TOKENS``. Never raises.

    >>> [(token.kind.name, token.text) for token in scan("停车（收费 或 “乱 收费”） -学校")][:5]
    [('WORD', '停车'), ('OPEN', '（'), ('WORD', '收费'), ('OR', '或'), ('QUOTE', '乱 收费')]
    """
    return [token for token, _ in _scan(text)]


def read_of(text: str) -> int:
    """Return how many characters of a query are read: all of them, unless it is overlong.

    >>> read_of("停车 收费"), read_of("停 " * 1000)
    (5, 63)
    """
    end = max((end for _, end in _scan(text)), default=MAX_CHARACTERS)
    return end if text[end:].strip() else len(text)


def _scan(text: str) -> Iterator[tuple[Token, int]]:
    """The tokens that are read, each with where it ends."""
    text = text[:MAX_CHARACTERS]
    place = tokens = 0
    while place < len(text) and tokens < MAX_TOKENS:
        if text[place].isspace():
            place += 1
            continue
        token, place = _next(text, place)
        tokens += 1
        yield token, place


def _next(text: str, place: int) -> tuple[Token, int]:
    """The token that begins here, and where it ends."""
    character = text[place]
    if character in _SIGNS:
        return Token(_SIGNS[character], character), place + 1
    if quote := _quote(text, place):
        return quote
    if character in _MINUS and _negates(text, place):
        return Token(Kind.NOT, character), place + 1
    if (match := _FIELD.match(text, place)) and (field := field_called(fold(match[1]))):
        return Token(Kind.FIELD, match[1], field), match.end()
    end = _word_end(text, place)
    word = text[place:end]
    return Token(_STANDING_ALONE.get(word, Kind.WORD), word), end


def _negates(text: str, place: int) -> bool:
    """Whether a minus stands before a word and after none: 5G-A and 2020-2021 are text."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return (not before or before.isspace() or before in "(（|｜:：") and bool(after.strip()) and after not in _MINUS


def _word_end(text: str, place: int) -> int:
    end = place + 1
    while end < len(text) and not text[end].isspace() and text[end] not in _SIGNS and not _quote(text, end):
        end += 1
    return end


def _quote(text: str, place: int) -> tuple[Token, int] | None:
    """The quotation that opens here, None where it is never closed: then the mark is text."""
    if match := _STRAIGHT.match(text, place):
        return Token(Kind.QUOTE, match[1].replace('""', '"')), match.end()
    for closer in _CLOSERS.get(text[place], ""):
        end = text.find(closer, place + 1)
        if end >= 0 and not _in_sentence(text, place, end):
            return Token(Kind.QUOTE, text[place + 1 : end]), end + 1
    return None


def _in_sentence(text: str, start: int, end: int) -> bool:
    """Whether a quotation is part of a sentence: 打造“健康服务圈”的建议 is a title, not a demand for exact text."""
    return text[start - 1 : start].isalnum() or text[end + 1 : end + 2].isalnum()
