"""The account of every character: what is visible in a source is in a field, in 其余文字, or in a reject.

visible lines ── what the record's fields hold ──▶ read
              └─ what none of them holds ────────▶ 其余文字, in the source's order

It compares texts, not what a reader says it did: whatever a reader skips, stands in 其余文字.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from corpus.model import Proposal
from corpus.readers.items import Account, Labelled, without_blanks

__all__ = ["REST", "completed"]

#: The label under which a record keeps what no field holds.
REST = "其余文字"
_ENDS = re.compile("[\n\t]")
#: Where a line may be taken apart: 发布日期：2021-06-28　来源：某某网.
_JOINTS = (re.compile(r"[\t\u3000|｜]+|(?<=[：:])"), re.compile(r"\s+"))
#: What parts the names of a list, a label and its value; alone it says nothing.
_MARKS = "、,;:|/."
#: A value that stands in another form in the record (a date, a session) is short.
_TYPED = 80
#: A shorter piece counts only where it stands by itself.
_TELLING = 4
#: Characters that are searched for one file's lines in all; beyond it a line is kept rather than looked for.
_EFFORT = 400_000_000


def completed(record: Proposal, labelled: Labelled, skipped: Iterable[str] = ()) -> tuple[Proposal, Account]:
    """Return the record with all that its source shows, and where it stands.

    Args:
        skipped: what the profile leaves out on purpose: values to be skipped, known labels of empty fields.
    """
    held = _Held([*_texts(record), *_typed(record, labelled), *skipped])
    left = held.left(labelled.visible)
    extra = (*record.extra, *([(REST, "\n".join(left))] if left else []))
    visible = sum(len(without_blanks(line)) for line in labelled.visible)
    rest = min(visible, sum(len(without_blanks(value)) for _, value in extra))
    return replace(record, extra=extra), Account(visible - rest, rest)


class _Held:
    """What a record holds, each piece to be found once."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._lines: Counter[str] = Counter(
            plain for text in texts for line in _ENDS.split(text) if (plain := without_blanks(line))
        )
        self._joined = ""
        self._used = bytearray()
        self._effort = _EFFORT
        #: Where to go on for a piece: what was used or unfit before stays so.
        self._next: dict[str, int] = {}

    def left(self, visible: tuple[str, ...]) -> list[str]:
        """The lines, or pieces of lines, that the record does not hold; in order."""
        missing: dict[int, str] = {}
        shown = [line for text in visible for line in _ENDS.split(text)]
        for number, line in enumerate(shown):
            plain = without_blanks(line)
            if not plain or self._is_line(plain):
                continue
            missing[number] = line
        self._joined = "\n".join(line for line, times in self._lines.items() for _ in range(times))
        self._used = bytearray(len(self._joined))
        for number in sorted(missing, key=lambda each: -len(missing[each])):
            missing[number] = self._rest_of(missing[number])
        return [missing[number] for number in sorted(missing) if missing[number]]

    def _is_line(self, plain: str) -> bool:
        for form in (plain, plain.rstrip(":")):
            if self._lines[form] > 0:
                self._lines[form] -= 1
                return True
        return False

    def _rest_of(self, line: str) -> str:
        """What of a line is not held, ``""`` where all of it is."""
        if self._take(without_blanks(line)):
            return ""
        pieces = [line]
        for joint in _JOINTS:
            parts = [part for piece in pieces for part in joint.split(piece) if without_blanks(part).strip(_MARKS)]
            pieces = [part for part in parts if not self._take(without_blanks(part).strip(_MARKS))]
        return line.strip() if len(without_blanks("".join(pieces))) == len(without_blanks(line)) else " ".join(pieces)

    def _take(self, plain: str) -> bool:
        if not plain:
            return True
        start = self._next.get(plain, 0)
        while self._effort > 0:
            found = self._joined.find(plain, start)
            self._effort -= (len(self._joined) if found < 0 else found) - start + 1
            if found < 0:
                return False
            end = found + len(plain)
            alone = len(plain) >= _TELLING or self._is_parted(found, end)
            if alone and not any(self._used[found:end]):
                self._used[found:end] = b"\1" * len(plain)
                return True
            start = self._next[plain] = found + 1
        return False

    def _is_parted(self, start: int, end: int) -> bool:
        """Whether a short piece stands by itself; inside a longer word it proves nothing."""
        return all(
            not 0 <= at < len(self._joined) or bool(self._used[at]) or not self._joined[at].isalnum()
            for at in (start - 1, end)
        )


def _texts(record: Proposal) -> Iterator[str]:
    """Every text of the record as it stands there."""
    yield from (record.title, record.text, record.number_written, record.body, record.category, record.merged_into)
    if record.subject != record.title:
        yield record.subject
    yield from (*record.proposers, *record.cosigners)
    yield from (each.written or each.unit for each in record.handlings)
    yield record.outcome.text if record.outcome else ""
    for reply in record.replies:
        yield from (reply.text, reply.document_number)
        yield reply.title if reply.title != record.title else ""
        yield reply.outcome.text if reply.outcome else ""
    yield from (text for pair in record.extra for text in pair)


def _typed(record: Proposal, labelled: Labelled) -> Iterator[str]:
    """Labels, and the values that the record keeps in a form of its own: a date, a session, a list of names."""
    kept = {without_blanks(name) for name in (*record.proposers, *record.cosigners)}
    kept |= {without_blanks(each.written or each.unit) for each in record.handlings}
    for label, value in labelled.pairs:
        if not value.strip():
            # A label without a value is text like any other, unless the profile knows it: see ``skipped``.
            continue
        yield label
        names = [without_blanks(name) for name in re.split(r"[、，,；;\s]+", value) if name]
        if len(without_blanks(value)) <= _TYPED or kept.issuperset(names):
            yield value
