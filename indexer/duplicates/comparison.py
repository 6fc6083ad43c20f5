"""Comparison: one submitted text against one archived proposal, from alignment to verdict and reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from corpus import Proposal
from indexer.analysis.normal import normal_codes
from indexer.duplicates.alignment import Aligner, Stretch
from indexer.duplicates.candidates import Topic
from indexer.duplicates.results import Candidate, Passage, Submission, Verdict
from indexer.duplicates.texts import (
    Boilerplate,
    ComparedText,
    Mask,
    compared,
    compared_reply,
    compared_submission,
    section_at,
)
from indexer.duplicates.verdicts import (
    DEFAULT,
    Measures,
    Thresholds,
    is_reworded,
    is_same_topic,
    reasons_for,
    score_of,
    verdict_of,
)

__all__ = ["Comparison"]

#: Shares of a stretch's equal characters that may count while it is still called boilerplate.
_FORMULA = 0.3
#: Characters of the smallest section whose copy alone makes two proposals overlap.
_SECTION = 100


@dataclass(frozen=True, slots=True)
class _Side:
    """One text of a candidate, and what it shares with the submitted one."""

    field: str
    part: int
    text: ComparedText
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class _Shared:
    """One text of a candidate, not prepared yet: its length in normal characters, and what it shares."""

    field: str
    part: int
    text: str
    length: int
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class _Near:
    """How near a candidate is apart from shared text."""

    topic: float
    nearness: float

    def same(self, thresholds: Thresholds) -> bool:
        """Whether that alone makes it the same topic."""
        return is_same_topic(Measures(topic=self.topic, nearness=self.nearness), thresholds)


@dataclass(frozen=True, slots=True)
class _Judged:
    """A verdict, the measures and the text it rests on, and all texts that share something."""

    verdict: Verdict
    measures: Measures
    main: _Side
    sides: tuple[_Side, ...]


class Comparison:
    """One submitted text, ready to be compared with any number of proposals.

    Args:
        guarantee: from how many equal characters in a row a proposal is a candidate whatever else is not alike.
    """

    def __init__(
        self,
        submission: Submission,
        boilerplate: Boilerplate,
        guarantee: int,
        thresholds: Thresholds = DEFAULT,
    ) -> None:
        self.submission = submission
        self.text = compared_submission(submission, boilerplate)
        self._aligner = Aligner(self.text.normal.codes)
        self._boilerplate = boilerplate
        self._guarantee = guarantee
        self._thresholds = thresholds

    def with_(
        self,
        other: Proposal,
        topic: Topic | None = None,
        *,
        near: bool = True,
        nearness: float = 0.0,
        replies: bool = True,
    ) -> Candidate | None:
        """Return the other proposal as a candidate; None where it has nothing to do with the submitted text.

        Args:
            topic: that of the submitted text, where it is asked about.
            near: whether the other may be of the same topic; where not, it must share text.
            nearness: how near in matter it is, where that is known.
            replies: whether its answers are looked at too.
        """
        shared = list(self._shared(other, replies))
        if not shared and not (topic and near):
            return None
        share = topic.share(other) if topic else 0.0
        judged = self._judged(other, shared, _Near(share, nearness))
        if judged is None:
            return None
        verdict, measures = judged.verdict, judged.measures
        if verdict is not Verdict.OVERLAPS and verdict.copied and judged.main.field != "content":
            verdict = Verdict.OVERLAPS  # to be found in an answer is not to be filed again
        passages = sorted(
            (self._passage(side, stretch) for side in judged.sides for stretch in side.stretches),
            key=lambda passage: passage.query,
        )
        return Candidate(
            proposal=other,
            verdict=verdict,
            score=score_of(measures),
            coverage=round(measures.coverage, 6),
            reverse_coverage=round(measures.reverse_coverage, 6),
            topic=round(share, 6),
            passages=tuple(passages),
            reasons=reasons_for(self.submission.proposal, other, verdict, measures, passages),
        )

    def _shared(self, other: Proposal, replies: bool) -> Iterator[_Shared]:
        """Those of its texts that share something."""
        texts = [("content", 0, other.text)]
        texts += [("reply", part, reply.text) for part, reply in enumerate(other.replies if replies else ())]
        for field, part, text in texts:
            codes = normal_codes(text)
            if stretches := self._aligner.stretches(codes):
                yield _Shared(field, part, text, len(codes), stretches)

    def _judged(self, other: Proposal, shared: Sequence[_Shared], near: _Near) -> _Judged | None:
        """What alignment says; where it does not find a copy, what the order of short runs says."""
        judged = None
        if near.same(self._thresholds) or any(self._may_tell(each, other) for each in shared):
            nothing = _Side("content", 0, compared(other, self._boilerplate), ())
            sides = tuple(self._side(each, other) for each in shared) or (nothing,)
            measured = [(self._measures(side, near), side) for side in sides]
            measures, main = max(measured, key=lambda pair: (pair[0].exact, pair[0].equal))
            if verdict := verdict_of(measures, self._guarantee, self._thresholds):
                judged = _Judged(verdict, measures, main, sides)
        if judged and judged.verdict.copied:
            return judged
        return self._reworded(other, near) or judged

    def _may_tell(self, shared: _Shared, other: Proposal) -> bool:
        """Whether a text may share enough for a verdict, which preparing it would tell: most share too little."""
        sizes = [stretch.equal for stretch in shared.stretches]
        short = shared.length <= self._guarantee + len(other.title)  # may be the same text nevertheless
        return short or max(sizes) >= self._guarantee or sum(sizes) >= self._thresholds.least

    def _side(self, shared: _Shared, other: Proposal) -> _Side:
        own = shared.field == "content"
        text = compared(other, self._boilerplate) if own else compared_reply(shared.text, self._boilerplate)
        return _Side(shared.field, shared.part, text, shared.stretches)

    def _reworded(self, other: Proposal, near: _Near) -> _Judged | None:
        """What its own text shares in the same order in short runs, if that is so much that it was reworded."""
        stretches = self._aligner.in_order(normal_codes(other.text), self._thresholds.reworded)
        if not stretches:
            return None
        side = _Side("content", 0, compared(other, self._boilerplate), stretches)
        measures = self._measures(side, near)
        mine, theirs = self._spanned(side)
        spread = min(_share(mine, self.text.counts), _share(theirs, side.text.counts))
        measures = replace(measures, reworded=min(measures.coverage, measures.reverse_coverage), spread=spread)
        verdict = verdict_of(measures, self._guarantee, self._thresholds)
        if verdict is None or not verdict.copied or not is_reworded(measures, self._thresholds):
            return None
        return _Judged(verdict, measures, side, (side,))

    def _measures(self, side: _Side, near: _Near) -> Measures:
        mine, theirs = self._matched(side)
        exact = len(self.text.normal) > 0 and _same(self.text, side.text)
        return Measures(
            coverage=_share(mine, self.text.counts),
            reverse_coverage=_share(theirs, side.text.counts),
            equal=int(min(mine.sum(), theirs.sum())),
            exact=exact,
            section=max(_section_share(self.text, mine), _section_share(side.text, theirs)),
            longest=max((self._counting(stretch) for stretch in side.stretches), default=0),
            topic=near.topic,
            nearness=near.nearness,
        )

    def _matched(self, side: _Side) -> tuple[Mask, Mask]:
        """Which characters that count are matched, in the submitted text and in the other."""
        mine, theirs = np.zeros(len(self.text.normal), np.bool_), np.zeros(len(side.text.normal), np.bool_)
        for stretch in side.stretches:
            for tile in stretch.tiles:
                mine[tile.a : tile.a + tile.length] = True
                theirs[tile.b : tile.b + tile.length] = True
        return mine & self.text.counts, theirs & side.text.counts

    def _spanned(self, side: _Side) -> tuple[Mask, Mask]:
        """Which characters that count stand in a stretch, matched or not, in the submitted text and in the other."""
        mine, theirs = np.zeros(len(self.text.normal), np.bool_), np.zeros(len(side.text.normal), np.bool_)
        for stretch in side.stretches:
            mine[slice(*stretch.a)] = True
            theirs[slice(*stretch.b)] = True
        return mine & self.text.counts, theirs & side.text.counts

    def _counting(self, stretch: Stretch) -> int:
        """How many of a stretch's equal characters are no boilerplate."""
        mask = self.text.boilerplate
        return sum(int((~mask[tile.a : tile.a + tile.length]).sum()) for tile in stretch.tiles)

    def _passage(self, side: _Side, stretch: Stretch) -> Passage:
        query, span = self.text.span(*stretch.a), side.text.span(*stretch.b)
        return Passage(
            query=query,
            field=side.field,
            span=span,
            part=side.part,
            characters=stretch.equal,
            boilerplate=self._counting(stretch) <= _FORMULA * stretch.equal,
            query_section=section_at(self.text.sections, query[0] - self.text.offset),
            section=section_at(side.text.sections, span[0]),
        )


def _same(one: ComparedText, other: ComparedText) -> bool:
    """Whether two texts are the same apart from a title before them."""
    first, second = _body(one), _body(other)
    return len(first) > 0 and np.array_equal(first, second)


def _body(text: ComparedText) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    return text.normal.codes[text.counts | text.boilerplate]


def _share(matched: Mask, counts: Mask) -> float:
    total = int(counts.sum())
    return float(matched.sum()) / total if total else 0.0


def _section_share(text: ComparedText, matched: Mask) -> float:
    """The largest share of one section that is matched, sections of a few sentences aside."""
    shares = [0.0]
    for section in text.sections:
        first, last = text.normal.place(section.start), text.normal.place(section.end)
        if int(text.counts[first:last].sum()) >= _SECTION:
            shares.append(_share(matched[first:last], text.counts[first:last]))
    return max(shares)
