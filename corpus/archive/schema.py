"""The archive's tables.

    files ──< sightings >── records ──< revisions
                    └──── payloads ────┘             sources: raw bytes     imports, rejects     meta
    decisions: on pairs of records, by id

A *sighting* is what one file says of one record, as last read from it. A *revision* is what the record said
after all its sightings were merged; ``records.revision`` is the current one. Payloads are shared by both.
Times are ISO 8601 in UTC. Bytes that a person never reads (raw files, payloads) are zlib-compressed.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    select,
    update,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = [
    "Numbering",
    "cases",
    "corrections",
    "decisions",
    "files",
    "hidden_key",
    "imports",
    "meta",
    "metadata",
    "path_key",
    "path_keys",
    "payloads",
    "records",
    "rejects",
    "revisions",
    "sightings",
    "sources",
    "storable",
    "tombstone_marks",
    "tombstones",
]


metadata = MetaData()

#: Bytes of a path that is a key as it is: PostgreSQL takes up to 2,700 bytes into an index.
_LONGEST_KEY = 2000

_SHA256 = String(64)
_TIME = String(32)


def _row_number() -> Column[int]:
    # The writer gives these numbers out itself, under its lock: BigInteger works alike in every database.
    return Column("pk", BigInteger, primary_key=True, autoincrement=False)


meta = Table(
    "meta",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

imports = Table(
    "imports",
    metadata,
    _row_number(),
    Column("started", _TIME, nullable=False),
    Column("finished", _TIME),
    Column("counts", Text, nullable=False),
)

sources = Table(
    "sources",
    metadata,
    Column("sha256", _SHA256, primary_key=True),
    Column("name", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("imported", _TIME, nullable=False),
    # When a deletion took a record out of the content, which is then the other records as JSON lines; "" otherwise.
    Column("redacted", _TIME, nullable=False),
)

files = Table(
    "files",
    metadata,
    _row_number(),
    Column("path", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("sha256", _SHA256, nullable=False),
    Column("reading", _SHA256, nullable=False),
    Column("imported", _TIME, nullable=False),
    Column("import_pk", BigInteger, nullable=False),
)

payloads = Table(
    "payloads",
    metadata,
    _row_number(),
    Column("body", LargeBinary, nullable=False),
)

records = Table(
    "records",
    metadata,
    _row_number(),
    Column("id", String(200), nullable=False, unique=True),
    Column("identity", _SHA256, nullable=False),
    Column("occurrence", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("checksum", _SHA256, nullable=False),
    Column("payload_pk", BigInteger, nullable=False),
    Column("updated", BigInteger, nullable=False, index=True),
    # What counts() groups by, so that counting never opens a payload.
    Column("kind", String(20), nullable=False),
    Column("session", String(80), nullable=False),
    Column("year", Integer, nullable=False),
    Column("replies", Integer, nullable=False),
    UniqueConstraint("identity", "occurrence"),
)

sightings = Table(
    "sightings",
    metadata,
    Column("record_pk", BigInteger, primary_key=True, autoincrement=False),
    Column("file_pk", BigInteger, primary_key=True, autoincrement=False),
    Column("identity", _SHA256, nullable=False, index=True),
    Column("checksum", _SHA256, nullable=False),
    Column("payload_pk", BigInteger, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("sha256", _SHA256, nullable=False),
    Column("place", Text, nullable=False),
    # Why this file's record was taken for one that was there already (corpus.identity.Evidence).
    Column("evidence", String(40), nullable=False),
    Index("sightings_of_file", "file_pk"),
)

# Which records have a kind, session and number, whatever they are called (corpus.identity.case_digests).
cases = Table(
    "cases",
    metadata,
    Column("record_pk", BigInteger, primary_key=True, autoincrement=False),
    Column("digest", _SHA256, primary_key=True),
    Index("cases_of_digest", "digest"),
)

revisions = Table(
    "revisions",
    metadata,
    Column("record_pk", BigInteger, primary_key=True, autoincrement=False),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("payload_pk", BigInteger, nullable=False),
    Column("checksum", _SHA256, nullable=False),
    Column("file_pk", BigInteger, nullable=False),
    Column("sha256", _SHA256, nullable=False),
    Column("place", Text, nullable=False),
    Column("imported", _TIME, nullable=False),
    Column("import_pk", BigInteger, nullable=False),
    # Why people changed the record by hand; "" where an import did.
    Column("reason", Text, nullable=False),
)

# Values that people set: each stands while the sources say of the field what they said then (both as JSON).
corrections = Table(
    "corrections",
    metadata,
    _row_number(),
    Column("record_pk", BigInteger, nullable=False),
    Column("field", String(40), nullable=False),
    Column("value", Text, nullable=False),
    Column("replaced", Text, nullable=False),
    Column("who", String(200), nullable=False),
    Column("made", _TIME, nullable=False),
    Column("reason", Text, nullable=False),
    Index("corrections_of_record", "record_pk"),
)

# Deleted records: no text of them, but digests by which an import knows them again.
tombstones = Table(
    "tombstones",
    metadata,
    _row_number(),
    Column("id", String(200), nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("who", String(200), nullable=False),
    Column("made", _TIME, nullable=False),
    Column("reason", Text, nullable=False),
    Column("lifted", _TIME, nullable=False),
    Index("tombstones_of_id", "id"),
)

tombstone_marks = Table(
    "tombstone_marks",
    metadata,
    Column("tombstone_pk", BigInteger, primary_key=True, autoincrement=False),
    Column("mark", _SHA256, primary_key=True),
    Index("tombstone_marks_of_mark", "mark"),
)

rejects = Table(
    "rejects",
    metadata,
    _row_number(),
    # Digest of path, checksum, place, reason and repeat: reading the same bytes again finds the same row.
    Column("digest", _SHA256, nullable=False, unique=True),
    Column("path", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("place", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("excerpt", Text, nullable=False),
    Column("seen", _TIME, nullable=False),
    Column("resolved", _TIME),
    Column("import_pk", BigInteger, nullable=False),
    Index("rejects_of_path", "path"),
)

# Only ever added to. What stands on a pair follows from its entries in order of ``made`` (corpus.decisions.standing).
decisions = Table(
    "decisions",
    metadata,
    _row_number(),
    Column("id", _SHA256, nullable=False, unique=True),
    Column("first", String(200), nullable=False),
    Column("second", String(200), nullable=False),
    Column("ruling", String(20), nullable=False),
    Column("main", String(200), nullable=False),
    Column("note", Text, nullable=False),
    Column("who", String(200), nullable=False),
    Column("made", _TIME, nullable=False),
    Column("undoes", _SHA256, nullable=False),
    Index("decisions_of_pair", "first", "second"),
    Index("decisions_of_second", "second"),
    Index("decisions_made", "made"),
    Index("decisions_undoing", "undoes"),
)


def storable(text: str) -> str:
    """Return the text as every database can store it: no NUL, no half surrogate pairs.

    >>> storable("第\\x00行")
    '第␀行'
    """
    return text.replace("\0", "␀").encode("utf-8", "replace").decode("utf-8")


def path_key(path: str) -> str:
    """Return the path as a key that every database can index: a very long one ends in its digest.

    >>> path_key("/提案/a.csv"), len(path_key("/深" * 2000).encode()) < 2100
    ('/提案/a.csv', True)
    """
    kept = storable(path)
    written = kept.encode()
    if len(written) <= _LONGEST_KEY:
        return kept
    return written[:_LONGEST_KEY].decode("utf-8", "ignore") + "…" + hashlib.sha256(written).hexdigest()


def hidden_key(path: str) -> str:
    """Return the key of a path that the archive may not tell any more: it named what was deleted."""
    return "sha256:" + hashlib.sha256(path_key(path).encode()).hexdigest()


def path_keys(path: str) -> tuple[str, str]:
    """Return the keys under which the file at a path may be kept."""
    return path_key(path), hidden_key(path)


class Numbering:
    """Numbers for one writing transaction.

    Writers hold the archive's lock until they have committed, so numbers are committed in the order they were
    given out, and a reader of changes never misses a late, lower one.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        held = select(meta.c.value).where(meta.c.key == "sequence")
        self._sequence = self._stored = int(connection.scalar(held) or 0)
        self._last: dict[str, int] = {}

    def next(self, table: Table) -> int:
        """Return a row number of the table that no row has had."""
        if table.name not in self._last:
            self._last[table.name] = int(self._connection.scalar(select(func.max(table.c.pk))) or 0)
        self._last[table.name] += 1
        return self._last[table.name]

    def next_sequence(self) -> int:
        """Return the number of the next change."""
        self._sequence += 1
        return self._sequence

    def store(self) -> None:
        """Write the sequence back, at the end of the transaction."""
        if self._sequence != self._stored:
            stored = update(meta).where(meta.c.key == "sequence")
            self._connection.execute(stored.values(value=str(self._sequence)))
            self._stored = self._sequence
