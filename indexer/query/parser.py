"""From typed text to tokens, and from tokens to an expression: quotes, operators, parentheses, fields.

Any text is a query: what cannot be an operator is text, and nothing raises, whatever was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from indexer.analysis.analyzer import Analyzer
from indexer.analysis.fold import fold
from indexer.fields import ExactField, Facet, TextField, field_called
from indexer.query.expression import And, Everything, Exact, Expression, InField, Not, Or, Prefix, Words
from indexer.query.values import value_of
from indexer.query.words import squeezed, words_of

__all__ = ["MAX_CHARACTERS", "MAX_DEPTH", "MAX_TOKENS", "Token", "TokenKind", "parse", "quoted", "read_of", "scan"]


#: Characters of a query that are read. The longest title in the real records has 117; of a pasted page the opening
#: says what it is about, and every character costs a dozen terms.
MAX_CHARACTERS = 500
#: Tokens that are read. Nobody types as many; each may be text that must be looked up character by character.
MAX_TOKENS = 32


class TokenKind(Enum):
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

    kind: TokenKind
    text: str
    field: TextField | ExactField | Facet | None = None


#: Operators that are words: only alone between spaces, so that 非物质文化遗产 stays a word.
_STANDING_ALONE = {
    **dict.fromkeys(("OR", "或", "或者", "||"), TokenKind.OR),
    **dict.fromkeys(("AND", "与", "與", "且", "并且", "並且", "&", "&&"), TokenKind.AND),
    **dict.fromkeys(("NOT", "非", "不含"), TokenKind.NOT),
}
_SIGNS = {
    **dict.fromkeys("(（", TokenKind.OPEN),
    **dict.fromkeys(")）", TokenKind.CLOSE),
    **dict.fromkeys("|｜", TokenKind.OR),
}
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
        return Token(TokenKind.NOT, character), place + 1
    if (match := _FIELD.match(text, place)) and (field := field_called(fold(match[1]))):
        return Token(TokenKind.FIELD, match[1], field), match.end()
    end = _word_end(text, place)
    word = text[place:end]
    return Token(_STANDING_ALONE.get(word, TokenKind.WORD), word), end


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
        return Token(TokenKind.QUOTE, match[1].replace('""', '"')), match.end()
    for closer in _CLOSERS.get(text[place], ""):
        end = text.find(closer, place + 1)
        if end >= 0 and not _in_sentence(text, place, end):
            return Token(TokenKind.QUOTE, text[place + 1 : end]), end + 1
    return None


def _in_sentence(text: str, start: int, end: int) -> bool:
    """Whether a quotation is part of a sentence: 打造“健康服务圈”的建议 is a title, not a demand for exact text."""
    return text[start - 1 : start].isalnum() or text[end + 1 : end + 2].isalnum()


#: Parentheses deeper than this are passed over: nobody reads more, and recursion stays shallow.
MAX_DEPTH = 8
#: Words of which a prefix is asked letter by letter; in Chinese every piece of text is found anyway.
_LETTERS = re.compile(r"[a-z]+|[0-9]+")

_Field = TextField | ExactField | Facet


def parse(text: str, analyzer: Analyzer) -> Expression:
    """Return what a query asks for.

    ``或`` binds closer than neighbours: 停车 收费 或 充电 asks for 停车, and for 收费 or 充电.

    >>> parse('标题:"停车" -学校', Analyzer()).parts[0]
    InField(field='title', inner=Exact(text='停车'))
    """
    # A command line can hold half a character (a lone surrogate), which is no text at all.
    text = text[:MAX_CHARACTERS].encode(errors="ignore").decode()
    tokens = _negation_first(_balanced(scan(text)))
    expression = _Parser(tokens, analyzer).all_of(None)
    if expression is not None:
        return expression
    if any(token.kind is TokenKind.QUOTE for token in tokens):
        return Everything()
    # Operators without anything to work on are looked for as text.
    whole = squeezed(text)
    return words_of(text, analyzer) or (Exact(whole) if whole else Everything())


def _balanced(tokens: list[Token]) -> list[Token]:
    """The tokens without parentheses that have no partner or nest too deep."""
    kept: set[int] = set()
    opened: list[int] = []
    for place, token in enumerate(tokens):
        if token.kind is TokenKind.OPEN:
            opened.append(place)
        elif token.kind is TokenKind.CLOSE and opened:
            start = opened.pop()
            if len(opened) < MAX_DEPTH:
                kept |= {start, place}
    brackets = (TokenKind.OPEN, TokenKind.CLOSE)
    return [token for place, token in enumerate(tokens) if token.kind not in brackets or place in kept]


def _negation_first(tokens: list[Token]) -> list[Token]:
    """The tokens with 单位:-学校 turned into -单位:学校."""
    for place in range(len(tokens) - 1):
        if tokens[place].kind is TokenKind.FIELD and tokens[place + 1].kind is TokenKind.NOT:
            tokens[place : place + 2] = tokens[place + 1], tokens[place]
    return tokens


@dataclass(slots=True)
class _Parser:
    """Recursive descent; every method returns None where nothing is asked for."""

    tokens: list[Token]
    analyzer: Analyzer
    place: int = 0

    def all_of(self, field: _Field | None) -> Expression | None:
        """Conditions side by side, up to the closing parenthesis or the end."""
        parts: list[Expression] = []
        while (kind := self._kind()) not in (None, TokenKind.CLOSE):
            if kind in (TokenKind.AND, TokenKind.OR):
                self.place += 1
            elif (part := self._any_of(field)) is not None:
                parts.append(part)
        return _joined(And, parts)

    def _any_of(self, field: _Field | None) -> Expression | None:
        parts = [self._one(field)]
        while self._kind() is TokenKind.OR:
            self.place += 1
            if self._kind() not in (None, TokenKind.CLOSE, TokenKind.AND, TokenKind.OR):
                parts.append(self._one(field))
        return _joined(Or, [part for part in parts if part is not None])

    def _one(self, field: _Field | None) -> Expression | None:
        negated = False
        while self._kind() is TokenKind.NOT:
            self.place += 1
            negated = not negated
        if self._kind() in (None, TokenKind.CLOSE, TokenKind.AND, TokenKind.OR):
            return None
        inner = self._operand(field)
        if inner is None or not negated:
            return inner
        return inner.inner if isinstance(inner, Not) else Not(inner)

    def _operand(self, field: _Field | None) -> Expression | None:
        token = self.tokens[self.place]
        self.place += 1
        if token.kind is TokenKind.OPEN:
            inner = self.all_of(field)
            self.place += 1
            return inner
        if token.kind is TokenKind.FIELD and self._kind() in (TokenKind.WORD, TokenKind.QUOTE, TokenKind.OPEN):
            return self._operand_of(token)
        return self._leaf(token, field)

    def _operand_of(self, name: Token) -> Expression | None:
        """What follows 字段: — a value of that field, or, where it is none, name and value as plain text."""
        value = self.tokens[self.place]
        if value.kind is TokenKind.OPEN:
            return self._operand(name.field)
        self.place += 1
        found = self._leaf(value, name.field)
        if found is not None or value.kind is TokenKind.QUOTE:
            return found
        return _joined(And, [part for token in (name, value) if (part := self._leaf(token, None)) is not None])

    def _leaf(self, token: Token, field: _Field | None) -> Expression | None:
        if field is not None and not isinstance(field, TextField):
            return value_of(field, token.text)
        inner = _text(token, self.analyzer)
        if inner is None or field is None:
            return inner
        return InField(field.name, inner)

    def _kind(self) -> TokenKind | None:
        return self.tokens[self.place].kind if self.place < len(self.tokens) else None


def _text(token: Token, analyzer: Analyzer) -> Words | Exact | Prefix | None:
    if token.kind is TokenKind.QUOTE:
        exact = squeezed(token.text)
        return Exact(exact) if exact else None
    folded = fold(token.text)
    beginning = folded.rstrip("*")
    if beginning != folded and _LETTERS.fullmatch(beginning):
        return Prefix(beginning)
    return words_of(token.text, analyzer)


def _joined(kind: type[And] | type[Or], parts: list[Expression]) -> Expression | None:
    """One part as it is, several as one expression, each condition once."""
    parts = list(dict.fromkeys(_flat(kind, parts)))
    if len(parts) < 2:
        return parts[0] if parts else None
    return kind(tuple(parts))


def _flat(kind: type[And] | type[Or], parts: list[Expression]) -> Iterator[Expression]:
    for part in parts:
        if isinstance(part, kind):
            yield from part.parts
        else:
            yield part
