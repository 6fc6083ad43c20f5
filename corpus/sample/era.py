"""Leaves out of the fragments what their year did not know yet: no 5G in 2017, no 疫情 before it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_ALTERNATIVES = re.compile(r"\[([^\[\]]*)\]")


def of_year(fragments: Sequence[str], year: int, since: Mapping[str, int]) -> tuple[str, ...]:
    """Return the fragments that can be said in this year, without the alternatives that cannot.

    >>> of_year(["开通[5G专网|光纤]", "5G基站", "宽带"], 2017, {"5G": 2019})
    ('开通[光纤]', '宽带')
    """
    unknown = [word for word, first in since.items() if first > year]
    return tuple(kept for each in fragments if (kept := _without(each, unknown)))


def _without(fragment: str, unknown: Sequence[str]) -> str:
    def alternatives(match: re.Match[str]) -> str:
        known = [each for each in match[1].split("|") if not any(word in each for word in unknown)]
        return f"[{'|'.join(known)}]" if known else match[0]

    kept = _ALTERNATIVES.sub(alternatives, fragment)
    return "" if any(word in kept for word in unknown) else kept
