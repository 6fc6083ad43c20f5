"""What is put to each system: an archive, texts handed in, and what in them was copied from where."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.duplicates.changes import CHANGES, Change, Material
from benchmarks.duplicates.traced import Traced
from benchmarks.quality.collection import key_of
from corpus import Kind, Proposal, Visibility
from indexer.analysis.normal import normal_codes
from sample_archive import SampleKey, sample_records, sample_topics

__all__ = ["COLLECTIONS", "DRAW", "INDEPENDENT", "Case", "Cases", "apart", "jiangsu", "sample"]

#: Name of what was copied from nowhere: other people's texts, often on the same matters.
INDEPENDENT = "independent"

#: A text shorter than this is no proposal.
_SHORTEST = 200
#: What halves and copies are drawn with: the thresholds were chosen looking at this draw, so others are fairer.
DRAW = 20_260
#: One archived record in so many is copied in each way.
_COPIED = 3
#: Share of the copies that keep their source's title.
_TITLE_KEPT = 0.5


@dataclass(frozen=True, slots=True)
class Case:
    """One text handed in.

    Attributes:
        change: name of the change that made it, or ``INDEPENDENT``.
        copied: with the origin of every character: record's key and place in its text.
        held_out: whether it is only measured, never tuned on.
    """

    change: str
    title: str
    copied: Traced
    sources: frozenset[str]
    held_out: bool

    @property
    def text(self) -> str:
        """The text alone."""
        return self.copied.text


@dataclass(frozen=True, slots=True)
class Cases:
    """An archive and what is handed in against it."""

    name: str
    label: str
    archive: tuple[Proposal, ...]
    cases: tuple[Case, ...]


#: Reads a collection and draws its halves and copies; its file of real records may be missing (FileNotFoundError).
Loader = Callable[[Path, int], Cases]


def jiangsu(data: Path, draw: int) -> Cases:
    """Return half of 436 real proposals as the archive, the other half as independent texts, and copies by rule."""
    with (data / "jiangsu-2019.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if len(row["content"]) >= _SHORTEST]
    records = [
        Proposal(row["reason"], text=row["content"], number=number, proposers=(row["personnel_name"],))
        for number, row in enumerate(rows, 1)
    ]
    return _cases("jiangsu-2019", "真实提案（江苏 2019）", records, draw)


def sample(draw: int) -> Cases:
    """Return the same over the sample's proposals with a text of their own; the two halves share no topic.

    The sample's texts of one topic are put together from one stock of phrases: they are not independent.
    """
    records = [
        record
        for record in sample_records()
        if record.visibility is Visibility.PUBLIC
        and record.session
        and record.number is not None
        and record.kind is Kind.PROPOSAL
        and len(record.text) >= _SHORTEST
    ]
    topics = sample_topics()
    parted = {key_of(each): topics[_sample_key(each)] for each in records}
    return _cases("sample", "示例档案的提案", records, draw, parted)


COLLECTIONS: dict[str, Loader] = {"jiangsu-2019": jiangsu, "sample": lambda _data, draw: sample(draw)}


def _sample_key(record: Proposal) -> SampleKey:
    assert record.session
    assert record.number is not None
    return record.kind.value, record.session.code, record.number


def _cases(
    name: str, label: str, records: Sequence[Proposal], draw: int, topics: Mapping[str, str] | None = None
) -> Cases:
    """Part the records by topic, where topics are known, else one by one."""
    dice = random.Random(f"{name}-{draw}")
    unlike = apart(records)
    topic_of = [topics[key_of(each)] if topics else key_of(each) for each in unlike]
    every = sorted(set(topic_of))
    archived = set(dice.sample(every, len(every) // 2))
    archive = [each for each, topic in zip(unlike, topic_of, strict=True) if topic in archived]
    fresh = [each for each, topic in zip(unlike, topic_of, strict=True) if topic not in archived]
    cases = [*_copies(archive, fresh, dice), *_independent(fresh)]
    return Cases(name, label, tuple(archive), tuple(cases))


def apart(records: Iterable[Proposal]) -> list[Proposal]:
    """Only records of which no other shares a longer run of characters: real copies must not count as mistakes.

    Script, width and punctuation make no text another one: the sample files some of its papers in Traditional script.
    Runs are counted with and without punctuation: normal text alone is shorter, and a weak real copy passed.
    """
    kept: list[Proposal] = []
    seen: set[str] = set()
    for record in records:
        normal = normal_codes(record.text).tobytes().decode("utf-32-le")
        written, read = _runs(record.text), _runs(normal)
        if max(_shared(written, seen), _shared(read, seen)) < _TOLERATED:
            kept.append(record)
            seen |= written | read
    return kept


#: Characters of a run, and how many of a record's may be in records before it (slogans, titles of laws).
_RUN, _TOLERATED = 30, 12


def _runs(text: str) -> set[str]:
    return {text[place : place + _RUN] for place in range(len(text) - _RUN + 1)}


def _shared(runs: set[str], seen: set[str]) -> int:
    return len(runs & seen)


def _copies(archive: Sequence[Proposal], fresh: Sequence[Proposal], dice: random.Random) -> Iterable[Case]:
    for change in CHANGES:
        for place, record in enumerate(archive[::_COPIED]):
            second = archive[(_COPIED * place + 1 + dice.randrange(len(archive) - 1)) % len(archive)]
            others = dice.sample(fresh, 3)
            yield _copy(change, record, second, others, held_out=bool(place & 1), dice=dice)


def _copy(
    change: Change,
    record: Proposal,
    second: Proposal,
    others: Sequence[Proposal],
    *,
    held_out: bool,
    dice: random.Random,
) -> Case:
    material = Material(
        source=Traced.of(key_of(record), record.text),
        second=Traced.of(key_of(second), second.text),
        others=[Traced.of(key_of(each), each.text) for each in others],
        dice=dice,
    )
    copied = change.make(material)
    sources = frozenset(origin[0] for origin in copied.origins if origin)
    # Two bodies that file the same paper keep its title; a copier gives his paper one of its own.
    title = record.title if dice.random() < _TITLE_KEPT else others[0].title
    return Case(change.name, title, copied, sources, held_out)


def _independent(fresh: Sequence[Proposal]) -> Iterable[Case]:
    for place, record in enumerate(fresh):
        yield Case(INDEPENDENT, record.title, Traced.new(record.text), frozenset(), bool(place & 1))
