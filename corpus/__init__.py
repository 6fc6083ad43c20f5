"""What a proposal is, and how one is read and kept. Knows nothing of search.

files ── readers ──▶ Proposal ── archive (the truth) ──▶ whoever derives from it
"""

import sys
from typing import TYPE_CHECKING

from corpus.lazy import lazy_exports

if TYPE_CHECKING:
    from corpus.archive import (
        Archive,
        ArchiveCounts,
        Change,
        CopyReport,
        DecisionStore,
        ImportRow,
        RejectRow,
        Revision,
        StoredRecord,
        back_up,
    )
    from corpus.decisions import Decision, Pair, Ruling, decision_from_json, decision_to_json, overtaken, standing
    from corpus.errors import (
        ArchiveError,
        ArchiveUnreachable,
        CorpusError,
        Misshapen,
        Overtaken,
        ProfileError,
        ReadError,
        system_reason,
    )
    from corpus.importing import ImportReport, import_paths
    from corpus.interchange import JSON_TEXTS, from_json, json_types, to_json
    from corpus.model import (
        ATTRIBUTES,
        Attribute,
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
    from corpus.structuring import Form, TextForm
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
else:
    __getattr__ = lazy_exports(sys.modules[__name__])

__all__ = [
    "ATTRIBUTES",
    "JSON_TEXTS",
    "Archive",
    "ArchiveCounts",
    "ArchiveError",
    "ArchiveUnreachable",
    "Attribute",
    "Change",
    "CopyReport",
    "CorpusError",
    "Coverage",
    "Decision",
    "DecisionStore",
    "Form",
    "Handling",
    "ImportReport",
    "ImportRow",
    "Kind",
    "Misshapen",
    "Outcome",
    "OutcomeClass",
    "Overtaken",
    "Pair",
    "PartialDate",
    "Profile",
    "ProfileError",
    "Proposal",
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
    "StoredRecord",
    "Submitted",
    "TextForm",
    "UnitAuthority",
    "Visibility",
    "VisibilityReport",
    "back_up",
    "decision_from_json",
    "decision_to_json",
    "from_json",
    "import_paths",
    "json_types",
    "lazy_exports",
    "overtaken",
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
