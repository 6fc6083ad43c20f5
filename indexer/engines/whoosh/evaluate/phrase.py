"""Finds documents in which words stand one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from indexer.engines.whoosh.cache import SPOT_BITS
from indexer.engines.whoosh.evaluate.idsets import NOTHING, contains
from indexer.engines.whoosh.postings import ranges

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from indexer.engines.whoosh.arrayfile import Array
    from indexer.engines.whoosh.cache import TermList
    from indexer.engines.whoosh.postings import FieldPostings

__all__ = ["phrase_matches"]

#: Up to this many occurrences of the rarest word are looked up as they are; more are first narrowed to the documents
#: that have all words.
_FEW = 2_000
#: A word with more occurrences than this is decoded only in the documents that are still in question.
_LONG = 400_000


def phrase_matches(field: FieldPostings, words: Sequence[TermList], spots_of: Callable[[TermList], Array]) -> Array:
    """Return the documents that contain the words at consecutive positions.

    A spot is a document and a position in one number, so a phrase stands where each word's spots hold the rarest
    word's, shifted by how far apart the two are in the phrase: one bisection a word.

    Args:
        words: the decoded list of each word, in the order of the phrase.
        spots_of: gives all spots of a word, ascending.
    """
    if len(words) == 1:
        return words[0].ids
    order = sorted(range(len(words)), key=lambda offset: words[offset].tokens)
    rarest = order[0]
    word = words[rarest]
    if word.tokens <= _FEW:
        starts = spots_of(word)
    else:
        documents = _documents_with_all(field, words)
        starts = _spots_in(field, word, documents, word.ids.searchsorted(documents))
    for offset in order[1:]:
        starts = _followed(field, starts, words[offset], offset - rarest, spots_of)
        if not len(starts):
            return NOTHING
    return _documents(starts)


def _followed(
    field: FieldPostings, starts: Array, word: TermList, distance: int, spots_of: Callable[[TermList], Array]
) -> Array:
    """Return those of some spots that have the word at a distance."""
    if word.tokens <= _LONG:
        spots = spots_of(word)
    else:
        documents = _documents(starts)
        places = word.ids.searchsorted(documents)
        kept = word.ids.take(places, mode="clip") == documents
        spots = _spots_in(field, word, documents[kept], places[kept])
        if not len(spots):
            return NOTHING
    wanted = starts + distance
    found: Array = starts[spots.take(spots.searchsorted(wanted), mode="clip") == wanted]
    return found


def _documents_with_all(field: FieldPostings, words: Sequence[TermList]) -> Array:
    """Return the documents that have all words."""
    shortest, *others = sorted((word.ids for word in words), key=len)
    for ids in others:
        shortest = shortest[contains(shortest, ids, field.doc_count)]
    return shortest


def _spots_in(field: FieldPostings, word: TermList, documents: Array, places: Array) -> Array:
    """Return the spots of a word in some of its documents, given also by their places in its list."""
    if word.starts is None:
        counts, tokens = None, places + word.extent.token_at
    else:
        firsts = word.starts[places].astype(np.intp)
        counts = word.starts[places + 1] - firsts
        tokens = ranges(firsts + word.extent.token_at, counts)
    owners = documents if counts is None else documents.repeat(counts)
    return (owners << SPOT_BITS) + field.positions_at(tokens, word.wide)


def _documents(spots: Array) -> Array:
    """Return the distinct documents of ascending spots."""
    owners = spots >> SPOT_BITS
    again = owners[1:] == owners[:-1]
    if not again.any():
        return owners
    first = np.ones(len(owners), np.bool_)
    np.logical_not(again, out=first[1:])
    return owners[first]
