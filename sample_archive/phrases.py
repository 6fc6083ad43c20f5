"""Hand-written fragments → sentences: alternatives, figures and synonyms chosen by dice, the same on every machine."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

Item = TypeVar("Item")

ALTERNATIVES = re.compile(r"\[([^\[\]]*)\]")
_KEPT = re.compile(r"(\{[^{}]*\}|《[^》]*》)")
_RANGE = re.compile(r"(?:n:)?(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)")


class Dice:
    """Choices from one seed; draws only ``Random.random``, the one sequence Python promises to keep stable.

    >>> Dice("停车").pick(["甲", "乙", "丙"]) == Dice("停车").pick(["甲", "乙", "丙"])
    True
    """

    def __init__(self, seed: str) -> None:
        self._random = Random(seed)

    def below(self, limit: int) -> int:
        """Return a whole number from 0 up to but without ``limit``."""
        return int(self._random.random() * limit)

    def between(self, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``, both included."""
        return low + self.below(high - low + 1)

    def chance(self, share: float) -> bool:
        """Return True in this share of calls."""
        return self._random.random() < share

    def pick(self, items: Sequence[Item]) -> Item:
        """Return one of the items."""
        return items[self.below(len(items))]

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        """Return the items in a new order (Fisher–Yates)."""
        order = list(items)
        for end in range(len(order) - 1, 0, -1):
            other = self.below(end + 1)
            order[end], order[other] = order[other], order[end]
        return order


class Lexicon:
    """Words that may stand for one another in official prose."""

    def __init__(self, groups: str) -> None:
        table = {line.split()[0]: tuple(line.split()) for line in groups.strip().splitlines()}
        self._table = table
        self._words = re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True)))

    def vary(self, text: str, dice: Dice, share: float = 1.0) -> str:
        """Return the text with each known word, in this share of places, replaced by a member of its group.

        >>> Lexicon("近年来 这几年").vary("近年来有所好转", Dice("2")) in ("近年来有所好转", "这几年有所好转")
        True
        """

        def choose(match: re.Match[str]) -> str:
            return dice.pick(self._table[match[0]]) if dice.chance(share) else match[0]

        return "".join(
            piece if _KEPT.fullmatch(piece) else self._words.sub(choose, piece) for piece in _KEPT.split(text)
        )


def figure(low: str, high: str, dice: Dice) -> str:
    """Return a figure between two written bounds, as round as such figures are in reports.

    >>> figure("1.2", "1.2", Dice("x")), figure("5", "5", Dice("x"))
    ('1.2', '5')
    """
    decimals = max(len(bound.partition(".")[2]) for bound in (low, high))
    if decimals:
        scale = 10**decimals
        number = dice.between(round(float(low) * scale), round(float(high) * scale)) / scale
        return f"{number:g}"
    number = dice.between(int(low), int(high))
    if number >= 1000 and dice.chance(0.6):
        return str(number // 100 * 100)
    return str(number)


def expand(fragment: str, fill: Callable[[str], str], dice: Dice, lexicon: Lexicon, share: float = 1.0) -> str:
    """Return one wording of a fragment: ``[甲|乙]`` is a choice, ``{3-9}`` a figure, ``{road}`` is filled.

    >>> words = Lexicon("目前 当前")
    >>> expand("{R}[有|共]有泊位{3-3}个", {"R": "文昌路"}.__getitem__, Dice("a"), words)[-4:]
    '泊位3个'
    """
    chosen = ALTERNATIVES.sub(lambda match: dice.pick(match[1].split("|")), fragment)
    chosen = ALTERNATIVES.sub(lambda match: dice.pick(match[1].split("|")), chosen)
    varied = lexicon.vary(chosen, dice, share)

    def value(match: re.Match[str]) -> str:
        bounds = _RANGE.fullmatch(match[0][1:-1])
        return figure(bounds[1], bounds[2], dice) if bounds else fill(match[0][1:-1])

    return re.sub(r"\{[^{}]*\}", value, varied)


def lines(block: str) -> tuple[str, ...]:
    """Return the non-empty lines of a TOML block: one fragment each."""
    return tuple(line.strip() for line in block.strip().splitlines() if line.strip())
