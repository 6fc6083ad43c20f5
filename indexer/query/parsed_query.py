"""A query parsed: the interface between what people type and what engines answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.analysis.analyzer import Analyzer
from indexer.query.describe import describe_query
from indexer.query.expression import And, Exact, Expression, InField, Or, Prefix, Words
from indexer.query.parser import parse, read_of
from indexer.query.steps import Step, steps_of
from indexer.search.ranking import DEFAULT, Ranking

__all__ = ["HighlightTerm", "ParsedQuery", "highlight_terms", "parse_query"]

#: Characters that show where reading ended.
_QUOTED = 12


@dataclass(frozen=True, slots=True)
class HighlightTerm:
    """Text to mark wherever it occurs: folded, without white space; in ``fields`` only, in all where empty."""

    text: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query, described in words and ready to be asked.

    Attributes:
        text: what was typed.
        description: what it was understood to ask for, in plain Chinese.
        relaxed_description: the same for an answer in which not every word has to be there.
        shortened: which part of an overlong query was not read, in Chinese; ``""`` mostly.
        steps: strictest first, at least one.
        highlight_terms: what to mark in the texts of what is found.
        expression: the parts of the query.
    """

    text: str
    description: str
    relaxed_description: str
    steps: tuple[Step, ...]
    highlight_terms: tuple[HighlightTerm, ...]
    expression: Expression
    shortened: str = ""


def parse_query(text: str, analyzer: Analyzer, ranking: Ranking = DEFAULT) -> ParsedQuery:
    """Return what a query means. Pure, fast, and never raises, whatever the text.

    >>> understood = parse_query("停车收费 -学校", Analyzer())
    >>> understood.description, len(understood.steps), understood.highlight_terms[0].text
    ('“停车”和“收费”都要出现，不含“学校”', 2, '停车')
    """
    expression = parse(text, analyzer)
    return ParsedQuery(
        text=text,
        description=describe_query(expression),
        relaxed_description=describe_query(expression, strict=False),
        steps=steps_of(expression, ranking),
        highlight_terms=highlight_terms(expression),
        expression=expression,
        shortened=_shortened(text),
    )


def _shortened(text: str) -> str:
    read = read_of(text)
    unread = " ".join(text[read:].encode(errors="ignore").decode().split())[:_QUOTED].strip()
    return f"检索词太长，只看了前{read}个字，从“{unread}”起没有看" if unread else ""


def highlight_terms(expression: Expression) -> tuple[HighlightTerm, ...]:
    """Return everything asked for, each once; nothing of what was excluded.

    >>> highlight_terms(InField("title", Exact("停车")))
    (HighlightTerm(text='停车', fields=('title',)),)
    """
    return tuple(dict.fromkeys(_terms(expression, ())))


def _terms(expression: Expression, fields: tuple[str, ...]) -> Iterator[HighlightTerm]:
    if isinstance(expression, Words):
        for piece in expression.pieces:
            yield from (HighlightTerm(text, fields) for text in piece.found_as)
    elif isinstance(expression, Exact | Prefix):
        yield HighlightTerm(expression.text, fields)
    elif isinstance(expression, InField):
        yield from _terms(expression.inner, (expression.field,))
    elif isinstance(expression, And | Or):
        for part in expression.parts:
            yield from _terms(part, fields)
