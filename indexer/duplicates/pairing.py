"""Pairs: what the join offers, aligned and judged, a block at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, product

import numpy as np

from corpus import Proposal
from indexer.duplicates.boilerplate import Boilerplate
from indexer.duplicates.comparison import Comparison
from indexer.duplicates.joining import Joined
from indexer.duplicates.results import DuplicatePair, Submission, Verdict

__all__ = ["Fetch", "judged_pairs"]

#: Gives proposals by id; those that are gone are left out.
Fetch = Callable[[Sequence[str]], Mapping[str, Proposal]]
#: Told how many of the pairs are judged, and how many there are.
Progress = Callable[[int, int], None]

#: Pairs whose texts are in memory at once.
_BLOCK = 512


def judged_pairs(
    joined: Joined,
    fetch: Fetch,
    boilerplate: Boilerplate,
    guarantee: int,
    *,
    internal: bool,
    alike: float = 0.0,
    progress: Progress | None = None,
) -> Iterator[DuplicatePair]:
    """Yield the pairs that share text, with their verdicts; each once, in the order of the first one.

    Args:
        fetch: where texts come from.
        internal: whether pairs with an internal proposal are wanted.
        alike: leave out pairs that share less than this part of the smaller one's fingerprints.
    """
    groups = _groups(joined, internal)
    for members in groups.values():
        for a, b in combinations(members, 2):
            yield DuplicatePair(joined.ids[a], joined.ids[b], Verdict.IDENTICAL, 1.0, 1.0, 1.0)
    smaller = np.minimum(joined.sizes[joined.pairs[:, 0]], joined.sizes[joined.pairs[:, 1]])
    wanted = joined.shared >= alike * smaller
    if not internal:
        wanted &= ~(joined.internal[joined.pairs[:, 0]] | joined.internal[joined.pairs[:, 1]])
    pairs = joined.pairs[wanted]
    for start in range(0, len(pairs), _BLOCK):
        block = pairs[start : start + _BLOCK]
        texts = fetch([joined.ids[number] for number in np.unique(block).tolist()])
        for a, b, found in _judged(block, joined.ids, texts, boilerplate, guarantee):
            for one, other in product(groups.get(a, [a]), groups.get(b, [b])):
                yield _named(found, joined.ids[one], joined.ids[other])
        if progress:
            progress(min(start + _BLOCK, len(pairs)), len(pairs))


def _groups(joined: Joined, internal: bool) -> dict[int, list[int]]:
    """Proposals with the very same text, by the first of them; only where there is more than one."""
    groups: dict[int, list[int]] = defaultdict(list)
    for number in np.flatnonzero(np.bincount(joined.same, minlength=1)[joined.same] > 1).tolist():
        if internal or not joined.internal[number]:
            groups[int(joined.same[number])].append(number)
    return groups


def _judged(
    block: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    ids: Sequence[str],
    texts: Mapping[str, Proposal],
    boilerplate: Boilerplate,
    guarantee: int,
) -> Iterator[tuple[int, int, DuplicatePair]]:
    comparisons: dict[int, Comparison] = {}
    for a, b in block.tolist():
        one, other = texts.get(ids[a]), texts.get(ids[b])
        if one is None or other is None:
            continue
        if a not in comparisons:
            comparisons[a] = Comparison(Submission(one), boilerplate, guarantee)
        found = comparisons[a].with_(other, replies=False)
        if found is not None and found.verdict.copied:
            yield (
                a,
                b,
                DuplicatePair(ids[a], ids[b], found.verdict, found.score, found.coverage, found.reverse_coverage),
            )


def _named(pair: DuplicatePair, a: str, b: str) -> DuplicatePair:
    return DuplicatePair(a, b, pair.verdict, pair.score, pair.coverage, pair.reverse_coverage)
