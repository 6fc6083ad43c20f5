"""The clerks' desk: batches of new proposals, their duplicate check, decisions, and the check of the full archive.

uploads ──▶ BatchStore (a folder each) ── Checker ──▶ lines and matches ── BatchDecisions ──▶ report
                                                       └── keep ──▶ archive

``batches/``, ``comparison/`` and ``full_archive/`` hold pages and what is behind them; importing the package registers
every page with ``desk_view``.
"""

from search_web.desk import home
from search_web.desk.batches import page, report
from search_web.desk.comparison import compare, matches
from search_web.desk.context import desk_view
from search_web.desk.full_archive import groups, worklist

__all__ = ["compare", "desk_view", "groups", "home", "matches", "page", "report", "worklist"]
