"""What every engine answers, and in which words it is asked.

    IndexDocument ──▶ engine's writer ──▶ index generation
    EngineQuery   ──▶ Engine.search   ──▶ EngineResult

An engine knows tokens, terms and columns. It does not know proposals, Chinese or snippets: those are decided
before it (analysis, query) and after it (the archive, highlight). So every engine can be asked the same
questions by one contract suite, and swapping the engine changes nothing a user sees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

__all__ = [
    "Engine",
    "EngineQuery",
    "EngineResult",
    "FacetFilter",
    "IndexDocument",
    "Place",
    "ProximityField",
    "ProximityRescoring",
    "Row",
    "Sort",
    "UnsupportedQuery",
    "alternatives",
]

#: The tokens of one indexed field: a run of tokens for every part of it (each reply is a part of its own).
#: Positions are ordinal within a part; two positions are skipped between parts, so that no phrase spans them.
Parts = Sequence[Sequence[str]]


class Sort(StrEnum):
    """How hits are ordered; ties are broken by insertion order, so that pages never overlap."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


class UnsupportedQuery(TypeError):
    """A query tree holds a node that engines do not evaluate: a fault of the program, never of what a person typed.

    >>> from whoosh.query import FuzzyTerm
    >>> str(UnsupportedQuery(FuzzyTerm("title_words", "停车")))
    "检索引擎不支持这种查询：FuzzyTerm('title_words', '停车', boost=1.000000, maxdist=1, prefixlength=1)"
    """

    def __init__(self, tree: object) -> None:
        super().__init__(f"检索引擎不支持这种查询：{tree!r}")


def alternatives(tree: Any) -> Sequence[Any]:
    """Return the subqueries of an ``Or``, any of which will do.

    Raises:
        UnsupportedQuery: it asks for several of them, or scores by how many match.
    """
    if tree.minmatch > 1 or tree.scale:
        raise UnsupportedQuery(tree)
    found: Sequence[Any] = tree.subqueries
    return found


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """One proposal as an engine sees it: tokens to find it by, columns to count and sort it by.

    Attributes:
        id: the proposal's stable id; an engine holds at most one live document per id.
        version: checksum of everything that was indexed, so that ``verify`` can compare both ways.
        tokens: indexed text field → its parts, already tokenized (see ``indexer.fields`` for the names).
        terms: exact-term field → its values (also used for filters and ranges in the query tree).
        facets: facet field → the values this document counts under; empty when it has none.
        date: days as ``yyyymmdd`` for sorting, unknown parts as ``00``; 0 when there is no date at all.
        internal: whether only signed-in users may see it (and may have it counted).
    """

    id: str
    version: str
    tokens: Mapping[str, Parts]
    terms: Mapping[str, Sequence[str]] = field(default_factory=dict)
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    date: int = 0
    internal: bool = False


@dataclass(frozen=True, slots=True)
class FacetFilter:
    """Chosen values of one facet: a document passes when it has any of them."""

    facet: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProximityField:
    """A field of proximity rescoring: the stream whose positions are characters, and others with positions."""

    characters: str
    streams: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProximityRescoring:
    """Rescoring of the best hits by relevance: they gain by how close together the query's terms stand.

    Attributes:
        hits: how many of the best are rescored; the others keep their order behind them.
        window: characters of a window in which terms count as close together.
        best, opening: shares of the best window's score and of the field's first window's.
    """

    fields: tuple[ProximityField, ...]
    hits: int = 100
    window: int = 200
    best: float = 0.5
    opening: float = 0.25


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands among all that match; it means the same as long as the index stays in the same state.

    Attributes:
        key: what rows are sorted by, smaller ones first: the negative score, or the date as a number.
        order: insertion order, which breaks ties.
    """

    key: float
    order: int


@dataclass(frozen=True, slots=True)
class EngineQuery:
    """One question to an engine.

    Attributes:
        tree: a Whoosh query tree; it decides which documents match and, alone, how they score.
        scope: a second tree that must match too and never scores (date range, field filters); None for all.
        filters: facet choices; values of one facet mean "or", facets among themselves "and".
        facets: which facets to count, each under ``tree``, ``scope`` and all *other* filters.
        rescoring: of the best hits, when sorting by relevance; None for none.
        internal: whether the user may see internal documents; where not, they do not exist for this query.
        after: rows begin behind this place; total and counts do not change. ``offset`` then counts from there.
    """

    tree: Any
    scope: Any = None
    filters: tuple[FacetFilter, ...] = ()
    facets: tuple[str, ...] = ()
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 10
    rescoring: ProximityRescoring | None = None
    internal: bool = False
    after: Place | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One hit: whose it is and why it stands here."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class EngineResult:
    """What an engine found: the exact total, one page of rows in order, exact counts per facet value.

    Attributes:
        end: where the last row stands; None where nothing stands behind it.
        state: names the committed state of the index that answered; nobody can guess it from outside.
    """

    total: int
    rows: tuple[Row, ...]
    counts: Mapping[str, Mapping[str, int]]
    end: Place | None = None
    state: str = ""


class Engine(Protocol):
    """A live, searchable generation of an index. Safe to share between threads."""

    def search(self, query: EngineQuery) -> EngineResult:
        """Return exactly the documents that match, best first, with exact totals and counts."""
        ...

    def versions(self) -> Iterator[tuple[str, str]]:
        """Yield ``(id, version)`` of every live document, in no particular order."""
        ...

    def terms(self, fieldname: str, prefix: str = "", *, internal: bool = True) -> Iterator[tuple[str, int]]:
        """Yield ``(term, document frequency)`` in term order, for terms that start with ``prefix``.

        Without ``internal``, terms that only internal documents have are left out.
        """
        ...

    def frequencies(self, fieldname: str, terms: Iterable[str]) -> dict[str, int]:
        """Return in how many documents each of some terms is, all asked at once; 0 for those there are not."""
        ...

    def update(self, documents: Iterable[IndexDocument], removed: Iterable[str] = ()) -> None:
        """Replace the documents with the same ids, add new ones, drop ``removed``; visible on return."""
        ...

    def close(self) -> None:
        """Release files and memory; the engine cannot be used afterwards."""
        ...


#: Turns one record into the document to index. Must be picklable: worker processes call it.
Analyse = Callable[[Any], IndexDocument]
