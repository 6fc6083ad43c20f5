"""One writing transaction as an importer sees it: files with their bytes, records and rejects."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from corpus.archive.decisions import add_entry
from corpus.archive.intake import Intake
from corpus.archive.numbering import Numbering
from corpus.archive.recording import FileReading, Recorder
from corpus.archive.schema import files, imports, path_key, rejects, sources, storable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Set

    from sqlalchemy import Connection

    from corpus.decisions import Decision

__all__ = ["FileKey", "Refusal", "Writer"]

#: Characters of a reject's excerpt that are kept; the whole file is kept anyway.
EXCERPT = 500


@dataclass(frozen=True, slots=True)
class FileKey:
    """Which file is read, and how.

    Attributes:
        path: where it is, absolute: the same path is the same file, changed.
        name: as people see it, relative to the imported folder.
        sha256: checksum of its bytes, ``""`` where they cannot be read.
        reading: digest of everything that decides how the bytes are read (readers, profile).
    """

    path: str
    name: str
    sha256: str
    reading: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing a reader could not read: where, why, and a glimpse of it."""

    place: str
    reason: str
    excerpt: str = ""


class Writer:
    """What may be done inside ``Archive.writing()``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._numbering = Numbering(connection)
        self._now = datetime.now(UTC).isoformat(timespec="seconds")

    def begin_import(self) -> int:
        """Note that an import starts; return its number."""
        pk = self._numbering.next(imports)
        self._connection.execute(imports.insert().values(pk=pk, started=self._now, counts="{}"))
        return pk

    def finish_import(self, import_pk: int, counts: Mapping[str, int]) -> None:
        """Note that an import came to its end, and with what."""
        done = update(imports).where(imports.c.pk == import_pk)
        self._connection.execute(done.values(finished=self._now, counts=json.dumps(dict(counts))))

    def intake(self, file: FileKey, content: bytes, import_pk: int) -> Intake:
        """Keep a file's bytes and return what takes its records in."""
        self._keep_source(file, content)
        file_pk, known = self._keep_file(file, import_pk)
        reading = FileReading(file_pk, file.sha256, import_pk, self._now)
        return Intake(Recorder(self._connection, self._numbering, reading), known_file=known)

    def keep_decision(self, entry: Decision) -> None:
        """Keep a decision made elsewhere, once; raise ArchiveError where its records are not in this archive."""
        add_entry(self._connection, self._numbering, entry)

    def keep_rejects(self, file: FileKey, refusals: Iterable[Refusal], import_pk: int) -> None:
        """Keep what could not be read of a file; whatever else stood against it is settled."""
        rows = self._connection.execute(
            select(rejects.c.digest, rejects.c.resolved).where(rejects.c.path == path_key(file.path))
        )
        standing = {row.digest: row.resolved is None for row in rows}
        repeats: Counter[Refusal] = Counter()
        for refusal in refusals:
            repeats[refusal] += 1
            digest = _reject_digest(file, refusal, repeats[refusal])
            if digest in standing:
                del standing[digest]
                again = update(rejects).where(rejects.c.digest == digest)
                self._connection.execute(again.values(seen=self._now, resolved=None))
            else:
                self._connection.execute(rejects.insert().values(self._reject_row(file, refusal, digest, import_pk)))
        self._resolve([digest for digest, stands in standing.items() if stands])

    def settle_vanished(self, roots: Iterable[str], found: Set[str]) -> None:
        """Settle what stands against files under the roots that are no longer there.

        Args:
            roots: absolute paths that were walked; ``found``: paths of every file met there.
        """
        standing = select(rejects.c.digest, rejects.c.path).where(rejects.c.resolved.is_(None))
        kept = {path_key(path) for path in found}
        folders = tuple(storable(root).rstrip("/") + "/" for root in roots)
        rows = self._connection.execute(standing).all()
        self._resolve([row.digest for row in rows if row.path.startswith(folders) and row.path not in kept])

    def flush(self) -> None:
        """Write what is still in memory; the transaction's owner calls it last."""
        self._numbering.store()

    def _resolve(self, digests: list[str]) -> None:
        for digest in digests:
            self._connection.execute(update(rejects).where(rejects.c.digest == digest).values(resolved=self._now))

    def _keep_source(self, file: FileKey, content: bytes) -> None:
        if self._connection.scalar(select(sources.c.size).where(sources.c.sha256 == file.sha256)) is None:
            self._connection.execute(
                sources.insert().values(
                    sha256=file.sha256,
                    name=storable(file.name),
                    size=len(content),
                    content=zlib.compress(content, level=3),
                    imported=self._now,
                )
            )

    def _keep_file(self, file: FileKey, import_pk: int) -> tuple[int, bool]:
        values = {
            "name": storable(file.name),
            "sha256": file.sha256,
            "reading": file.reading,
            "imported": self._now,
            "import_pk": import_pk,
        }
        known = self._connection.scalar(select(files.c.pk).where(files.c.path == path_key(file.path)))
        if known is not None:
            self._connection.execute(update(files).where(files.c.pk == known).values(values))
            return known, True
        pk = self._numbering.next(files)
        self._connection.execute(files.insert().values(pk=pk, path=path_key(file.path), **values))
        return pk, False

    def _reject_row(self, file: FileKey, refusal: Refusal, digest: str, import_pk: int) -> dict[str, object]:
        return {
            "pk": self._numbering.next(rejects),
            "digest": digest,
            "path": path_key(file.path),
            "name": storable(file.name),
            "sha256": file.sha256,
            "place": storable(refusal.place),
            "reason": storable(refusal.reason),
            "excerpt": storable(refusal.excerpt[:EXCERPT]),
            "seen": self._now,
            "import_pk": import_pk,
        }


def _reject_digest(file: FileKey, refusal: Refusal, repeat: int) -> str:
    parts = [path_key(file.path), file.sha256, refusal.place, refusal.reason, repeat]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
