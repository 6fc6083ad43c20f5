"""The clerks' desk behind its pages: piles of new proposals, their check, and what is decided on them.

uploads ──▶ PileStore (a folder each) ── Checker ──▶ lines and matches ── PileDecisions ──▶ report
                                                       └── keep ──▶ archive
"""

from search_web.desk.checking import Checker
from search_web.desk.deciding import PileDecisions
from search_web.desk.desk import Desk, attach_desk, current_desk, make_desk
from search_web.desk.duplicates import Duplicates
from search_web.desk.errors import DeskError
from search_web.desk.folder import PileFolder
from search_web.desk.keeping import Kept, keep
from search_web.desk.others import Other, find_others
from search_web.desk.piles import Draft, Line, Match, Pile, PileState, draft_id, draft_number
from search_web.desk.store import PileStore
from search_web.desk.sweep import Sweep, SweepState

__all__ = [
    "Checker",
    "Desk",
    "DeskError",
    "Draft",
    "Duplicates",
    "Kept",
    "Line",
    "Match",
    "Other",
    "Pile",
    "PileDecisions",
    "PileFolder",
    "PileState",
    "PileStore",
    "Sweep",
    "SweepState",
    "attach_desk",
    "current_desk",
    "draft_id",
    "draft_number",
    "find_others",
    "keep",
    "make_desk",
]
