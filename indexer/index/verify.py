"""Archive and index compared both ways, so that "it is all there" is a fact and not a hope."""

from __future__ import annotations

from dataclasses import dataclass

from corpus import Archive
from indexer.duplicates.cache import verify_duplicates
from indexer.errors import IndexDamaged, IndexOutdated
from indexer.index.manifest import Manifest, read_analyzer
from indexer.index.store import GenerationStore
from indexer.suggest.storage import verify_suggestions

__all__ = ["Verification", "verify"]


@dataclass(frozen=True, slots=True)
class Verification:
    """What the comparison found; ids in order.

    Attributes:
        missing: in the archive, not in the index.
        stale: in both, but indexed from an older revision.
        orphans: in the index, not in the archive.
        damage: why the index cannot be compared, in Chinese: its files are not what was written, or another version of
            the program built it; empty when it can.
        archive_damage: what the archive keeps that is not what was written, by record or original, in Chinese.
    """

    archived: int
    indexed: int
    missing: tuple[str, ...]
    stale: tuple[str, ...]
    orphans: tuple[str, ...]
    damage: tuple[str, ...]
    archive_damage: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether archive and index agree in everything."""
        return not (self.missing or self.stale or self.orphans or self.damage or self.archive_damage)


def verify(archive: Archive, generations: GenerationStore) -> Verification:
    """Compare every record's checksum with its content, and with what the live index was built from.

    Raises:
        IndexMissing: there is no index to compare.
    """
    live = generations.live()
    archived = dict(archive.versions())
    broken = archive.damage()
    try:
        manifest = Manifest.read(live)
        manifest.expect_fit()
        read_analyzer(live, manifest)
        generations.check(live)
        verify_suggestions(live)
        verify_duplicates(live)
        engine = generations.engine(live)
        try:
            indexed = dict(engine.versions())
        finally:
            engine.close()
    except (IndexDamaged, IndexOutdated) as damage:
        return Verification(len(archived), 0, tuple(sorted(archived)), (), (), (str(damage),), broken)
    return Verification(
        archived=len(archived),
        indexed=len(indexed),
        missing=tuple(sorted(archived.keys() - indexed.keys())),
        stale=tuple(sorted(id for id in archived.keys() & indexed.keys() if archived[id] != indexed[id])),
        orphans=tuple(sorted(indexed.keys() - archived.keys())),
        damage=(),
        archive_damage=broken,
    )
