"""Files and folders into the archive.

    paths ── walk ──▶ files ── readers.read ──▶ records and rejects ── Archive.writing ──▶ one transaction a file

Running an import again changes nothing. Killed at any moment, it has kept whole files only; run it again.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from corpus.archive import FileKey, Refusal
from corpus.errors import ArchiveError, CorpusError, ReadError, system_reason
from corpus.formats import can_recognise, may_be_scanned
from corpus.intake.walking import Found, walk
from corpus.readers import Account, Item, Reject, read
from corpus.readers.text.limits import MAX_FILE, megabytes
from corpus.visibility import VisibilityReport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from corpus.archive import Archive, RejectRow, Tombstone
    from corpus.archive.writing import Intake, Writer
    from corpus.profiles import Profile

__all__ = ["ImportReport", "Withheld", "import_paths"]

#: Raise this when any reader reads the same bytes differently: unchanged files are then read again.
READERS_VERSION = 5

#: A file up to this size is read to its end before the archive is locked, so that other writers wait less; a scan
#: of any size, because a machine reads it for minutes.
READ_FIRST = 16 << 20

#: Records after which what is told of their visibility is summed up, so that a large file is not held whole.
_TOLD_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Withheld:
    """A record that was deleted and is still in a file: where, under which id, when and why it was deleted."""

    file: str
    place: str
    tombstone: Tombstone


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Attributes:
        files: files looked at; ``unchanged_files``: those the archive had already read in just this way.
        added, revised, unchanged: records of the files that were read.
        withheld: what was deleted and is still in the files that were read; it was not taken in again.
        rejects: all that stands against the files looked at, also against unchanged ones.
        visibility: how it was decided who may see the records of the files that were read.
        account: where the visible characters of the files that were read went.
    """

    files: int = 0
    unchanged_files: int = 0
    added: int = 0
    revised: int = 0
    unchanged: int = 0
    withheld: tuple[Withheld, ...] = ()
    rejects: tuple[RejectRow, ...] = ()
    visibility: VisibilityReport = field(default_factory=VisibilityReport)
    account: Account = field(default_factory=Account)


