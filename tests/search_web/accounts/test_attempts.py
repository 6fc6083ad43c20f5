"""Attempts to sign in are counted, also when they come at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from search_web.accounts.store import SiteStore


def test_attempts_at_once_are_counted_like_attempts_in_a_row(store: SiteStore) -> None:
    def attempt(_: int) -> bool:
        return store.attempts.take({"a": 5, "b": 100}, timedelta(minutes=10)) is None

    with ThreadPoolExecutor(8) as pool:
        allowed = list(pool.map(attempt, range(40)))
    assert sum(allowed) == 5
