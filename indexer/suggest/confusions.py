"""Which characters are mistaken for which by the eye."""

from __future__ import annotations

from functools import cache
from pathlib import Path

__all__ = ["look_like"]

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
