"""What matching documents score.

The tree is walked once. As long as every document is known to match a node ("certain"), the node's score is a
sum over its terms, so terms of the whole tree are collected and added up in one pass over their lists; only nodes
under an "or" that are more than a term are scored on the documents that match them, and added there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh import query

from indexer.engines.base import UnsupportedQuery, alternatives
from indexer.engines.whoosh.evaluate.docsets import contains
from indexer.engines.whoosh.evaluate.match import PATTERNS, SegmentSearch, as_every

if TYPE_CHECKING:
    from collections.abc import Callable

    from indexer.engines.whoosh.bm25 import Bm25
    from indexer.engines.whoosh.cache import PostingList
    from indexer.engines.whoosh.storage.arrayfile import Array

__all__ = ["score", "scoring_terms"]

#: Postings that are added up at once: 2 MB of them. Getting fresh memory for more takes longer than adding them.
_AT_ONCE = 1 << 18
#: A list of so many postings is worth a few calls of its own.
_LONG_LIST = 16_384
#: Where at most one of so many documents matches, what lists have of others is dropped before they are added up.
_FEW_MATCH = 4

#: From this many terms on, Whoosh gives every match of a pattern the same score.
_TOO_MANY_TERMS = query.Or.TOO_MANY_CLAUSES
#: Up to this many documents, Whoosh gives every match of a pattern of three terms or more the score 1.
_SMALL_INDEX = 5_000
#: A bisection costs about as much as passing over this many neighbouring postings.
_BISECTION_COST = 24
#: Lists up to this length are faster to go through than to look anything up in, the more so if it may not be there.
_SHORT_LIST = {False: 4_096, True: 1_024}


def score(search: SegmentSearch, tree: query.Query, ids: Array) -> Array:
    """Return what ``tree`` scores on documents that all match it."""
    total = _Total(search, ids)
    total.add(tree, 1.0, certain=True)
    return total.finish()


def scoring_terms(search: SegmentSearch, tree: query.Query, ids: Array) -> list[tuple[PostingList, str, float]]:
    """Return the terms that ``tree`` scores by on documents that all match it: list, field, idf times boosts."""
    total = _TermCollector(search, ids)
    total.add(tree, 1.0, certain=True)
    found = ((search.postings(name, text), name, weight) for (name, text), weight in total.terms.items())
    return [(postings, name, weight) for postings, name, weight in found if postings is not None]


class _Ranks:
    """Where each of a few documents stands among them: what lists have of others is dropped before it is added up."""

    def __init__(self, search: SegmentSearch, ids: Array) -> None:
        self._scratch = search.segment.rank_scratch()
        self._ids = ids
        self._inside = np.zeros(search.doc_count, np.bool_)
        self._inside[ids] = True
        self._ranks = self._scratch.take()
        self._ranks[ids] = np.arange(len(ids))

    def sums(self, postings: Array, impacts: Array) -> Array:
        """Return, per document, the sum of the impacts of its own postings."""
        mine = self._inside[postings].nonzero()[0]
        found: Array = np.bincount(self._ranks[postings[mine]], impacts[mine], len(self._ids))
        return found

    def close(self) -> None:
        """Give the memory back, clean."""
        self._ranks[self._ids] = 0
        self._scratch.give(self._ranks)


@dataclass(slots=True)
class _Total:
    """Scores of one set of documents while they add up."""

    search: SegmentSearch
    ids: Array
    scores: Array = field(init=False)
    terms: dict[tuple[str, Any], float] = field(init=False, default_factory=dict)
    everywhere: set[tuple[str, Any]] = field(init=False, default_factory=set)
    ranks: _Ranks | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.scores = np.zeros(len(self.ids))

    def add(self, tree: query.Query, factor: float, certain: bool) -> None:
        """Add what a node scores; ``certain`` says that every document matches it."""
        _SCORE.get(type(tree), _refuse)(self, tree, factor, certain)

    def add_where_it_matches(self, tree: query.Query, factor: float) -> None:
        """Add what a node scores on those documents that match it."""
        matching = np.flatnonzero(contains(self.ids, self.search.match(tree), self.search.doc_count))
        if len(matching):
            self.scores[matching] += factor * score(self.search, tree, self.ids[matching])

    def add_constant(self, tree: query.Query, value: float, certain: bool) -> None:
        """Add the same score to every document that matches a node."""
        if certain:
            self.scores += value
        else:
            self.scores[contains(self.ids, self.search.match(tree), self.search.doc_count)] += value

    def add_term(self, fieldname: str, text: Any, factor: float, certain: bool) -> None:
        """Collect a term; its score is added by :meth:`finish`. ``certain`` says that every document has it."""
        if self.search.term_size(fieldname, text):
            if self.search.segment.bm25(fieldname) is not None:
                factor *= self.search.snapshot.term(fieldname, text).idf
            # A score is proportional to its factor, so a term that comes twice is added once, with both.
            self.terms[fieldname, text] = self.terms.get((fieldname, text), 0.0) + factor
            if certain:
                self.everywhere.add((fieldname, text))

    def finish(self) -> Array:
        """Add up the terms and return the scores."""
        lists: list[Array] = []
        impacts: list[Array] = []
        pending = 0
        for (fieldname, text), weight in self.terms.items():
            postings = self.search.postings(fieldname, text)
            if postings is None:
                continue
            statistics = self.search.segment.bm25(fieldname)
            size = len(postings.ids)
            certain = (fieldname, text) in self.everywhere
            rare = size > _SHORT_LIST[certain] and len(self.ids) * _BISECTION_COST < size
            if postings.common and statistics is not None and (postings.scored_before or not rare):
                self.scores += statistics.scores_by_document(postings, weight)[self.ids]
                continue
            postings.scored_before = True
            if rare:
                self._look_up(postings, statistics, weight, certain)
                continue
            own = np.full(size, weight, np.float32) if statistics is None else statistics.scores(postings, weight)
            if size > _LONG_LIST:
                self.scores += self._sums([postings.ids], [own])
                continue
            lists.append(postings.ids)
            impacts.append(own)
            pending += size
            if pending > _AT_ONCE:
                self.scores += self._sums(lists, impacts)
                lists, impacts, pending = [], [], 0
        if lists:
            self.scores += self._sums(lists, impacts)
        if self.ranks is not None:
            self.ranks.close()
        return self.scores

    def _sums(self, lists: list[Array], impacts: list[Array]) -> Array:
        """Return, per document, the sum of the impacts it has in the lists."""
        ids, doc_count = self.ids, self.search.doc_count
        if len(lists) == 1 and np.array_equal(lists[0], ids):
            return impacts[0]
        postings = lists[0] if len(lists) == 1 else np.concatenate(lists)
        joined = impacts[0] if len(lists) == 1 else np.concatenate(impacts)
        if len(ids) * _FEW_MATCH > doc_count:
            found: Array = np.bincount(postings, joined, doc_count)[ids]
            return found
        if self.ranks is None:
            self.ranks = _Ranks(self.search, ids)
        return self.ranks.sums(postings, joined)

    def _look_up(self, postings: PostingList, statistics: Bm25 | None, weight: float, certain: bool) -> None:
        """Add one term's score, looking up the few documents instead of going through the long list."""
        places = postings.ids.searchsorted(self.ids)
        found: Any = slice(None)
        if not certain:
            found = (postings.ids.take(places, mode="clip") == self.ids).nonzero()[0]
            places = places[found]
        self.scores[found] += weight if statistics is None else statistics.scores_at(postings, places, weight)


