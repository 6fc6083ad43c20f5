"""Small archives for tests: proposals in, an archive with a live index out, all through the front door."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from corpus import Archive, Profile, Proposal, import_paths, to_json
from indexer.index.build import reindex
from indexer.index.generations import Generations
from indexer.search.service import SearchService, open_service
from indexer.settings import Settings

__all__ = ["add", "service_over"]


def add(archive: Archive, folder: Path, proposals: Iterable[Proposal], name: str = "records.jsonl") -> None:
    """Import proposals from a file of JSON lines, as an operator would."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    lines = [json.dumps(to_json(replace(each, id="")), ensure_ascii=False) for each in proposals]
    path.write_text("\n".join(lines), encoding="utf-8")
    report = import_paths(archive, [path], profile=Profile.generic())
    assert not report.rejects, report.rejects


def service_over(home: Path, proposals: Iterable[Proposal]) -> SearchService:
    """Return a search service over an archive of these proposals, indexed."""
    settings = Settings(home)
    home.mkdir(parents=True, exist_ok=True)
    with Archive.open(settings.archive) as archive:
        add(archive, home / "files", proposals)
        reindex(archive, Generations(settings.index_directory))
    return open_service(settings)
