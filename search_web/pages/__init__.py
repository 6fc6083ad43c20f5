"""What each page shows, worked out in full, so that templates only loop and choose."""

from search_web.pages.browse import BROWSED, BrowsePage, browse_page
from search_web.pages.chart import Chart, Column
from search_web.pages.duplicates import DuplicateView, duplicate_views
from search_web.pages.facets import FacetGroup, FacetList, Option, facet_groups, facet_list
from search_web.pages.front import FrontPage, front_page
from search_web.pages.guide import Guide, guide
from search_web.pages.portrait import Portrait, session_portrait, unit_portrait
from search_web.pages.record import RecordPage, record_page
from search_web.pages.reference import Reference, reference
from search_web.pages.results import Escape, Meant, ResultsPage, results_page
from search_web.pages.state import StatePage, state_page
from search_web.pages.taking import export_notes, feed_of, search_words
from search_web.pages.text import Run, changed_runs
from search_web.pages.way import Way, way

__all__ = [
    "BROWSED",
    "BrowsePage",
    "Chart",
    "Column",
    "DuplicateView",
    "Escape",
    "FacetGroup",
    "FacetList",
    "FrontPage",
    "Guide",
    "Meant",
    "Option",
    "Portrait",
    "RecordPage",
    "Reference",
    "ResultsPage",
    "Run",
    "StatePage",
    "Way",
    "browse_page",
    "changed_runs",
    "duplicate_views",
    "export_notes",
    "facet_groups",
    "facet_list",
    "feed_of",
    "front_page",
    "guide",
    "record_page",
    "reference",
    "results_page",
    "search_words",
    "session_portrait",
    "state_page",
    "unit_portrait",
    "way",
]
