"""Which engine an installation searches with, decided here and nowhere else.

A generation is an engine's index and the files that go with it (manifest, dictionary, suggestions …). Those files
always lie in a local directory, the generation's *path*; where the index itself lies is the engine's affair. So
build, update, verify and search are the same for every engine.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from corpus import Proposal
from indexer.documents import DocumentMaker
from indexer.engines.base import Engine
from indexer.generations import Generations
from indexer.manifest import Manifest
from indexer.settings import Settings

__all__ = ["GenerationStore", "open_generations"]


class GenerationStore(Protocol):
    """The generations of one installation: built beside the live one, swapped in at once, dropped when replaced."""

    def writing(self) -> AbstractContextManager[None]:
        """Hold the writing lock; IndexBusy at once where another process builds or updates."""
        ...

    def stamp(self) -> Hashable:
        """Return a value that differs after every swap: cheap to ask before each search."""
        ...

    def live(self) -> Path:
        """Return the live generation's path, its files there and whole.

        Raises:
            IndexMissing: none was ever swapped in.
            IndexDamaged: it is not whole.
        """
        ...

    def begin(self) -> Path:
        """Clear away what dead builders left and return the path of a new, empty generation."""
        ...

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
        ...

    def engine(self, path: Path) -> Engine:
        """Open a loaded generation."""
        ...

    def check(self, path: Path) -> None:
        """Raise IndexDamaged where the index or a file of the live generation is not what was written."""
        ...

    def keep(self, path: Path, manifest: Manifest) -> None:
        """Record what an update made of the live generation; all of its files are final by now."""
        ...

    def swap(self, path: Path, manifest: Manifest) -> None:
        """Make a finished generation the live one and drop the others; searches under way are not disturbed."""
        ...


def open_generations(settings: Settings) -> GenerationStore:
    """Return the generations of an installation."""
    return Generations(settings.index_directory)
