"""The labels and values of one record while rules take from them; what no rule takes is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from corpus.profiles import Rule
from corpus.values import fold

__all__ = ["Pairs", "is_empty_word"]

#: What programs and clerks write where there is nothing.
_EMPTY = frozenset(
    [
        "nan",
        "none",
        "null",
        "nil",
        "n/a",
        "#n/a",
        "undefined",
        "<na>",
        "nat",
        "无",
        "無",
        "暂无",
        "空",
        "/",
        "\\",
        "-",
        "--",
        "---",
        "—",
        "——",
        "———",
    ]
)
#: Cells of Word end in such signs; they are no text.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def is_empty_word(value: str) -> bool:
    """Whether a value says that there is none.

    >>> is_empty_word(" NaN "), is_empty_word("无"), is_empty_word("无锡市")
    (True, True, False)
    """
    return value.strip().casefold() in _EMPTY


class Pairs:
    """Labels and values in the source's order, remembering which were taken.

    >>> pairs = Pairs([("案由：", "停车难"), ("浏览次数", "12")])
    >>> pairs.one(Rule(labels=("案由",)))
    '停车难'
    >>> pairs.rest(())
    (('浏览次数', '12'),)
    """

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        cleaned = ((_CONTROL.sub("", label), _CONTROL.sub("", value)) for label, value in pairs)
        self._pairs = [(label, fold(label), value) for label, value in cleaned if value.strip()]
        self._positions: dict[str, list[int]] = {}
        for position, (_, folded, _) in enumerate(self._pairs):
            self._positions.setdefault(folded, []).append(position)
        self._taken: set[int] = set()

    def __iter__(self) -> Iterator[tuple[int, str, str]]:
        """Every pair that has a value: its position, folded label and value."""
        return ((position, folded, value) for position, (_, folded, value) in enumerate(self._pairs))

    def take(self, position: int) -> None:
        """Mark one pair as taken."""
        self._taken.add(position)

    def release(self, rule: Rule | None) -> None:
        """Keep the pairs of this rule after all, because their value says more than the record can hold."""
        for label in rule.labels if rule else ():
            self._taken.difference_update(self._positions.get(label, ()))

    def one(self, rule: Rule | None, *, repeated: str | None = None) -> str:
        """Return the rule's value, ``""`` where no label has one.

        The first of the rule's labels that has a value is taken, all of them where the rule joins. A label that
        stands several times gives its first value, or all of them with ``repeated`` between.
        """
        if rule is None:
            return ""
        between = repeated if rule.join is None else rule.join
        found: list[str] = []
        for label in rule.labels:
            positions = self._with_value(label)
            positions = positions if between is not None else positions[:1]
            if positions:
                self._taken.update(positions)
                values = [self._pairs[position][2] for position in positions]
                found.append((between or "").join(values))
                if rule.join is None:
                    break
        return rule.clean((between or "").join(found))

    def every(self, rule: Rule | None) -> tuple[str, ...]:
        """Return every value of every label of the rule, in the source's order."""
        if rule is None:
            return ()
        chosen = sorted(position for label in rule.labels for position in self._with_value(label))
        self._taken.update(chosen)
        return tuple(rule.clean(self._pairs[position][2]) for position in chosen)

    def named(self, rule: Rule | None) -> tuple[tuple[str, str], ...]:
        """Return every label of the rule with its value, in the source's order."""
        if rule is None:
            return ()
        chosen = sorted(position for label in rule.labels for position in self._with_value(label))
        self._taken.update(chosen)
        found = ((self._pairs[position][0], self._pairs[position][2]) for position in chosen)
        return tuple((label.strip().rstrip(":："), rule.clean(value)) for label, value in found)

    def _with_value(self, label: str) -> list[int]:
        """Where a label has a value; a word for nothing is read as none."""
        positions = self._positions.get(label, [])
        empty = {position for position in positions if is_empty_word(self._pairs[position][2])}
        self._taken.update(empty)
        return [position for position in positions if position not in empty]

    def rest(self, skip: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        """Return the labels and values that no rule took, without those to be skipped."""
        left = (pair for position, pair in enumerate(self._pairs) if position not in self._taken)
        return tuple((label.strip().rstrip(":："), value) for label, folded, value in left if folded not in skip)
