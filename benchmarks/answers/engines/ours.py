"""This product, by the doors an operator and the site use: ``tian import``, ``tian reindex``, ``SearchService``."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.answers.engines.base import SHOWN, SNIPPETS, Answer, Built, Hit
from benchmarks.answers.processes import size_of
from benchmarks.answers.questions import Question
from benchmarks.answers.records import Records
from indexer import FACETS, SearchRequest, SearchService, Settings, open_service

__all__ = ["Ours", "request_of"]


class Ours:
    """``tian import`` in one process, ``tian reindex`` in as many as there are cores."""

    label = "提案检索"
    how = "`tian import`、`tian reindex`，再由 `SearchService.search` 回答；档案留修订、原件和来源"
    used = "导入一个进程，索引每核一个"

    def missing(self) -> str:
        """It is here."""
        return ""

    def build(self, directory: Path, records: Records, workers: int) -> Built:
        """Import and index by the command line."""
        started = time.perf_counter()
        _tian(directory, "import", str(records.exported))
        imported = time.perf_counter()
        _tian(directory, "reindex", "--workers", str(workers))
        return Built(imported - started, time.perf_counter() - imported, size_of(directory))

    def open(self, directory: Path) -> _Open:
        """Open the service as the site does."""
        return _Open(open_service(Settings(directory)))


def _tian(home: Path, *arguments: str) -> None:
    command = [sys.executable, "-c", "from indexer.cli import main; main()", "--home", str(home), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[3])}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise RuntimeError(f"tian {arguments[0]}：{done.stderr}{done.stdout}")


def request_of(question: Question) -> SearchRequest:
    """Return the request a person's typing makes of a question.

    >>> request_of(Question("or", ("停车", "收费"), any_word=True)).query
    '停车 或 收费'
    >>> request_of(Question("phrase", ("老旧小区",))).query
    '“老旧小区”'
    """
    words = [f"“{word}”" for word in question.words] if question.kind == "phrase" else question.words
    return SearchRequest(
        query=(" 或 " if question.any_word else " ").join(words), filters=question.filters, limit=SHOWN
    )


@dataclass
class _Open:
    service: SearchService

    def answer(self, question: Question, values: int) -> Answer:
        page = self.service.search(request_of(question))
        hits = tuple(
            Hit(
                hit.proposal.id,
                hit.title.text,
                tuple(each.text for each in hit.snippets if each.field in SNIPPETS),
            )
            for hit in page.hits
        )
        facets = {
            counted.name: {bucket.value: bucket.count for bucket in counted.buckets[:values] if bucket.count}
            for counted in page.facets
        }
        return Answer(page.total, hits, {facet.name: facets.get(facet.name, {}) for facet in FACETS})

    def processes(self) -> tuple[int, ...]:
        return (os.getpid(),)

    def close(self) -> None:
        self.service.archive.close()
