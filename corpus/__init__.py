"""What a proposal is, and how one is read and kept. Knows nothing of search.

files ── readers ──▶ Proposal ── archive (the truth) ──▶ whoever derives from it
"""

from corpus.archive import (
    Archive,
    ArchiveCounts,
    Change,
    CopyReport,
    DecisionStore,
    ImportRow,
    RejectRow,
    Revision,
    back_up,
)
from corpus.archive.payload import checksum
from corpus.decisions import Decision, Pair, Ruling, decision_from_json, decision_to_json, standing
from corpus.errors import ArchiveError, ArchiveUnreachable, CorpusError, ProfileError, ReadError, system_reason
from corpus.importing import ImportReport, import_paths
from corpus.interchange import ProposalJson, from_json, to_json
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
from corpus.profiles import Profile
from corpus.readers import read
from corpus.submitting import Refused, Submitted, read_submitted, submitted_files
from corpus.units import UnitAuthority
from corpus.values import (
    PartialDate,
    Session,
    parse_date,
    parse_number,
    parse_numeral,
    parse_session,
    to_chinese,
)
from corpus.visibility import Restricted, VisibilityReport, visible_to

__all__ = [
    "Archive",
    "ArchiveCounts",
    "ArchiveError",
    "ArchiveUnreachable",
    "Change",
    "CopyReport",
    "CorpusError",
    "Coverage",
    "Decision",
    "DecisionStore",
    "Handling",
    "ImportReport",
    "ImportRow",
    "Kind",
    "Outcome",
    "OutcomeClass",
    "Pair",
    "PartialDate",
    "Profile",
    "ProfileError",
    "Proposal",
    "ProposalJson",
    "ReadError",
    "Refused",
    "RejectRow",
    "Reply",
    "Restricted",
    "Revision",
    "Role",
    "Ruling",
    "Session",
    "Source",
    "Submitted",
    "UnitAuthority",
    "Visibility",
    "VisibilityReport",
    "back_up",
    "checksum",
    "decision_from_json",
    "decision_to_json",
    "from_json",
    "import_paths",
    "parse_date",
    "parse_number",
    "parse_numeral",
    "parse_session",
    "read",
    "read_submitted",
    "standing",
    "submitted_files",
    "system_reason",
    "to_chinese",
    "to_json",
    "visible_to",
]
