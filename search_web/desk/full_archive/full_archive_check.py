"""The whole archive's duplicate clusters: worked out when a clerk asks, written down, read by every page."""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus import CorpusError
from indexer import Cluster, HeldLock, IndexerError, Reader, lock_is_held, take_lock
from search_web.desk.batches.checking import Duplicates
from search_web.desk.batches.model import FORM, DeskError

__all__ = ["FullArchiveCheck", "FullArchiveCheckState"]

_LOG = logging.getLogger(__name__)
_STAFF = Reader(internal=True)
_PAUSE = 0.4


@dataclass(frozen=True, slots=True)
class FullArchiveCheckState:
    """How far the comparison of the whole archive is.

    Attributes:
        running: whether some process works on it now.
        made: when the clusters were last worked out, ISO 8601 in UTC; ``""`` while they never were.
        message: why the last attempt failed.
    """

    running: bool = False
    done: int = 0
    total: int = 0
    made: str = ""
    message: str = ""


class FullArchiveCheck:
    """Works the clusters out and keeps them in files. Safe to share between threads and processes."""

    def __init__(self, root: Path, duplicates: Duplicates) -> None:
        self._root = root
        self._duplicates = duplicates

    def state(self) -> FullArchiveCheckState:
        """Return how far it is."""
        running = lock_is_held(self._lock)
        return replace(FORM.structured(self._value("sweep.json"), FullArchiveCheckState), running=running)

    def clusters(self) -> tuple[Cluster, ...]:
        """Return the clusters as they were last worked out, largest first."""
        return tuple(FORM.structured(each, Cluster) for each in self._value("clusters.json").get("clusters", ()))

    def start(self) -> None:
        """Have the clusters worked out anew.

        Raises:
            DeskError: somebody is at it already.
        """
        lock = take_lock(self._lock)
        if lock is None:
            raise DeskError("正在全库查重。请等它完成。")
        threading.Thread(target=self._run, args=(lock,), name="full-archive-check", daemon=True).start()

    def _run(self, lock: HeldLock) -> None:
        made, last = self.state().made, 0.0

        def progress(done: int, total: int) -> None:
            nonlocal last
            if time.monotonic() - last > _PAUSE:
                last = time.monotonic()
                self._put("sweep.json", FORM.plain(FullArchiveCheckState(True, done, total, made)))

        with lock:
            try:
                progress(0, 0)
                clusters = self._duplicates.clusters(_STAFF, progress=progress)
                self._put("clusters.json", {"clusters": [FORM.plain(each) for each in clusters]})
                now = datetime.now(UTC).isoformat(timespec="seconds")
                self._put("sweep.json", FORM.plain(FullArchiveCheckState(made=now)))
            except (CorpusError, IndexerError) as error:
                self._put("sweep.json", FORM.plain(FullArchiveCheckState(made=made, message=str(error))))
            except Exception:
                _LOG.exception("全库查重没有完成")
                message = "网站出了差错，已经记录下来。请再试一次。"
                self._put("sweep.json", FORM.plain(FullArchiveCheckState(made=made, message=message)))

    @property
    def _lock(self) -> Path:
        self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self._root / "sweep.lock"

    def _value(self, name: str) -> dict[str, Any]:
        try:
            return dict(json.loads((self._root / name).read_text(encoding="utf-8")))
        except FileNotFoundError:
            return {}

    def _put(self, name: str, value: Any) -> None:
        new = self._root / f"{name}.{os.getpid()}.new"
        new.write_text(json.dumps(value), encoding="utf-8")
        new.replace(self._root / name)
