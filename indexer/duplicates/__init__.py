"""Duplicates: which proposals say what another already said, and where.

text ── normal ──▶ fingerprints ── candidates (shared fingerprints, topic) ──▶ alignment ──▶ verdict, reasons
"""

from indexer.duplicates.interchange import DuplicatesJson, report_to_json
from indexer.duplicates.keeping import KeptFile, update_duplicates, verify_duplicates, write_duplicates
from indexer.duplicates.results import (
    Against,
    Candidate,
    Cluster,
    DuplicatePair,
    DuplicateReport,
    Passage,
    PileEntry,
    PileReport,
    Submission,
    TitleMatch,
    Verdict,
)
from indexer.duplicates.service import DuplicateService

__all__ = [
    "Against",
    "Candidate",
    "Cluster",
    "DuplicatePair",
    "DuplicateReport",
    "DuplicateService",
    "DuplicatesJson",
    "KeptFile",
    "Passage",
    "PileEntry",
    "PileReport",
    "Submission",
    "TitleMatch",
    "Verdict",
    "report_to_json",
    "update_duplicates",
    "verify_duplicates",
    "write_duplicates",
]
