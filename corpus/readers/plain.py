"""Plain text: one proposal a file; its first line is the title, label lines follow, the rest is the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corpus.profiles import Profile
from corpus.readers.blocks import Block, TextLine
from corpus.readers.items import Labelled, Reject
from corpus.readers.limits import MAX_DOCUMENT, megabytes
from corpus.readers.lines import read_lines
from corpus.readers.sections import collect

__all__ = ["one_record", "read"]

#: A first line beyond this is a paragraph, not a title.
_TITLE_LENGTH = 100


def read(content: bytes, profile: Profile) -> Iterator[Labelled | Reject]:
    """Yield the one record; a line that cannot be read rejects the file, because the text would not be whole."""
    if len(content) > MAX_DOCUMENT:
        reason = f"文本文件有 {megabytes(len(content))}，一个文件应是一件提案，上限 {megabytes(MAX_DOCUMENT)}，请拆开"
        yield Reject.of("", reason, content)
        return
    lines = list(read_lines(content))
    broken = [line.reject for line in lines if line.reject]
    if broken:
        first = broken[0]
        more = f"（全文共 {len(broken)} 行如此）" if len(broken) > 1 else ""
        yield Reject(first.place, first.reason + more, first.excerpt)
        return
    yield one_record((TextLine(line.text) for line in lines), profile)


def one_record(blocks: Iterable[Block], profile: Profile) -> Labelled:
    """Return a document of one proposal: its first line is the heading unless it is a label or a paragraph."""
    found = collect(blocks, profile)
    lines = [line.text for line in found.lines]
    while lines and not lines[0].strip():
        del lines[0]
    heading = lines.pop(0) if lines and len(lines[0].strip()) <= _TITLE_LENGTH else ""
    return Labelled("", tuple(found.pairs), heading.strip(), "\n".join(lines).strip("\n"))
