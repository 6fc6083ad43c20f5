"""One batch on disk, in a folder of its own, so that every process of the site sees it and a restart loses nothing.

pile.json    what is known of it, replaced as a whole
files/       what was uploaded, as it was
drafts.jsonl, lines.jsonl, matches.jsonl    one line a new proposal: itself, its line in the list, its matches
decisions.jsonl    what was decided on proposals that the archive does not have yet
kept.json    which of them the archive has by now, and under which id
lock         held by whoever works on it; free again when that process ends, however it ends
"""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from corpus import Decision, decision_from_json, decision_to_json, from_json, to_json
from indexer import HeldLock, lock_is_held, take_lock, waiting_for_lock
from search_web.desk.batches.model import (
    FORM,
    Batch,
    Draft,
    Line,
    Match,
)

__all__ = ["BatchFolder"]


class BatchFolder:
    """Reads and writes one batch. Values are replaced or added to as a whole: a reader never sees half of one."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def files(self) -> Path:
        """Where the uploaded files lie, each in a numbered folder of its own."""
        return self.path / "files"

    def create(self) -> None:
        """Make the folder, for nobody but this program; it becomes a batch with ``put``."""
        self.path.mkdir(mode=0o700, parents=True)
        self.files.mkdir(mode=0o700)

    def discard(self) -> None:
        """Remove everything."""
        shutil.rmtree(self.path, ignore_errors=True)

    def get(self) -> Batch | None:
        """Return what is known of the batch; None once it is gone."""
        value = self._value("pile.json")
        return FORM.structured(value, Batch) if value else None

    def put(self, batch: Batch) -> None:
        """Write what is known of the batch."""
        self._replace("pile.json", FORM.plain(batch))

    def put_drafts(self, drafts: Iterable[Draft]) -> None:
        """Write the new proposals that were read."""
        values = ({"number": each.number, "file": each.file, "proposal": to_json(each.proposal)} for each in drafts)
        self._write_lines("drafts.jsonl", values)

    def drafts(self, numbers: Collection[int] | None = None) -> Iterator[Draft]:
        """Yield the new proposals with these numbers, all where None, in their order."""
        for number, line in enumerate(self._lines("drafts.jsonl"), 1):
            if numbers is None or number in numbers:
                value = json.loads(line)
                yield Draft(value["number"], value["file"], from_json(value["proposal"]))

    def put_results(self, lines: Iterable[tuple[Line, tuple[Match, ...]]]) -> None:
        """Write what was found for each of the new proposals, in their order."""
        results = list(lines)
        self._write_lines("matches.jsonl", ([FORM.plain(match) for match in matches] for _, matches in results))
        self._write_lines("lines.jsonl", (FORM.plain(line) for line, _ in results))

    def lines(self) -> list[Line]:
        """Return the list's lines in the batch's order; empty until the comparison is done."""
        return [FORM.structured(json.loads(line), Line) for line in self._lines("lines.jsonl")]

    def matches(self, numbers: Collection[int] | None = None) -> dict[int, tuple[Match, ...]]:
        """Return the matches of the new proposals with these numbers, all where None, strongest first."""
        return {
            number: tuple(FORM.structured(value, Match) for value in json.loads(line))
            for number, line in enumerate(self._lines("matches.jsonl"), 1)
            if numbers is None or number in numbers
        }

    def decisions(self) -> list[Decision]:
        """Return what was decided on proposals that the archive did not have, oldest first."""
        return [decision_from_json(json.loads(line)) for line in self._lines("decisions.jsonl")]

    def change_decisions(self, change: Callable[[list[Decision]], list[Decision]]) -> None:
        """Replace the decisions by what ``change`` makes of them; one at a time."""
        with waiting_for_lock(self.path / "decisions.lock"):
            self._write_lines("decisions.jsonl", map(decision_to_json, change(self.decisions())))

    def kept(self) -> dict[str, str]:
        """Return draft id → archive id of what the archive has by now."""
        return dict(self._value("kept.json") or {})

    def put_kept(self, kept: dict[str, str]) -> None:
        """Write which the archive has by now."""
        self._replace("kept.json", kept)

    def take(self) -> HeldLock | None:
        """Return the lock, to be closed by whoever works on the batch; None where somebody does already."""
        return take_lock(self.path / "lock")

    @property
    def at_work(self) -> bool:
        """Whether some process works on it now."""
        return self.path.exists() and lock_is_held(self.path / "lock")

    def _value(self, name: str) -> dict[str, Any] | None:
        try:
            return dict(json.loads((self.path / name).read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None

    def _lines(self, name: str) -> Iterator[str]:
        try:
            with (self.path / name).open(encoding="utf-8") as file:
                yield from file
        except FileNotFoundError:
            return

    def _replace(self, name: str, value: Any) -> None:
        self._write_lines(name, [value])

    def _write_lines(self, name: str, values: Iterable[Any]) -> None:
        new = self.path / f"{name}.{os.getpid()}.{threading.get_ident()}.new"
        with new.open("w", encoding="utf-8") as file:
            for value in values:
                file.write(f"{json.dumps(value)}\n")
        new.replace(self.path / name)
