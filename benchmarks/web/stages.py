"""Where a faceted page's time goes: each step timed in one process, one page after another."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

import search_web.results.views as view
from corpus import Archive
from indexer import Settings
from indexer.engines.whoosh.engine import WhooshEngine
from indexer.search import service
from search_web.bootstrap import open_site
from search_web.site.config import WebConfig

__all__ = ["REST", "STAGES", "stage_times", "timed"]

#: What each step is called, and the functions that are its whole work.
STAGES: dict[str, tuple[tuple[Any, str], ...]] = {
    "读懂检索词": ((service, "parse_query"),),
    "引擎（检索、计数）": ((WhooshEngine, "search"),),
    "读档案": ((Archive, "get_many"),),
    "摘录": ((service, "snippets_of"),),
    "分面的名称和次序": ((service, "facet_counts"),),
    "近似件": ((view, "copies_of"),),
    "页面内容": ((view, "results_page"),),
    "模板": ((view, "render_template"),),
}
REST = "其余（Flask、解析网址）"


def stage_times(home: Path, paths: Sequence[str]) -> dict[str, float]:
    """Return the median processor milliseconds of each step of a page, and of all that is none of them.

    The same pages were asked once before: what is read for the first time is not timed.
    """
    client = open_site(Settings(home), WebConfig()).test_client()
    for path in paths:
        client.get(path)
    pages: dict[str, list[float]] = defaultdict(list)
    for path in paths:
        with timed() as spent:
            started = time.process_time()
            client.get(path)
            whole = time.process_time() - started
        for stage in STAGES:
            pages[stage].append(spent[stage])
        pages[REST].append(whole - sum(spent.values()))
    return {stage: 1000 * median(times) for stage, times in pages.items()}


@contextmanager
def timed() -> Iterator[dict[str, float]]:
    """Give the processor seconds that each step of what is done inside took."""
    spent: dict[str, float] = defaultdict(float)
    with ExitStack() as stack:
        for stage, functions in STAGES.items():
            for owner, name in functions:
                stack.enter_context(patch.object(owner, name, _watched(getattr(owner, name), stage, spent)))
        yield spent


def _watched(function: Callable[..., Any], stage: str, spent: dict[str, float]) -> Callable[..., Any]:
    def watched(*args: Any, **named: Any) -> Any:
        started = time.process_time()
        try:
            return function(*args, **named)
        finally:
            spent[stage] += time.process_time() - started

    return watched
