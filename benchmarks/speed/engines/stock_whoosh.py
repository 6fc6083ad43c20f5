"""Stock Whoosh, as fast as its own means allow: both cores, one segment per core, facets grouped by columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from whoosh import fields, index
from whoosh.analysis import Token, Tokenizer
from whoosh.query import And, Or, Query, Term
from whoosh.sorting import Count, FieldFacet

from benchmarks.speed.engines.base import Answer, Prepared
from benchmarks.speed.questions import Question
from benchmarks.speed.tokens import TokenRecord, read_frames, unpack
from indexer.engines.base import FacetFilter
from indexer.fields import FACETS
from indexer.index.documents import INDEX_FIELDS

__all__ = ["StockWhoosh"]

_BETWEEN = "\x1f"
_PART_GAP = 2
#: Postings each process collects in memory before it sorts them; four times as many build a third faster.
_MEMORY_MB = 1024


class _Split(Tokenizer):  # type: ignore[misc] # Whoosh has no type information
    """Splits ready-cut text: the least work Whoosh's interface allows."""

    def __init__(self, separator: str) -> None:
        self.separator = separator

    def __call__(self, value: str, positions: bool = False, start_pos: int = 0, **kwargs: Any) -> Iterator[Token]:
        token = Token(positions, **kwargs)
        token.boost, token.stopped, token.pos = 1.0, False, start_pos
        for part in value.split("\n"):
            for token.text in part.split(self.separator) if part else ():
                yield token
                token.pos += 1
            token.pos += _PART_GAP


def _schema() -> fields.Schema:
    schema = fields.Schema(version=fields.STORED())
    for name in INDEX_FIELDS.positional:
        schema.add(name, fields.TEXT(analyzer=_Split(" "), phrase=True))
    for name in INDEX_FIELDS.frequency:
        schema.add(name, fields.TEXT(analyzer=_Split(" "), phrase=False))
    counted = {facet.name for facet in FACETS}
    for name in INDEX_FIELDS.exact:
        if name != "id":
            schema.add(name, fields.ID(analyzer=_Split(_BETWEEN), sortable=name in counted))
    schema.add("id", fields.ID(stored=True, unique=True))
    return schema


def _values(record: TokenRecord) -> dict[str, str]:
    texts = {name: "\n".join(parts) for name, parts in record.texts.items()}
    exact = {name: _BETWEEN.join(values) for name, values in record.terms.items() if values}
    return {**texts, **exact, "id": record.id, "version": record.version}


class StockWhoosh:
    """Whoosh's own codec, writer and searcher."""

    def build(self, directory: Path, tokens: Path, workers: int) -> None:
        """Index a token file with a process and a segment per core."""
        created = index.create_in(str(directory), _schema())
        writer = created.writer(procs=workers, multisegment=True, limitmb=_MEMORY_MB)
        for frame in read_frames(tokens):
            writer.add_document(**_values(unpack(frame)))
        writer.commit()

    def open(self, directory: Path) -> StockIndex:
        """Open a built index."""
        opened = index.open_dir(str(directory))
        return StockIndex(opened, opened.searcher())


@dataclass
class StockIndex:
    """An open Whoosh index."""

    opened: Any
    searcher: Any

    def prepare(self, question: Question, facets: tuple[str, ...]) -> Prepared:
        """Return the question as one search, and one more for every facet that is counted without its own choice."""
        tree = question.tree()
        chosen = {each.facet for each in question.filters}
        together = [facet for facet in facets if facet not in chosen]
        alone = [
            (_all(tuple(each for each in question.filters if each.facet != facet)), facet)
            for facet in facets
            if facet in chosen
        ]
        return Prepared(lambda: self._run(tree, _all(question.filters), together, alone), _answer)

    def _run(
        self, tree: Query, chosen: Query | None, together: list[str], alone: list[tuple[Query | None, str]]
    ) -> Any:
        found = self._search(tree, chosen, together)
        counts = {facet: found.groups(facet) for facet in together}
        counts |= {facet: self._search(tree, other, [facet]).groups(facet) for other, facet in alone}
        # Grouping makes Whoosh keep every match, whatever the limit.
        return len(found), [hit["id"] for hit in islice(found, 10)], counts

    def _search(self, tree: Query, chosen: Query | None, facets: list[str]) -> Any:
        grouped = {facet: FieldFacet(facet, maptype=Count) for facet in facets}
        return self.searcher.search(tree, limit=10, filter=chosen, groupedby=grouped or None)

    def update(self, old: TokenRecord, new: TokenRecord) -> None:  # others need the old record
        """Replace a document in a segment of its own, and open it."""
        writer = self.opened.writer()
        writer.update_document(**_values(new))
        writer.commit(merge=False)
        # Not searcher.refresh(): it keeps the readers of old segments, and with them documents that are deleted.
        self.searcher.close()
        self.searcher = self.opened.searcher()

    def close(self) -> None:
        """Release the index."""
        self.searcher.close()


def _all(filters: tuple[FacetFilter, ...]) -> Query | None:
    clauses = [Or([Term(each.facet, value) for value in each.values]) for each in filters]
    return And(clauses) if clauses else None


def _answer(raw: Any) -> Answer:
    total, ids, grouped = raw
    counts = {facet: _split(groups) for facet, groups in grouped.items()}
    return Answer(total, tuple(ids), counts)


def _split(groups: dict[str, int]) -> dict[str, int]:
    """Counts of single values from counts of joined ones."""
    counts: Counter[str] = Counter()
    for joined, count in groups.items():
        for value in joined.split(_BETWEEN) if joined else ():
            counts[value] += count
    return dict(counts)
