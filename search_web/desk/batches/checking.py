"""The check of a batch, away from the request that asked for it: files are read, compared, and the results written.

One check of a large batch at a time in a process: memory holds one batch. A single text is checked at once.
``Duplicates`` is the part of ``indexer.DuplicateService`` that the desk uses.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from corpus import BoundedReader, CorpusError, Profile, Proposal
from indexer import (
    NEAREST,
    Against,
    BatchEntry,
    BatchReport,
    Candidate,
    Cluster,
    DuplicateReport,
    HeldLock,
    IndexerError,
    Reader,
    Submission,
    TitleMatch,
    Unread,
)
from search_web.desk.batches.folder import BatchFolder
from search_web.desk.batches.model import Batch, BatchState, DeskError, Draft, Line, Match, draft_id
from search_web.desk.batches.store import MAX_DRAFTS

__all__ = ["Checker", "Duplicates", "Progress", "match_of"]

_LOG = logging.getLogger(__name__)
_STAFF = Reader(internal=True)
#: Seconds between two notes of how far a check is.
_PAUSE = 0.4


class Checker:
    """Checks batches. Safe to share between threads."""

    def __init__(self, duplicates: Duplicates, profile: Profile | None = None) -> None:
        self._duplicates = duplicates
        self._profile = profile or Profile.generic()
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="batch")

    def start(self, folder: BatchFolder) -> None:
        """Have a batch checked as soon as those before it are done.

        Raises:
            DeskError: somebody is at it already.
        """
        lock = self._take(folder)
        _note(folder, lambda batch: replace(batch, state=BatchState.WAITING, done=0, total=0, message=""))
        self._executor.submit(self._run, folder, lock)

    def check_now(self, folder: BatchFolder) -> None:
        """Check a batch before returning: for a single text, whose clerk waits."""
        self._run(folder, self._take(folder))

    def close(self) -> None:
        """Finish what is being checked; what waits is checked when its clerk asks again."""
        self._executor.shutdown(cancel_futures=True)

    @staticmethod
    def _take(folder: BatchFolder) -> HeldLock:
        lock = folder.take()
        if lock is None:
            raise DeskError("这一批正在查重。请等它完成。")
        return lock

    def _run(self, folder: BatchFolder, lock: HeldLock) -> None:
        with lock:
            try:
                self._check(folder)
            except (CorpusError, IndexerError, DeskError) as error:
                _fail(folder, str(error))
            except Exception:
                _LOG.exception("查重没有完成")
                _fail(folder, "网站出了差错，已经记录下来。请再试一次。")

    def _check(self, folder: BatchFolder) -> None:
        batch = _note(folder, lambda batch: replace(batch, state=BatchState.READING))
        drafts, unread = self._read(folder)
        folder.put_drafts(drafts)
        total, last = len(drafts), 0.0
        _note(folder, lambda batch: replace(batch, state=BatchState.CHECKING, drafts=total, unread=unread, total=total))

        def progress(done: int, of: int) -> None:
            nonlocal last
            if time.monotonic() - last > _PAUSE:
                last = time.monotonic()
                _note(folder, lambda batch: replace(batch, done=done, total=of))

        submissions = [Submission(draft.proposal) for draft in drafts]
        report = self._duplicates.batch(submissions, _STAFF, against=batch.against, progress=progress)
        results = [_result(draft, entry) for draft, entry in zip(drafts, report.entries, strict=True)]
        folder.put_results(results)
        found, took = sum(line.best is not None for line, _ in results), report.took_ms
        _note(folder, lambda batch: replace(batch, state=BatchState.DONE, done=batch.total, found=found, took_ms=took))

    def _read(self, folder: BatchFolder) -> tuple[list[Draft], tuple[Unread, ...]]:
        drafts: list[Draft] = []
        unread: list[Unread] = []
        # Uploads are strangers' files: they are read in a process of their own, and cost what they may cost.
        with BoundedReader() as reader:
            for path in sorted(folder.files.glob("*/*")):
                for found in self._records(path, reader):
                    if isinstance(found, Unread):
                        unread.append(found)
                    else:
                        drafts.append(Draft(len(drafts) + 1, int(path.parent.name), found))
                if len(drafts) > MAX_DRAFTS:
                    raise DeskError(f"一批最多 {MAX_DRAFTS:,} 件，这些文件里不止。请分几批上传。")
        return drafts, tuple(unread)

    def _records(self, path: Path, reader: BoundedReader) -> Iterator[Proposal | Unread]:
        for item in reader.read(path.name, path.read_bytes(), self._profile):
            if item.record is not None:
                yield item.record
            elif item.reject is not None:
                yield Unread(path.name, item.reject.place, item.reject.reason)


def _note(folder: BatchFolder, change: Callable[[Batch], Batch]) -> Batch:
    """Write how far the check is; a batch that was discarded meanwhile ends it."""
    batch = folder.get()
    if batch is None:
        raise DeskError("这一批已经丢弃。")
    changed = change(batch)
    folder.put(changed)
    return changed


def _fail(folder: BatchFolder, message: str) -> None:
    """Write why the check ended; of a discarded batch nobody wants to know."""
    if folder.get() is not None:
        _note(folder, lambda batch: replace(batch, state=BatchState.FAILED, message=message))


def _result(draft: Draft, entry: BatchEntry) -> tuple[Line, tuple[Match, ...]]:
    matches = [match_of(each.proposal.id, each) for each in entry.archive]
    matches += [match_of(draft_id(place + 1), each) for place, each in entry.others]
    matches.sort(key=lambda match: match.order)
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


#: Told how many are done, and how many there are.
Progress = Callable[[int, int], None]


class Duplicates(Protocol):
    """Any object with these methods will do; every answer holds only what its reader may see."""

    def check(self, submitted: Submission | Proposal | str, reader: Reader) -> DuplicateReport:
        """Return what in the archive a text duplicates, strongest verdict first."""
        ...

    def of(self, id: str, reader: Reader, *, nearest: int = NEAREST) -> DuplicateReport | None:
        """Return what in the archive an archived proposal duplicates; None where the reader sees no such one."""
        ...

    def titles(self, typed: str, reader: Reader, *, limit: int = 5) -> tuple[TitleMatch, ...]:
        """Return archived proposals whose titles are like one being typed, likest first."""
        ...

    def batch(
        self,
        submitted: Sequence[Submission],
        reader: Reader,
        *,
        against: Against = Against.BOTH,
        progress: Progress | None = None,
    ) -> BatchReport:
        """Return every text of a batch with what it duplicates in the archive, in the batch, or in both."""
        ...

    def clusters(self, reader: Reader, *, progress: Progress | None = None) -> tuple[Cluster, ...]:
        """Return the groups that duplicate pairs form, largest first, each with a proposed main case."""
        ...

    def copies(self, ids: Iterable[str], reader: Reader) -> dict[str, tuple[str, ...]]:
        """Return, for those of ``ids`` that have identical or near-identical ones, the others' ids."""
        ...
