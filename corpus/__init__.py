"""What a proposal is, and how one is read and kept. Knows nothing of search.

files ── readers ──▶ Proposal ── archive (the truth) ──▶ whoever derives from it
"""

from corpus.errors import ArchiveError, CorpusError, ProfileError, ReadError
from corpus.model import (
    Coverage,
    Handling,
    Kind,
    Outcome,
    OutcomeClass,
    Proposal,
    Reply,
    Role,
    Source,
    Visibility,
)
from corpus.values import PartialDate, Session, parse_date, parse_session

__all__ = [
    "ArchiveError",
    "CorpusError",
    "Coverage",
    "Handling",
    "Kind",
    "Outcome",
    "OutcomeClass",
    "PartialDate",
    "ProfileError",
    "Proposal",
    "ReadError",
    "Reply",
    "Role",
    "Session",
    "Source",
    "Visibility",
    "parse_date",
    "parse_session",
]
