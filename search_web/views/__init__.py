"""The site's doors: one file a kind of page."""

from search_web.views.account import account_view
from search_web.views.api import api
from search_web.views.desk import desk_view
from search_web.views.errors import register_errors
from search_web.views.guide import guide_view
from search_web.views.proposal import proposal_view
from search_web.views.search import search_view

__all__ = ["account_view", "api", "desk_view", "guide_view", "proposal_view", "register_errors", "search_view"]
