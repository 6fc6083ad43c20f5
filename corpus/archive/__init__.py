"""The store: nothing that was once read is lost, and the same import twice changes nothing.

Archive.writing() ── Writer ── Intake ── matching ── recording ──▶ tables ──▶ Archive.get, all, changed_since
"""

from corpus.archive.amending import AmendmentStore
from corpus.archive.copying import CopyReport, RestoreReport, back_up, restore
from corpus.archive.decisions import DecisionStore
from corpus.archive.rows import (
    ArchiveCounts,
    Change,
    DeletionReport,
    FileKey,
    ImportRow,
    Refusal,
    RejectRow,
    Revision,
    SourceRow,
    StoredRecord,
    Tombstone,
)
from corpus.archive.store import Archive

__all__ = [
    "AmendmentStore",
    "Archive",
    "ArchiveCounts",
    "Change",
    "CopyReport",
    "DecisionStore",
    "DeletionReport",
    "FileKey",
    "ImportRow",
    "Refusal",
    "RejectRow",
    "RestoreReport",
    "Revision",
    "SourceRow",
    "StoredRecord",
    "Tombstone",
    "back_up",
    "restore",
]
