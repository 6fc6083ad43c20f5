"""Index generations on disk: built beside the live one, then swapped in by one rename.

    index/current               one line: the live generation's name; replaced atomically
    index/generation-000007/    an engine's files, dictionary.txt, manifest.json (written last)
    index/write.lock            held while building or updating

A generation without a manifest is one whose builder died; the next build clears it away.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus import Proposal
from indexer.documents import INDEX_FIELDS, DocumentMaker
from indexer.engines import whoosh
from indexer.errors import IndexBusy, IndexDamaged, IndexMissing
from indexer.manifest import MANIFEST, Manifest
from indexer.ranking import DEFAULT

__all__ = ["Generations", "one_writer"]

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
        try:
            name = (self.directory / _CURRENT).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            raise IndexMissing("还没有索引。请先运行 tian reindex 建立索引。") from None
        if not _NAME.fullmatch(name) or not (self.directory / name / MANIFEST).exists():
            raise IndexDamaged(
                f"索引目录 {self.directory} 指向的 {name or '（空）'} 不存在或不完整。请运行 tian reindex 重建索引。"
            )
        return self.directory / name

    def stamp(self) -> tuple[int, int]:
        """Return a value that differs after every swap: cheap to ask before each search."""
        try:
            status = (self.directory / _CURRENT).stat()
        except FileNotFoundError:
            return 0, 0
        return status.st_mtime_ns, status.st_ino

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writing lock; IndexBusy at once where another process builds or updates."""
        with one_writer(self.directory):
            yield

    def begin(self) -> Path:
        """Clear away what dead builders left and return a new, empty generation directory."""
        numbers = [0]
        for path in self._all():
            numbers.append(int(path.name.removeprefix("generation-")))
            if not (path / MANIFEST).exists():
                shutil.rmtree(path)
        path = self.directory / f"generation-{max(numbers) + 1:06d}"
        path.mkdir()
        return path

    def load(
        self,
        path: Path,
        proposals: Iterable[Proposal],
        make: DocumentMaker,
        *,
        workers: int = 1,
        progress: Callable[[int], None] | None = None,
    ) -> int:
        """Index all proposals in a generation that was begun; return how many there are."""
        return whoosh.build(path, proposals, make, fields=INDEX_FIELDS, workers=workers, progress=progress)

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
        _sync(path)
        partial = self.directory / f"{_CURRENT}.partial"
        partial.write_text(path.name, encoding="utf-8")
        _sync(partial)
        partial.replace(self.directory / _CURRENT)
        _sync(self.directory)
        for other in self._all():
            if other != path:
                shutil.rmtree(other)

    def _all(self) -> list[Path]:
        return sorted(path for path in self.directory.iterdir() if _NAME.fullmatch(path.name))


@contextmanager
def one_writer(directory: Path) -> Iterator[None]:
    """Hold a directory's writing lock, which ends with its process; IndexBusy at once where another holds it."""
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / "write.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise IndexBusy("另一个进程正在建立或更新索引。请等它结束后再试。") from None
        yield


def _sync(path: Path) -> None:
    """Have the disk hold what was written, so that a rename never outlives the bytes it names."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
