"""The periods people ask for: the last year, the last three, the last five."""

from __future__ import annotations

from datetime import date

from corpus import PartialDate
from indexer import SearchRequest
from search_web.links import search_url, within
from search_web.pages.choice import Choice

__all__ = ["periods"]

_YEARS = {1: "近一年", 3: "近三年", 5: "近五年"}


def periods(request: SearchRequest, today: date) -> tuple[Choice, ...]:
    """Return the search within each of the last years; choosing the current one again takes it back.

    >>> from flask import Flask; app = Flask("example")
    >>> app.add_url_rule("/", "search.results")
    >>> with app.test_request_context():
    ...     [each.url for each in periods(SearchRequest("停车"), date(2024, 2, 29))][:2]
    ['/?q=%E5%81%9C%E8%BD%A6&from=2023-02-28', '/?q=%E5%81%9C%E8%BD%A6&from=2021-02-28']
    """
    choices = []
    for years, label in _YEARS.items():
        since = _years_before(today, years)
        current = request.since == since and request.until is None
        choices.append(Choice(label, search_url(within(request, None if current else since)), current))
    return tuple(choices)


def _years_before(today: date, years: int) -> PartialDate:
    """The same day so many years ago; of a leap day, the day before."""
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return PartialDate(today.year - years, today.month, day)
