"""The desk as one value: what the clerks' pages need besides the search."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, current_app

from corpus import Archive, CorpusError
from indexer import DecisionService, IndexerError
from search_web.desk.checking import Checker
from search_web.desk.duplicates import Duplicates
from search_web.desk.store import PileStore
from search_web.desk.sweep import Sweep

__all__ = ["Desk", "attach_desk", "current_desk", "make_desk"]

_KEY = "tian_desk"
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything of the desk of one site.

    Attributes:
        update: brings the index up to date with the archive; called in the background after a pile was kept.
    """

    archive: Archive
    duplicates: Duplicates
    decisions: DecisionService
    piles: PileStore
    checker: Checker
    sweep: Sweep
    update: Callable[[], object]

    def update_index(self) -> None:
        """Have the index brought up to date; where that fails the archive is right, and the next update helps."""
        threading.Thread(target=self._update, name="update", daemon=True).start()

    def _update(self) -> None:
        try:
            self.update()
        except (CorpusError, IndexerError) as error:
            _LOG.warning("留存以后没能更新索引：%s", error)


def make_desk(archive: Archive, duplicates: Duplicates, root: Path, update: Callable[[], object]) -> Desk:
    """Return the desk over an archive.

    Args:
        root: folder for piles; only this program reads it.
    """
    return Desk(
        archive=archive,
        duplicates=duplicates,
        decisions=DecisionService(archive),
        piles=PileStore(root / "piles"),
        checker=Checker(duplicates),
        sweep=Sweep(root, duplicates),
        update=update,
    )


def attach_desk(app: Flask, desk: Desk) -> None:
    """Make the desk known to every request of this application."""
    app.extensions[_KEY] = desk


def current_desk() -> Desk | None:
    """Return the desk of the site that answers the current request; None where it has none."""
    desk: Desk | None = current_app.extensions.get(_KEY)
    return desk
