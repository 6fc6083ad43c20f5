"""Files become proposals: bytes in, records and rejects out, one format a module, chosen by what the bytes show.

    bytes ── sniff ──▶ reader ──▶ Labelled (labels and values) ── assemble, by profile ──▶ Proposal
                └─ formats.decode ─▶ reader of documents, of workbooks; of each file inside an archive or letter
                              └─▶ Reject (place, reason)

Every reader is pure: no network, no file system.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.errors import ReadError
from corpus.formats import Attachment, Budget, Document, Format, Limits, Workbook, decode
from corpus.model import Proposal, Source
from corpus.profiles import Profile
from corpus.readers import documents, workbook
from corpus.readers.items import Account, Decided, Item, Labelled, Reject
from corpus.readers.record.account import completed
from corpus.readers.record.assemble import assemble
from corpus.readers.record.statements import statements_of
from corpus.readers.sniffing import READERS, sniff
from corpus.values import fold

__all__ = ["Account", "Item", "Reject", "read", "sniff"]

Found = Decided | Labelled | Proposal | Reject

_READERS = {reader.name: reader.read for reader in READERS}


def read(
    name: str, content: bytes, *, profile: Profile, recognise: bool = False, handed_in: bool = False
) -> Iterator[Item]:
    """Yield what the file holds, in its order: records without id, and rejects for what cannot be read.

    ``name`` is kept in each record's source; of a file inside an archive or letter, its name follows after a slash
    and its place begins with it. A problem of the whole file is one reject without place; nothing in a file raises.
    ``recognise`` says whether the text of scans is worth seconds a page; ``handed_in`` that somebody gave it as a
    proposal, so that a plain text need show no sign of being one.

    >>> items = read("a.txt", "案由: | 停车难 | 提案人: | 张三 |".encode(), profile=Profile.generic())
    >>> next(items).record.title
    '停车难'
    """
    reading = _Reading(replace(profile, handed_in=handed_in), hashlib.sha256(content).hexdigest(), recognise)
    return reading.items(name, content, Budget(Limits()))


@dataclass(frozen=True, slots=True)
class _Reading:
    """One file being read, with all files inside it."""

    profile: Profile
    sha256: str
    recognise: bool

    def items(self, name: str, content: bytes, budget: Budget) -> Iterator[Item]:
        try:
            reader = sniff(name, content)
            decoded = None if reader in _READERS else decode(content, Format(reader), budget, recognise=self.recognise)
        except ReadError as error:
            yield Item(reject=Reject.of(error.place, error.reason, content[:2000]))
            return
        if isinstance(decoded, Document) and decoded.attachments:
            yield from self._members(name, decoded, budget)
            return
        source = Source(name, self.sha256, reader)
        for found in self._found(reader, content, decoded):
            yield _item(found, self.profile, source)

    def _found(self, reader: str, content: bytes, decoded: Document | Workbook | None) -> Iterator[Found]:
        if isinstance(decoded, Workbook):
            yield from workbook.read(decoded, self.profile)
        elif isinstance(decoded, Document):
            yield from documents.read(decoded, self.profile)
        else:
            yield from _READERS[reader](content, self.profile)

    def _members(self, name: str, outer: Document, budget: Budget) -> Iterator[Item]:
        """Each file inside the outer one, read on its own; what the outer one says of itself goes with each record."""
        letter, members = documents.covering(outer, self.profile)
        for member in members:
            for item in self._member(name, member, budget):
                yield _placed(item, member.name, letter)

    def _member(self, name: str, member: Attachment, budget: Budget) -> Iterator[Item]:
        if member.fault:
            yield Item(reject=Reject.of("", member.fault))
            return
        try:
            inner = budget.for_member()
        except ReadError as error:
            yield Item(reject=Reject.of("", error.reason))
            return
        yield from self.items(f"{name}/{member.name}", member.content, inner)


def _placed(item: Item, member: str, extra: tuple[tuple[str, str], ...]) -> Item:
    """What a member gave, placed in the outer file."""
    if item.reject is not None:
        place = f"{member} {item.reject.place}".strip()
        return replace(item, reject=replace(item.reject, place=place))
    if item.record is not None and item.record.source is not None:
        source = replace(item.record.source, place=f"{member} {item.record.source.place}".strip())
        return replace(item, record=replace(item.record, source=source, extra=(*item.record.extra, *extra)))
    return replace(item, place=f"{member} {item.place}".strip())


def _item(found: Found, profile: Profile, source: Source) -> Item:
    if isinstance(found, Reject):
        return Item(reject=found, account=Account.of_reject(found.excerpt))
    if isinstance(found, Decided):
        return Item(decision=found.decision, place=found.place)
    if isinstance(found, Proposal):
        url = found.source.url if found.source else ""
        return Item(record=replace(found, id="", source=replace(source, url=url)))
    statements = statements_of(found, profile)
    record = assemble(found, profile, source, statements)
    if record is None:
        shown = "\n".join(found.visible) or "；".join(f"{label}：{value}" for label, value in found.pairs)
        seen = "、".join(dict.fromkeys(label.strip() for label, value in found.pairs if value.strip()))
        reason = f"没有标题也没有正文（看到的标签：{seen}），请检查标签或来源说明（docs/profiles.md）"
        return Item(reject=Reject.of(found.place, reason, shown), account=Account.of_reject(shown))
    skipped = [value for label, value in found.pairs if fold(label) in profile.skip]
    skipped += [label for label, value in found.pairs if not value.strip() and profile.knows(label)]
    whole, account = completed(record, found, skipped)
    return Item(record=whole, statements=statements, account=account)
