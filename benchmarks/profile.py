"""``make profile``: where the time of one import, one reindex and one search goes, function by function.

Each is run once under cProfile on the sample archive, in one process; the tables are printed and the whole measurement
is kept as ``build/profile/*.pstats`` for any viewer.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from corpus import Archive, Profile, import_paths
from indexer import Reader, SearchRequest, Settings, open_generations, open_service
from indexer.index.build import reindex
from sample_archive import write_sample

__all__ = ["profile_work"]

_KEPT = Path("build/profile")

#: Lines of each table.
_SHOWN = 25

#: A question of two words, as people type them.
_QUERY = "停车 小区"


def profile_work(name: str, work: Callable[[], object], kept: Path = _KEPT) -> Path:
    """Return the file that holds what each function of this work cost, and print the costliest.

    Times are seconds under the profiler, which are longer than without: read them as shares.
    """
    profiler = cProfile.Profile()
    profiler.runcall(work)
    kept.mkdir(parents=True, exist_ok=True)
    file = kept / f"{name}.pstats"
    profiler.dump_stats(file)
    click.echo(f"\n== {name}（{file}）")
    pstats.Stats(str(file), stream=sys.stdout).strip_dirs().sort_stats("cumulative").print_stats(_SHOWN)
    return file


def _search(settings: Settings) -> Callable[[], object]:
    """One search, asked once before: what only the first search pays is not the search."""
    service, request = open_service(settings), SearchRequest(query=_QUERY, reader=Reader(internal=False))
    service.search(request)
    return lambda: service.search(request)


def main() -> None:
    """Profile the three, each on what the one before it made."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        files, settings = folder / "files", Settings(folder / "home")
        write_sample(files)
        settings.home.mkdir()
        with Archive.open(settings.archive) as archive:
            profile_work("import", lambda: import_paths(archive, [files], profile=Profile.generic()))
            profile_work("reindex", lambda: reindex(archive, open_generations(settings)))
        profile_work("search", _search(settings))


if __name__ == "__main__":
    main()
