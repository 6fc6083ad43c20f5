"""What to mark in the texts that a query finds."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.query.expression import And, Exact, Expression, InField, Or, Prefix, Words
from indexer.query.understanding import Needle

__all__ = ["needles_of"]


def needles_of(expression: Expression) -> tuple[Needle, ...]:
    """Return everything asked for, each once; nothing of what was excluded.

    >>> needles_of(InField("title", Exact("停车")))
    (Needle(text='停车', fields=('title',)),)
    """
    return tuple(dict.fromkeys(_needles(expression, ())))


def _needles(expression: Expression, fields: tuple[str, ...]) -> Iterator[Needle]:
    if isinstance(expression, Words):
        for piece in expression.pieces:
            yield from (Needle(text, fields) for text in piece.found_as)
    elif isinstance(expression, Exact | Prefix):
        yield Needle(expression.text, fields)
    elif isinstance(expression, InField):
        yield from _needles(expression.inner, (expression.field,))
    elif isinstance(expression, And | Or):
        for part in expression.parts:
            yield from _needles(part, fields)
