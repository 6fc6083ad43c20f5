"""Proximity rescoring of the best hits, as in the embedded engine, over the characters the cluster stores. Pure.

For a window W of a field, the terms of the query in it score like a small document of their own,

    W = Σ  weight · tf · (k1 + 1) / (tf + k1)

with tf the occurrences inside the window; a hit gains a share of its best window and of its opening. The cluster
has no positions that could be asked for in bulk, so occurrences are looked up in the text itself: for pairs of
characters the places are the very same, for words they are exact where the embedded engine estimates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from whoosh import query as q

from indexer.engines.base import ProximityRescoring

__all__ = ["Weights", "proximity_score", "scoring_terms"]

Weights = dict[tuple[str, str], float]

_K1 = 1.2
#: Positions skipped between two parts of a field.
_PART_GAP = 2


def proximity_score(characters: Mapping[str, Sequence[str]], weights: Weights, how: ProximityRescoring) -> float:
    """Return what a hit gains by rescoring.

    Args:
        characters: field → the characters of its parts.
        weights: (field, term) → idf times factor.

    >>> from indexer.engines.base import ProximityField
    >>> how = ProximityRescoring((ProximityField("t"),), window=4, best=1.0, opening=0.0)
    >>> weights = {("t", "停车"): 1.0, ("t", "收费"): 1.0}
    >>> proximity_score({"t": ["停车收费"]}, weights, how), proximity_score({"t": ["停车难因为不收费"]}, weights, how)
    (2.0, 1.0)
    """
    total = 0.0
    for field in how.fields:
        names = {field.characters, *field.streams}
        mine: dict[str, float] = defaultdict(float)
        for (name, term), weight in weights.items():
            if name in names:
                mine[term] += weight
        parts = characters.get(field.characters, ())
        if mine and parts:
            total += _of_field(parts, mine, how)
    return total


def _of_field(parts: Sequence[str], terms: Mapping[str, float], how: ProximityRescoring) -> float:
    half = max(1, how.window // 2)
    windows: dict[int, float] = defaultdict(float)
    for term, weight in terms.items():
        counted: dict[int, int] = defaultdict(int)
        for place in _places(parts, term):
            # Every occurrence lies in two windows: the one that begins with its half, and the one before.
            counted[place // half] += 1
            counted[place // half + 1] += 1
        for window, tf in counted.items():
            windows[window] += weight * tf * (_K1 + 1) / (tf + _K1)
    if not windows:
        return 0.0
    # Window 0 is half a window before the text; window 1 begins with it.
    return how.best * max(windows.values()) + how.opening * windows.get(1, 0.0)


def _places(parts: Sequence[str], term: str) -> Iterator[int]:
    base = 0
    for part in parts:
        place = part.find(term)
        while place >= 0:
            yield base + place
            place = part.find(term, place + 1)
        base += max(len(part) - 1, 1) + _PART_GAP


def scoring_terms(tree: q.Query) -> Weights:
    """Return ``{(field, term): factor}`` of the terms that score on every match of the tree or wherever they occur.

    As in the embedded engine: a term counts with all its boosts; what stands under an "or" and is more than a term
    is left out, since a match may have come another way.

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
