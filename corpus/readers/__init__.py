"""Files become proposals: bytes in, records and rejects out, one format a module, chosen by what the bytes show.

    bytes ── sniff ──▶ reader ──▶ Labelled (labels and values) ── assemble, by profile ──▶ Proposal
                              └─▶ Reject (place, reason)

Every reader is pure: no network, no file system.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from corpus.errors import ReadError
from corpus.model import Proposal, Source
from corpus.profiles import Profile
from corpus.readers import delimited, docx, html, json_records, plain, text_table, workbook
from corpus.readers.assemble import assemble
from corpus.readers.items import Decided, Item, Labelled, Reject
from corpus.readers.sniffing import sniff
from corpus.readers.statements import statements_of

__all__ = ["Item", "Reject", "read", "sniff"]

Reader = Callable[[bytes, Profile], Iterator[Decided | Labelled | Proposal | Reject]]

_READERS: Mapping[str, Reader] = {
    "csv": delimited.read,
    "docx": docx.read,
    "html": html.read,
    "json": json_records.read,
    "jsonl": json_records.read_lines_of_json,
    "text": plain.read,
    "text-table": text_table.read,
    "xlsx": workbook.read,
}


def read(name: str, content: bytes, *, profile: Profile) -> Iterator[Item]:
    """Yield what the file holds, in its order: records without id, and rejects for what cannot be read.

    ``name`` is kept in each record's source. A problem of the whole file is one reject without place; nothing in a
    file raises.

    >>> items = read("a.txt", "案由: | 停车难 | 提案人: | 张三 |".encode(), profile=Profile.generic())
    >>> next(items).record.title
    '停车难'
    """
    try:
        reader = sniff(name, content)
    except ReadError as error:
        yield Item(reject=Reject.of(error.place, error.reason, content[:2000]))
        return
    source = Source(name, hashlib.sha256(content).hexdigest(), reader)
    for found in _READERS[reader](content, profile):
        yield _item(found, profile, source)


def _item(found: Decided | Labelled | Proposal | Reject, profile: Profile, source: Source) -> Item:
    if isinstance(found, Reject):
        return Item(reject=found)
    if isinstance(found, Decided):
        return Item(decision=found.decision, place=found.place)
    if isinstance(found, Proposal):
        url = found.source.url if found.source else ""
        return Item(record=replace(found, id="", source=replace(source, url=url)))
    statements = statements_of(found, profile)
    record = assemble(found, profile, source, statements)
    if record is None:
        shown = "；".join(f"{label}：{value}" for label, value in found.pairs)
        reason = "没有标题也没有正文，请检查标签或来源说明（docs/profiles.md）"
        return Item(reject=Reject.of(found.place, reason, shown))
    return Item(record=record, statements=statements)
