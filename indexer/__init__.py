"""How text becomes findable, and how it is found. Knows nothing of pages.

archive ── build ──▶ index generation N ── swap
SearchRequest ── SearchService ──▶ SearchPage
"""

import sys
from typing import TYPE_CHECKING

from corpus import lazy_exports

if TYPE_CHECKING:
    from indexer.duplicates.decisions import DecisionService
    from indexer.duplicates.interchange import DuplicatesJson, report_to_json
    from indexer.duplicates.reports.docx import to_docx
    from indexer.duplicates.reports.report import CheckedProposal, CheckReport, Finding, Unread, percent
    from indexer.duplicates.reports.xlsx import to_xlsx
    from indexer.duplicates.results import (
        Against,
        BatchEntry,
        BatchReport,
        Candidate,
        Cluster,
        DuplicatePair,
        DuplicateReport,
        Passage,
        Submission,
        TitleMatch,
        Verdict,
    )
    from indexer.duplicates.service import DuplicateService
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
    from indexer.fields import EXACT_FIELDS, FACETS, TEXT_FIELDS, ExactField, Facet, TextField, facet_named
    from indexer.fields.unit_names import former_names
    from indexer.index.build import update
    from indexer.index.locking import HeldLock
    from indexer.index.locking import is_held as lock_is_held
    from indexer.index.locking import take as take_lock
    from indexer.index.locking import waiting_for as waiting_for_lock
    from indexer.index.store import open_generations
    from indexer.index.upkeep import State, Upkeep
    from indexer.index.verify import Verification
    from indexer.search.facets import Letter, by_letter, find_values, value_label, values_found
    from indexer.search.interchange import BucketJson, HitJson, SearchJson, bucket_to_json, hit_to_json, page_to_json
    from indexer.search.listing import Listing, Neighbours, News
    from indexer.search.nearest import MOST_NEAREST, NEAREST, Nearest
    from indexer.search.request import (
        DEFAULT_LIMIT,
        MAX_LIMIT,
        MAX_PAGE,
        MAX_QUERY,
        MAX_VALUES,
        Reader,
        SearchRequest,
        parse,
    )
    from indexer.search.results import Bucket, FacetCounts, Hit, SearchPage, Snippet
    from indexer.search.service import IndexStats, SearchService, open_service
    from indexer.search.snippets import Marks
    from indexer.settings import EngineSettings, Settings, read_settings
    from indexer.suggest.results import Correction, Suggestion
else:
    __getattr__ = lazy_exports(sys.modules[__name__])

__all__ = [
    "DEFAULT_LIMIT",
    "EXACT_FIELDS",
    "FACETS",
    "MAX_LIMIT",
    "MAX_PAGE",
    "MAX_QUERY",
    "MAX_VALUES",
    "MOST_NEAREST",
    "NEAREST",
    "TEXT_FIELDS",
    "Against",
    "BatchEntry",
    "BatchReport",
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
    "Nearest",
    "Neighbours",
    "News",
    "NotAllowed",
    "Passage",
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
    "read_settings",
    "report_to_json",
    "take_lock",
    "to_docx",
    "to_xlsx",
    "update",
    "value_label",
    "values_found",
    "waiting_for_lock",
]
