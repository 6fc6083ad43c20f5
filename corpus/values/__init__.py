"""Values that own their parsing: dates, sessions, numbers, numerals, names and labels."""

from __future__ import annotations

from corpus.values.dates import PartialDate, find_dates, parse_date, read_date, signed_date
from corpus.values.labels import fold
from corpus.values.names import split_names
from corpus.values.numbers import find_number, find_numbers, parse_number, parse_numbers
from corpus.values.numerals import parse_numeral, to_chinese
from corpus.values.sessions import Session, find_session, parse_session
from corpus.values.visibility import (
    is_about_reply,
    is_yes_or_no,
    names_visibility,
    remarks,
    says_public,
    speaks_of_visibility,
)

__all__ = [
    "PartialDate",
    "Session",
    "find_dates",
    "find_number",
    "find_numbers",
    "find_session",
    "fold",
    "is_about_reply",
    "is_yes_or_no",
    "names_visibility",
    "parse_date",
    "parse_number",
    "parse_numbers",
    "parse_numeral",
    "parse_session",
    "read_date",
    "remarks",
    "says_public",
    "signed_date",
    "speaks_of_visibility",
    "split_names",
    "to_chinese",
]
