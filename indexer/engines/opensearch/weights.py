"""Which terms of a query tree score, and with which factor: what a closer look at the best hits looks for. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from whoosh import query as q

__all__ = ["scoring_terms"]

Weights = dict[tuple[str, str], float]


def scoring_terms(tree: q.Query) -> Weights:
    """Return ``{(field, term): factor}`` of the terms that score on every match of the tree or wherever they occur.

    As in the embedded engine: a term counts with all its boosts; what stands under an "or" and is more than a term
    is not looked at, since a match may have come another way.

    >>> scoring_terms(q.AndMaybe(q.Every(), q.Or([q.Term("t", "停车", boost=2), q.Phrase("t", ["a", "b"])])))
    {('t', '停车'): 2.0}
    """
    found: Weights = {}
    _add(found, tree, 1.0, certain=True)
    return found


def _add(found: Weights, tree: q.Query, factor: float, certain: bool) -> None:
    for kind in type(tree).__mro__:
        if kind in _ADD:
            _ADD[kind](found, tree, factor, certain)
            return


def _add_term(found: Weights, tree: q.Term, factor: float, certain: bool) -> None:
    key = (tree.fieldname, str(tree.text))
    found[key] = found.get(key, 0.0) + factor * float(tree.boost)


def _for_children(tree: q.CompoundQuery, factor: float) -> float:
    return factor if len(tree.subqueries) == 1 else factor * float(tree.boost)


def _add_or(found: Weights, tree: q.Or, factor: float, certain: bool) -> None:
    for child in tree.subqueries:
        _add(found, child, _for_children(tree, factor), certain and len(tree.subqueries) == 1)


def _add_and(found: Weights, tree: q.And, factor: float, certain: bool) -> None:
    if certain:
        for child in tree.subqueries:
            _add(found, child, _for_children(tree, factor), True)


def _add_and_maybe(found: Weights, tree: q.AndMaybe, factor: float, certain: bool) -> None:
    if certain:
        _add(found, tree.a, factor, True)
        _add(found, tree.b, factor, False)


def _add_phrase(found: Weights, tree: q.Phrase, factor: float, certain: bool) -> None:
    if certain:
        for word in tree.words:
            _add_term(found, q.Term(tree.fieldname, word, boost=tree.boost), factor, True)


_ADD: dict[type, Callable[[Weights, Any, float, bool], None]] = {
    q.Term: _add_term,
    q.Or: _add_or,
    q.And: _add_and,
    q.AndMaybe: _add_and_maybe,
    q.Phrase: _add_phrase,
}
