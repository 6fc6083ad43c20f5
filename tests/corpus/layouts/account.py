"""What was read of a layout, held against what is right and against what is visible.

read ──▶ records, rejects ──┬── expected ──▶ fields right of all fields
                            └── visible  ──▶ characters in fields, in 其余文字, in rejects, in none, too many
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus import Profile, ProfileError, Proposal, Reply, UnitAuthority, read
from corpus.readers import Item
from tests.corpus.layouts.model import Answer, Expected, Layout, Seen

__all__ = ["Account", "account", "numbers", "plain", "weighed"]

_CONTROL = re.compile(r"[\s\x00-\x1f\x7f\u200b\ufeff]+")

#: A string of so many characters stands twice in a text only where it was read twice.
_SENTENCE = 6


@dataclass(frozen=True, slots=True)
class Account:
    """How one layout was read.

    Attributes:
        right, total: fields; a field counts where it is expected or was filled.
        visible: characters that a person sees, without spaces.
        fields, extra, rejects: how many of them stand in a field, in 其余文字, in a reject.
        lost: how many stand nowhere.
        more: characters in the running texts that are not in the source, or are more often than there.
        wrong: each wrong field: its name, what is right, what was read.
    """

    name: str
    right: int
    total: int
    visible: int
    fields: int
    extra: int
    rejects: int
    lost: int
    more: int
    wrong: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether every field is right and every character is where it belongs."""
        return self.right == self.total and not self.lost and not self.more


def account(layout: Layout) -> Account:
    """Read a layout with its profile and return what came of it."""
    items = _items(layout)
    rejects = [text for item in items if item.reject for text in (item.reject.excerpt, item.reject.reason)]
    return weighed(layout, [item.record for item in items if item.record], rejects)


def weighed(layout: Layout, records: Sequence[Proposal], rejects: Sequence[str] = ()) -> Account:
    """Return what these records, and the texts of these rejects, are worth as a reading of a layout."""
    compared = list(_compared(layout.expected, records))
    wrong = tuple(f"{name}：应为 {right!r}，读作 {got!r}" for name, right, got in compared if right != got)
    places = _placed(layout.visible, records, rejects)
    return Account(
        name=layout.name,
        right=len(compared) - len(wrong),
        total=len(compared),
        visible=sum(places.values()),
        fields=places["fields"],
        extra=places["extra"],
        rejects=places["rejects"],
        lost=places["lost"],
        more=_more(layout.visible, records),
        wrong=wrong,
    )


def _items(layout: Layout) -> list[Item]:
    """What a layout's file gives; nothing where its profile is not understood."""
    try:
        profile = _profile(layout.profile)
    except ProfileError:
        return []
    return list(read(layout.file, layout.content, profile=profile))


def _profile(text: str) -> Profile:
    if not text:
        return Profile.generic()
    with TemporaryDirectory() as folder:
        path = Path(folder, "profile.toml")
        path.write_text(text, encoding="utf-8")
        return Profile.load(path)


_Field = tuple[str, object, object]


def _compared(expected: Sequence[Expected], records: Sequence[Proposal]) -> Iterator[_Field]:
    """How many records there are, and every field of each with what is right and what was read, if not both empty."""
    yield "records", len(expected), len(records)
    for at, (right, got) in enumerate(zip_longest(expected, records), 1):
        sure = right or Expected("", kind="", visibility="")
        for name, one, other in _fields(sure, got):
            if (one or other) and re.sub(r"\d+(?=\.)", "", name) not in sure.open:
                yield f"{at}.{name}", one, other


def _fields(right: Expected, got: Proposal | None) -> Iterator[_Field]:
    record = got or Proposal("")
    yield "title", plain(right.title), plain(record.title)
    yield "text", *_pieces(right.pieces, record.text)
    yield "session", right.session, record.session.code if record.session else ""
    yield "numbers", right.numbers, numbers(record)
    if right.written:
        yield "number_written", right.written, record.number_written
    yield "proposers", right.proposers, record.proposers
    yield "cosigners", right.cosigners, record.cosigners
    yield "units", _units(right.units), tuple((each.role.value, each.unit) for each in record.handlings)
    yield "category", right.category, record.category
    yield "outcome", right.outcome, record.outcome.text if record.outcome else ""
    yield "submitted", right.submitted, str(record.submitted or "")
    yield "filed", right.filed, str(record.filed or "")
    yield "merged_into", right.merged_into, record.merged_into
    if got:
        yield "kind", right.kind, record.kind.value
        yield "visibility", right.visibility, record.visibility.value
    for at, (answer, reply) in enumerate(zip_longest(right.replies, record.replies), 1):
        yield from ((f"reply{at}.{name}", one, other) for name, one, other in _reply(answer or Answer(()), reply))


