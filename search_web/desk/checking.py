"""The check of a pile, away from the request that asked for it: files are read, compared, and the results written.

One check of a large pile at a time in a process: memory holds one pile. A single text is checked at once.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from corpus import CorpusError, Profile, Proposal, read
from indexer import (
    BatchEntry,
    Candidate,
    HeldLock,
    IndexerError,
    Reader,
    Submission,
    Unread,
)
from search_web.desk.duplicates import Duplicates
from search_web.desk.errors import DeskError
from search_web.desk.folder import PileFolder
from search_web.desk.piles import Draft, Line, Match, Pile, PileState, draft_id
from search_web.desk.uploads import MAX_DRAFTS

__all__ = ["Checker", "match_of"]

_LOG = logging.getLogger(__name__)
_STAFF = Reader(internal=True)
#: Seconds between two notes of how far a check is.
_PAUSE = 0.4


class Checker:
    """Checks piles. Safe to share between threads."""

    def __init__(self, duplicates: Duplicates, profile: Profile | None = None) -> None:
        self._duplicates = duplicates
        self._profile = profile or Profile.generic()
        self._waiting = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pile")

    def start(self, folder: PileFolder) -> None:
        """Have a pile checked as soon as those before it are done.

        Raises:
            DeskError: somebody is at it already.
        """
        lock = self._take(folder)
        _note(folder, lambda pile: replace(pile, state=PileState.WAITING, done=0, total=0, message=""))
        self._waiting.submit(self._run, folder, lock)

    def check_now(self, folder: PileFolder) -> None:
        """Check a pile before returning: for a single text, whose clerk waits."""
        self._run(folder, self._take(folder))

    def close(self) -> None:
        """Finish what is being checked; what waits is checked when its clerk asks again."""
        self._waiting.shutdown(cancel_futures=True)

    @staticmethod
    def _take(folder: PileFolder) -> HeldLock:
        lock = folder.take()
        if lock is None:
            raise DeskError("这一批正在查重。请等它完成。")
        return lock

    def _run(self, folder: PileFolder, lock: HeldLock) -> None:
        with lock:
            try:
                self._check(folder)
            except (CorpusError, IndexerError, DeskError) as error:
                _fail(folder, str(error))
            except Exception:
                _LOG.exception("查重没有完成")
                _fail(folder, "网站出了差错，已经记录下来。请再试一次。")

    def _check(self, folder: PileFolder) -> None:
        pile = _note(folder, lambda pile: replace(pile, state=PileState.READING))
        drafts, unread = self._read(folder)
        folder.put_drafts(drafts)
        total, last = len(drafts), 0.0
        _note(folder, lambda pile: replace(pile, state=PileState.CHECKING, drafts=total, unread=unread, total=total))

        def progress(done: int, of: int) -> None:
            nonlocal last
            if time.monotonic() - last > _PAUSE:
                last = time.monotonic()
                _note(folder, lambda pile: replace(pile, done=done, total=of))

        submissions = [Submission(draft.proposal) for draft in drafts]
        report = self._duplicates.batch(submissions, _STAFF, against=pile.against, progress=progress)
        results = [_result(draft, entry) for draft, entry in zip(drafts, report.entries, strict=True)]
        folder.put_results(results)
        found, took = sum(line.best is not None for line, _ in results), report.took_ms
        _note(folder, lambda pile: replace(pile, state=PileState.DONE, done=pile.total, found=found, took_ms=took))

    def _read(self, folder: PileFolder) -> tuple[list[Draft], tuple[Unread, ...]]:
        drafts: list[Draft] = []
        unread: list[Unread] = []
        for place in sorted(folder.files.iterdir()):
            for path in place.iterdir():
                for found in self._records(path):
                    if isinstance(found, Unread):
                        unread.append(found)
                    else:
                        drafts.append(Draft(len(drafts) + 1, int(place.name), found))
                if len(drafts) > MAX_DRAFTS:
                    raise DeskError(f"一批最多 {MAX_DRAFTS:,} 件，这些文件里不止。请分几批上传。")
        return drafts, tuple(unread)

    def _records(self, path: Path) -> Iterator[Proposal | Unread]:
        for item in read(path.name, path.read_bytes(), profile=self._profile):
            if item.record is not None:
                yield item.record
            elif item.reject is not None:
                yield Unread(path.name, item.reject.place, item.reject.reason)


def _note(folder: PileFolder, change: Callable[[Pile], Pile]) -> Pile:
    """Write how far the check is; a pile that was discarded meanwhile ends it."""
    pile = folder.get()
    if pile is None:
        raise DeskError("这一批已经丢弃。")
    changed = change(pile)
    folder.put(changed)
    return changed


def _fail(folder: PileFolder, message: str) -> None:
    """Write why the check ended; of a discarded pile nobody wants to know."""
    if folder.get() is not None:
        _note(folder, lambda pile: replace(pile, state=PileState.FAILED, message=message))


def _result(draft: Draft, entry: BatchEntry) -> tuple[Line, tuple[Match, ...]]:
    matches = [match_of(each.proposal.id, each) for each in entry.archive]
    matches += [match_of(draft_id(place + 1), each) for place, each in entry.others]
    matches.sort(key=lambda match: (match.verdict.rank, -match.score))
    best = replace(matches[0], passages=()) if matches else None
    proposal = draft.proposal
    file = proposal.source.name if proposal.source else ""
    line = Line(draft.number, proposal.title, proposal.proposers, file, len(matches), best)
    return line, tuple(matches)


def match_of(other: str, found: Candidate) -> Match:
    """Return a candidate as a match with the proposal of this id."""
    return Match(
        other,
        found.verdict,
        found.score,
        found.coverage,
        found.reverse_coverage,
        found.topic,
        found.passages,
        found.reasons,
    )