class _TermCollector(_Total):
    """Collects the terms only; what scores without being one is not worked out."""

    __slots__ = ()

    def add_where_it_matches(self, tree: query.Query, factor: float) -> None:
        """Whatever matches here has come some other way too."""

    def add_constant(self, tree: query.Query, value: float, certain: bool) -> None:
        """A constant is no term."""


def _refuse(total: _Total, tree: query.Query, factor: float, certain: bool) -> None:
    raise UnsupportedQuery(tree)


def _add_term(total: _Total, tree: query.Term, factor: float, certain: bool) -> None:
    # Whoosh scores a term of a field without lengths by its weight, which is 1.
    total.add_term(tree.fieldname, tree.text, factor * tree.boost, certain)


def _compound_factor(tree: query.CompoundQuery, factor: float) -> float:
    """Return the factor for the children; a node with one child ignores its boost, as Whoosh."""
    return factor if len(tree.subqueries) == 1 else factor * tree.boost


def _add_or(total: _Total, tree: query.Or, factor: float, certain: bool) -> None:
    for child in alternatives(tree):
        total.add(child, _compound_factor(tree, factor), certain and len(tree.subqueries) == 1)


def _add_and(total: _Total, tree: query.And, factor: float, certain: bool) -> None:
    if not certain:
        total.add_where_it_matches(tree, factor)
        return
    for child in tree.subqueries:
        total.add(child, _compound_factor(tree, factor), certain=True)


