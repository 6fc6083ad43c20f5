"""Finds documents in which words stand one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from indexer.engines.whoosh.evaluate.idsets import NOTHING, contains
from indexer.engines.whoosh.postings import ranges

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.engines.whoosh.arrayfile import Array
    from indexer.engines.whoosh.cache import TermList
    from indexer.engines.whoosh.postings import FieldPostings

__all__ = ["phrase_matches"]

#: Document and position share a 64-bit number: positions take the lower half.
_SHIFT = 32


def phrase_matches(field: FieldPostings, words: Sequence[TermList]) -> Array:
    """Return the documents that contain the words at consecutive positions.

    Documents are narrowed first, rarest word first; then the places where the phrase could start are narrowed
    the same way, so that frequent words are only looked up where all rarer ones fit.

    Args:
        words: the decoded list of each word, in the order of the phrase.
    """
    order = sorted(range(len(words)), key=lambda place: len(words[place].ids))
    candidates = words[order[0]].ids
    for place in order[1:]:
        if not len(candidates):
            return NOTHING
        candidates = candidates[contains(candidates, words[place].ids, field.doc_count)]
    if len(words) == 1 or not len(candidates):
        return candidates
    starts: Array | None = None
    for place in sorted(order, key=lambda place: words[place].tokens / len(words[place].ids)):
        found = _phrase_starts(field, words[place], candidates, place)
        starts = found if starts is None else _common(starts, found)
        if not len(starts):
            return NOTHING
        candidates = _documents(starts)
    return candidates


def _phrase_starts(field: FieldPostings, postings: TermList, documents: Array, offset: int) -> Array:
    """Return, ascending, every (document, position) where the phrase would start given this word's positions."""
    places = postings.ids.searchsorted(documents) if len(documents) < len(postings.ids) else None
    if postings.starts is None:
        owners, tokens = documents, places
    else:
        freqs = postings.freqs(places)
        assert freqs is not None  # only lists without repeats have none
        owners = np.repeat(documents, freqs)
        tokens = None if places is None else ranges(postings.starts[places], freqs)
    positions = field.positions(postings.extent, tokens) - offset
    keys = (owners << _SHIFT) + positions
    found: Array = keys[positions >= 0] if offset else keys
    return found


def _common(left: Array, right: Array) -> Array:
    """Return the numbers in both ascending arrays."""
    small, large = (left, right) if len(left) <= len(right) else (right, left)
    places = large.searchsorted(small)
    places[places == len(large)] = 0
    found: Array = small[large[places] == small] if len(large) else NOTHING
    return found


def _documents(starts: Array) -> Array:
    """Return the distinct documents of ascending (document, position) numbers."""
    owners = starts >> _SHIFT
    return owners[(np.diff(owners, prepend=-1)).nonzero()[0]]
