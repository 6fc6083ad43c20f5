"""Index generations on disk: built beside the live one, then swapped in by one rename.

    index/current               one line: the live generation's name; replaced atomically
    index/generation-000007/    an engine's files, dictionary.txt, manifest.json (written last)
    index/write.lock            held while building or updating; write.lock.holder says by whom

A generation without a manifest is one whose builder died. The next build clears it away, and what a reader still had
open when it was replaced.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus import StoredRecord
from indexer.engines import whoosh
from indexer.engines.base import IndexDocument
from indexer.errors import IndexBusy, IndexDamaged, IndexMissing
from indexer.index.documents import INDEX_FIELDS
from indexer.index.durable import remove_tree, sync_directory, write_file
from indexer.index.locking import holder_of, take
from indexer.index.manifest import MANIFEST, Manifest
from indexer.search.ranking import DEFAULT
from indexer.settings import Settings

__all__ = ["Generations", "one_writer", "open_embedded"]

_CURRENT = "current"
_NAME = re.compile(r"generation-(\d{6})")


class Generations:
    """The embedded engine's generations: those of one index directory (a ``GenerationStore``).

    Args:
        directory: created when the first generation is begun.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def live(self) -> Path:
        """Return the live generation's directory; IndexMissing where none was ever swapped in."""
        name = self._live_name()
        if name is None:
            raise IndexMissing("还没有索引。请先运行 tian reindex 建立索引。")
        if not _NAME.fullmatch(name) or not (self.directory / name / MANIFEST).exists():
            raise IndexDamaged(
                f"索引目录 {self.directory} 指向的 {name or '（空）'} 不存在或不完整。请运行 tian reindex 重建索引。"
            )
        return self.directory / name

    def stamp(self) -> tuple[int, int]:
        """Return a value that differs after every swap: cheap to ask before each search."""
        return stamp_of(self.directory / _CURRENT) or (0, 0)

    def manifest_stamp(self, name: str) -> tuple[int, int] | None:
        """Return a value that differs after every update of a generation; None where its manifest is gone."""
        return stamp_of(self.directory / name / MANIFEST)

    @contextmanager
    def writing(self, doing: str = "") -> Iterator[None]:
        """Hold the writing lock; IndexBusy at once where another process builds or updates, and which."""
        with one_writer(self.directory, doing):
            yield

    def begin(self) -> Path:
        """Clear away what dead builders left and what was replaced, and return a new, empty generation directory."""
        numbers = [0]
        live = self._live_name()
        for path in self._all():
            numbers.append(int(path.name.removeprefix("generation-")))
            if not (path / MANIFEST).exists() or (live and path.name != live):
                remove_tree(path)
        path = self.directory / f"generation-{max(numbers) + 1:06d}"
        path.mkdir()
        return path

    def discard(self, path: Path) -> None:
        """Remove a generation that will not be finished; the live one is left alone."""
        if path.name != self._live_name():
            remove_tree(path)

    def load(
        self,
        path: Path,
        records: Iterable[StoredRecord],
        make: Callable[[StoredRecord], IndexDocument],
        *,
        workers: int = 1,
        progress: Callable[[int], None] | None = None,
    ) -> int:
        """Index all records in a generation that was begun; return how many there are."""
        return whoosh.build(path, records, make, fields=INDEX_FIELDS, workers=workers, progress=progress)

    def engine(self, path: Path) -> whoosh.WhooshEngine:
        """Open a loaded generation."""
        return whoosh.WhooshEngine(path, whoosh.SmoothBM25F(B=DEFAULT.b, K1=DEFAULT.k1))

    def check(self, path: Path) -> None:
        """Read every byte of the engine's files; IndexDamaged where one is not what was written."""
        whoosh.verify_files(path)

    def keep(self, path: Path, manifest: Manifest) -> None:
        """Record what an update made of the live generation."""
        manifest.write(path)

    def swap(self, path: Path, manifest: Manifest) -> None:
        """Make a finished generation the live one and drop the others; readers of those keep their open files."""
        manifest.write(path)
        sync_directory(path)
        write_file(self.directory / _CURRENT, path.name)
        sync_directory(self.directory)
        for other in self._all():
            if other != path:
                remove_tree(other)

    def _live_name(self) -> str | None:
        try:
            return (self.directory / _CURRENT).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None

    def _all(self) -> list[Path]:
        return sorted(path for path in self.directory.iterdir() if _NAME.fullmatch(path.name))


def stamp_of(path: Path) -> tuple[int, int] | None:
    """Return what differs after every replacement of a file; None where there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_ino


@contextmanager
def one_writer(directory: Path, doing: str = "") -> Iterator[None]:
    """Hold a directory's writing lock, which ends with its process; IndexBusy at once where another holds it.

    Args:
        doing: what for, for the message that others get: 正在重建索引.
    """
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / "write.lock"
    lock = take(path, doing)
    if lock is None:
        holder = holder_of(path)
        who = f"（{holder}）" if holder else ""
        raise IndexBusy(f"另一个进程{who}正在建立或更新索引。请等它结束后再试。")
    with lock:
        yield


def open_embedded(settings: Settings) -> Generations:
    """Return the generations of an installation whose engine is part of this process."""
    return Generations(settings.index_directory)
