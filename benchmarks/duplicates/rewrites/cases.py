"""The rewrites written by hand, and the archives they are put to."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from benchmarks.quality.collection import key_of
from benchmarks.quality.judged_sample import sample as judged_sample
from benchmarks.speed.generate import proposal as generated
from corpus import Kind, Proposal, parse_session
from sample_archive import SampleKey, sample_duplicates, sample_topics

__all__ = ["ARCHIVES", "Form", "Rewrite", "RewriteArchive", "archive_named", "read_rewrites"]

_HERE = Path(__file__).parent
#: Names of the archives; the last is the first two among generated records, to so many in all.
ARCHIVES = ("sample", "jiangsu-2019", "mixed", "20000")
_LARGE = 20_000
#: Verdicts of labelled pairs that make the other as right an answer as the original.
_COPIES = frozenset({"identical", "near-identical", "contains", "contained"})


class Form(StrEnum):
    """What was written: a proposal, a question of one sentence, or a proposal on the topic with another demand."""

    REWRITE = "rewrite"
    QUESTION = "question"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Rewrite:
    """One text written by hand.

    Attributes:
        of: key of the original.
        right: keys of the original and of its copies.
        topic: keys of all that are on the same topic, where topics are known; else those of ``right``.
    """

    form: Form
    title: str
    text: str
    of: str
    right: frozenset[str]
    topic: frozenset[str]

    @property
    def held_out(self) -> bool:
        """Whether it is only measured, never tuned on: half of them, chosen by the text's checksum."""
        return bool(hashlib.sha256(self.text.encode()).digest()[0] & 1)

    @property
    def proposal(self) -> Proposal:
        """The text as it is handed in."""
        return Proposal(self.title, text=self.text)


@dataclass(frozen=True, slots=True)
class RewriteArchive:
    """An archive, and the rewrites of its proposals by where these are from."""

    name: str
    documents: tuple[Proposal, ...]
    rewrites: Mapping[str, tuple[Rewrite, ...]]


def archive_named(name: str, data: Path) -> RewriteArchive:
    """Return one of the archives.

    Raises:
        FileNotFoundError: its real records are not there.
    """
    sources = (name,) if name in ("sample", "jiangsu-2019") else ("sample", "jiangsu-2019")
    documents: list[Proposal] = []
    for source in sources:
        documents += judged_sample().documents if source == "sample" else _jiangsu(data)
    if name == "20000":
        documents += [_apart(generated(number)) for number in range(_LARGE - len(documents))]
    return RewriteArchive(name, tuple(documents), {source: read_rewrites(source) for source in sources})


@cache
def read_rewrites(source: str) -> tuple[Rewrite, ...]:
    """Return the rewrites of one source's proposals, in their order."""
    entries = tomllib.loads((_HERE / f"{source}.toml").read_text(encoding="utf-8"))["rewrite"]
    return tuple(_rewrite(source, **entry) for entry in entries)


def _rewrite(source: str, of: str, form: str, text: str, title: str = "") -> Rewrite:
    if source != "sample":
        key = key_of(Proposal("", number=int(of)))
        return Rewrite(Form(form), title, text, key, frozenset({key}), frozenset({key}))
    kind, session, number = of.split()
    topics = sample_topics()
    topic = topics[kind, session, int(number)]
    alike = frozenset(_key(each) for each, name in topics.items() if name == topic)
    key = _key((kind, session, int(number)))
    return Rewrite(Form(form), title, text, key, _copies().get(key, frozenset()) | {key}, alike)


@cache
def _copies() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for pair in sample_duplicates():
        if pair.verdict in _COPIES:
            for one, other in ((pair.a, pair.b), (pair.b, pair.a)):
                found[_key(one)] = found.get(_key(one), frozenset()) | {_key(other)}
    return found


def _key(key: SampleKey) -> str:
    kind, session, number = key
    return key_of(Proposal("", kind=Kind(kind), session=parse_session(session), number=number))


def _jiangsu(data: Path) -> list[Proposal]:
    with (data / "jiangsu-2019.csv").open(encoding="utf-8-sig", newline="") as file:
        return [
            Proposal(row["reason"], text=row["content"], number=int(row["proposal_number"]))
            for row in csv.DictReader(file)
        ]


def _apart(proposal: Proposal) -> Proposal:
    """A generated record under a number that no other has."""
    return Proposal(
        proposal.title, text=proposal.text, number=100_000 + (proposal.number or 0), replies=proposal.replies
    )
