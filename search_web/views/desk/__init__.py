"""The clerks' doors: one file a kind of page."""

from search_web.views.desk import archive, home, piles, reading, reports
from search_web.views.desk.blueprint import desk_view

__all__ = ["archive", "desk_view", "home", "piles", "reading", "reports"]
