"""How good one ranking is, from 0 to 1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log2

__all__ = ["ANSWERS", "ndcg", "recall", "reciprocal_rank"]

#: The lowest grade of a record that answers the query; below it a record only touches the matter.
ANSWERS = 2


def reciprocal_rank(ranking: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """Return one over the place of the first record that answers, 0 where the first ``depth`` hold none.

    >>> reciprocal_rank(["甲", "乙", "丙"], {"乙": 3, "甲": 1})
    0.5
    """
    places = (place for place, key in enumerate(ranking[:depth], 1) if grades.get(key, 0) >= ANSWERS)
    return next((1 / place for place in places), 0.0)


def ndcg(ranking: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """Return the discounted cumulative gain of the first ``depth``, against that of the best order there is.

    The gain of grade g is 2^g - 1, halved at place 3 and so on by log2(place + 1) (Burges et al., Learning to Rank
    using Gradient Descent, ICML 2005).

    >>> ndcg(["甲", "乙"], {"甲": 3, "乙": 1}), round(ndcg(["乙", "甲"], {"甲": 3, "乙": 1}), 3)
    (1.0, 0.71)
    """
    best = _gain(sorted(grades.values(), reverse=True)[:depth])
    return _gain([grades.get(key, 0) for key in ranking[:depth]]) / best if best else 0.0


def recall(ranking: Sequence[str], grades: Mapping[str, int], depth: int = 100) -> float:
    """Return the share of the records that answer which stand among the first ``depth``.

    >>> recall(["甲", "乙"], {"甲": 3, "丙": 2, "丁": 1})
    0.5
    """
    wanted = {key for key, grade in grades.items() if grade >= ANSWERS}
    return len(wanted.intersection(ranking[:depth])) / min(len(wanted), depth) if wanted else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / log2(place + 1) for place, grade in enumerate(grades, 1))
