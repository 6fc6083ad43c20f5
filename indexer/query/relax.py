"""Steps from the strictest reading of a query to looser ones. Only plain words are ever let go."""

from __future__ import annotations

from collections.abc import Iterable

from whoosh.query import ConstantScoreQuery, Or, Query

from indexer.query.expression import Exact, Expression, Words, conjuncts, is_filter
from indexer.query.tell import listed
from indexer.query.trees import Parts, TreeMaker, all_of, scored
from indexer.query.understanding import Step
from indexer.ranking import Ranking

__all__ = ["steps_of"]

#: Up to this many words in one run were chosen one by one: all must match, unless together they find nearly nothing.
FEW = 3
#: Fewer hits than this are nearly nothing. On judged queries nDCG@10 rises from 0.902 to 0.915 on the tuning half, to
#: 0.917 with 5; but two words that meet in four records have been answered.
NEARLY_NOTHING = 3
#: A run of this many words is a sentence or a title, and so is one with 关于……的建议 around it. The right record
#: seldom has every word of it, and some wrong one often does, so any word may match and the score decides
#: (docs/decisions/0008-ranking.md has the figures).
SENTENCE = 6
#: So many words typed with spaces between are a sentence too.
MANY = 8
#: A run that is one piece is looked for in parts, if nowhere found, from this length: 人民代表大会, but not 欧阳娜.
PARTED = 4
#: In between, all words must match if that gives a page of hits.
ENOUGH = 10


def steps_of(expression: Expression, ranking: Ranking) -> tuple[Step, ...]:
    """Return the trees to try, strictest first; quotes, fields and negations stand in all of them.

    >>> from indexer.query.expression import Piece
    >>> words = Words("停车收费", (Piece("停车"), Piece("收费")), (), ())
    >>> [step.notice for step in steps_of(words, Ranking())]
    ['', '几乎没有提案同时包含“停车”和“收费”，下面是包含其中任意一个的，同时包含的排在最前']
    """
    maker = TreeMaker(ranking)
    conditions = conjuncts(expression)
    filters = [maker.condition(each) for each in conditions if is_filter(each)]
    typed = [each for each in conditions if isinstance(each, Words)]
    words = maker.together(typed)
    rest = maker.together(each for each in conditions if not is_filter(each) and not isinstance(each, Words))
    scope = all_of(filters) if filters else None

    strict = Step(_tree(words.needed, words, rest), scope, False, "", _enough(typed))
    if len(words.needed) < 2:
        return (strict, *_in_parts(typed, maker, words, rest, scope))
    either = [Or(list(words.needed))]
    if any(each.title or len(each.pieces) >= SENTENCE for each in typed) or len(words.needed) >= MANY:
        return (Step(_tree(either, words, rest), scope, True, "按与整句话的相近程度排列，不要求每个词都出现"),)
    names = listed([*dict.fromkeys(piece.text for each in typed for piece in each.pieces)])
    first = ConstantScoreQuery(all_of(words.needed), ranking.record)
    loose = _tree(either, Parts(words.needed, (first, *words.scoring)), rest)
    notice = f"几乎没有提案同时包含{names}，下面是包含其中任意一个的，同时包含的排在最前"
    return (strict, Step(loose, scope, True, notice))


def _in_parts(typed: list[Words], maker: TreeMaker, words: Parts, rest: Parts, scope: Query | None) -> tuple[Step, ...]:
    """The looser step of a run that is one piece: any two neighbouring characters of it. Not for names and numbers."""
    if len(typed) != 1 or len(typed[0].text) < PARTED or typed[0].readings or not typed[0].pieces:
        return ()
    text = typed[0].text
    pairs = [maker.condition(Exact(pair)) for pair in dict.fromkeys(map(str.__add__, text, text[1:]))]
    tree = _tree([Or([*words.needed, *pairs])], words, rest)
    return (Step(tree, scope, True, f"没有提案含“{text}”，下面是含其中一部分的"),)


def _enough(typed: list[Words]) -> int:
    """How many hits of the strictest step are an answer."""
    if len(typed) == 1 and len(typed[0].pieces) < 2:
        return 1
    return NEARLY_NOTHING if all(len(each.pieces) <= FEW for each in typed) else ENOUGH


def _tree(needed: Iterable[Query], words: Parts, rest: Parts) -> Query:
    return scored(all_of([*needed, *rest.needed]), words.scoring + rest.scoring)
