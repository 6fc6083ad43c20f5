"""Our search as it is in production: imported, indexed and asked through the same door as the site."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.archives import archive_of
from benchmarks.quality.collection import Collection, key_of
from benchmarks.quality.systems.base import DEPTH, Ranker
from indexer.index.build import reindex
from indexer.index.generations import Generations
from indexer.search.request import SearchRequest
from indexer.search.service import SearchService

__all__ = ["production"]


@contextmanager
def production(collection: Collection, directory: Path) -> Iterator[Ranker]:
    """Give the ranker of an archive and an index of the collection."""
    with archive_of(collection.documents, directory) as archive:
        generations = Generations(directory / "index")
        reindex(archive, generations)
        service = SearchService(archive, generations)

        def rank(query: str) -> list[str]:
            page = service.search(SearchRequest(query, limit=DEPTH))
            return [key_of(hit.proposal) for hit in page.hits]

        yield rank
