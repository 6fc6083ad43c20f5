"""What a query was understood to mean: the seam between what people type and what engines answer."""

from __future__ import annotations

from dataclasses import dataclass

from whoosh.query import Query

from indexer.query.expression import Expression

__all__ = ["Needle", "Step", "Understanding"]


@dataclass(frozen=True, slots=True)
class Needle:
    """Text to mark wherever it occurs: folded, without white space; in ``fields`` only, in all where empty."""

    text: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One way to ask an engine.

    Attributes:
        tree: what must match and how it scores.
        scope: what must match too and never scores; None for all.
        relaxed: whether something typed is not insisted on.
        notice: what is not insisted on, in Chinese; ``""`` for the strictest step.
        enough: from how many hits on no looser step is worth trying.
        thinned: whether words that nearly every record has were left out of the scores.
    """

    tree: Query
    scope: Query | None
    relaxed: bool
    notice: str
    enough: int = 1
    thinned: bool = False


@dataclass(frozen=True, slots=True)
class Understanding:
    """A query, told back and ready to be asked.

    Attributes:
        text: what was typed.
        sentence: what it was understood to ask for, in plain Chinese.
        loosely: the same for an answer in which not every word has to be there.
        shortened: which part of an overlong query was not read, in Chinese; ``""`` mostly.
        steps: strictest first, at least one.
        needles: what to mark in the texts of what is found.
        expression: the parts of the query.
    """

    text: str
    sentence: str
    loosely: str
    steps: tuple[Step, ...]
    needles: tuple[Needle, ...]
    expression: Expression
    shortened: str = ""
