"""A test collection: records, queries, and how well each record answers each query."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from corpus import Proposal
from indexer.fields import TEXT_FIELDS

__all__ = ["Collection", "JudgedQuery", "key_of", "text_of"]


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """What somebody types, and the records that answer it.

    Attributes:
        grades: record's key → 3 exactly what is meant, 2 answers it, 1 touches it; all others are 0.
    """

    text: str
    grades: Mapping[str, int]

    @property
    def held_out(self) -> bool:
        """Whether it is only ever measured, never tuned on: half of all queries, chosen by the text's checksum.

        >>> JudgedQuery("停车收费", {}).held_out, JudgedQuery("课后服务", {}).held_out
        (False, True)
        """
        return bool(hashlib.sha256(self.text.encode()).digest()[0] & 1)

    @property
    def draw(self) -> int:
        """A number from 0 to 255 that only depends on the text, to choose some of many by."""
        return hashlib.sha256(self.text.encode()).digest()[1]


@dataclass(frozen=True, slots=True)
class Collection:
    """Records and judged queries over them.

    Attributes:
        name: for the command line and the expected figures.
        label: what readers of the report see: where it is from and what is asked.
    """

    name: str
    label: str
    documents: tuple[Proposal, ...]
    queries: tuple[JudgedQuery, ...]


def key_of(proposal: Proposal) -> str:
    """Return what names a record before it has an id: kind, session and number.

    >>> key_of(Proposal("关于停车", number=3))
    '提案--3'
    """
    session = proposal.session.code if proposal.session else ""
    return f"{proposal.kind}-{session}-{proposal.number}"


def text_of(proposal: Proposal) -> str:
    """Return all texts of a record as one, for systems that know no fields.

    >>> text_of(Proposal("关于停车", text="车位不足。", proposers=("罗春",)))
    '关于停车\\n车位不足。\\n罗春'
    """
    return "\n".join(text for field in TEXT_FIELDS for text in field.texts(proposal))
