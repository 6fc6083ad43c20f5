"""A duplicate service small enough to check by eye: two texts share the sentences that stand in both, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from corpus import Archive, Proposal, Visibility
from indexer import (
    Against,
    BatchEntry,
    BatchReport,
    Candidate,
    Cluster,
    DuplicatePair,
    DuplicateReport,
    Passage,
    Reader,
    Submission,
    TitleMatch,
    Verdict,
)
from search_web.desk.batches.checking import Progress

__all__ = ["FakeDuplicates"]

_SENTENCE = re.compile(r"[^。\n]+。")


class FakeDuplicates:
    """Compares every text with every proposal of an archive."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def check(self, submitted: Submission | Proposal | str, reader: Reader) -> DuplicateReport:
        """Return what shares a sentence."""
        submission = _submission(submitted)
        found = [
            _compared(submission.text, other) for other in self._visible(reader) if other.id != submission.proposal.id
        ]
        return DuplicateReport(submission, _ranked(found), took_ms=2.0)

    def of(self, id: str, reader: Reader, *, nearest: int = 5) -> DuplicateReport | None:
        """Return what shares a sentence with an archived proposal."""
        own = next((each for each in self._visible(reader) if each.id == id), None)
        return self.check(own, reader) if own else None

    def titles(self, typed: str, reader: Reader, *, limit: int = 5) -> tuple[TitleMatch, ...]:
        """Return those whose title begins or ends as typed."""
        found = [each for each in self._visible(reader) if typed in each.title]
        return tuple(TitleMatch(each, 1.0 if each.title == typed else 0.5) for each in found[:limit])

    def batch(
        self,
        submitted: Sequence[Submission],
        reader: Reader,
        *,
        against: Against = Against.BOTH,
        progress: Progress | None = None,
    ) -> BatchReport:
        """Compare every text with the archive and with the others."""
        entries = []
        for place, each in enumerate(submitted):
            archive = self.check(each, reader).candidates if against is not Against.EACH_OTHER else ()
            others = [
                (at, found)
                for at, other in enumerate(submitted)
                if at != place and against is not Against.ARCHIVE and (found := _compared(each.text, other.proposal))
            ]
            entries.append(BatchEntry(each, archive, tuple(others)))
            if progress:
                progress(place + 1, len(submitted))
        return BatchReport(tuple(entries), against, took_ms=5.0)

    def all_pairs(self, reader: Reader, *, progress: Progress | None = None) -> Iterator[DuplicatePair]:
        """Yield the pairs that share a sentence."""
        records = self._visible(reader)
        for place, one in enumerate(records):
            for other in records[place + 1 :]:
                if found := _compared(one.text, other):
                    yield DuplicatePair(
                        one.id, other.id, found.verdict, found.score, found.coverage, found.reverse_coverage
                    )

    def clusters(self, reader: Reader, *, progress: Progress | None = None) -> tuple[Cluster, ...]:
        """Return each pair as a cluster of its own."""
        if progress:
            progress(1, 2)
        pairs = self.all_pairs(reader)
        return tuple(Cluster(each.a, (each.a, each.b), "最早的一件", (each,)) for each in pairs)

    def copies(self, ids: Iterable[str], reader: Reader) -> dict[str, tuple[str, ...]]:
        """Return those with nearly the same text."""
        found: dict[str, tuple[str, ...]] = {}
        strong = (Verdict.IDENTICAL, Verdict.NEAR_IDENTICAL)
        for id in ids:
            report = self.of(id, reader)
            same = [each.proposal.id for each in (report.candidates if report else ()) if each.verdict in strong]
            if same:
                found[id] = tuple(same)
        return found

    def _visible(self, reader: Reader) -> list[Proposal]:
        return [each for each in self._archive.all() if reader.internal or each.visibility is Visibility.PUBLIC]


def _submission(submitted: Submission | Proposal | str) -> Submission:
    if isinstance(submitted, Submission):
        return submitted
    return Submission(Proposal("", text=submitted) if isinstance(submitted, str) else submitted)


def _ranked(found: Iterable[Candidate | None]) -> tuple[Candidate, ...]:
    return tuple(sorted((each for each in found if each), key=lambda each: (each.verdict.rank, -each.score)))


def _compared(text: str, other: Proposal) -> Candidate | None:
    theirs = {match.group(): match.span() for match in _SENTENCE.finditer(other.text)}
    shared = [
        Passage(match.span(), "content", theirs[match.group()], characters=len(match.group()))
        for match in _SENTENCE.finditer(text)
        if match.group() in theirs
    ]
    if not shared:
        return None
    coverage = min(1.0, sum(each.characters for each in shared) / len(text))
    reverse = min(1.0, sum(each.characters for each in shared) / len(other.text))
    if text == other.text:
        verdict, coverage, reverse = Verdict.IDENTICAL, 1.0, 1.0
    elif min(coverage, reverse) > 0.8:
        verdict = Verdict.NEAR_IDENTICAL
    else:
        verdict = Verdict.OVERLAPS
    told = (f"相同 {sum(each.characters for each in shared):,} 字",)
    return Candidate(replace(other), verdict, (coverage + reverse) / 2, coverage, reverse, 0.5, tuple(shared), told)
