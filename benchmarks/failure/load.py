"""Searches all the while, each answer compared with what it must be."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from indexer import IndexerError, SearchRequest, SearchService

__all__ = ["Answer", "Seen", "expected_answers", "searching"]

#: What a search must say: the total, and every facet value's count.
Answer = tuple[int, tuple[tuple[str, str, int], ...]]


@dataclass(frozen=True, slots=True)
class Seen:
    """What one user saw.

    Attributes:
        at: seconds since the load began.
        seconds: how long it took.
        refused: the message instead of an answer; empty where there was one.
        wrong: how an answer differed from what it must be; empty where it did not.
    """

    at: float
    seconds: float
    query: str
    refused: str = ""
    wrong: str = ""


def answer_of(service: SearchService, query: str) -> Answer:
    """Ask one query."""
    page = service.search(SearchRequest(query, limit=20))
    counts = ((facet.name, bucket.value, bucket.count) for facet in page.facets for bucket in facet.buckets)
    return page.total, tuple(sorted(counts))


def expected_answers(service: SearchService, queries: Sequence[str]) -> dict[str, Answer]:
    """Return what every query must be answered, asked while nothing is wrong."""
    return {query: answer_of(service, query) for query in queries}


@contextmanager
def searching(service: SearchService, expected: Mapping[str, Answer], *, users: int = 4) -> Iterator[list[Seen]]:
    """Have some users search one query after the other until the end; gives the list that fills meanwhile."""
    seen: list[Seen] = []
    ended = threading.Event()
    began = time.monotonic()

    def user(number: int) -> None:
        queries = list(expected)
        turn = number
        while not ended.is_set():
            query = queries[turn % len(queries)]
            turn += 1
            started = time.monotonic()
            refused = wrong = ""
            try:
                found = answer_of(service, query)
                if found != expected[query]:
                    wrong = f"应有 {expected[query][0]} 件，得到 {found[0]} 件，或计数不同"
            except IndexerError as error:
                refused = str(error)
            seen.append(Seen(started - began, time.monotonic() - started, query, refused, wrong))
            # People read; and one machine must run three nodes besides.
            ended.wait(0.05)

    threads = [threading.Thread(target=user, args=(number,)) for number in range(users)]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        ended.set()
        for thread in threads:
            thread.join()
