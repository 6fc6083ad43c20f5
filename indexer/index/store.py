"""Which engine an installation searches with, decided here and nowhere else.

A generation is an engine's index and the files that go with it (manifest, dictionary, suggestions …). Those files
always lie in a local directory, the generation's *path*; where the index itself lies is the engine's affair. So
build, update, verify and search are the same for every engine.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from corpus import StoredRecord
from indexer.engines.base import Engine, IndexDocument
from indexer.errors import SettingsError
from indexer.fields import FACETS
from indexer.index.documents import INDEX_FIELDS
from indexer.index.manifest import Manifest
from indexer.search.ranking import DEFAULT
from indexer.settings import ENGINES, Settings
from indexer.suggest.storage import VOCABULARY_FIELDS

if TYPE_CHECKING:
    from indexer.engines.opensearch.layout import Layout

__all__ = ["GenerationStore", "layout_of_archive", "open_cluster", "open_generations"]


class GenerationStore(Protocol):
    """The generations of one installation: built beside the live one, swapped in at once, dropped when replaced."""

    #: Where the generations' paths are.
    directory: Path

    def writing(self, doing: str = "") -> AbstractContextManager[None]:
        """Hold the writing lock, ``doing`` something; IndexBusy at once where another process builds or updates."""
        ...

    def stamp(self) -> Hashable:
        """Return a value that differs after every swap: cheap to ask before each search."""
        ...

    def manifest_stamp(self, name: str) -> Hashable | None:
        """Return a value that differs after every update of a generation; None where its manifest is gone."""
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

    def discard(self, path: Path) -> None:
        """Remove what can be removed of a generation that will not be finished; the next build removes the rest."""
        ...

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
    """Return the generations of an installation; of a cluster nothing is asked yet.

    Raises:
        SettingsError: the chosen engine is not installed.
    """
    module, _, function = ENGINES[settings.engine.kind].opener.partition(":")
    opened: GenerationStore = getattr(import_module(module), function)(settings)
    return opened


def layout_of_archive() -> Layout:
    """Return how proposals are laid out in a cluster's index."""
    from indexer.engines.opensearch.layout import Layout

    return Layout(
        INDEX_FIELDS,
        facets=tuple(facet.name for facet in FACETS),
        listed=VOCABULARY_FIELDS,
        kept=tuple(each.characters for each in DEFAULT.rescoring.fields),
        k1=DEFAULT.k1,
        b=DEFAULT.b,
    )


def open_cluster(settings: Settings) -> GenerationStore:
    """Return the generations of an installation on a cluster; nothing is asked of it yet.

    Raises:
        SettingsError: the cluster's client is not installed.
    """
    engine = settings.engine
    try:
        from indexer.engines.opensearch.client import connect
        from indexer.engines.opensearch.generations import ClusterGenerations
    except ModuleNotFoundError as missing:
        if missing.name != "opensearchpy":
            raise
        raise SettingsError("没有安装 OpenSearch 的客户端。请运行：pip install 'tian-search[opensearch]'") from None
    return ClusterGenerations(
        connect(engine.urls),
        layout_of_archive(),
        prefix=engine.prefix,
        directory=settings.home / "cluster",
        shards=engine.shards,
    )
