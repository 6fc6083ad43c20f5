"""Steps from the strictest reading of a query to looser ones. Only plain words are ever let go."""

from __future__ import annotations

import math
from collections.abc import Iterable

from whoosh.query import Or, Query

from indexer.query.expression import Expression, Words, conjuncts, is_filter
from indexer.query.tell import listed
from indexer.query.trees import TreeMaker, all_of, scored
from indexer.query.understanding import Step
from indexer.ranking import Ranking

__all__ = ["MOST", "steps_of"]

#: Up to this many words were chosen one by one: looser steps are for when all of them together find nothing.
FEW_WORDS = 3
#: More are a sentence or a title, which the right record seldom has word for word: looser steps are for when not even
#: a page is found. With titles as queries for their texts (436 real proposals) this gives MRR@10 0.920, waiting for
#: nothing at all to be found 0.859.
ENOUGH = 10
#: "Most of the words" is this share of them, but never all: three of four, two of three.
MOST = 0.75


def steps_of(expression: Expression, ranking: Ranking) -> tuple[Step, ...]:
    """Return the trees to try, strictest first; quotes, fields and negations stand in all of them.

    >>> from indexer.query.expression import Piece
    >>> words = Words("停车收费", (Piece("停车"), Piece("收费")), (), ())
    >>> [step.notice for step in steps_of(words, Ranking())]
    ['', '几乎没有提案同时包含“停车”和“收费”，下面是包含其中任意一个的']
    """
    maker = TreeMaker(ranking)
    conditions = conjuncts(expression)
    filters = [maker.condition(each) for each in conditions if is_filter(each)]
    typed = [each for each in conditions if isinstance(each, Words)]
    words = maker.together(typed)
    rest = maker.together(each for each in conditions if not is_filter(each) and not isinstance(each, Words))
    scope = all_of(filters) if filters else None

    enough = 1 if len(words.needed) <= FEW_WORDS else ENOUGH

    def step(needed: Iterable[Query], notice: str) -> Step:
        tree = scored(all_of([*needed, *rest.needed]), words.scoring + rest.scoring)
        return Step(tree, scope, bool(notice), notice, enough)

    names = dict.fromkeys(piece.text for each in typed for piece in each.pieces)
    looser = [
        step(
            [Or(list(words.needed), minmatch=least)], f"几乎没有提案同时包含{listed([*names])}，下面是包含其中{which}的"
        )
        for least, which in _looser(len(words.needed))
    ]
    return (step(words.needed, ""), *looser)


def _looser(words: int) -> list[tuple[int, str]]:
    """How many of this many words must match in each looser step, and how that is said."""
    most = min(math.ceil(words * MOST), words - 1)
    steps = [(most, "大部分")] if most > 1 else []
    return [*steps, (1, "任意一个")] if words > 1 else []
