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
#: Up to this many occurrences of all words together are compared at once; more, one word after the other.
_AT_ONCE = 20_000


def phrase_matches(field: FieldPostings, words: Sequence[TermList]) -> Array:
    """Return the documents that contain the words at consecutive positions.

    Documents are narrowed first, rarest word first. In those that have all words, an occurrence of the word at
    ``offset`` says where the phrase would start; where all words agree, it does.

    Args:
        words: the decoded list of each word, in the order of the phrase.
    """
    candidates = _documents_with_all(field, words)
    if len(words) == 1 or not len(candidates):
        return candidates
    tokens = [_tokens(word, candidates) for word in words]
    if sum(len(places) for _, places in tokens) <= _AT_ONCE:
        return _agreeing(field, tokens)
    starts: Array | None = None
    for offset in sorted(range(len(words)), key=lambda offset: len(tokens[offset][1])):
        owners, places = tokens[offset] if starts is None else _tokens(words[offset], _documents(starts))
        found = (owners << _SHIFT) + field.positions_at(places) - offset
        starts = found if starts is None else _common(starts, found)
        if not len(starts):
            return NOTHING
    return NOTHING if starts is None else _documents(starts)


def _documents_with_all(field: FieldPostings, words: Sequence[TermList]) -> Array:
    lists = sorted((word.ids for word in words), key=len)
    candidates = lists[0]
    for ids in lists[1:]:
        if not len(candidates):
            break
        candidates = candidates[contains(candidates, ids, field.doc_count)]
    return candidates


def _tokens(word: TermList, documents: Array) -> tuple[Array, Array]:
    """Return, for every occurrence of a word in these documents, the document and the place in the field's stream."""
    places = word.ids.searchsorted(documents) if len(documents) < len(word.ids) else None
    if word.starts is None:
        return documents, (np.arange(len(documents)) if places is None else places) + word.extent.token_at
    if places is None:
        return np.repeat(documents, word.starts[1:] - word.starts[:-1]), np.arange(
            word.extent.token_at, word.extent.token_at + word.tokens
        )
    firsts = word.starts[places]
    freqs = word.starts[places + 1] - firsts
    return np.repeat(documents, freqs), ranges(firsts + word.extent.token_at, freqs)


def _agreeing(field: FieldPostings, tokens: Sequence[tuple[Array, Array]]) -> Array:
    """Return the documents with a position where all words say that the phrase starts."""
    positions = field.positions_at(np.concatenate([places for _, places in tokens]))
    owners = np.concatenate([owners for owners, _ in tokens])
    offsets = np.arange(len(tokens)).repeat([len(places) for _, places in tokens])
    starts = (owners << _SHIFT) + positions - offsets
    starts.sort()
    # A word says each start once at most, so as many equal ones as there are words are one of each.
    last = len(tokens) - 1
    return _documents(starts[:-last][starts[last:] == starts[:-last]])


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
    if len(owners) < 2:
        return owners
    first = np.ones(len(owners), np.bool_)
    np.not_equal(owners[1:], owners[:-1], out=first[1:])
    found: Array = owners[first]
    return found
