"""Plain text: its first line is the title, label lines follow, the rest is the text; or an official letter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.profiles import Profile
from corpus.readers.flow.blocks import Block, Grid, GridCell, TextLine
from corpus.readers.flow.flows import Framing, labelled_records
from corpus.readers.flow.titles import is_reply_title, is_title
from corpus.readers.items import Labelled, Reject
from corpus.readers.text.limits import MAX_DOCUMENT, megabytes
from corpus.readers.text.lines import read_lines

__all__ = ["read"]

#: ｜案由｜关于……｜: a row of a table drawn with bars.
_BARRED = re.compile(r"\s*[|｜].*[|｜]\s*")
_BAR = re.compile("[|｜]")
#: Settings, headings of README files and lines of logs: no proposal is written so.
_MACHINE = re.compile(
    r"\s*(?:\[[\w.\"' -]+\]\s*$|[\w.\"'-]+\s*=\s*\S|#{1,6}\s|//|/\*|<[?!]|[{}\];]+\s*$|import\s|def\s|"
    r"\[?\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}\S*\s+\S|(?:DEBUG|INFO|WARN|WARNING|ERROR)\b)"
)
#: Share of the lines that may look like that in a text that shows no label.
_MACHINE_SHARE = 0.3
_SIGNS = re.compile(
    "提案|建议|建議|议案|議案|答复|答復|案由|政协|政協|人大|委员|代表|议员|議員|意见|问题|應|请|請|加强|改善|增设"
)


def read(content: bytes, profile: Profile) -> Iterator[Labelled | Reject]:
    """Yield the records; a line that cannot be read rejects the file, because the text would not be whole.

    A text without any sign of a proposal (a label with a value, a title, words that every proposal has) is rejected.
    """
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
    texts = [line.text for line in lines]
    records = list(labelled_records(_blocks(texts), profile, Framing()))
    if not _is_about_proposals(texts, records, profile):
        seen = "、".join(dict.fromkeys(label for record in records for label, _ in record.pairs))
        told = f"只看到标签：{seen}" if seen else "没有一个认识的标签"
        yield Reject.of(
            "", f"看不出是提案或答复（{told}），没有读入；确是提案的请加上“案由：”“提案人：”等", "\n".join(texts)
        )
        return
    yield from records


def _is_about_proposals(texts: Sequence[str], records: Sequence[Labelled], profile: Profile) -> bool:
    own = {profile.field_of(label) for record in records for label, value in record.pairs if value.strip()}
    if own - {"", "text", "parts", "kind", "category", "url", "title"}:
        return True
    filled = [line for line in texts if line.strip()]
    machine = sum(bool(_MACHINE.match(line)) for line in filled)
    if machine > _MACHINE_SHARE * len(filled):
        return False
    if profile.handed_in:
        return True
    titled = any(is_title(line) or is_reply_title(line) for line in filled[:5])
    return titled or bool(_SIGNS.search("\n".join(filled)))


def _blocks(texts: Sequence[str]) -> Iterator[Block]:
    """The lines, those of a table drawn with bars as a grid."""
    rows: list[tuple[GridCell, ...]] = []
    for text in texts:
        if _BARRED.fullmatch(text) and len(_BAR.findall(text)) > 2:
            rows.append(tuple(_cell(cell) for cell in _BAR.split(text.strip())[1:-1]))
            continue
        if rows:
            yield Grid(tuple(rows))
            rows = []
        yield TextLine(text)
    if rows:
        yield Grid(tuple(rows))


def _cell(text: str) -> GridCell:
    return GridCell((TextLine(text.strip()),) if text.strip() else ())
