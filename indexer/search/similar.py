"""Similar proposals: one proposal's most telling terms as a query. Pure; whoever asks the engine knows the reader.

The terms are chosen by tf·idf, as "more like this" does in Lucene and Whoosh: words of title and text (the title's
count more), and the title's pairs of characters, which hold the names that no dictionary has.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from whoosh.query import NullQuery, Or, Query, Term

from corpus import Proposal
from indexer.analysis.analyzer import Analyzer
from indexer.fields import Stream, TextField, text_field_named

__all__ = ["DocumentFrequencies", "TellingTerm", "query_of", "similar_query", "telling_terms"]

#: In how many documents each of some terms is in an index field: ``Engine.frequencies``.
DocumentFrequencies = Callable[[str, Iterable[str]], Mapping[str, int]]

#: Terms of each kind that are asked for; the tf·idf of those behind them is a small part of the first's.
_WORDS, _PAIRS = 24, 12
#: A word of the title says more of the matter than one of the text.
_TITLE_COUNTS = 4
#: Terms in more than this share of all documents tell nothing: 建议, 我省.
_COMMON = 0.25


@dataclass(frozen=True, slots=True)
class TellingTerm:
    """A term that says what a proposal is about; ``weight`` is 1 for the most telling of its stream."""

    stream: Stream
    text: str
    weight: float


def telling_terms(
    proposal: Proposal, analyzer: Analyzer, frequencies: DocumentFrequencies, documents: int
) -> tuple[TellingTerm, ...]:
    """Return what says most of a proposal's matter: words, then the title's pairs of characters.

    Args:
        frequencies: document frequencies of the index that will be asked.
        documents: how many documents it holds.
    """
    words = Counter(analyzer.words(proposal.text))
    for word in analyzer.words(proposal.title):
        words[word] += _TITLE_COUNTS
    counted = Counter({word: count for word, count in words.items() if len(word) > 1})
    pairs = Counter(analyzer.bigrams(proposal.title))
    return (
        *_best(counted, Stream.WORDS, frequencies, documents, _WORDS),
        *_best(pairs, Stream.BIGRAMS, frequencies, documents, _PAIRS),
    )


def similar_query(proposal: Proposal, analyzer: Analyzer, frequencies: DocumentFrequencies, documents: int) -> Query:
    """Return the query that finds proposals on the same matter, and mostly this one too.

    Args are those of :func:`telling_terms`.

    >>> known = {"停车": 3, "收费": 5, "建议": 90}
    >>> frequencies = lambda _field, terms: {term: known.get(term, 0) for term in terms}
    >>> query = similar_query(Proposal("停车收费的建议", id="1"), Analyzer(), frequencies, 100)
    >>> sorted({term.text for term in query.subqueries})
    ['停车', '收费']
    """
    return query_of(telling_terms(proposal, analyzer, frequencies, documents))


def query_of(terms: Iterable[TellingTerm]) -> Query:
    """Return the query for telling terms, in titles and texts."""
    wanted = [
        Term(field.stream(term.stream), term.text, boost=field.weight * term.weight)
        for term in terms
        for field in _searched()
    ]
    return Or(wanted) if wanted else NullQuery


def _searched() -> tuple[TextField, TextField]:
    return text_field_named("title"), text_field_named("content")


def _best(
    counts: Counter[str], stream: Stream, frequencies: DocumentFrequencies, documents: int, most: int
) -> Iterator[TellingTerm]:
    """The ``most`` most telling terms; what no other document has is left out."""
    weights: dict[str, float] = {}
    held = [frequencies(field.stream(stream), counts) for field in _searched()]
    for term, count in counts.items():
        holding = max(each[term] for each in held)
        if 1 < holding <= _COMMON * documents:
            weights[term] = (1 + math.log(count)) * math.log(1 + documents / holding)
    chosen = sorted(weights, key=lambda term: (-weights[term], term))[:most]
    for term in chosen:
        yield TellingTerm(stream, term, weights[term] / weights[chosen[0]])
