"""The live generation, opened once and opened again after every swap: searches never see a half-built index."""

from __future__ import annotations

import gc
import threading
from collections.abc import Hashable
from dataclasses import dataclass, replace

from whoosh.query import Every

from indexer.analysis.analyzer import Analyzer
from indexer.duplicates.cache import DuplicateCacheFile
from indexer.engines.base import Engine, EngineQuery
from indexer.index.manifest import Manifest, read_analyzer
from indexer.index.store import GenerationStore
from indexer.names.naming import LiveNaming
from indexer.suggest.suggester import Suggester

__all__ = ["LiveIndex", "OpenGeneration"]


@dataclass(frozen=True, slots=True)
class OpenGeneration:
    """A generation ready to be searched, with the analyzer it was built with and the files beside it."""

    name: str
    manifest: Manifest
    analyzer: Analyzer
    engine: Engine
    suggester: Suggester
    duplicates: DuplicateCacheFile
    naming: LiveNaming

    def count_internal(self) -> int:
        """Return how many of the documents only staff may see: by so many do counts for staff and public differ."""
        staff, public = (
            self.engine.search(EngineQuery(Every(), limit=0, internal=rights)).total for rights in (True, False)
        )
        return staff - public


class LiveIndex:
    """Gives the open live generation to any number of threads."""

    def __init__(self, generations: GenerationStore) -> None:
        self._generations = generations
        self._lock = threading.Lock()
        self._stamp: Hashable | None = None
        self._manifest_stamp: Hashable | None = None
        self._open: OpenGeneration | None = None

    def get(self) -> OpenGeneration:
        """Return the live generation as of now.

        Raises:
            IndexMissing, IndexDamaged, IndexOutdated: it cannot be searched; the message says what to do.
        """
        stamp = self._generations.stamp()
        if self._open is None or stamp != self._stamp:
            with self._lock:
                if self._open is None or stamp != self._stamp:
                    # The old engine is left to the searches that still hold it; its files close with the last.
                    replaced, self._open = self._open is not None, self._load()
                    self._stamp = stamp
                    if replaced:
                        # Its parts refer to each other: without this they stay mapped until Python looks for garbage,
                        # which a site puts off, and the disk has no room for files that are gone.
                        gc.collect()
        return self._as_updated(self._open)

    def _as_updated(self, opened: OpenGeneration) -> OpenGeneration:
        """The generation with what its manifest says now: an update changes it, and makes no new generation."""
        stamp = self._generations.manifest_stamp(opened.name)
        if stamp == self._manifest_stamp:
            return opened
        with self._lock:
            if opened is self._open and stamp is not None:
                self._open = opened = replace(opened, manifest=Manifest.read(self._generations.directory / opened.name))
                self._manifest_stamp = stamp
        return opened

    def _load(self) -> OpenGeneration:
        path = self._generations.live()
        manifest = Manifest.read(path)
        manifest.expect_fit()
        engine = self._generations.engine(path)
        analyzer = read_analyzer(path, manifest)
        beside = (Suggester(path), DuplicateCacheFile(path))
        return OpenGeneration(path.name, manifest, analyzer, engine, *beside, LiveNaming(engine))
