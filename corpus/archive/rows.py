"""What the archive tells about itself, as plain frozen rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corpus.model import Proposal

__all__ = ["ArchiveCounts", "Change", "ImportRow", "RejectRow", "Revision", "SourceRow", "StoredRecord"]


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record's current state and the checksum the archive knows it by; whoever derives from it keeps that."""

    record: Proposal
    checksum: str


@dataclass(frozen=True, slots=True)
class Revision:
    """One state a record was in.

    Attributes:
        number: 1 for the first; the highest is the current one.
        record: the whole record as it was then.
        file, sha256, place: the file whose import made this state, its checksum, and where in it.
        imported: when, ISO 8601 in UTC.
    """

    number: int
    record: Proposal
    checksum: str
    file: str
    sha256: str
    place: str
    imported: str


@dataclass(frozen=True, slots=True)
class Change:
    """The last change of a record.

    Attributes:
        sequence: its number among all changes.
        revision: 1 where the record came in, more where it was revised.
        made: when, ISO 8601 in UTC.
    """

    id: str
    sequence: int
    revision: int
    made: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One file that a record was found in, and where in it the file last had it."""

    file: str
    sha256: str
    place: str


@dataclass(frozen=True, slots=True)
class RejectRow:
    """Something an import could not read.

    Attributes:
        file: the file as the importer named it.
        sha256: checksum of its bytes, ``""`` where they could not be read at all.
        seen: when it was last met; ``resolved``: when a later import no longer met it, ``""`` while it stands.
    """

    file: str
    sha256: str
    place: str
    reason: str
    excerpt: str
    seen: str
    resolved: str = ""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One import; ``finished`` is ``""`` for one that runs or was cut off.

    Attributes:
        counts: what came of it, by the names of ``ImportReport``'s numbers; empty until it is finished.
    """

    number: int
    started: str
    finished: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ArchiveCounts:
    """How much an archive holds.

    Attributes:
        sessions: session code → records, ``""`` for records without one; likewise ``kinds`` and ``years``
            (0 for undated ones).
        answered: records with at least one reply; ``replies``: replies in all.
        revisions: states ever recorded, current ones included.
        sources: different files by content; ``source_bytes``: their uncompressed size.
        rejects: rejects that stand; ``resolved_rejects``: those that a later import settled.
    """

    records: int = 0
    answered: int = 0
    replies: int = 0
    revisions: int = 0
    sources: int = 0
    source_bytes: int = 0
    rejects: int = 0
    resolved_rejects: int = 0
    imports: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)
    sessions: Mapping[str, int] = field(default_factory=dict)
    years: Mapping[int, int] = field(default_factory=dict)
