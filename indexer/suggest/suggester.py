"""The suggestions of a live generation, for readers with and without rights."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from indexer.names.variants import NameVariants
from indexer.suggest.catalogue import Catalogue
from indexer.suggest.completion import suggestions
from indexer.suggest.corrector import Corrector
from indexer.suggest.results import Correction, Suggestion
from indexer.suggest.storage import FILE, Contents, read_suggestions

__all__ = ["Suggester"]


class Suggester:
    """Suggests and corrects from the file in a generation's directory. Safe to share between threads.

    What an update writes is seen by the next call, as with the engine.

    Args:
        directory: a generation into which ``write_suggestions`` wrote.

    Raises:
        IndexDamaged: there is no file, or it is not what was written.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._lock = threading.Lock()
        self._stamp = self._now()
        self._contents = read_suggestions(directory)

    def suggest(
        self, typed: str, *, limit: int = 8, internal: bool = False, names: Mapping[str, NameVariants] | None = None
    ) -> tuple[Suggestion, ...]:
        """Return at most ``limit`` suggestions for what was typed so far, best first.

        Args:
            names: by kind, the names of which each is offered once, in whichever variant it is met.
        """
        contents = self._current()
        return suggestions(_visible(contents, internal), contents.pinyin, typed, limit, names or {})

    def correct(self, query: str, *, internal: bool = False, found: Callable[[str], int]) -> tuple[Correction, ...]:
        """Return what a query that finds nothing may have meant, likeliest first; nothing where it finds something.

        Args:
            found: how many proposals this reader finds that have all words of a query. Nothing is offered that it
                does not find, so corrections say nothing of records the reader may not see.
        """
        contents = self._current()
        return Corrector(contents, _visible(contents, internal), found).correct(query)

    def _current(self) -> Contents:
        stamp = self._now()
        if stamp != self._stamp:
            with self._lock:
                if stamp != self._stamp:
                    self._contents = read_suggestions(self._directory)
                    self._stamp = stamp
        return self._contents

    def _now(self) -> tuple[int, int] | None:
        try:
            status = (self._directory / FILE).stat()
        except FileNotFoundError:
            # A newer generation took over and this one was cleared away; what is mapped stays readable.
            return getattr(self, "_stamp", None)
        return status.st_mtime_ns, status.st_ino


def _visible(contents: Contents, internal: bool) -> Sequence[Catalogue]:
    return (contents.public, contents.internal) if internal else (contents.public,)
