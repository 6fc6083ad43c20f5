"""Why a hit has its score: what every term of the query gives it, asked of the engine one by one.

Works with any engine: each scoring leaf of the query tree is a query of its own, narrowed to the one document.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from whoosh.query import And, AndMaybe, ConstantScoreQuery, Every, Or, Phrase, Query, Term

from indexer.engines.base import Engine, EngineQuery, ProximityRescoring
from indexer.fields import TEXT_FIELDS, Stream

__all__ = ["Contribution", "Explanation", "explain"]

_STREAMS = {Stream.WORDS: "词", Stream.BIGRAMS: "双字", Stream.CHARS: "单字"}
_FIELDS = {field.stream(stream): (field.label, _STREAMS[stream]) for field in TEXT_FIELDS for stream in Stream}


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one part of the query gives the document.

    Attributes:
        what: the term, or the name of a bonus.
        where: the field's Chinese label and how it was cut, ``""`` for a bonus that has no field.
    """

    what: str
    where: str
    score: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """A document's score and its parts, largest first; the parts add up to the score."""

    score: float
    parts: tuple[Contribution, ...]


def explain(
    engine: Engine, tree: Query, id: str, rescoring: ProximityRescoring, *, internal: bool
) -> Explanation | None:
    """Return why the document with this id scores what it does for a query tree; None where it does not match."""
    scope = Term("id", id)

    def score(part: Query, again: ProximityRescoring | None = None) -> float | None:
        found = engine.search(EngineQuery(part, scope, limit=1, rescoring=again, internal=internal))
        return found.rows[0].score if found.rows else None

    plain, whole = score(tree), score(tree, rescoring)
    if plain is None or whole is None:
        return None
    parts: dict[tuple[str, str], float] = {}
    for leaf in _leaves(tree):
        if given := score(leaf):
            named = _named(leaf)
            parts[named] = parts.get(named, 0.0) + given
    contributions = [Contribution(what, where, given) for (what, where), given in parts.items()]
    contributions.append(Contribution("集中程度（最集中的一段与开头）", "", whole - plain))
    contributions.sort(key=lambda each: -each.score)
    return Explanation(whole, tuple(each for each in contributions if each.score > 1e-6))


def _leaves(tree: Query) -> Iterator[Query]:
    """The parts whose scores add up to the tree's, for trees as ``indexer.query`` makes them."""
    if isinstance(tree, AndMaybe):
        yield from _leaves(tree.a)
        yield from _leaves(tree.b)
    elif isinstance(tree, And | Or):
        for part in tree.subqueries:
            yield from _leaves(part)
    else:
        yield tree


def _named(leaf: Query) -> tuple[str, str]:
    if isinstance(leaf, Term | Phrase):
        label, stream = _FIELDS.get(leaf.fieldname, (leaf.fieldname, ""))
        if isinstance(leaf, Term):
            return str(leaf.text), f"{label}·{stream}" if stream else label
        return "".join([leaf.words[0], *(word[1:] for word in leaf.words[1:])]), f"{label}·连续原文"
    if isinstance(leaf, ConstantScoreQuery):
        return "届次、案号或日期相符", ""
    return ("全部提案", "") if isinstance(leaf, Every) else (str(leaf), "")
