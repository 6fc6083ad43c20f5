"""Our engine: a Whoosh index of arrays."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.speed.engines.base import Answer, Prepared
from benchmarks.speed.questions import Question
from benchmarks.speed.tokens import TokenRecord, document_of, document_of_record, read_frames
from indexer.engines.base import EngineQuery, EngineResult
from indexer.engines.whoosh.engine import WhooshEngine
from indexer.engines.whoosh.writer import build
from indexer.index.documents import INDEX_FIELDS

__all__ = ["Arrays"]


class Arrays:
    """The product's embedded engine, used as the product uses it."""

    def build(self, directory: Path, tokens: Path, workers: int) -> None:
        """Index a token file; worker processes take the tokens apart, as they would cut text."""
        build(directory, read_frames(tokens), document_of, fields=INDEX_FIELDS, workers=workers)

    def open(self, directory: Path) -> ArraysIndex:
        """Open a built index."""
        return ArraysIndex(WhooshEngine(directory))


@dataclass(frozen=True, slots=True)
class ArraysIndex:
    """An open array index."""

    engine: WhooshEngine

    def prepare(self, question: Question, facets: tuple[str, ...]) -> Prepared:
        """Return the question as the engine takes it: a query tree."""
        query = EngineQuery(tree=question.tree(), filters=question.filters, facets=facets)
        return Prepared(lambda: self.engine.search(query), _answer)

    def update(self, old: TokenRecord, new: TokenRecord) -> None:  # others need the old record
        """Replace a document."""
        self.engine.update([document_of_record(new)])

    def close(self) -> None:
        """Release the index."""
        self.engine.close()


def _answer(result: EngineResult) -> Answer:
    return Answer(result.total, tuple(row.id for row in result.rows), result.counts)
