"""Judged queries over the sample archive: what each asks for is written down, and graded against every record."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.quality.collection import Collection, JudgedQuery, key_of, text_of
from corpus import Proposal, Visibility
from indexer.analysis.fold import fold
from sample_archive import sample_records, sample_topics

__all__ = ["JUDGEMENTS", "Judgement", "read_judgements", "sample"]

#: The queries and their judgements; the file says what each word in it means.
JUDGEMENTS = Path(__file__).with_name("judgements.toml")

_EXACT, _ANSWERS, _TOUCHES, _NOT = 3, 2, 1, 0


@dataclass(frozen=True, slots=True)
class _Record:
    """One record with what judgements look at; texts are folded, without white space."""

    proposal: Proposal
    topic: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a query asks for; empty attributes ask for nothing. See the head of ``judgements.toml``."""

    text: str
    topic: tuple[str, ...] = ()
    about: str = ""
    near: tuple[str, ...] = ()
    unit: str = ""
    by: str = ""
    session: str = ""
    number: int | None = None
    kind: str = ""
    says: str = ""

    def grade(self, record: _Record) -> int:
        """Return 3 for exactly what is asked for, 2 for an answer to it, 1 for the same matter, else 0."""
        if self.topic and record.topic not in self.topic:
            return _TOUCHES if record.topic in self.near else _NOT
        beside = _TOUCHES if self.topic else _NOT
        if not self._holds(record):
            return beside
        if not self.about or re.search(self.about, record.title):
            return _EXACT
        return _ANSWERS if re.search(self.about, record.text) else beside

    def _holds(self, record: _Record) -> bool:
        """Whether unit, proposer, session, number, kind and wording are as asked for."""
        proposal = record.proposal
        return (
            (not self.unit or re.search(self.unit, " ".join(proposal.units())) is not None)
            and (not self.by or self.by in proposal.proposers + proposal.cosigners)
            and (not self.session or (proposal.session is not None and proposal.session.code == self.session))
            and (self.number is None or proposal.number == self.number)
            and (not self.kind or proposal.kind == self.kind)
            and _plain(self.says) in record.text
        )


def read_judgements(path: Path = JUDGEMENTS) -> tuple[Judgement, ...]:
    """Return the judgements in their order.

    Raises:
        TypeError: an entry has a word that means nothing.
    """
    with path.open("rb") as file:
        return tuple(_judgement(entry) for entry in tomllib.load(file)["query"])


def sample() -> Collection:
    """Return the sample archive with its judged queries, without its internal records and those without a number."""
    records = _records()
    queries = (JudgedQuery(each.text, _grades(each, records)) for each in read_judgements())
    documents = tuple(record.proposal for record in records)
    return Collection("sample", "示例档案：仿照实际输入，人工评定", documents, tuple(queries))


def _judgement(entry: dict[str, Any]) -> Judgement:
    names = entry.get("topic", ())
    topic = (names,) if isinstance(names, str) else tuple(names)
    return Judgement(**{**entry, "topic": topic, "near": tuple(entry.get("near", ()))})


def _grades(judgement: Judgement, records: Iterable[_Record]) -> dict[str, int]:
    graded = {key_of(record.proposal): judgement.grade(record) for record in records}
    return {key: grade for key, grade in graded.items() if grade}


def _records() -> list[_Record]:
    topics = sample_topics()
    return [
        _Record(each, topics[_sample_key(each)], _plain(each.title), _plain(text_of(each)))
        for each in sample_records()
        if each.visibility is Visibility.PUBLIC and each.number is not None
    ]


def _sample_key(proposal: Proposal) -> tuple[str, str, int]:
    return proposal.kind.value, proposal.session.code if proposal.session else "", proposal.number or 0


def _plain(text: str) -> str:
    return "".join(fold(text).split())
