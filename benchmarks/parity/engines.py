"""One archive behind both engines: embedded; on a cluster in one shard; in three, with and without a first round."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.archives import archive_of
from corpus import Archive, Proposal
from indexer.engines.opensearch.client import connect
from indexer.engines.opensearch.engine import OpenSearchEngine
from indexer.engines.opensearch.generations import ClusterGenerations
from indexer.index.build import reindex
from indexer.index.generations import Generations
from indexer.index.store import GenerationStore, layout_of_archive
from indexer.search.service import SearchService

__all__ = ["Measured", "engines_over"]

_PREFIX = "parity"


class _OneRound(ClusterGenerations):
    """Generations whose engine lets every shard weigh terms by its own documents."""

    def engine(self, path: Path) -> OpenSearchEngine:
        """Open a generation by its path."""
        return OpenSearchEngine(self.client, path.name, self.layout, shards=self._shards, dfs=False)


@dataclass(frozen=True, slots=True)
class Measured:
    """An engine over the archive, and what building its index took.

    Attributes:
        size: bytes of the index, without copies; 0 where it is another engine's index.
        seconds: to build it; 0 likewise.
    """

    name: str
    service: SearchService
    documents: int
    size: int = 0
    seconds: float = 0.0


@contextmanager
def engines_over(documents: Sequence[Proposal], urls: Sequence[str], directory: Path) -> Iterator[list[Measured]]:
    """Give every engine over an archive of these proposals, the embedded one first."""
    client, layout = connect(urls), layout_of_archive()

    def on_cluster(kind: type[ClusterGenerations], shards: int) -> ClusterGenerations:
        prefix = f"{_PREFIX}-{shards}"
        return kind(client, layout, prefix=prefix, directory=directory / prefix, shards=shards, grace=0)

    with archive_of(documents, directory) as archive:
        try:
            made = [_built("whoosh", archive, Generations(directory / "index"))]
            for shards in (1, 3):
                made.append(_built(f"{shards} 片", archive, on_cluster(ClusterGenerations, shards)))
            alone = SearchService(archive, on_cluster(_OneRound, 3))
            yield [*made, Measured("3 片，各片自算", alone, made[-1].documents)]
        finally:
            client.indices.delete(index=f"{_PREFIX}-*")


def _built(name: str, archive: Archive, generations: GenerationStore) -> Measured:
    started = time.perf_counter()
    report = reindex(archive, generations)
    seconds = time.perf_counter() - started
    return Measured(name, SearchService(archive, generations), report.documents, _size(generations), seconds)


def _size(generations: GenerationStore) -> int:
    """Bytes of the live generation's index, its files besides not counted."""
    path = generations.live()
    if isinstance(generations, ClusterGenerations):
        answer = generations.client.indices.stats(index=path.name, metric="store")
        return int(answer["_all"]["primaries"]["store"]["size_in_bytes"])
    return sum(each.stat().st_size for each in path.iterdir() if each.name != "suggestions.arr")
