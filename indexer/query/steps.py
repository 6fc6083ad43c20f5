"""Steps from the strictest reading of a query to looser ones, and how much work the score of one may cost.

Only plain words are ever relaxed. The budget of a step:

    work of a term = its document frequency + the fixed cost of a posting list      (both known before reading)

Terms are taken from the rarest on until ``MAX_WORK`` is spent; what is left over would have scored least, since a
term scores the less the more documents have it. Which documents match is never touched. The rule looks at the index
and the query alone, so the same question always has the same answer (docs/decisions/0021-limits.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from whoosh.query import And, AndMaybe, ConstantScoreQuery, Or, Phrase, Query, Term
from whoosh.query import Not as NotTree

from indexer.fields import text_field_named
from indexer.query.describe import listed
from indexer.query.expression import Exact, Expression, Words, conjuncts, is_filter
from indexer.query.trees import Parts, TreeMaker, all_of, any_of, scored, silent
from indexer.search.ranking import Ranking

__all__ = ["LIST_WORK", "MAX_WORK", "Frequencies", "Step", "steps_of", "within_budget"]


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


@dataclass(frozen=True, slots=True)
class Step:
    """One way to ask an engine.

    Attributes:
        tree: what must match and how it scores.
        scope: what must match too and never scores; None for all.
        relaxed: whether something typed is not insisted on.
        notice: what is not insisted on, in Chinese; ``""`` for the strictest step.
        min_hits: from how many hits on no looser step is worth trying.
        thinned: whether words that nearly every record has were left out of the scores.
        beside: what else may be meant where this step finds few, without what it finds; None for nothing.
    """

    tree: Query
    scope: Query | None
    relaxed: bool
    notice: str
    min_hits: int = 1
    thinned: bool = False
    beside: Query | None = None


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

    strict = Step(_tree(words.needed, words, rest), scope, False, "", _min_hits(typed))
    if len(words.needed) < 2:
        return (strict, *_in_parts(typed, maker, words, rest, scope))
    either = [Or(list(words.needed))]
    if any(each.title or len(each.pieces) >= SENTENCE for each in typed) or len(words.needed) >= MANY:
        return (Step(_tree(either, words, rest), scope, True, "按与整句话的相近程度排列，不要求每个词都出现"),)
    names = listed([*dict.fromkeys(piece.text for each in typed for piece in each.pieces)])
    # Two words may happen to stand in one record whatever it is about; three hardly do, and a session named is meant.
    meant = len(words.needed) > 2 or any(each.interpretations for each in typed)
    bonus = ranking.record if meant else ranking.together
    first = ConstantScoreQuery(all_of(words.needed), bonus)
    loose = _tree(either, Parts(words.needed, (first, *words.scoring)), rest)
    notice = f"几乎没有提案同时包含{names}，下面是包含其中任意一个的"
    beside = _beside(typed, maker, _tree(either, words, rest), words)
    return (replace(strict, beside=beside), Step(loose, scope, True, notice))


def _beside(typed: list[Words], maker: TreeMaker, loose: Query, words: Parts) -> Query | None:
    """What has one of several words in its title, but not all of them anywhere; only where they were typed apart."""
    if len(typed) < 2 or any(each.interpretations for each in typed):
        return None
    titles = TreeMaker(maker.ranking, (text_field_named("title"),))
    titled = any_of(silent(titles.condition(each)) for each in typed if len(each.text) > 1)
    return And([loose, titled, NotTree(all_of(words.needed))])


def _in_parts(typed: list[Words], maker: TreeMaker, words: Parts, rest: Parts, scope: Query | None) -> tuple[Step, ...]:
    """The looser step of a run that is one piece: any two neighbouring characters of it. Not for names and numbers."""
    if len(typed) != 1 or len(typed[0].text) < PARTED or typed[0].interpretations or not typed[0].pieces:
        return ()
    text = typed[0].text
    pairs = [maker.condition(Exact(pair)) for pair in dict.fromkeys(map(str.__add__, text, text[1:]))]
    tree = _tree([Or([*words.needed, *pairs])], words, rest)
    return (Step(tree, scope, True, f"没有提案含“{text}”，下面是含其中一部分的"),)


def _min_hits(typed: list[Words]) -> int:
    """How many hits of the strictest step are an answer."""
    if len(typed) == 1 and len(typed[0].pieces) < 2:
        return 1
    return NEARLY_NOTHING if all(len(each.pieces) <= FEW for each in typed) else ENOUGH


def _tree(needed: Iterable[Query], words: Parts, rest: Parts) -> Query:
    return scored(all_of([*needed, *rest.needed]), words.scoring + rest.scoring)


#: Documents that the lists of all scoring terms may hold together, each list counting ``LIST_WORK`` more.
MAX_WORK = 10_000_000
#: What a list costs however short it is, in documents: to be looked up, read and added.
LIST_WORK = 5_000

#: Tells, for a field, in how many documents each of some terms is.
Frequencies = Callable[[str, Iterable[str]], Mapping[str, int]]

#: What scores by itself, as far as it can be told apart: a field and the words that stand together in it.
_Leaf = tuple[str, tuple[str, ...]]


def within_budget(step: Step, frequencies: Frequencies, documents: int, *, most: int = MAX_WORK) -> Step:
    """Return the step with the same matches whose scoring costs at most ``most``; mostly the step itself.

    Args:
        documents: how many documents there are; what cannot cost too much is not looked into.

    >>> step = Step(Or([Term("chars", "停"), Term("chars", "的")]), None, False, "")
    >>> within_budget(step, lambda field, terms: {"停": 5, "的": 900}, 1_000, most=5_500).tree.subqueries[0]
    Term('chars', '停')
    """
    leaves = dict.fromkeys(_scoring(step.tree))
    if sum(len(words) for _, words in leaves) * (documents + LIST_WORK) <= most:
        return step
    spare = _spare(leaves, frequencies, most)
    return replace(step, tree=_without(step.tree, spare), thinned=True) if spare else step


def _scoring(tree: Query) -> Iterator[_Leaf]:
    """What scores, as often as it stands in the tree."""
    if leaf := _leaf(tree):
        yield leaf
    elif isinstance(tree, AndMaybe):
        yield from _scoring(tree.a)
        yield from _scoring(tree.b)
    elif isinstance(tree, And | Or):
        for child in tree.subqueries:
            yield from _scoring(child)


def _leaf(tree: Query) -> _Leaf | None:
    if isinstance(tree, Term):
        return tree.fieldname, (tree.text,)
    return (tree.fieldname, tuple(tree.words)) if isinstance(tree, Phrase) else None


def _spare(leaves: Iterable[_Leaf], frequencies: Frequencies, most: int) -> set[_Leaf]:
    """What cannot be paid for: the most frequent."""
    words: dict[str, dict[str, None]] = {}
    for name, texts in leaves:
        words.setdefault(name, {}).update(dict.fromkeys(texts))
    known = {name: frequencies(name, texts) for name, texts in words.items()}
    # Words together are in no more documents than the rarest of them.
    rarity = {leaf: min(known[leaf[0]][text] for text in leaf[1]) for leaf in leaves}
    spare: set[_Leaf] = set()
    for leaf in sorted((leaf for leaf in rarity if rarity[leaf]), key=rarity.__getitem__):
        most -= len(leaf[1]) * (rarity[leaf] + LIST_WORK)
        if most < 0:
            spare.add(leaf)
    return spare


def _without(tree: Query, spare: set[_Leaf]) -> Query:
    """The tree that matches the same, without the scores of some of its leaves."""
    if _leaf(tree) in spare:
        return silent(tree)
    if isinstance(tree, AndMaybe):
        alternatives = tree.b.subqueries if isinstance(tree.b, Or) else [tree.b]
        scoring = [each for each in alternatives if _leaf(each) not in spare]
        condition = _without(tree.a, spare)
        return AndMaybe(condition, any_of(scoring)) if scoring else condition
    if isinstance(tree, And):
        return all_of([_without(child, spare) for child in tree.subqueries])
    if isinstance(tree, Or):
        silenced = [child for child in tree.subqueries if _leaf(child) in spare]
        heard = [_without(child, spare) for child in tree.subqueries if _leaf(child) not in spare]
        return any_of([*heard, silent(any_of(silenced))] if silenced else heard)
    return tree
