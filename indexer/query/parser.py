"""From tokens to an expression: operators, parentheses, fields. Never raises, whatever was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.analysis import Analyzer, fold
from indexer.fields import ExactField, Facet, TextField
from indexer.query.expression import And, Everything, Exact, Expression, InField, Not, Or, Prefix, Words
from indexer.query.syntax import MAX_CHARACTERS, Kind, Token, scan
from indexer.query.values import value_of
from indexer.query.words import squeezed, words_of

__all__ = ["MAX_DEPTH", "parse"]

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
    if any(token.kind is Kind.QUOTE for token in tokens):
        return Everything()
    # Operators without anything to work on are looked for as text.
    whole = squeezed(text)
    return words_of(text, analyzer) or (Exact(whole) if whole else Everything())


def _balanced(tokens: list[Token]) -> list[Token]:
    """The tokens without parentheses that have no partner or nest too deep."""
    kept: set[int] = set()
    opened: list[int] = []
    for place, token in enumerate(tokens):
        if token.kind is Kind.OPEN:
            opened.append(place)
        elif token.kind is Kind.CLOSE and opened:
            start = opened.pop()
            if len(opened) < MAX_DEPTH:
                kept |= {start, place}
    brackets = (Kind.OPEN, Kind.CLOSE)
    return [token for place, token in enumerate(tokens) if token.kind not in brackets or place in kept]


def _negation_first(tokens: list[Token]) -> list[Token]:
    """The tokens with 单位:-学校 turned into -单位:学校."""
    for place in range(len(tokens) - 1):
        if tokens[place].kind is Kind.FIELD and tokens[place + 1].kind is Kind.NOT:
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
        while (kind := self._kind()) not in (None, Kind.CLOSE):
            if kind in (Kind.AND, Kind.OR):
                self.place += 1
            elif (part := self._any_of(field)) is not None:
                parts.append(part)
        return _joined(And, parts)

    def _any_of(self, field: _Field | None) -> Expression | None:
        parts = [self._one(field)]
        while self._kind() is Kind.OR:
            self.place += 1
            if self._kind() not in (None, Kind.CLOSE, Kind.AND, Kind.OR):
                parts.append(self._one(field))
        return _joined(Or, [part for part in parts if part is not None])

    def _one(self, field: _Field | None) -> Expression | None:
        negated = False
        while self._kind() is Kind.NOT:
            self.place += 1
            negated = not negated
        if self._kind() in (None, Kind.CLOSE, Kind.AND, Kind.OR):
            return None
        inner = self._operand(field)
        if inner is None or not negated:
            return inner
        return inner.inner if isinstance(inner, Not) else Not(inner)

    def _operand(self, field: _Field | None) -> Expression | None:
        token = self.tokens[self.place]
        self.place += 1
        if token.kind is Kind.OPEN:
            inner = self.all_of(field)
            self.place += 1
            return inner
        if token.kind is Kind.FIELD and self._kind() in (Kind.WORD, Kind.QUOTE, Kind.OPEN):
            return self._operand_of(token)
        return self._leaf(token, field)

    def _operand_of(self, name: Token) -> Expression | None:
        """What follows 字段: — a value of that field, or, where it is none, name and value as plain text."""
        value = self.tokens[self.place]
        if value.kind is Kind.OPEN:
            return self._operand(name.field)
        self.place += 1
        found = self._leaf(value, name.field)
        if found is not None or value.kind is Kind.QUOTE:
            return found
        return _joined(And, [part for token in (name, value) if (part := self._leaf(token, None)) is not None])

    def _leaf(self, token: Token, field: _Field | None) -> Expression | None:
        if field is not None and not isinstance(field, TextField):
            return value_of(field, token.text)
        inner = _text(token, self.analyzer)
        if inner is None or field is None:
            return inner
        return InField(field.name, inner)

    def _kind(self) -> Kind | None:
        return self.tokens[self.place].kind if self.place < len(self.tokens) else None


def _text(token: Token, analyzer: Analyzer) -> Words | Exact | Prefix | None:
    if token.kind is Kind.QUOTE:
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
