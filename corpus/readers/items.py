"""What a reader yields: labelled values on their way in, items on their way out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.decisions import Decision
from corpus.model import Proposal

if TYPE_CHECKING:
    from corpus.readers.account import Account
    from corpus.readers.statements import Statement

__all__ = ["EXCERPT", "Decided", "Item", "Labelled", "Reject"]

#: Characters of unreadable input kept with a reject: enough to recognise the place, too few to fill the archive.
EXCERPT = 500


@dataclass(frozen=True, slots=True)
class Reject:
    """One place in a file that could not be read.

    Attributes:
        place: where in the file (``第 12 行``), ``""`` for the whole file.
        reason: what is wrong and what to do, in Chinese.
        excerpt: at most 500 characters of what could not be read.
    """

    place: str
    reason: str
    excerpt: str = ""

    @classmethod
    def of(cls, place: str, reason: str, content: str | bytes = "") -> Reject:
        """Return a reject with the beginning of the unreadable content as its excerpt.

        >>> Reject.of("第 3 行", "含有 NUL 字节", b"a\\x00b").excerpt
        'a\\x00b'
        """
        head = content[: EXCERPT * 4]
        text = head.decode("utf-8", "backslashreplace") if isinstance(head, bytes) else head
        return cls(place, reason, text[:EXCERPT])


@dataclass(frozen=True, slots=True)
class Item:
    """What one place in a file gave: a record, a decision on two, or why there is neither. Exactly one is set.

    Attributes:
        place: where a decision stood; records and rejects carry their own.
        statements: what the record's source says on who may see it; None for a record that our own export wrote.
        account: where the visible characters of this place went; None for a record that our own export wrote.
    """

    record: Proposal | None = None
    reject: Reject | None = None
    decision: Decision | None = None
    place: str = ""
    statements: tuple[Statement, ...] | None = None
    account: Account | None = None

    def __post_init__(self) -> None:
        if sum(each is not None for each in (self.record, self.reject, self.decision)) != 1:
            raise ValueError("an item is one of a record, a decision and a reject")


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as an export of ours has it, and where it stands there."""

    place: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class Labelled:
    """One record as its format shows it, before any profile gives the labels a meaning.

    Attributes:
        place: where in the file, ``""`` for a file with one record.
        pairs: labels and values in the source's order; a label may stand several times.
        heading: what the format itself marks as the title (``h1``, first line), ``""`` for none.
        text: running text outside every label, ``""`` for none.
        header: what is printed at the head of every page, where session and number may stand.
        visible: every line of the source that belongs to this record, in order, whatever was made of it; pairs that
            are all there is to see (a row of a table) need not be repeated here.
    """

    place: str
    pairs: tuple[tuple[str, str], ...]
    heading: str = ""
    text: str = ""
    header: str = ""
    visible: tuple[str, ...] = ()
