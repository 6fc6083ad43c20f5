"""Which documents of one segment match a query tree.

Matching never computes scores, and scoring only looks at documents that survived scope, filters and visibility.
Both follow stock Whoosh to the letter, odd corners included, because stock Whoosh is how they are proved right;
the corners are marked "as Whoosh".
"""

from __future__ import annotations

import fnmatch
import re
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh import query

from indexer.engines.base import UnsupportedQuery, alternatives
from indexer.engines.whoosh.evaluate.docsets import NOTHING, complement, contains, distinct, union
from indexer.engines.whoosh.evaluate.positions import phrase_matches

if TYPE_CHECKING:
    from collections.abc import Callable

    from indexer.engines.whoosh.cache import PostingList
    from indexer.engines.whoosh.snapshot import OpenSegment, Snapshot
    from indexer.engines.whoosh.storage.arrayfile import Array
    from indexer.engines.whoosh.storage.termdict import TermDictionary

__all__ = ["PATTERNS", "SegmentSearch", "as_every"]

PATTERNS = (query.Prefix, query.Wildcard, query.TermRange)

_SPECIAL = re.compile(r"[*?\[]")


class SegmentSearch:
    """One search on one segment; used once, by one thread."""

    def __init__(self, snapshot: Snapshot, segment: OpenSegment) -> None:
        self.snapshot = snapshot
        self.segment = segment
        self.doc_count: int = segment.doc_count
        self._matches: dict[int, Array] = {}

    # Which documents match

    def match(self, tree: query.Query) -> Array:
        """Return the matching documents, ascending; deleted ones may be among them."""
        if type(tree) is query.Term:
            return _match_term(self, tree)  # the lists have a cache of their own, which is bounded
        found = self._matches.get(id(tree))
        if found is None:
            found = self._matches[id(tree)] = _MATCH.get(type(tree), _refuse)(self, tree)
        return found

    def restrict(self, tree: query.Query, ids: Array) -> Array:
        """Return those of the documents ``ids`` that match."""
        if not len(ids):
            return ids
        if id(tree) not in self._matches:
            if type(tree) is query.And and tree.subqueries:
                for child in sorted(tree.subqueries, key=self.size):
                    ids = self.restrict(child, ids)
                return ids
            if type(tree) is query.Not:
                return ids[~contains(ids, self.match(tree.query), self.doc_count)]
            if type(tree) is query.AndMaybe:
                return self.restrict(tree.a, ids)
        return ids[contains(ids, self.match(tree), self.doc_count)]

    def size(self, tree: query.Query) -> int:
        """Return an upper bound of how many documents match, without decoding anything."""
        kind = type(tree)
        if kind is query.Term:
            return self.term_size(tree.fieldname, tree.text)
        if kind is query.Phrase:
            return min((self.term_size(tree.fieldname, word) for word in tree.words), default=0)
        if kind is query.Or:
            return min(sum(map(self.size, tree.subqueries)), self.doc_count)
        if kind is query.And:
            return min(map(self.size, tree.subqueries), default=0)
        if kind is query.AndMaybe:
            return self.size(tree.a)
        if kind is query.ConstantScoreQuery:
            return self.size(tree.child)
        return self.doc_count

    def term_size(self, fieldname: str, text: Any) -> int:
        """Return the document frequency of a term in this segment."""
        return self.snapshot.term(fieldname, text).frequencies[self.segment.place]

    def postings(self, fieldname: str, text: Any) -> PostingList | None:
        """Return the decoded list of a term; None when the segment does not have it."""
        number = self.snapshot.term(fieldname, text).numbers[self.segment.place]
        return None if number < 0 else self.segment.postings(fieldname, number)

    def expand(self, tree: query.MultiTerm) -> range | list[int]:
        """Return the numbers of the terms a pattern stands for in this segment."""
        field = self.segment.file.field(tree.fieldname)
        return range(0) if field is None else _expand(tree, field.terms)


def _refuse(search: SegmentSearch, tree: query.Query) -> Array:
    raise UnsupportedQuery(tree)


def _match_nothing(search: SegmentSearch, tree: query.Query) -> Array:
    return NOTHING


def _match_term(search: SegmentSearch, tree: query.Term) -> Array:
    postings = search.postings(tree.fieldname, tree.text)
    return NOTHING if postings is None else postings.ids


def _match_or(search: SegmentSearch, tree: query.Or) -> Array:
    return union([search.match(child) for child in alternatives(tree)], search.doc_count)