def _reply(right: Answer, got: Reply | None) -> Iterator[_Field]:
    reply = got or Reply("")
    yield "text", *_pieces(right.pieces, reply.text)
    yield "units", tuple(map(_canonical, right.units)), reply.units
    yield "replied", right.replied, str(reply.replied or "")
    yield "published", right.published, str(reply.published or "")
    yield "outcome", right.outcome, reply.outcome.text if reply.outcome else ""
    yield "document_number", plain(right.document_number), plain(reply.document_number)
    if right.title:
        yield "title", plain(right.title), plain(reply.title)


def numbers(record: Proposal) -> tuple[int, ...]:
    """Return every 案号 of a record: its ``numbers`` where it has them, else its one number."""
    several = getattr(record, "numbers", None)
    if several is not None:
        return tuple(several)
    return () if record.number is None else (record.number,)


def _pieces(pieces: tuple[str, ...], text: str) -> tuple[object, object]:
    """Both sides of a text: equal where it holds all pieces in order, and is empty where there are none."""
    flat, start = plain(text), 0
    for piece in map(plain, pieces):
        found = flat.find(piece, start)
        if found < 0:
            return pieces, text
        start = found + len(piece)
    return ("", text) if not pieces else (pieces, pieces)


def _units(units: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((role, _canonical(unit)) for role, unit in units)


@lru_cache(maxsize=1)
def _authority() -> UnitAuthority:
    return UnitAuthority.load()


def _canonical(unit: str) -> str:
    return _authority().canonical(unit)


def plain(text: str) -> str:
    """Return a text as it is compared: one width of signs, no spaces, no control characters."""
    return _CONTROL.sub("", unicodedata.normalize("NFKC", text))


def _placed(visible: tuple[Seen, ...], records: Sequence[Proposal], rejects: Sequence[str]) -> Counter[str]:
    """How many visible characters stand in which place; a label stands where what follows it stands."""
    held = {"fields": "\n".join(_texts(records)), "extra": "\n".join(_extra(records)), "rejects": "\n".join(rejects)}
    plains = {place: plain(text) for place, text in held.items()}
    values = {plain(value) for record in records for value in _values(record)}
    counts: Counter[str] = Counter(fields=0, extra=0, rejects=0, lost=0)
    after = "fields" if records else "lost"
    for each in reversed(visible):
        text = plain(each.text).rstrip(":") if each.label else plain(each.text)
        place = "lost"
        if each.value and plain(each.value) in values:
            place = "fields"
        elif text:
            place = next((name for name, whole in plains.items() if text in whole), "lost")
        if each.label and place == "lost":
            place = after
        counts[place] += len(text)
        after = place
    return counts


def _texts(records: Iterable[Proposal]) -> Iterator[str]:
    for record in records:
        yield from (record.title, record.subject, record.text, record.number_written, record.body, record.category)
        yield from (*record.proposers, *record.cosigners, record.merged_into)
        yield from (each.written or each.unit for each in record.handlings)
        yield record.outcome.text if record.outcome else ""
        for reply in record.replies:
            yield from (reply.title, reply.text, reply.document_number, *reply.units)
            yield reply.outcome.text if reply.outcome else ""


def _extra(records: Iterable[Proposal]) -> Iterator[str]:
    return (f"{label}\n{value}" for record in records for label, value in record.extra)


def _values(record: Proposal) -> Iterator[str]:
    """The values that a record keeps in a form of its own."""
    yield record.session.code if record.session else ""
    yield from map(str, numbers(record))
    yield from (record.kind.value, record.visibility.value, record.coverage.value)
    yield from (str(day) for day in (record.submitted, record.filed, record.published) if day)
    yield from (each.unit for each in record.handlings)
    yield from record.proposers
    for reply in record.replies:
        yield from (str(day) for day in (reply.replied, reply.published) if day)
        yield from reply.units
    yield record.source.url if record.source else ""


def _more(visible: tuple[Seen, ...], records: Sequence[Proposal]) -> int:
    """Characters of the running texts beyond those of the source: invented, or read twice."""
    running = [text for record in records for text in (record.text, *(reply.text for reply in record.replies))]
    # What holds for several records (a merged cell, a sheet's title) may stand in each of them.
    running += [value for _, value in dict.fromkeys(pair for record in records for pair in record.extra)]
    have, shown = plain("\n".join(running)), plain("\n".join(each.text for each in visible))
    invented = sum((Counter(have) - Counter(shown)).values())
    # What stands in a label too is not missed by counting characters; a sentence read twice is.
    sentences = {text for each in visible if len(text := plain(each.text)) >= _SENTENCE}
    twice = sum(len(text) * max(0, have.count(text) - shown.count(text)) for text in sentences)
    return max(invented, twice)
