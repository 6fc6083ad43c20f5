"""What a layout is: the bytes of a file, the records that stand in it, and every string that a person sees in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Answer", "Expected", "Layout", "Seen", "as_value", "label", "seen"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one reply is.

    Attributes:
        pieces: strings that its text holds, in this order.
        units: who signs it; compared by canonical name.
        replied, published: ISO dates, ``""`` for none.
    """

    pieces: tuple[str, ...]
    units: tuple[str, ...] = ()
    replied: str = ""
    published: str = ""
    outcome: str = ""
    document_number: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """What one record is; an empty field is one that the record must not fill.

    Attributes:
        pieces: strings that the proposal's text holds, in this order.
        session: its code, such as ``13-2``.
        numbers: every 案号, the first one first.
        written: 案号 as the source writes it, ``""`` where that does not matter.
        units: each handling unit's role and name (``("主办", "市财政局")``).
        submitted, filed: ISO dates.
        open: fields that may be filled or not (``proposers``, ``reply.outcome``): both readings are right.
    """

    title: str
    pieces: tuple[str, ...] = ()
    session: str = ""
    numbers: tuple[int, ...] = ()
    written: str = ""
    proposers: tuple[str, ...] = ()
    cosigners: tuple[str, ...] = ()
    units: tuple[tuple[str, str], ...] = ()
    category: str = ""
    outcome: str = ""
    submitted: str = ""
    filed: str = ""
    kind: str = "提案"
    visibility: str = "公开"
    merged_into: str = ""
    replies: tuple[Answer, ...] = ()
    open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """One string that is visible in a file.

    Attributes:
        value: the form in which a record keeps it where that is another one (``2021-03-01`` for 二O二一年三月一日).
        label: whether it names what follows; a label is read when what follows is.
    """

    text: str
    value: str = ""
    label: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """One file of a structure of its own.

    Attributes:
        name: short and unique, the test's id.
        file: the file's name, which says nothing but what the format is.
        visible: every visible string in the file's order, as the generator put it in.
        profile: a profile as TOML where the layout needs one, ``""`` for the generic profile.
    """

    name: str
    file: str
    content: bytes
    expected: tuple[Expected, ...]
    visible: tuple[Seen, ...] = ()
    profile: str = ""

    @property
    def format(self) -> str:
        """The file name's ending: ``html``, ``txt``, ``csv``, ``json``, ``docx``, ``xlsx`` …"""
        return self.file.rpartition(".")[2]


def label(text: str) -> Seen:
    """Return a visible label."""
    return Seen(text, label=True)


def as_value(text: str, value: str) -> Seen:
    """Return a visible string that a record keeps in another form."""
    return Seen(text, value)


def seen(*parts: str | Seen | Iterable[str | Seen]) -> tuple[Seen, ...]:
    """Return visible strings in order; a plain string that ends with a colon is a label.

    >>> [each.label for each in seen("提案人：", "张三", ("案由：", as_value("第3号", "3")))]
    [True, False, True, False]
    """
    found: list[Seen] = []
    for part in parts:
        if isinstance(part, Seen):
            found.append(part)
        elif isinstance(part, str):
            found.append(Seen(part, label=part.rstrip().endswith(("：", ":")) and len(part) < 12))
        else:
            found.extend(seen(*part))
    return tuple(found)
