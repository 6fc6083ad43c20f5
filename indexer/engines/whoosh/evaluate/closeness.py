"""A closer look at the best hits: do the query's terms stand together in one stretch of the text?

For a window W of a field, the terms of the query in it score like a small document of their own,

    W = Σ  weight · idf · tf · (k1 + 1) / (tf + k1)

with tf the occurrences inside the window. A hit earns a share of its best window and a share of its opening
(docs/decisions/0008-ranking.md has what each gives). Windows overlap by half, so no passage is cut at an edge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from indexer.engines.whoosh.evaluate.scores import scoring_terms
from indexer.engines.whoosh.evaluate.scoring import LENGTHS
from indexer.engines.whoosh.postings import ranges

if TYPE_CHECKING:
    from whoosh import query

    from indexer.engines.base import Closeness
    from indexer.engines.whoosh.arrayfile import Array
    from indexer.engines.whoosh.cache import TermList
    from indexer.engines.whoosh.evaluate.search import SegmentSearch

__all__ = ["closeness"]

_K1 = 1.2


def closeness(search: SegmentSearch, tree: query.Query, ids: Array, how: Closeness) -> Array:
    """Return what each document (ascending ids, all matching ``tree``) earns by closeness."""
    earned = np.zeros(len(ids))
    terms = scoring_terms(search, tree, ids)
    for field in how.fields:
        streams = {field.characters: None, **dict.fromkeys(field.streams, field.characters)}
        mine = [(postings, name, weight) for postings, name, weight in terms if name in streams]
        if mine:
            earned += _field(search, mine, ids, field.characters, how)
    return earned


def _field(
    search: SegmentSearch, terms: list[tuple[TermList, str, float]], ids: Array, characters: str, how: Closeness
) -> Array:
    """What one field's windows earn. All occurrences of all terms are laid out and counted in one go."""
    owners, places, numbers = [], [], []
    for number, (postings, name, _) in enumerate(terms):
        owner, position = _occurrences(search, postings, name, ids)
        if name != characters:
            position = (position * _stretch(search, name, characters, ids)[owner]).astype(np.int64)
        owners.append(owner)
        places.append(position)
        numbers.append(np.full(len(owner), number))
    owner, position, term = np.concatenate(owners), np.concatenate(places), np.concatenate(numbers)
    if not len(owner):
        return np.zeros(len(ids))
    # Every occurrence lies in two windows: the one that begins with its half, and the one before.
    half = position // (how.window // 2)
    width = int(half.max()) + 2
    window = np.concatenate([half + 1, half])
    cell = (np.concatenate([owner, owner]) * len(terms) + np.concatenate([term, term])) * width + window
    cells, tf = np.unique(cell, return_counts=True)
    weights = np.array([weight for _, _, weight in terms])[cells // width % len(terms)]
    impact = weights * tf * (_K1 + 1) / (tf + _K1)
    table = np.bincount(cells // (width * len(terms)) * width + cells % width, impact, len(ids) * width)
    windows = table.reshape(len(ids), width)
    # Window 0 is half a window before the text; window 1 begins with it.
    best: Array = how.best * windows.max(axis=1) + how.opening * windows[:, 1]
    return best


def _occurrences(search: SegmentSearch, postings: TermList, name: str, ids: Array) -> tuple[Array, Array]:
    """Return, for each occurrence of a term in the documents, the document's place in ``ids`` and the position."""
    field = search.segment.file.field(name)
    assert field is not None  # the term was found in it
    at = postings.ids.searchsorted(ids)
    at[at == len(postings.ids)] = 0
    owner = (postings.ids[at] == ids).nonzero()[0]
    at = at[owner]
    if postings.starts is None:
        tokens = at
    else:
        freqs = postings.starts[at + 1] - postings.starts[at]
        owner, tokens = np.repeat(owner, freqs), ranges(postings.starts[at], freqs)
    return owner, field.positions_at(tokens + postings.extent.token_at, postings.wide)


def _stretch(search: SegmentSearch, name: str, characters: str, ids: Array) -> Array:
    """Return how many characters a token of another stream takes on average, per document."""
    tokens, cells = search.segment.file.field(name), search.segment.file.field(characters)
    if tokens is None or cells is None:
        return np.ones(len(ids))
    found: Array = LENGTHS[cells.lengths[ids]] / np.maximum(LENGTHS[tokens.lengths[ids]], 1.0)
    return found
