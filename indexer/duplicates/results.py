"""What a duplicate check answers: passages, candidates with a verdict and its reasons, reports, pairs, clusters."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpus import Proposal
from indexer.search.nearest import Nearest

__all__ = [
    "Against",
    "BatchEntry",
    "BatchReport",
    "Candidate",
    "Cluster",
    "DuplicatePair",
    "DuplicateReport",
    "Passage",
    "Span",
    "Submission",
    "TitleMatch",
    "Verdict",
]

#: ``(start, end)`` in characters of a text as it is shown.
Span = tuple[int, int]


class Verdict(StrEnum):
    """What two texts are to each other, seen from the first (the submitted one); strongest first.

    >>> Verdict.CONTAINED.label, Verdict.CONTAINED.seen_from_the_other.value, Verdict.OVERLAPS.copied
    ('被包含', 'contains', True)
    """

    IDENTICAL = "identical"
    NEAR_IDENTICAL = "near-identical"
    CONTAINS = "contains"
    CONTAINED = "contained"
    OVERLAPS = "overlaps"
    SAME_TOPIC = "same-topic"
    SCATTERED = "scattered"

    @property
    def label(self) -> str:
        """What users see."""
        return _LABELS[self]

    @property
    def rank(self) -> int:
        """0 for the strongest."""
        return list(Verdict).index(self)

    @property
    def copied(self) -> bool:
        """Whether so much text is shared that one was written from the other."""
        return self not in (Verdict.SAME_TOPIC, Verdict.SCATTERED)

    @property
    def seen_from_the_other(self) -> Verdict:
        """The same verdict with the two texts exchanged."""
        exchanged = {Verdict.CONTAINS: Verdict.CONTAINED, Verdict.CONTAINED: Verdict.CONTAINS}
        return exchanged.get(self, self)


_LABELS = {
    Verdict.IDENTICAL: "完全相同",
    Verdict.NEAR_IDENTICAL: "基本相同",
    Verdict.CONTAINS: "包含",
    Verdict.CONTAINED: "被包含",
    Verdict.OVERLAPS: "部分相同",
    Verdict.SAME_TOPIC: "同一主题",
    Verdict.SCATTERED: "零星相同",
}


class Against(StrEnum):
    """What a batch of new proposals is compared with."""

    ARCHIVE = "archive"
    EACH_OTHER = "each-other"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Submission:
    """A text to check.

    Attributes:
        proposal: what is known of it: title, text, proposers, units; its id is ``""`` unless it is archived.
        shown: the text in which spans of the check count, where it is more than the proposal's own text (a plain
            text file with its title line); ``""`` for the proposal's text itself.
        start: where in ``shown`` the proposal's own text begins.
    """

    proposal: Proposal
    shown: str = ""
    start: int = 0

    @property
    def text(self) -> str:
        """The text as it is shown, in which spans count."""
        return self.shown or self.proposal.text

    @property
    def name(self) -> str:
        """How to call it: its file and place in it, else its title."""
        source = self.proposal.source
        return f"{source.name} {source.place}".strip() if source else self.proposal.title


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text that two texts have in common, small edits inside it bridged.

    Attributes:
        query: where it stands in the submitted text (``DuplicateReport.text``).
        field: the candidate's text field it stands in: ``content`` or ``reply``.
        span: where it stands there: in ``Proposal.text``, or in the text of reply number ``part``.
        part: for ``reply``: which of ``Proposal.replies``, from 0; else 0.
        characters: how many characters (Han, letters, digits) agree in it.
        boilerplate: whether so many archived texts have it that it weighs nothing.
        query_section, section: headings of the sections it stands in (背景、问题、建议), ``""`` where none shows.
    """

    query: Span
    field: str
    span: Span
    part: int = 0
    characters: int = 0
    boilerplate: bool = False
    query_section: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposal that the submitted text may duplicate.

    Attributes:
        score: 0 to 1, for ranking within a verdict.
        coverage: share of the submitted text found in the candidate, boilerplate left out; ``reverse_coverage``
            the share of the candidate found in the submitted text.
        topic: how much of the submitted text's topic it has: its BM25 score over that of the text itself.
        passages: in the order of the submitted text.
        reasons: why, in Chinese sentences.
    """

    proposal: Proposal
    verdict: Verdict
    score: float
    coverage: float
    reverse_coverage: float
    topic: float = 0.0
    passages: tuple[Passage, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DuplicateReport:
    """The check of one text: candidates, strongest verdict first, then by score; ``took_ms`` in milliseconds.

    Attributes:
        nearest: what is nearest in matter, nearest first, whatever the verdicts; copies are among them.
    """

    submission: Submission
    candidates: tuple[Candidate, ...]
    nearest: tuple[Nearest, ...] = ()
    took_ms: float = 0.0

    @property
    def text(self) -> str:
        """The submitted text, in which the passages' ``query`` spans count."""
        return self.submission.text

    @property
    def worst(self) -> Verdict | None:
        """The strongest verdict; None without candidates."""
        return self.candidates[0].verdict if self.candidates else None


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two archived proposals, by id, that share text; the verdict is seen from ``a``."""

    a: str
    b: str
    verdict: Verdict
    score: float
    coverage: float
    reverse_coverage: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """Proposals connected by shared text that could be handled as one case.

    Attributes:
        main: the id proposed as the main case (主案); ``reason`` says why it.
        members: all ids, the main case first.
        pairs: the pairs that connect them.
    """

    main: str
    members: tuple[str, ...]
    reason: str
    pairs: tuple[DuplicatePair, ...]


@dataclass(frozen=True, slots=True)
class BatchEntry:
    """One text of a batch: its candidates in the archive, and in the batch itself.

    Attributes:
        others: ``(place, candidate)`` for every other text of the batch it shares something with; the place counts
            in ``BatchReport.entries``, the candidate's proposal is that text's.
        nearest: what in the archive is nearest in matter, nearest first, whatever the verdicts.
    """

    submission: Submission
    archive: tuple[Candidate, ...] = ()
    others: tuple[tuple[int, Candidate], ...] = ()
    nearest: tuple[Nearest, ...] = ()

    @property
    def worst(self) -> Verdict | None:
        """The strongest verdict of all; None without candidates."""
        found = (*self.archive, *(candidate for _, candidate in self.others))
        return min((candidate.verdict for candidate in found), key=lambda verdict: verdict.rank, default=None)


@dataclass(frozen=True, slots=True)
class BatchReport:
    """The check of a batch.

    Attributes:
        entries: in the order they were given.
        groups: places of texts that share text with each other, the proposed main case first in each.
    """

    entries: tuple[BatchEntry, ...]
    against: Against
    groups: tuple[tuple[int, ...], ...] = ()
    took_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """An archived proposal whose title is like one being typed; ``score`` 1 is the same title."""

    proposal: Proposal
    score: float
