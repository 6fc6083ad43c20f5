"""How much work the order of hits may cost: of what scores, the most telling part that can be paid for.

    work of a term = the documents that have it + what any list costs      (both known before anything is read)

Terms are taken from the rarest on until ``MAX_WORK`` is spent; what is left over would have scored least, since a
term scores the less the more documents have it. Which documents match is never touched. The rule looks at the index
and the query alone, so the same question always has the same answer (docs/decisions/0021-limits.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from whoosh.query import And, AndMaybe, Or, Phrase, Query, Term

from indexer.query.trees import all_of, any_of, silent
from indexer.query.understanding import Step

__all__ = ["LIST_WORK", "MAX_WORK", "Frequencies", "within_budget"]

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
