"""Edits: which mistake turns what was meant into what was typed, by ear or by eye, and how likely each kind is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from indexer.suggest.pinyin import Pinyin

__all__ = ["Costs", "Edit", "alignment", "applied", "look_like"]


_MEASURED = Path(__file__).with_name("lookalikes.txt")

#: Groups that are confused although their pictures differ: by a stroke in the hand, or by a shared component.
_BY_HAND = (
    "侯候", "辨辩辫瓣", "燥躁噪澡操", "即既", "戊戌戍戎", "拆折析", "撤撒澈辙", "赢羸嬴", "蓝篮", "密蜜", "幕募墓慕暮",
    "籍藉", "竟竞", "己已巳", "贷货", "博搏", "陪培倍赔部", "坐座", "记纪", "象像", "账帐", "分份", "付副", "带戴",
    "作做", "在再", "清请情晴睛", "渠梁", "扬杨场汤", "玻坡波破披被", "绪诸猪", "刺剌", "买卖", "末未", "土士", "办为",
    "历厉", "州洲", "桥侨骄", "响晌", "埋理", "政攻", "环坏", "级极", "垃拉", "圾级", "盲育", "衰哀衷", "孤狐弧",
)  # fmt: skip


@cache
def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for line in _MEASURED.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            table[line[0]] = line[1:]
    for group in _BY_HAND:
        for character in group:
            table[character] = "".join(dict.fromkeys((*group.replace(character, ""), *table.get(character, ""))))
    return table


def look_like(character: str) -> str:
    """Return the characters that look like this one, the most alike first.

    >>> look_like("末")[:2], look_like("x")
    ('未朱', '')
    """
    return _table().get(character, "")


@dataclass(frozen=True, slots=True)
class Edit:
    """Cells ``start`` to ``end`` of a query were meant as ``right``; the higher the cost, the less likely."""

    start: int
    end: int
    right: str
    cost: float


class Costs:
    """What each mistake costs: about the negative logarithm of its share among typing errors in Chinese.

    Most errors come from pinyin input methods and sound like what was meant (about 76 %, Liu et al., *Visually and
    phonologically similar characters in incorrect Chinese words*, TALIP 2011), many look like it (46 %).
    """

    sound, look, near, other = 0.3, 0.35, 0.5, 1.0
    swapped, doubled, spare, missing = 0.5, 0.4, 0.8, 0.8
    #: Leaving out the first or the last character always finds more; it is hardly ever what was meant.
    at_end = 1.5

    def __init__(self, pinyin: Pinyin) -> None:
        self._pinyin = pinyin

    def mistaken(self, typed: str, meant: str) -> float:
        """Return the cost of typing one character for another; 0 for the same."""
        if typed == meant:
            return 0.0
        if self._pinyin.same_sound(typed, meant):
            return self.sound
        if meant in look_like(typed):
            return self.look
        return self.near if self._pinyin.same_sound(typed, meant, nearly=True) else self.other

    def extra(self, typed: str, place: int) -> float:
        """Return the cost of a character too many."""
        around = typed[max(place - 1, 0) : place] + typed[place + 1 : place + 2]
        if typed[place] in around:
            return self.doubled
        return self.spare if 0 < place < len(typed) - 1 else self.at_end


def alignment(typed: str, text: str, costs: Costs) -> tuple[Edit, ...]:
    """Return the cheapest edits that turn ``typed`` into some part of ``text``.

    Optimal string alignment (Damerau-Levenshtein with swaps of neighbours) whose ends in ``text`` are free.
    """
    width = len(text) + 1
    best = [[0.0] * width]
    steps: list[list[tuple[int, int]]] = [[(0, 0)] * width]
    for place, character in enumerate(typed):
        extra = costs.extra(typed, place)
        row = [best[place][0] + extra]
        step = [(1, 0)]
        for column in range(1, width):
            options = [
                (best[place][column - 1] + costs.mistaken(character, text[column - 1]), (1, 1)),
                (best[place][column] + extra, (1, 0)),
                (row[column - 1] + costs.missing, (0, 1)),
            ]
            if (
                place
                and column > 1
                and typed[place - 1 : place + 1] == text[column - 1] + text[column - 2] != character * 2
            ):
                options.append((best[place - 1][column - 2] + costs.swapped, (2, 2)))
            cost, way = min(options)
            row.append(cost)
            step.append(way)
        best.append(row)
        steps.append(step)
    return _traced(typed, text, best, steps)


def _traced(
    typed: str, text: str, best: Sequence[Sequence[float]], steps: Sequence[Sequence[tuple[int, int]]]
) -> tuple[Edit, ...]:
    edits: list[Edit] = []
    column = min(range(len(text) + 1), key=best[-1].__getitem__)
    place = len(typed)
    while place:
        down, across = steps[place][column]
        wrong, right = typed[place - down : place], text[column - across : column]
        if wrong != right:
            cost = best[place][column] - best[place - down][column - across]
            edits.append(Edit(place - down, place, right, cost))
        place, column = place - down, column - across
    return tuple(reversed(edits))


def applied(typed: str, edits: Iterable[Edit]) -> str:
    """Return characters with edits made; they are in order and do not overlap.

    >>> applied("停车南", [Edit(2, 3, "难", 0.3)])
    '停车难'
    """
    made, place = "", 0
    for edit in edits:
        made += typed[place : edit.start] + edit.right
        place = edit.end
    return made + typed[place:]