def import_paths(
    archive: Archive,
    paths: Iterable[Path],
    *,
    profile: Profile,
    again: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> ImportReport:
    """Read files and folders into the archive and return what came of it.

    Each file is one transaction: all its records and rejects are kept, or none. What cannot be read becomes a
    reject and stops nothing. A file that is the same bytes under the same profile as before is not read again.

    Args:
        again: whether what was deleted is let in again; files are then read though they are unchanged.
        progress: called after every file with the number of files done and the number of all.

    Raises:
        ArchiveError: the archive cannot be written, or another import kept it busy for too long.
    """
    roots = list(paths)
    found = list(walk(roots))
    with archive.writing() as writer:
        import_pk = writer.begin_import()
    one = _FileImport(archive, profile, import_pk, again=again)
    parts: list[ImportReport] = []
    for done, file in enumerate(found, 1):
        # A file that was kept before the answer was lost is met again as unchanged.
        parts.append(archive.patiently(partial(one.run, file)))
        if progress:
            progress(done, len(found))
    report = _sum(parts)
    archive.patiently(partial(_finish, archive, import_pk, roots, found, report))
    return report


def _finish(archive: Archive, import_pk: int, roots: list[Path], found: list[Found], report: ImportReport) -> None:
    with archive.writing() as writer:
        writer.settle_vanished([os.path.realpath(root) for root in roots], {file.identity for file in found})
        writer.finish_import(import_pk, _counts(report))


class _FileImport:
    """One import's way of taking one file in."""

    def __init__(self, archive: Archive, profile: Profile, import_pk: int, *, again: bool = False) -> None:
        self._again = again
        self._archive = archive
        self._profile = profile
        self._reading = _digest(f"{READERS_VERSION} {profile!r}".encode("utf-8", "surrogatepass"))
        self._import_pk = import_pk

    def run(self, file: Found) -> ImportReport:
        if file.fault:
            return self._refuse(file, file.fault)
        try:
            if file.path.stat().st_size > MAX_FILE:
                return self._refuse(file, f"文件超过 {megabytes(MAX_FILE)}，没有读取。请拆成几个文件再导入。")
            content = file.read_bytes()
        except OSError as error:
            return self._refuse(file, f"打不开文件（{system_reason(error)}）。请检查文件权限后再导入。")
        key = FileKey(file.identity, file.name, _digest(content), self._reading_of(content))
        if not self._again and self._archive.has_read(key):
            return ImportReport(files=1, unchanged_files=1, rejects=self._archive.rejects_of(key.path))
        try:
            return self._take_in(key, content)
        except CorpusError:
            raise
        except Exception as error:
            return self._refuse(file, _unforeseen(error))

    def _reading_of(self, content: bytes) -> str:
        """By what the file is read; a scan refused for want of a recogniser is read again once there is one."""
        scanned = may_be_scanned(content) and can_recognise()
        return _digest(f"{self._reading} 文字识别".encode()) if scanned else self._reading

    def _take_in(self, key: FileKey, content: bytes) -> ImportReport:
        accounts = [Account()]
        items: Iterable[Item] = _accounted(self._items(key, content), accounts)
        if len(content) <= READ_FIRST or may_be_scanned(content):
            items = list(items)
        with self._archive.writing() as writer:
            intake = writer.intake(key, content, self._import_pk, again=self._again)
            decided: list[Item] = []
            told: list[VisibilityReport] = []
            refusals = list(_fed(intake, items, decided, told))
            counts = intake.finish()
            # Now that the file's own records are there: a decision may be about them.
            refusals += _decided(writer, decided)
            writer.keep_rejects(key, refusals, self._import_pk)
        return ImportReport(
            files=1,
            added=counts.added,
            revised=counts.revised,
            unchanged=counts.unchanged,
            withheld=tuple(Withheld(key.name, place, stone) for place, stone in counts.withheld),
            rejects=self._archive.rejects_of(key.path) if refusals else (),
            visibility=VisibilityReport.sum(told),
            account=accounts[0],
        )

    def _items(self, key: FileKey, content: bytes) -> Iterator[Item]:
        try:
            yield from read(key.name, content, profile=self._profile, recognise=True)
        except ReadError as error:
            yield Item(reject=Reject.of(error.place, error.reason))
        except Exception as error:
            # Whatever one file holds, the others are read; what was read of it so far is kept.
            yield Item(reject=Reject.of("", _unforeseen(error)))

    def _refuse(self, file: Found, reason: str) -> ImportReport:
        """Keep that a file's bytes cannot be had at all."""
        key = FileKey(file.identity, file.name, "", self._reading)
        with self._archive.writing() as writer:
            writer.keep_rejects(key, [Refusal("", reason)], self._import_pk)
        return ImportReport(files=1, rejects=self._archive.rejects_of(key.path))


def _accounted(items: Iterable[Item], accounts: list[Account]) -> Iterator[Item]:
    """Pass the items on and keep the sum of their accounts in the list's one place."""
    for item in items:
        if item.account is not None:
            accounts[0] = Account.sum([accounts[0], item.account])
        yield item


def _unforeseen(error: Exception) -> str:
    told = " ".join(str(error).split())[:200]
    return f"程序没有料到这样的内容（{type(error).__name__}：{told}），这里往后没有读。请把这份文件报告给开发者。"


def _fed(intake: Intake, items: Iterable[Item], decided: list[Item], told: list[VisibilityReport]) -> Iterator[Refusal]:
    """Feed the records to the intake, set the decisions and what is told aside and yield the refusals."""
    waiting: list[Item] = []
    for item in items:
        if item.reject is not None:
            yield Refusal(item.reject.place, item.reject.reason, item.reject.excerpt)
        if item.decision is not None:
            decided.append(item)
        if item.record is None:
            continue
        try:
            intake.add(item.record)
            waiting.append(item)
        except ReadError as error:
            place = item.record.source.place if item.record.source else ""
            yield Refusal(place, error.reason, item.record.title)
        if len(waiting) >= _TOLD_AT_ONCE:
            told[:] = [VisibilityReport.sum([*told, VisibilityReport.of(waiting)])]
            waiting.clear()
    told.append(VisibilityReport.of(waiting))


def _decided(writer: Writer, items: Iterable[Item]) -> Iterator[Refusal]:
    """Keep a file's decisions and yield what could not be kept."""
    for item in items:
        if item.decision is None:
            continue
        try:
            writer.keep_decision(item.decision)
        except ArchiveError as error:
            pair = item.decision.pair
            yield Refusal(item.place, f"这一条决定没有留存：{error}", f"{pair.first} {pair.second}")


def _sum(parts: Sequence[ImportReport]) -> ImportReport:
    return ImportReport(
        files=sum(part.files for part in parts),
        unchanged_files=sum(part.unchanged_files for part in parts),
        added=sum(part.added for part in parts),
        revised=sum(part.revised for part in parts),
        unchanged=sum(part.unchanged for part in parts),
        withheld=tuple(each for part in parts for each in part.withheld),
        rejects=tuple(reject for part in parts for reject in part.rejects),
        visibility=VisibilityReport.sum(part.visibility for part in parts),
        account=Account.sum(part.account for part in parts),
    )


def _counts(report: ImportReport) -> dict[str, int]:
    return {
        "files": report.files,
        "unchanged_files": report.unchanged_files,
        "added": report.added,
        "revised": report.revised,
        "unchanged": report.unchanged,
        "rejects": len(report.rejects),
    }


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
