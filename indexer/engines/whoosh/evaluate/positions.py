"""Where words stand: phrases, and how close together the words of a query are.

A packed position is a document and a position in one number, so a phrase stands where each word's packed positions
hold the rarest word's, shifted by how far apart the two are in the phrase: one bisection a word.

Proximity rescoring: for a window W of a field, the terms of the query in it score like a small document of their own,

    W = Σ  weight · idf · tf · (k1 + 1) / (tf + k1)

with tf the occurrences inside the window. A hit's score rises by a share of its best window and a share of its
opening (docs/decisions/0008-ranking.md has what each gives). Windows overlap by half, so no passage is cut at an edge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from indexer.engines.whoosh.bm25 import LENGTHS
from indexer.engines.whoosh.cache import POSITION_BITS
from indexer.engines.whoosh.evaluate.docsets import NOTHING, contains
from indexer.engines.whoosh.storage.postings import ranges

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from indexer.engines.base import ProximityRescoring
    from indexer.engines.whoosh.cache import PostingList
    from indexer.engines.whoosh.storage.arrayfile import Array
    from indexer.engines.whoosh.storage.postings import FieldPostings
    from indexer.engines.whoosh.storage.segment_file import SegmentFile

__all__ = ["phrase_matches", "proximity_scores"]

#: Up to this many occurrences of the rarest word are looked up as they are; more are first narrowed to the documents
#: that have all words.
_FEW = 2_000
#: A word with more occurrences than this is decoded only in the documents that are still in question.
_LONG = 400_000
_K1 = 1.2


def phrase_matches(
    field: FieldPostings, words: Sequence[PostingList], positions_of: Callable[[PostingList], Array]
) -> Array:
    """Return the documents that contain the words at consecutive positions.

    Args:
        words: the decoded list of each word, in the order of the phrase.
        positions_of: gives all packed positions of a word, ascending.
    """
    if len(words) == 1:
        return words[0].ids
    order = sorted(range(len(words)), key=lambda offset: words[offset].tokens)
    rarest = order[0]
    word = words[rarest]
    if word.tokens <= _FEW:
        starts = positions_of(word)
    else:
        documents = _documents_with_all(field, words)
        starts = _positions_in(field, word, documents, word.ids.searchsorted(documents))
    for offset in order[1:]:
        starts = _followed(field, starts, words[offset], offset - rarest, positions_of)
        if not len(starts):
            return NOTHING
    return _documents(starts)


def _followed(
    field: FieldPostings,
    starts: Array,
    word: PostingList,
    distance: int,
    positions_of: Callable[[PostingList], Array],
) -> Array:
    """Return those of some packed positions that have the word at a distance."""
    if word.tokens <= _LONG:
        packed = positions_of(word)
    else:
        documents = _documents(starts)
        places = word.ids.searchsorted(documents)
        kept = word.ids.take(places, mode="clip") == documents
        packed = _positions_in(field, word, documents[kept], places[kept])
        if not len(packed):
            return NOTHING
    wanted = starts + distance
    found: Array = starts[packed.take(packed.searchsorted(wanted), mode="clip") == wanted]
    return found


def _documents_with_all(field: FieldPostings, words: Sequence[PostingList]) -> Array:
    """Return the documents that have all words."""
    shortest, *others = sorted((word.ids for word in words), key=len)
    for ids in others:
        shortest = shortest[contains(shortest, ids, field.doc_count)]
    return shortest


def _positions_in(field: FieldPostings, word: PostingList, documents: Array, places: Array) -> Array:
    """Return the packed positions of a word in some of its documents, given also by their places in its list."""
    counts, tokens = _occurrences_at(word, places)
    owners = documents if counts is None else documents.repeat(counts)
    return (owners << POSITION_BITS) + field.positions_at(tokens, word.exceptions)


def _occurrences_at(word: PostingList, places: Array) -> tuple[Array | None, Array]:
    """Return how often a word occurs in the documents at some places of its list (None for once), and where stored."""
    if word.starts is None:
        return None, places + word.state.token_at
    firsts = word.starts[places].astype(np.intp)
    counts = word.starts[places + 1] - firsts
    return counts, ranges(firsts + word.state.token_at, counts)


def _documents(packed: Array) -> Array:
    """Return the distinct documents of ascending packed positions."""
    owners = packed >> POSITION_BITS
    again = owners[1:] == owners[:-1]
    if not again.any():
        return owners
    first = np.ones(len(owners), np.bool_)
    np.logical_not(again, out=first[1:])
    return owners[first]


def proximity_scores(
    file: SegmentFile, terms: Sequence[tuple[PostingList, str, float]], ids: Array, how: ProximityRescoring
) -> Array:
    """Return what each document (ascending ids) gains by how close together the terms stand.

    Args:
        terms: list, field and weight of every term that scores.
    """
    gains = np.zeros(len(ids))
    for field in how.fields:
        names = {field.characters, *field.streams}
        mine = [term for term in terms if term[1] in names]
        if mine:
            gains += _best_windows(file, mine, ids, field.characters, how)
    return gains


def _best_windows(
    file: SegmentFile, terms: list[tuple[PostingList, str, float]], ids: Array, characters: str, how: ProximityRescoring
) -> Array:
    """Return the scores of one field's windows. All occurrences of all terms are laid out and counted in one go."""
    owners, places, numbers = [], [], []
    for number, (postings, name, _) in enumerate(terms):
        owner, position = _occurrences(file, postings, name, ids)
        if name != characters:
            position = (position * _characters_per_token(file, name, characters, ids)[owner]).astype(np.int64)
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
    keys = (np.concatenate([owner, owner]) * len(terms) + np.concatenate([term, term])) * width + window
    distinct, tf = np.unique(keys, return_counts=True)
    weights = np.array([weight for _, _, weight in terms])[distinct // width % len(terms)]
    impacts = weights * tf * (_K1 + 1) / (tf + _K1)
    sums = np.bincount(distinct // (width * len(terms)) * width + distinct % width, impacts, len(ids) * width)
    windows = sums.reshape(len(ids), width)
    # Window 0 is half a window before the text; window 1 begins with it.
    best: Array = how.best * windows.max(axis=1) + how.opening * windows[:, 1]
    return best


def _occurrences(file: SegmentFile, postings: PostingList, name: str, ids: Array) -> tuple[Array, Array]:
    """Return, for each occurrence of a term in the documents, the document's place in ``ids`` and the position."""
    field = file.field(name)
    assert field is not None  # the term was found in it
    at = postings.ids.searchsorted(ids)
    at[at == len(postings.ids)] = 0
    owner = (postings.ids[at] == ids).nonzero()[0]
    counts, tokens = _occurrences_at(postings, at[owner])
    return owner if counts is None else owner.repeat(counts), field.positions_at(tokens, postings.exceptions)


def _characters_per_token(file: SegmentFile, name: str, characters: str, ids: Array) -> Array:
    """Return how many characters a token of another stream takes on average, per document."""
    tokens, pairs = file.field(name), file.field(characters)
    if tokens is None or pairs is None:
        return np.ones(len(ids))
    found: Array = LENGTHS[pairs.lengths[ids]] / np.maximum(LENGTHS[tokens.lengths[ids]], 1.0)
    return found
