"""A service that runs for months holds the files of one generation, however often the index was built."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from corpus import Archive
from indexer import Reader, SearchRequest
from indexer.index.build import reindex
from indexer.index.generations import Generations
from tests.indexer.archives import service_over
from tests.search_web.samples import proposals


def _mapped_and_gone(directory: Path) -> set[str]:
    """Files below a directory that this process has mapped although they were removed."""
    lines = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
    return {line.split(maxsplit=5)[5] for line in lines if str(directory) in line and line.endswith("(deleted)")}


@pytest.mark.skipif(sys.platform != "linux", reason="what a process has mapped is told by Linux's /proc")
def test_generations_that_were_replaced_are_let_go(tmp_path: Path) -> None:
    service = service_over(tmp_path, proposals(20))
    generations = Generations(tmp_path / "index")
    for _ in range(4):
        for reader in (Reader(), Reader(internal=True)):
            page = service.search(SearchRequest("停车", reader=reader))
            service.suggest("停车", reader)
            service.similar(page.hits[0].proposal.id, reader)
            service.duplicates.of(page.hits[0].proposal.id, reader)
        with Archive.open(tmp_path / "archive.sqlite") as archive:
            reindex(archive, generations)
    service.search(SearchRequest("停车"))
    assert _mapped_and_gone(tmp_path) == set()
    service.archive.close()
