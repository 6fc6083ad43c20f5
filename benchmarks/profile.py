"""``make profile``: where the time of one search, one import and one reindex goes, function by function.

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

from benchmarks.archives import index_archive
from corpus import Archive, Profile, import_paths
from indexer import Reader, SearchRequest, Settings, open_service
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


def _import(folder: Path) -> Callable[[], object]:
    write_sample(folder / "files")

    def work() -> None:
        with Archive.open(folder / "imported.sqlite") as archive:
            import_paths(archive, [folder / "files"], profile=Profile.generic())

    return work


def main() -> None:
    """Profile the three, the reindex with all that it needs."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        home = folder / "home"
        profile_work("reindex", lambda: index_archive("sample", home))
        profile_work("search", _search(Settings(home)))
        profile_work("import", _import(folder))


if __name__ == "__main__":
    main()
