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
        DeletionReport,
        ImportRow,
        RejectRow,
        Revision,
        StoredRecord,
        Tombstone,
        back_up,
        restore,
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
        RecordDamaged,
        system_reason,
    )
    from corpus.intake.bounded import BoundedReader, ReadLimits
    from corpus.intake.importing import ImportReport, Withheld, import_paths
    from corpus.intake.submitting import Inspected, Refused, Submitted, inspected_files, read_submitted, submitted_files
    from corpus.interchange import JSON_TEXTS, Form, TextForm, fields_from_text, from_json, json_types, to_json
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
    from corpus.readers import Account, read
    from corpus.values import (
        PartialDate,
        Session,
        parse_date,
        parse_number,
        parse_numeral,
        parse_session,
        to_chinese,
    )
    from corpus.values.units import UnitAuthority
    from corpus.visibility import Restricted, VisibilityReport, visible_to
else:
    __getattr__ = lazy_exports(sys.modules[__name__])

__all__ = [
    "ATTRIBUTES",
    "JSON_TEXTS",
    "Account",
    "Archive",
    "ArchiveCounts",
    "ArchiveError",
    "ArchiveUnreachable",
    "Attribute",
    "BoundedReader",
    "Change",
    "CopyReport",
    "CorpusError",
    "Coverage",
    "Decision",
    "DecisionStore",
    "DeletionReport",
    "Form",
    "Handling",
    "ImportReport",
    "ImportRow",
    "Inspected",
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
    "ReadLimits",
    "RecordDamaged",
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
    "Tombstone",
    "UnitAuthority",
    "Visibility",
    "VisibilityReport",
    "Withheld",
    "back_up",
    "decision_from_json",
    "decision_to_json",
    "fields_from_text",
    "from_json",
    "import_paths",
    "inspected_files",
    "json_types",
    "lazy_exports",
    "overtaken",
    "parse_date",
    "parse_number",
    "parse_numeral",
    "parse_session",
    "read",
    "read_submitted",
    "restore",
    "standing",
    "submitted_files",
    "system_reason",
    "to_chinese",
    "to_json",
    "visible_to",
]
