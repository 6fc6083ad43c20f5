"""Titles: how alike two are, whatever formula they stand in."""

from __future__ import annotations

import re

import numpy as np

from indexer.analysis import normal_codes
from indexer.analysis.normal import Codes

__all__ = ["bare", "likeness"]

#: What nearly every title begins and ends with.
_FRAME = re.compile(
    r"^(?:关于|有关|对)?(?P<matter>.*?)(?:的?(?:几点|若干)?(?:建议|提案|议案|意见|思考|对策))?(?:案)?$", re.S
)


def bare(title: str) -> Codes:
    """Return what a title is about, in normal form: 关于……的建议 without its frame.

    >>> bare("關於加強停車管理的幾點建議").tobytes().decode("utf-32-le")
    '加强停车管理'
    """
    text = normal_codes(title).tobytes().decode("utf-32-le")
    matter = _FRAME.match(text)
    kept = matter["matter"] if matter and matter["matter"] else text
    return np.frombuffer(kept.encode("utf-32-le"), dtype=np.uint32)


def likeness(one: Codes, other: Codes) -> float:
    """Return the share of neighbouring pairs two normal titles have in common (Dice's coefficient), 0 to 1."""
    first, second = _pairs(one), _pairs(other)
    if not first or not second:
        return 1.0 if len(one) and np.array_equal(one, other) else 0.0
    return 2 * len(first & second) / (len(first) + len(second))


def _pairs(codes: Codes) -> set[int]:
    wide = codes.astype(np.uint64)
    return set((wide[:-1] << np.uint64(21) | wide[1:]).tolist())
