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
#: Up to this many positions are faster looked up among all wide ones than word by word.
_FEW = 1_000
#: More documents than these are narrowed without remembering where they are in the lists.
_MANY = 500


def phrase_matches(field: FieldPostings, words: Sequence[TermList]) -> Array:
    """Return the documents that contain the words at consecutive positions.

    Documents are narrowed first, rarest word first. In those that have all words, an occurrence of the word at
    ``offset`` says where the phrase would start; where all words agree, it does.

    Args:
        words: the decoded list of each word, in the order of the phrase.
    """
    candidates, places = _documents_with_all(field, words)
    if len(words) == 1 or not len(candidates):
        return candidates
    runs = [_runs(word, each) for word, each in zip(words, places, strict=True)]
    sizes = [int(counts.sum()) for _, counts in runs]
    if sum(sizes) <= _AT_ONCE:
        return _agreeing(field, words, candidates, runs, sizes)
    starts: Array | None = None
    for offset in sorted(range(len(words)), key=sizes.__getitem__):
        word, documents, mine = words[offset], candidates, runs[offset]
        if starts is not None:
            documents = _documents(starts)
            mine = _runs(word, word.ids.searchsorted(documents))
        found = _starts(field, word, documents, mine, offset)
        starts = found if starts is None else _common(starts, found)
        if not len(starts):
            return NOTHING
    return NOTHING if starts is None else _documents(starts)


def _documents_with_all(field: FieldPostings, words: Sequence[TermList]) -> tuple[Array, list[Array]]:
    """Return the documents that have all words, and per word where they are in its list."""
    order = sorted(range(len(words)), key=lambda offset: len(words[offset].ids))
    candidates = words[order[0]].ids
    places: dict[int, Array] = {}
    for offset in order[1:]:
        ids = words[offset].ids
        if len(candidates) > _MANY:
            candidates = candidates[contains(candidates, ids, field.doc_count)]
            continue
        at = ids.searchsorted(candidates)
        kept = ids.take(at, mode="clip") == candidates
        candidates = candidates[kept]
        places = {known: each[kept] for known, each in places.items()}
        places[offset] = at[kept]
    if not len(candidates):
        return candidates, []
    missing = (offset for offset in order if offset not in places)
    places |= {offset: words[offset].ids.searchsorted(candidates) for offset in missing}
    return candidates, [places[offset] for offset in range(len(words))]


def _runs(word: TermList, places: Array) -> tuple[Array, Array]:
    """Return, per document of a list, where its occurrences start in the field's stream, and how many there are."""
    if word.starts is None:
        return places + word.extent.token_at, np.ones(len(places), np.intp)
    firsts = word.starts[places].astype(np.intp)
    return firsts + word.extent.token_at, word.starts[places + 1] - firsts


def _starts(field: FieldPostings, word: TermList, documents: Array, runs: tuple[Array, Array], offset: int) -> Array:
    """Return, ascending, every (document, position) where the phrase would start given one word's positions."""
    firsts, counts = runs
    places = ranges(firsts, counts)
    starts = (documents.repeat(counts) << _SHIFT) + field.low_positions(places) - offset
    _widen(starts, word, places)
    return starts


def _widen(starts: Array, word: TermList, places: Array) -> None:
    """Add to the starts what the positions of these ascending places lack."""
    if word.wide is None or not len(places):
        return
    wide_places, missing = word.wide
    at = np.minimum(places.searchsorted(wide_places), len(places) - 1)
    mine = places[at] == wide_places
    starts[at[mine]] += missing[mine]


def _agreeing(
    field: FieldPostings,
    words: Sequence[TermList],
    documents: Array,
    runs: Sequence[tuple[Array, Array]],
    sizes: Sequence[int],
) -> Array:
    """Return the documents with a position where all words say that the phrase starts."""
    firsts = np.concatenate([firsts for firsts, _ in runs])
    starts = ((documents << _SHIFT) - np.arange(len(runs))[:, None]).ravel()
    if sum(sizes) > len(firsts):
        counts = np.concatenate([counts for _, counts in runs])
        firsts, starts = ranges(firsts, counts), starts.repeat(counts)
    if len(firsts) <= _FEW:
        starts += field.positions_at(firsts)
    else:
        starts += field.low_positions(firsts)
        ends = np.cumsum(sizes).tolist()
        for word, size, end in zip(words, sizes, ends, strict=True):
            _widen(starts[end - size : end], word, firsts[end - size : end])
    starts.sort()
    # A word says each start once at most, so as many equal ones as there are words are one of each.
    last = len(runs) - 1
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
