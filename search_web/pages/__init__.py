"""What each page shows, worked out in full, so that templates only loop and choose."""

from search_web.pages.facets import FacetGroup, FacetList, Option, facet_groups, facet_list
from search_web.pages.front import FrontPage, front_page
from search_web.pages.guide import Guide, guide
from search_web.pages.record import RecordPage, record_page
from search_web.pages.reference import Reference, reference
from search_web.pages.results import Escape, Meant, ResultsPage, results_page
from search_web.pages.text import changed_runs

__all__ = [
    "Escape",
    "FacetGroup",
    "FacetList",
    "FrontPage",
    "Guide",
    "Meant",
    "Option",
    "RecordPage",
    "Reference",
    "ResultsPage",
    "changed_runs",
    "facet_groups",
    "facet_list",
    "front_page",
    "guide",
    "record_page",
    "reference",
    "results_page",
]
