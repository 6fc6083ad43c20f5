"""Which pages are asked for: different searches, the same for both sites, each in the site's own address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from random import Random
from urllib.parse import urlencode

from benchmarks.speed.generate import proposal
from indexer import FACETS
from indexer.analysis.analyzer import Analyzer

__all__ = ["MANY", "Asked", "datasette_address", "our_address", "our_json_address", "searches"]

#: Words are drawn from so many proposals; a word must stand in this share of them, a pair in so many of them.
_SAMPLE, _RARE, _COMMON, _TOGETHER = 200, 0.015, 0.35, 3
_SEED = 20260825
#: Facets with several values a proposal: arrays to Datasette.
MANY = ("unit", "lead_unit", "support_unit", "proposer")


@dataclass(frozen=True, slots=True)
class Asked:
    """Two words, and in every third search a session or category chosen besides."""

    words: tuple[str, str]
    chosen: tuple[tuple[str, str], ...] = ()


def searches(count: int) -> list[Asked]:
    """Return so many different searches, every one with something to find.

    >>> [len(set(searches(300))), len(searches(300)[0].words)]
    [300, 2]
    """
    random = Random(_SEED)
    cut = Analyzer()
    sets = [
        sorted({word for word in cut.words(each.text) if len(word) > 1})
        for each in (proposal(number) for number in range(_SAMPLE))
    ]
    spread = Counter(word for words in sets for word in words)
    fit = {word for word, held in spread.items() if _RARE * _SAMPLE <= held <= _COMMON * _SAMPLE}
    together = Counter(_pairs(sets, fit, random))
    pairs = sorted(pair for pair, held in together.items() if held >= _TOGETHER)
    random.shuffle(pairs)
    filters = [("session", f"{10 + term}-{meeting}") for term in range(5) for meeting in range(1, 6)]
    filters += [("category", name) for name in ("城建交通", "教科文卫", "农业农村", "生态环境")]
    return [
        Asked(pair, (random.choice(filters),) if place % 3 == 2 else ()) for place, pair in enumerate(pairs[:count])
    ]


def _pairs(sets: list[list[str]], fit: set[str], random: Random) -> Iterator[tuple[str, str]]:
    for words in sets:
        held = [word for word in words if word in fit]
        yield from combinations(sorted(random.sample(held, min(len(held), 70))), 2)


def our_address(asked: Asked) -> str:
    """Return where our site answers a search."""
    return "/?" + urlencode([("q", " ".join(asked.words)), *asked.chosen])


def our_json_address(asked: Asked) -> str:
    """Return where our site answers the same search as JSON."""
    return "/api/v1/search" + our_address(asked)[1:]


def datasette_address(asked: Asked, form: str = "") -> str:
    """Return where Datasette answers it: ten rows, the exact total and every facet that our page counts."""
    facets = [("_facet_array" if facet.name in MANY else "_facet", facet.name) for facet in FACETS]
    return f"/proposals/proposals{form}?" + urlencode(
        [("_search", " ".join(asked.words)), ("_size", "10"), *asked.chosen, *facets]
    )
