"""Texts to check: files become proposals that no archive keeps.

paths ── walk ──▶ files ── readers.read ──▶ Submitted · Refused
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import ReadError, system_reason
from corpus.intake.walking import walk
from corpus.model import Proposal
from corpus.profiles import Profile
from corpus.readers import Item, Reject, read, sniff
from corpus.readers.text.charset import charset_of

__all__ = ["Inspected", "Refused", "Submitted", "inspected_files", "read_submitted", "submitted_files"]


@dataclass(frozen=True, slots=True)
class Submitted:
    """One text to check.

    Attributes:
        record: what its file says of it; its id is empty.
        shown: the text of a plain text file, where the record's text is only the part of it that begins at ``start``.
    """

    record: Proposal
    shown: str = ""
    start: int = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """What cannot be read: the file's name, the place in it (``""`` for all of it), and why, in Chinese."""

    name: str
    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Inspected:
    """What one place of a file would give: the file's name, and a record or a reject with its account."""

    name: str
    item: Item


def inspected_files(paths: Iterable[Path], profile: Profile) -> Iterator[Inspected]:
    """Yield what an import of these files and folders would read, place by place, and keep nothing."""
    for found in walk(paths):
        try:
            items = [] if found.fault else list(read(found.name, found.path.read_bytes(), profile=profile))
        except OSError as error:
            yield Inspected(found.name, Item(reject=Reject.of("", f"打不开文件（{system_reason(error)}）")))
            continue
        if found.fault:
            yield Inspected(found.name, Item(reject=Reject.of("", found.fault)))
        yield from (Inspected(found.name, item) for item in items)


def submitted_files(paths: Iterable[Path], profile: Profile) -> Iterator[Submitted | Refused]:
    """Yield what is to be checked in files and folders, in order, and what of them cannot be read."""
    for found in walk(paths):
        if found.fault:
            yield Refused(found.name, "", found.fault)
            continue
        try:
            content = found.read_bytes()
        except OSError as error:
            yield Refused(found.name, "", f"打不开文件（{system_reason(error)}）。请检查文件权限。")
            continue
        yield from read_submitted(found.name, content, profile)


def read_submitted(name: str, content: bytes, profile: Profile) -> Iterator[Submitted | Refused]:
    """Yield what is to be checked in one file's bytes, and what of it cannot be read.

    Of a plain text, every character is checked and spans count in the whole of it, first line included.

    >>> [found] = read_submitted("a.txt", "关于停车的建议\\n建议增设车位。".encode(), Profile.generic())
    >>> found.record.title, found.record.text
    ('关于停车的建议', '关于停车的建议\\n建议增设车位。')
    """
    # Whoever hands in a text for a check says that it is a proposal.
    for item in read(name, content, profile=profile, handed_in=True):
        if item.reject is not None:
            yield Refused(name, item.reject.place, item.reject.reason)
        if item.record is not None:
            yield _plain(item.record, content) if _is_plain(name, content) else Submitted(item.record)


def _is_plain(name: str, content: bytes) -> bool:
    try:
        return sniff(name, content) == "text"
    except ReadError:
        return False


def _plain(record: Proposal, content: bytes) -> Submitted:
    whole = content.decode(charset_of(content), "replace").lstrip("\ufeff").replace("\r\n", "\n")
    labelled = record.proposers or record.handlings or record.session or record.number_written or record.extra
    start = whole.rfind(record.text) if record.text and labelled else -1
    if start > 0:
        return Submitted(record, whole, start)
    return Submitted(replace(record, text=whole))
