"""The duplicate cache beside the index: common fingerprints, and which proposals are copies, worked out in advance.

The file is written whole and replaced whole, like that of suggestions. Common fingerprints are counted when the index
is built; an update only brings the copies up to date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus import Archive, Visibility
from indexer.analysis.fingerprints import Fingerprinting, Hashes
from indexer.duplicates.candidates import sharing
from indexer.duplicates.comparison import Comparison
from indexer.duplicates.pairs import judged_pairs
from indexer.duplicates.results import Submission, Verdict
from indexer.duplicates.self_join import self_join
from indexer.duplicates.texts import Boilerplate
from indexer.engines.base import Engine
from indexer.engines.whoosh.storage.arrayfile import ArrayFile, ArrayFileWriter
from indexer.index.durable import replace_file

__all__ = [
    "FILE",
    "DuplicateCache",
    "DuplicateCacheFile",
    "read_duplicates",
    "update_duplicates",
    "verify_duplicates",
    "write_duplicates",
]

FILE = "duplicates.arr"

#: Share of the smaller one's fingerprints that pairs must have in common to be aligned: copies have far more.
_ALIKE = 0.25
#: Verdicts of proposals that are copies of each other.
_COPIES = (Verdict.IDENTICAL, Verdict.NEAR_IDENTICAL)


@dataclass(frozen=True, slots=True)
class DuplicateCache:
    """The file's contents.

    Attributes:
        common, public_common: fingerprints that many proposals have, and that many public ones have.
        copies: id → ids of its copies; each pair both ways.
        internal: which of these ids only staff may see.
    """

    common: Hashes
    public_common: Hashes
    copies: dict[str, tuple[str, ...]]
    internal: frozenset[str]

    def boilerplate(self, fingerprinting: Fingerprinting, *, internal: bool) -> Boilerplate:
        """Return what is boilerplate to a reader with or without rights."""
        return Boilerplate(self.common if internal else self.public_common, fingerprinting)

    def copies_of(self, id: str, *, internal: bool) -> tuple[str, ...]:
        """Return the copies of a proposal, and theirs, that a reader with or without rights may see."""
        if not internal and id in self.internal:
            return ()
        found, waiting = {id: None}, [id]
        while waiting:
            for other in self.copies.get(waiting.pop(), ()):
                if other not in found and (internal or other not in self.internal):
                    found[other] = None
                    waiting.append(other)
        return tuple(other for other in found if other != id)


class DuplicateCacheFile:
    """The file in a generation's directory, read again when an update replaced it. Safe to share between threads.

    Raises:
        IndexDamaged: there is no file, or it is not what was written.
    """

    def __init__(self, directory: Path) -> None:
        self._path = directory / FILE
        self._read = self._stamp(), read_duplicates(directory)

    def current(self) -> DuplicateCache:
        """Return the contents as of now."""
        stamp, cache = self._read
        now = self._stamp()
        # Where a newer generation took over, this one was cleared away; what was read stays good.
        if now is None or now == stamp:
            return cache
        self._read = now, read_duplicates(self._path.parent)
        return self._read[1]

    def _stamp(self) -> tuple[int, int] | None:
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return None
        return status.st_mtime_ns, status.st_ino


def write_duplicates(directory: Path, archive: Archive, fingerprinting: Fingerprinting) -> None:
    """Work everything out for all of the archive and write it into a generation's directory."""
    # In the generation: where this process is killed, the next build clears it away.
    joined = self_join(archive.all(), fingerprinting, scratch=directory)
    boilerplate = Boilerplate(joined.common, fingerprinting)
    pairs = judged_pairs(joined, archive.get_many, boilerplate, fingerprinting.guarantee, internal=True, alike=_ALIKE)
    copies = [(pair.a, pair.b) for pair in pairs if pair.verdict in _COPIES]
    named = {id for pair in copies for id in pair}
    hidden = {id for id, internal in zip(joined.ids, joined.internal.tolist(), strict=True) if internal and id in named}
    _write(directory, joined.common, joined.public_common, copies, hidden)


def update_duplicates(
    directory: Path,
    archive: Archive,
    changed: Sequence[str],
    engine: Engine,
    fingerprinting: Fingerprinting,
) -> None:
    """Bring the copies of added and revised proposals up to date; the file is replaced at once, never half.

    Args:
        changed: their ids.
        engine: the index, brought up to date already.

    Raises:
        IndexDamaged: there is no file to bring up to date, or it is not what was written.
    """
    cache = read_duplicates(directory)
    renewed = frozenset(changed)
    pairs = {(a, b) for a, others in cache.copies.items() for b in others if a < b and not renewed & {a, b}}
    boilerplate = cache.boilerplate(fingerprinting, internal=True)
    hidden = set(cache.internal - renewed)
    for proposal in archive.all(ids=changed):
        comparison = Comparison(Submission(proposal), boilerplate, fingerprinting.guarantee)
        ids = list(sharing(proposal, engine, fingerprinting, boilerplate, internal=True))
        for other in archive.get_many(ids).values():
            found = comparison.with_(other, replies=False)
            if found and found.verdict in _COPIES:
                pairs.add((min(proposal.id, other.id), max(proposal.id, other.id)))
        if proposal.visibility is Visibility.INTERNAL:
            hidden.add(proposal.id)
    _write(directory, cache.common, cache.public_common, sorted(pairs), hidden)


def read_duplicates(directory: Path) -> DuplicateCache:
    """Return the file's contents.

    Raises:
        IndexDamaged: there is no file, or it is not what was written.
    """
    file = ArrayFile(directory / FILE)
    ids: list[str] = file.meta["ids"]
    copies: dict[str, list[str]] = defaultdict(list)
    for a, b in file.array("pairs").reshape(-1, 2).tolist():
        copies[ids[a]].append(ids[b])
        copies[ids[b]].append(ids[a])
    return DuplicateCache(
        file.array("common"),
        file.array("public_common"),
        {id: tuple(others) for id, others in copies.items()},
        frozenset(ids[number] for number in file.array("internal").tolist()),
    )


def verify_duplicates(directory: Path) -> None:
    """Read every byte of the file and compare it with what was written.

    Raises:
        IndexDamaged: some byte is wrong, or there is no file.
    """
    ArrayFile(directory / FILE).verify()


def _write(
    directory: Path,
    common: Hashes,
    public_common: Hashes,
    pairs: Iterable[tuple[str, str]],
    internal: set[str],
) -> None:
    kept = list(pairs)
    ids = sorted({id for pair in kept for id in pair})
    number = {id: place for place, id in enumerate(ids)}
    partial = directory / f"{FILE}.partial"
    with ArrayFileWriter(partial) as writer:
        writer.add("common", np.asarray(common, dtype=np.uint64))
        writer.add("public_common", np.asarray(public_common, dtype=np.uint64))
        writer.add("pairs", np.array([number[id] for pair in kept for id in pair], dtype=np.uint32))
        writer.add("internal", np.array(sorted(number[id] for id in internal if id in number), dtype=np.uint32))
        writer.set_meta(ids=ids)
    replace_file(partial, directory / FILE)