def _match_and(search: SegmentSearch, tree: query.And) -> Array:
    children = sorted(tree.subqueries, key=lambda child: (type(child) is query.Not, search.size(child)))
    if not children:
        return NOTHING
    ids = search.match(children[0])
    for child in children[1:]:
        ids = search.restrict(child, ids)
    return ids


def _match_not(search: SegmentSearch, tree: query.Not) -> Array:
    return complement(search.match(tree.query), search.doc_count)


def _match_and_maybe(search: SegmentSearch, tree: query.AndMaybe) -> Array:
    return search.match(tree.a)


def _match_constant(search: SegmentSearch, tree: query.ConstantScoreQuery) -> Array:
    return search.match(tree.child)


def _match_every(search: SegmentSearch, tree: query.Every) -> Array:
    if tree.fieldname is None:
        return np.arange(search.doc_count)
    field = search.segment.file.field(tree.fieldname)
    if field is None:
        return NOTHING
    if field.has_freqs:
        return field.lengths.nonzero()[0]
    return distinct(field.block(0, len(field.terms)).docs, search.doc_count)


def _match_pattern(search: SegmentSearch, tree: query.MultiTerm) -> Array:
    if as_every(tree):
        return _match_every(search, query.Every(tree.fieldname))
    field = search.segment.file.field(tree.fieldname)
    numbers = search.expand(tree)
    if field is None or not numbers:
        return NOTHING
    if isinstance(numbers, range) and len(numbers) > 8:
        return distinct(field.block(numbers.start, numbers.stop).docs, search.doc_count)
    return union([search.segment.postings(tree.fieldname, number).ids for number in numbers], search.doc_count)


def as_every(tree: query.MultiTerm) -> bool:
    """Return whether a pattern stands for every term of its field, as Whoosh."""
    return isinstance(tree, query.PatternQuery) and tree.text == ("*" if isinstance(tree, query.Wildcard) else "")


def _match_phrase(search: SegmentSearch, tree: query.Phrase) -> Array:
    field = search.segment.file.field(tree.fieldname)
    if tree.slop != 1 or (field is not None and not field.has_positions):
        raise UnsupportedQuery(tree)
    words = []
    for word in tree.words:
        number = search.snapshot.term(tree.fieldname, word).numbers[search.segment.place]
        if number < 0:
            return NOTHING
        words.append(search.segment.postings(tree.fieldname, number))
    if field is None or not words:
        return NOTHING
    return phrase_matches(field, words, lambda word: search.snapshot.lists.packed_positions(word, field))


def _expand(tree: query.MultiTerm, terms: TermDictionary) -> range | list[int]:
    """Return the numbers of the terms that a prefix, wildcard or term range stands for."""
    if isinstance(tree, query.Prefix):
        found = range(*terms.prefix_range(tree.text.encode("utf-8", "surrogatepass")))
    elif isinstance(tree, query.Wildcard):
        return _wildcard(tree.text, terms)
    else:
        found = _term_range(tree, terms)
    # Whoosh leaves the empty term out; it can only be the first one.
    return range(max(found.start, 1), found.stop) if found and not terms.text(found.start) else found


def _wildcard(pattern: str, terms: TermDictionary) -> list[int]:
    special = _SPECIAL.search(pattern)
    prefix = pattern[: special.start()] if special else pattern
    start, stop = terms.prefix_range(prefix.encode("utf-8", "surrogatepass"))
    matches = re.compile(fnmatch.translate(pattern)).match
    texts = enumerate(terms.texts(start, stop), start)
    return [number for number, text in texts if text and matches(text.decode("utf-8", "surrogatepass"))]


def _term_range(tree: query.TermRange, terms: TermDictionary) -> range:
    start, stop = 0, len(terms)
    if tree.start is not None:
        text = _bytes(tree.start)
        start = terms.lower_bound(text + b"\0" if tree.startexcl else text)
    if tree.end is not None:
        text = _bytes(tree.end)
        stop = terms.lower_bound(text if tree.endexcl else text + b"\0")
    return range(start, max(start, stop))


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")


_MATCH: dict[type, Callable[[SegmentSearch, Any], Array]] = {
    query.Term: _match_term,
    query.Or: _match_or,
    query.And: _match_and,
    query.Not: _match_not,
    query.AndMaybe: _match_and_maybe,
    query.ConstantScoreQuery: _match_constant,
    query.Every: _match_every,
    query.Phrase: _match_phrase,
    type(query.NullQuery): _match_nothing,
    **dict.fromkeys(PATTERNS, _match_pattern),
}
