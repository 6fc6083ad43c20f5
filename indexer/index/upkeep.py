"""What whoever looks after an installation wants to know: the state of archive and index, and what imports did."""

from __future__ import annotations

from dataclasses import dataclass

from corpus import Archive, ArchiveCounts, ImportRow, RejectRow
from indexer.errors import IndexerError
from indexer.index.live import LiveIndex
from indexer.index.manifest import Manifest
from indexer.index.store import GenerationStore
from indexer.index.verify import Verification, verify

__all__ = ["State", "Upkeep"]


@dataclass(frozen=True, slots=True)
class State:
    """Archive and index as they are now.

    Attributes:
        generation, manifest: the live generation and what it says of itself; ``""`` and None where there is none.
        internal: how many of the documents in the index only staff may see.
        waiting: records added or revised since the index was last updated.
        problem: why nothing can be searched, in Chinese; ``""`` where it can.
    """

    counts: ArchiveCounts
    generation: str
    manifest: Manifest | None
    internal: int
    waiting: int
    problem: str


class Upkeep:
    """Looks at an installation; changes nothing."""

    def __init__(self, archive: Archive, generations: GenerationStore, live: LiveIndex) -> None:
        self._archive = archive
        self._generations = generations
        self._live = live

    def state(self) -> State:
        """Return the state of archive and index; an index that cannot be used is part of it, no error."""
        counts = self._archive.counts()
        try:
            generation = self._live.get()
        except IndexerError as error:
            return State(counts, "", None, 0, counts.records, str(error))
        manifest = generation.manifest
        waiting = sum(1 for _ in self._archive.changed_since(manifest.sequence))
        return State(counts, generation.name, manifest, generation.count_internal(), waiting, "")

    def imports(self, *, limit: int = 20) -> tuple[ImportRow, ...]:
        """Return the latest imports, the newest first."""
        return self._archive.latest_imports(limit=limit)

    def rejects(self, *, offset: int = 0, limit: int = 50) -> tuple[RejectRow, ...]:
        """Return what could not be read and still stands, the newest first, from the ``offset``-th on."""
        return self._archive.latest_rejects(offset=offset, limit=limit)

    def verify(self) -> Verification:
        """Compare archive and index both ways, reading every byte of the index.

        Raises:
            IndexMissing: there is no index to compare.
        """
        return verify(self._archive, self._generations)
