"""What must hold whatever is typed; each check returns the processor seconds it took, or raises."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence

from indexer import SearchService
from indexer.analysis.analyzer import Analyzer
from indexer.query.parsed_query import parse_query
from indexer.search.interchange import page_to_json
from indexer.search.request import Reader, SearchRequest, parse

__all__ = ["check_request", "check_search", "check_understanding"]


def check_request(args: Mapping[str, Sequence[str]]) -> SearchRequest:
    """Return the request of some URL arguments, which can be spelt as arguments again without loss.

    Raises:
        AssertionError: reading it back gives another request.
    """
    request = parse(args)
    spelt: dict[str, list[str]] = {}
    for name, value in request.to_args():
        spelt.setdefault(name, []).append(value)
    assert parse(spelt) == request, "parse(to_args(request)) 不等于 request"
    return request


def check_understanding(text: str, analyzer: Analyzer) -> float:
    """Return how long a text took to be understood."""
    started = time.thread_time()
    understood = parse_query(text, analyzer)
    took = time.thread_time() - started
    assert understood.description, "没有说明怎样理解"
    assert understood.steps, "没有可问的"
    assert all(step.relaxed == bool(step.notice) for step in understood.steps), "放宽了没有说"
    return took


def check_search(service: SearchService, request: SearchRequest) -> float:
    """Return how long a search took, from the request to the answer as JSON."""
    started = time.thread_time()
    page = service.search(request)
    told = json.dumps(page_to_json(page), ensure_ascii=False).encode()
    took = time.thread_time() - started
    assert told
    assert len(page.hits) == min(page.request.limit, max(0, page.total - page.request.offset)), "一页的件数不对"
    for hit in page.hits:
        for snippet in (hit.title, *hit.snippets):
            places = [place for mark in snippet.marks for place in mark]
            assert places == sorted(places), "标记乱序"
            assert all(0 <= place <= len(snippet.text) for place in places), "标记出界"
    assert page.request.reader == Reader()
    return took
