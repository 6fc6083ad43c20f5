"""The desk's pages: what each shows, worked out in full."""

from search_web.pages.desk.home import AGAINST, DeskHome, Typed, desk_home
from search_web.pages.desk.matches import DraftPage, ReadingPage, draft_page, reading_page, record_matches
from search_web.pages.desk.parts import TypedDecision, decide_form, other_place
from search_web.pages.desk.pile import LINES, PilePage, Shown, main_of, pile_page
from search_web.pages.desk.worklist import CLUSTERS, Worklist, decided_pairs, open_clusters, worklist

__all__ = [
    "AGAINST",
    "CLUSTERS",
    "LINES",
    "DeskHome",
    "DraftPage",
    "PilePage",
    "ReadingPage",
    "Shown",
    "Typed",
    "TypedDecision",
    "Worklist",
    "decide_form",
    "decided_pairs",
    "desk_home",
    "draft_page",
    "main_of",
    "open_clusters",
    "other_place",
    "pile_page",
    "reading_page",
    "record_matches",
    "worklist",
]
