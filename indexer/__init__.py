"""How text becomes findable, and how it is found. Knows nothing of pages.

archive ── build ──▶ index generation N ── swap
SearchRequest ── SearchService ──▶ SearchPage
"""

from indexer.build import update
from indexer.decisions import DecisionService
from indexer.directory import Letter, by_letter, former_names, values_found
from indexer.duplicates import (
    Against,
    Candidate,
    Cluster,
    DuplicatePair,
    DuplicateReport,
    DuplicateService,
    DuplicatesJson,
    Passage,
    PileEntry,
    PileReport,
    Submission,
    TitleMatch,
    Verdict,
    report_to_json,
)
from indexer.engines.base import FacetFilter, Sort
from indexer.errors import (
    BuildFailed,
    CursorInvalid,
    CursorOutdated,
    IndexBusy,
    IndexDamaged,
    IndexerError,
    IndexMissing,
    IndexOutdated,
    IndexUnavailable,
    NotAllowed,
    SettingsError,
)
from indexer.facets import find_values, value_label
from indexer.fields import EXACT_FIELDS, FACETS, TEXT_FIELDS, ExactField, Facet, TextField, facet_named
from indexer.highlight import Marks
from indexer.interchange import BucketJson, HitJson, SearchJson, bucket_to_json, hit_to_json, page_to_json
from indexer.listing import Listing, Neighbours, News
from indexer.locking import HeldLock
from indexer.locking import is_held as lock_is_held
from indexer.locking import take as take_lock
from indexer.locking import waiting_for as waiting_for_lock
from indexer.reports import CheckedProposal, CheckReport, Finding, Unread, percent, to_docx, to_xlsx
from indexer.request import DEFAULT_LIMIT, MAX_LIMIT, MAX_PAGE, MAX_QUERY, MAX_VALUES, Reader, SearchRequest, parse
from indexer.results import Bucket, FacetCounts, Hit, SearchPage, Snippet
from indexer.service import IndexStats, SearchService, open_service
from indexer.settings import EngineSettings, Settings
from indexer.store import open_generations
from indexer.suggest import Correction, Suggestion
from indexer.upkeep import State, Upkeep
from indexer.verify import Verification

__all__ = [
    "DEFAULT_LIMIT",
    "EXACT_FIELDS",
    "FACETS",
    "MAX_LIMIT",
    "MAX_PAGE",
    "MAX_QUERY",
    "MAX_VALUES",
    "TEXT_FIELDS",
    "Against",
    "Bucket",
    "BucketJson",
    "BuildFailed",
    "Candidate",
    "CheckReport",
    "CheckedProposal",
    "Cluster",
    "Correction",
    "CursorInvalid",
    "CursorOutdated",
    "DecisionService",
    "DuplicatePair",
    "DuplicateReport",
    "DuplicateService",
    "DuplicatesJson",
    "EngineSettings",
    "ExactField",
    "Facet",
    "FacetCounts",
    "FacetFilter",
    "Finding",
    "HeldLock",
    "Hit",
    "HitJson",
    "IndexBusy",
    "IndexDamaged",
    "IndexMissing",
    "IndexOutdated",
    "IndexStats",
    "IndexUnavailable",
    "IndexerError",
    "Letter",
    "Listing",
    "Marks",
    "Neighbours",
    "News",
    "NotAllowed",
    "Passage",
    "PileEntry",
    "PileReport",
    "Reader",
    "SearchJson",
    "SearchPage",
    "SearchRequest",
    "SearchService",
    "Settings",
    "SettingsError",
    "Snippet",
    "Sort",
    "State",
    "Submission",
    "Suggestion",
    "TextField",
    "TitleMatch",
    "Unread",
    "Upkeep",
    "Verdict",
    "Verification",
    "bucket_to_json",
    "by_letter",
    "facet_named",
    "find_values",
    "former_names",
    "hit_to_json",
    "lock_is_held",
    "open_generations",
    "open_service",
    "page_to_json",
    "parse",
    "percent",
    "report_to_json",
    "take_lock",
    "to_docx",
    "to_xlsx",
    "update",
    "value_label",
    "values_found",
    "waiting_for_lock",
]