def _add_and_maybe(total: _Total, tree: query.AndMaybe, factor: float, certain: bool) -> None:
    if not certain:
        total.add_where_it_matches(tree, factor)
        return
    total.add(tree.a, factor, certain=True)
    total.add(tree.b, factor, certain=False)


def _add_not(total: _Total, tree: query.Not, factor: float, certain: bool) -> None:
    total.add_constant(tree, factor, certain)  # a document that does not match scores 1, as Whoosh


def _add_constant(total: _Total, tree: query.ConstantScoreQuery, factor: float, certain: bool) -> None:
    total.add_constant(tree, factor * (tree.score or 1.0), certain)  # a score of 0 counts as 1, as Whoosh


def _add_every(total: _Total, tree: query.Every, factor: float, certain: bool) -> None:
    total.add_constant(tree, factor * (tree.boost or 1.0), certain)  # a boost of 0 counts as 1, as Whoosh


def _add_phrase(total: _Total, tree: query.Phrase, factor: float, certain: bool) -> None:
    if not certain:
        total.add_where_it_matches(tree, factor)
    else:
        for word in tree.words:
            total.add_term(tree.fieldname, word, factor * tree.boost, certain=True)


def _add_pattern(total: _Total, tree: query.MultiTerm, factor: float, certain: bool) -> None:
    if as_every(tree):
        total.add_constant(tree, factor * (tree.boost or 1.0), certain)
        return
    numbers = total.search.expand(tree)
    lists = total.search.segment.file.field(tree.fieldname)
    # As Whoosh: whether a pattern scores like its terms depends on how many there are in how large a segment.
    small = total.search.doc_count <= _SMALL_INDEX or len(numbers) >= _TOO_MANY_TERMS
    if tree.constantscore and len(numbers) > 2 and small:
        total.add_constant(tree, factor, certain)
    elif lists is not None:
        for number in numbers:
            total.add_term(tree.fieldname, lists.terms.text(number), factor * tree.boost, certain=False)


def _add_nothing(total: _Total, tree: query.Query, factor: float, certain: bool) -> None:
    """A query that matches nothing scores nothing."""


_SCORE: dict[type, Callable[[_Total, Any, float, bool], None]] = {
    query.Term: _add_term,
    query.Or: _add_or,
    query.And: _add_and,
    query.Not: _add_not,
    query.AndMaybe: _add_and_maybe,
    query.ConstantScoreQuery: _add_constant,
    query.Every: _add_every,
    query.Phrase: _add_phrase,
    type(query.NullQuery): _add_nothing,
    **dict.fromkeys(PATTERNS, _add_pattern),
}
