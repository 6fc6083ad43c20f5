"""The site's doors: one file a kind of page."""

from search_web.views.account import account_view
from search_web.views.browse import browse_view
from search_web.views.desk import desk_view
from search_web.views.errors import register_errors
from search_web.views.export import export_view
from search_web.views.guide import guide_view
from search_web.views.operator import operator_view
from search_web.views.people import people_view
from search_web.views.proposal import proposal_view
from search_web.views.reference import reference_view
from search_web.views.search import search_view

__all__ = [
    "account_view",
    "browse_view",
    "desk_view",
    "export_view",
    "guide_view",
    "operator_view",
    "people_view",
    "proposal_view",
    "reference_view",
    "register_errors",
    "search_view",
]
