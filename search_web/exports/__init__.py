"""Any search to take along: as a workbook, a table, JSON lines or a feed.

ids of a search ── service.proposals ──▶ one record at a time ── columns ──▶ bytes, as they are sent
"""

from search_web.exports.atom import Feed, FeedEntry, atom
from search_web.exports.columns import COLUMNS, Column, guarded
from search_web.exports.delimited import csv_lines
from search_web.exports.json_lines import json_lines
from search_web.exports.naming import attachment, file_name
from search_web.exports.workbook import workbook

__all__ = [
    "COLUMNS",
    "Column",
    "Feed",
    "FeedEntry",
    "atom",
    "attachment",
    "csv_lines",
    "file_name",
    "guarded",
    "json_lines",
    "workbook",
]
