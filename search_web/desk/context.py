"""The desk as one value, and what every page of it asks: whose desk it is, which batch, what the form sends."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from flask import Blueprint, Flask, abort, current_app, redirect, request
from werkzeug.exceptions import Conflict
from werkzeug.wrappers import Response

from corpus import Archive, CorpusError, Proposal, Ruling
from indexer import DecisionService, IndexBusy, IndexerError, Reader
from search_web.accounts.visitors import current_visitor
from search_web.desk.batches.checking import Checker, Duplicates
from search_web.desk.batches.folder import BatchFolder
from search_web.desk.batches.model import Batch, DeskError
from search_web.desk.batches.store import BatchStore
from search_web.desk.full_archive.full_archive_check import FullArchiveCheck
from search_web.desk.rulings import offered_rulings

__all__ = [
    "STAFF",
    "Desk",
    "OpenedBatch",
    "asked_page",
    "asked_ruling",
    "attach_desk",
    "back_to",
    "current_desk",
    "desk",
    "desk_view",
    "make_desk",
    "opened_batch",
    "refused",
    "who",
]

_KEY = "tian_desk"
#: Seconds between two tries to update while somebody else does, and how many: six hours in all.
_PAUSE, _TRIES = 5.0, 4_320
_LOG = logging.getLogger(__name__)
#: The views of this blueprint admit clerks only, and clerks see everything.
STAFF = Reader(internal=True)


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything of the desk of one site.

    Attributes:
        update: brings the index up to date with the archive; called in the background after a batch was kept.
    """

    archive: Archive
    duplicates: Duplicates
    decisions: DecisionService
    batches: BatchStore
    checker: Checker
    full_archive_check: FullArchiveCheck
    update: Callable[[], object]

    def update_index(self) -> None:
        """Have the index brought up to date in the background, after whoever is at it now; a failure is logged."""
        threading.Thread(target=self._update, name="update", daemon=True).start()

    def _update(self) -> None:
        for _ in range(_TRIES):
            try:
                self.update()
                return
            except IndexBusy:
                # What was kept may have come too late for the update that runs now: it is waited for, not relied on.
                time.sleep(_PAUSE)
            except (CorpusError, IndexerError) as error:
                _LOG.warning("留存以后没能更新索引：%s", error)
                return
        _LOG.warning("留存以后没能更新索引：别的更新一直没有结束。请执行 tian update。")


def make_desk(archive: Archive, duplicates: Duplicates, root: Path, update: Callable[[], object]) -> Desk:
    """Return the desk over an archive.

    Args:
        root: folder for batches; only this program reads it.
    """
    return Desk(
        archive=archive,
        duplicates=duplicates,
        decisions=DecisionService(archive),
        batches=BatchStore(root / "piles"),
        checker=Checker(duplicates),
        full_archive_check=FullArchiveCheck(root, duplicates),
        update=update,
    )


def attach_desk(app: Flask, desk: Desk) -> None:
    """Make the desk known to every request of this application."""
    app.extensions[_KEY] = desk


def current_desk() -> Desk | None:
    """Return the desk of the site that answers the current request; None where it has none."""
    desk: Desk | None = current_app.extensions.get(_KEY)
    return desk


desk_view = Blueprint("desk", __name__)


@dataclass(frozen=True, slots=True)
class OpenedBatch:
    """A batch that a clerk has open."""

    desk: Desk
    folder: BatchFolder
    batch: Batch


def desk() -> Desk:
    """Return the desk of this site; 404 where it has none."""
    found = current_desk()
    if found is None:
        abort(404)
    return found


def who() -> str:
    """Return the account that asks."""
    visitor = current_visitor()
    return visitor.name if visitor else ""


def opened_batch(batch_id: str) -> OpenedBatch:
    """Return a batch of the office; 404 for one that is gone."""
    here = desk()
    folder = here.batches.folder(batch_id)
    batch = folder.get() if folder else None
    if folder is None or batch is None:
        abort(404, "查重台上没有这一批，可能已经丢弃，或者放得太久而清理了。")
    return OpenedBatch(here, folder, batch)


def record(id: str) -> Proposal:
    """Return a proposal of the archive; 404 where there is none."""
    found = desk().archive.get(id)
    if found is None:
        abort(404, f"没有编码为“{id}”的记录。")
    return found


def asked_page() -> int:
    """Return which page of a list is asked for."""
    asked = request.args.get("page", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 and int(asked) > 0 else 1


def asked_ruling() -> Ruling:
    """Return the ruling that the form sends; 400 where it sends none that the visitor may make."""
    offered = {row.ruling.value: row for row in offered_rulings()}
    chosen = offered.get(request.form.get("ruling", ""))
    if chosen is None:
        labels = "、".join(row.label for row in offered.values())
        abort(400, f"没有选择决定，或者这一种不由您来定。可选的有：{labels}。选好再保存。")
    return chosen.ruling


def back_to(path: str) -> Response:
    """Lead back to the page that the form names, as long as it is one of the desk; else to ``path``."""
    wanted = request.form.get("next", "")
    return redirect(wanted if wanted.startswith("/desk/") and "\\" not in wanted else path, 303)


def refused(error: DeskError | Exception) -> NoReturn:
    """Answer that nothing was changed, and why."""
    raise Conflict(str(error)) from error
