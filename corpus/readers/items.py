"""What a reader yields: labelled values on their way in, items on their way out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.decisions import Decision
from corpus.model import Proposal

__all__ = ["EXCERPT", "Account", "Decided", "Item", "Labelled", "Reject", "Statement", "without_blanks"]

#: Characters of unreadable input kept with a reject: enough to recognise the place, too few to fill the archive.
EXCERPT = 500


_BLANK = re.compile(r"[\s\x00-\x1f\x7f\u200b-\u200f\u2060\ufeff]+")


def without_blanks(text: str) -> str:
    """Return a text as its visible characters are counted: NFKC, without white space.

    >>> without_blanks("　停车 难\\n")
    '停车难'
    """
    return _BLANK.sub("", unicodedata.normalize("NFKC", text))


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing a source says on visibility.

    Attributes:
        label, value: in the source's words; a remark without a label has the label ``""``.
        public: whether it is known to mean public; anything else keeps the record, or its reply, internal.
        reply: whether it is about the reply alone.
        inside: whether it stands in the text of a reply and is about that one.
    """

    label: str
    value: str
    public: bool
    reply: bool = False
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """Where the visible characters of a source went, white space not counted.

    Attributes:
        fields: read as fields, labels included.
        rest: kept beside them, under labels that no profile maps or as 其余文字.
        rejects: in places that could not be read.
    """

    fields: int = 0
    rest: int = 0
    rejects: int = 0

    @property
    def visible(self) -> int:
        """All of them."""
        return self.fields + self.rest + self.rejects

    @classmethod
    def sum(cls, parts: Iterable[Account]) -> Account:
        """Return the account of several sources together.

        >>> Account.sum([Account(3, 1), Account(2, 0, 4)])
        Account(fields=5, rest=1, rejects=4)
        """
        each = list(parts)
        return cls(sum(a.fields for a in each), sum(a.rest for a in each), sum(a.rejects for a in each))

    @classmethod
    def of_reject(cls, text: str) -> Account:
        """Return the account of a place that could not be read."""
        return cls(rejects=len(without_blanks(text)))


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
