"""Verdicts: what the measures of two texts amount to, by one table of thresholds."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.duplicates.results import Verdict

__all__ = ["DEFAULT", "Measures", "Thresholds", "is_reworded", "score_of", "verdict_of"]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where one verdict ends and the next begins. How they were chosen: docs/duplicates.md.

    Attributes:
        near: coverage both ways from which texts are nearly identical.
        whole: coverage one way from which one text is wholly in the other.
        share: coverage of either text from which they overlap; ``section`` of one section of either.
        run: equal characters that the longest stretch of overlapping texts has at least, or ``half`` is covered.
        reworded: share of both texts that stands in the other in the same order, word by word, from which one is the
            other with its words replaced, if such words are spread over a share ``spread`` of both.
        much: equal characters from which texts overlap, however long they are.
        least: equal characters below which nothing is called a copy.
        topic: share of the topic from which the topic is the same.
    """

    near: float = 0.7
    whole: float = 0.7
    share: float = 0.18
    section: float = 0.5
    run: int = 40
    half: float = 0.4
    reworded: float = 0.45
    spread: float = 0.75
    much: int = 300
    least: int = 60
    topic: float = 0.5


DEFAULT = Thresholds()


@dataclass(frozen=True, slots=True)
class Measures:
    """What comparing two texts gave; boilerplate is left out of everything.

    Attributes:
        coverage, reverse_coverage: share of the first text's characters that are in the second, and the other way.
        equal: how many characters they have in common.
        exact: whether they are the same, character by character.
        section: the largest share of one section of either that is in the other.
        longest: equal characters of the longest stretch.
        topic: share of the first one's topic that the second has.
        reworded: the smaller share of either that stands in the other in the same order, where the other measures
            are those of such short runs.
        spread: the smaller share of either over which these runs are spread, small edits between them included.
    """

    coverage: float = 0.0
    reverse_coverage: float = 0.0
    equal: int = 0
    exact: bool = False
    section: float = 0.0
    longest: int = 0
    topic: float = 0.0
    reworded: float = 0.0
    spread: float = 0.0


def verdict_of(measures: Measures, guarantee: int, thresholds: Thresholds = DEFAULT) -> Verdict | None:
    """Return the verdict; None for texts that have nothing to do with each other.

    Args:
        guarantee: from how many equal characters in a row a text is offered whatever else is not alike.

    >>> verdict_of(Measures(0.95, 0.4, 800), 20).value, verdict_of(Measures(0.02, 0.03, 30, longest=15), 20)
    ('contained', None)
    """
    if measures.exact:
        return Verdict.IDENTICAL
    if measures.equal >= thresholds.least:
        covered = _covered(measures, thresholds)
        if covered:
            return covered
    if measures.topic >= thresholds.topic or measures.longest >= guarantee:
        return Verdict.SAME_TOPIC
    return None


def _covered(measures: Measures, thresholds: Thresholds) -> Verdict | None:
    forth, back = measures.coverage, measures.reverse_coverage
    if min(forth, back) >= thresholds.near:
        return Verdict.NEAR_IDENTICAL
    if back >= thresholds.whole and back >= forth:
        return Verdict.CONTAINS
    if forth >= thresholds.whole:
        return Verdict.CONTAINED
    larger = max(forth, back)
    if is_reworded(measures, thresholds):
        return Verdict.OVERLAPS
    if larger >= thresholds.half or measures.equal >= thresholds.much:
        return Verdict.OVERLAPS
    if measures.longest >= thresholds.run and (larger >= thresholds.share or measures.section >= thresholds.section):
        return Verdict.OVERLAPS
    return None


def is_reworded(measures: Measures, thresholds: Thresholds = DEFAULT) -> bool:
    """Return whether one text is the other with its words replaced.

    Of such a copy words are left everywhere; of two texts on one matter whole phrases here and there.

    >>> is_reworded(Measures(reworded=0.55, spread=0.95)), is_reworded(Measures(reworded=0.55, spread=0.6))
    (True, False)
    """
    return measures.reworded >= thresholds.reworded and measures.spread >= thresholds.spread


def score_of(measures: Measures) -> float:
    """Return a number from 0 to 1 that ranks candidates: mostly the larger coverage, then the smaller, then topic."""
    larger = max(measures.coverage, measures.reverse_coverage)
    smaller = min(measures.coverage, measures.reverse_coverage)
    if measures.exact:
        return 1.0
    return round(min(0.6 * larger + 0.25 * smaller + 0.14 * measures.topic, 0.999), 6)
