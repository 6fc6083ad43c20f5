"""The store: nothing that was once read is lost, and the same import twice changes nothing.

Archive.writing() ── Writer ── Intake ── matching ── recording ──▶ tables ──▶ Archive.get, all, changed_since
"""

from corpus.archive.copying import CopyReport, back_up
from corpus.archive.decisions import DecisionStore
from corpus.archive.rows import ArchiveCounts, Change, ImportRow, RejectRow, Revision, SourceRow, StoredRecord
from corpus.archive.store import Archive
from corpus.archive.writing import FileKey, Refusal

__all__ = [
    "Archive",
    "ArchiveCounts",
    "Change",
    "CopyReport",
    "DecisionStore",
    "FileKey",
    "ImportRow",
    "Refusal",
    "RejectRow",
    "Revision",
    "SourceRow",
    "StoredRecord",
    "back_up",
]
