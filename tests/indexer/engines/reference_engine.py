"""The slow, obvious engine: every document looked at for every question. The oracle of the contract suite.

It walks Whoosh's query trees over plain token lists and knows nothing of postings, columns or scores.
"""

from __future__ import annotations

import fnmatch
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from whoosh import query as q

from indexer.engines.base import EngineQuery, EngineResult, FacetFilter, IndexDocument, Place, Row, Sort

__all__ = ["ReferenceEngine", "matches"]


def tokens_of(document: IndexDocument, field: str) -> list[list[str]]:
    """The token runs of any field; an exact value is a run of its own."""
    if field in document.tokens:
        return [list(part) for part in document.tokens[field]]
    return [[value] for value in document.terms.get(field, ())]


def matches(tree: q.Query, document: IndexDocument) -> bool:
    """Whether a document satisfies a query tree, by its definition."""
    if isinstance(tree, q.And):
        return all(matches(part, document) for part in tree)
    if isinstance(tree, q.Or):
        return any(matches(part, document) for part in tree)
    if isinstance(tree, q.Not):
        return not matches(tree.query, document)
    if isinstance(tree, q.AndMaybe):
        return matches(tree.a, document)
    return _leaf(tree, document)


def _leaf(tree: q.Query, document: IndexDocument) -> bool:
    if isinstance(tree, q.NullQuery.__class__) or tree == q.NullQuery:
        return False
    if isinstance(tree, q.Every):
        return tree.fieldname is None or bool(tokens_of(document, tree.fieldname))
    if isinstance(tree, q.ConstantScoreQuery):
        return matches(tree.child, document)
    if isinstance(tree, q.Phrase):
        wanted = list(tree.words)
        return any(
            part[at : at + len(wanted)] == wanted
            for part in tokens_of(document, tree.fieldname)
            for at in range(len(part))
        )
    tokens = {token for part in tokens_of(document, tree.fieldname) for token in part}
    if isinstance(tree, q.Prefix):
        return any(token.startswith(tree.text) for token in tokens)
    if isinstance(tree, q.Wildcard):
        return any(fnmatch.fnmatchcase(token, tree.text) for token in tokens)
    if isinstance(tree, q.TermRange):
        return any(_in_range(tree, token) for token in tokens)
    if isinstance(tree, q.Term):
        return tree.text in tokens
    raise NotImplementedError(type(tree).__name__)


def _in_range(tree: q.TermRange, token: str) -> bool:
    above = tree.start is None or token > tree.start or (token == tree.start and not tree.startexcl)
    below = tree.end is None or token < tree.end or (token == tree.end and not tree.endexcl)
    return above and below


class ReferenceEngine:
    """Answers like any engine, except that every hit scores 1."""

    def __init__(self, documents: Iterable[IndexDocument]) -> None:
        self._documents = {document.id: document for document in documents}
        self._updates = 0

    def search(self, query: EngineQuery) -> EngineResult:
        """Look at every document, and for every facet at every document again."""
        seen = [document for document in self._documents.values() if query.internal or not document.internal]
        matching = [
            document
            for document in seen
            if matches(query.tree, document) and (query.scope is None or matches(query.scope, document))
        ]
        found = [document for document in matching if _passes(document, query.filters)]
        if query.sort is not Sort.RELEVANCE:
            newest = query.sort is Sort.NEWEST
            found.sort(key=lambda document: (not document.date, -document.date if newest else document.date))
        counts = {facet: _count(facet, matching, query.filters) for facet in query.facets}
        total, orders = len(found), {id: order for order, id in enumerate(self._documents)}
        if query.after is not None:
            stood = next(n for n, document in enumerate(found) if orders[document.id] == query.after.order)
            found = found[stood + 1 :]
        page, rest = found[query.offset : query.offset + query.limit], found[query.offset + query.limit :]
        end = Place(0.0, orders[page[-1].id]) if page and rest else None
        return EngineResult(total, tuple(Row(document.id, 1.0) for document in page), counts, end, str(self._updates))

    def versions(self) -> Iterator[tuple[str, str]]:
        """Every document's id and version."""
        return iter([(document.id, document.version) for document in self._documents.values()])

    def terms(self, fieldname: str, prefix: str = "", *, internal: bool = True) -> Iterator[tuple[str, int]]:
        """Every term of a field that starts with the prefix, with the number of documents it is in."""
        counted: Counter[str] = Counter()
        for document in self._documents.values():
            if document.internal and not internal:
                continue
            counted.update({token for part in tokens_of(document, fieldname) for token in part})
        return iter(sorted((term, count) for term, count in counted.items() if term.startswith(prefix)))

    def frequencies(self, fieldname: str, terms: Iterable[str]) -> dict[str, int]:
        """In how many documents each term is."""
        found = dict(self.terms(fieldname))
        return {term: found.get(term, 0) for term in terms}

    def update(self, documents: Iterable[IndexDocument], removed: Iterable[str] = ()) -> None:
        """Replace, add and drop; a replaced document becomes the newest."""
        self._updates += 1
        for id in removed:
            self._documents.pop(id, None)
        for document in documents:
            self._documents.pop(document.id, None)
            self._documents[document.id] = document

    def close(self) -> None:
        """Nothing to release."""


def _passes(document: IndexDocument, filters: Sequence[FacetFilter]) -> bool:
    return all(set(each.values) & set(document.facets.get(each.facet, ())) for each in filters)


def _count(facet: str, documents: Iterable[IndexDocument], filters: Sequence[FacetFilter]) -> dict[str, int]:
    others = [each for each in filters if each.facet != facet]
    counted: Counter[str] = Counter()
    for document in documents:
        if _passes(document, others):
            counted.update(set(document.facets.get(facet, ())))
    return dict(counted)
