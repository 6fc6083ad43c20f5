"""Homes of generated proposals, imported and indexed by the product's own doors; kept, so that they are made once."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks.speed.generate import proposal
from corpus import Profile, import_paths, to_json
from indexer import Settings, open_generations
from indexer.index.build import reindex
from indexer.settings import open_archive

__all__ = ["home_of"]

_FILE = 1_000


def home_of(documents: int, directory: Path, workers: int) -> Path:
    """Return a home directory with so many generated proposals, ready to be served; made where it is not there yet."""
    home = directory / str(documents)
    finished = home / "finished"
    if finished.exists():
        return home
    shutil.rmtree(home, ignore_errors=True)
    files = home / "files"
    files.mkdir(parents=True)
    starts = range(0, documents, _FILE)
    with ProcessPoolExecutor(workers) as pool:
        list(pool.map(_write, (files / f"{start:08d}.jsonl" for start in starts), starts, [documents] * len(starts)))
    settings = Settings(home)
    with open_archive(settings, create=True) as archive:
        import_paths(archive, [files], profile=Profile.generic())
        shutil.rmtree(files)
        reindex(archive, open_generations(settings), workers=workers)
    finished.touch()
    return home


def _write(path: Path, start: int, end: int) -> None:
    lines = (json.dumps(to_json(proposal(n)), ensure_ascii=False) for n in range(start, min(start + _FILE, end)))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
