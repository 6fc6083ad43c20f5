"""Pairs that the self-join offers, aligned and judged a block at a time, and the clusters that they connect.

Of each cluster one proposal is proposed as the main case (主案).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import TypeVar

import numpy as np

from corpus import Proposal
from indexer.duplicates.comparison import Comparison
from indexer.duplicates.results import Cluster, DuplicatePair, Submission, Verdict
from indexer.duplicates.self_join import SelfJoin
from indexer.duplicates.texts import Boilerplate

__all__ = ["Fetch", "clusters_of", "connected", "judged_pairs", "main_case", "merges"]


#: Gives proposals by id; those that are gone are left out.
Fetch = Callable[[Sequence[str]], Mapping[str, Proposal]]
#: Told how many of the pairs are judged, and how many there are.
Progress = Callable[[int, int], None]

#: Pairs whose texts are in memory at once.
_BLOCK = 512


def judged_pairs(
    joined: SelfJoin,
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


def _groups(joined: SelfJoin, internal: bool) -> dict[int, list[int]]:
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


_Key = TypeVar("_Key", bound=Hashable)

#: Coverage of either text from which an overlap connects; below it, two proposals only touch.
_CONNECTS = 0.4


def merges(verdict: Verdict, coverage: float, reverse_coverage: float) -> bool:
    """Whether two proposals are alike enough to be handled as one case."""
    if verdict is Verdict.OVERLAPS:
        return max(coverage, reverse_coverage) >= _CONNECTS
    return verdict.copied


def connected(links: Iterable[tuple[_Key, _Key]]) -> list[list[_Key]]:
    """Return the groups that links connect, each in the order it was met.

    >>> connected([(1, 2), (5, 6), (2, 3)])
    [[1, 2, 3], [5, 6]]
    """
    links = list(links)
    above: dict[_Key, _Key] = {}

    def top(key: _Key) -> _Key:
        above.setdefault(key, key)
        while above[key] != key:
            above[key] = above[above[key]]
            key = above[key]
        return key

    for one, other in links:
        first, second = top(one), top(other)
        above[second] = first
    groups: dict[_Key, dict[_Key, None]] = defaultdict(dict)
    for pair in links:
        for key in pair:
            groups[top(key)][key] = None
    return [list(group) for group in groups.values()]


def main_case(shares: Sequence[tuple[float, Proposal]]) -> tuple[int, str]:
    """Return which proposal could be the main case, by its place, and why.

    Args:
        shares: for each proposal, what part of the others' text it holds on average, and itself.
    """
    best = max(share for share, _ in shares)
    # Nearly as complete is as complete: then the one that was first decides.
    complete = [place for place, (share, _) in enumerate(shares) if share >= best - 0.05]
    first = min(complete, key=lambda place: (*_filed(shares[place][1]), place))
    why = f"其余各件的文字平均有 {round(shares[first][0] * 100)}% 在它之中"
    return first, why + ("，是其中最早的一件。" if len(complete) > 1 else "，最为完整。")


def _filed(proposal: Proposal) -> tuple[int, int]:
    """When it was filed, as sorting wants it: undated ones last, then by 案号."""
    day = proposal.submitted or proposal.filed or proposal.published
    return (day.ordinal if day else 99_999_999), (proposal.number if proposal.number is not None else 1 << 31)


def clusters_of(
    pairs: Iterable[DuplicatePair], fetch: Callable[[Sequence[str]], dict[str, Proposal]]
) -> tuple[Cluster, ...]:
    """Return the clusters that pairs form, the largest first, each with a proposed main case."""
    merging = [pair for pair in pairs if merges(pair.verdict, pair.coverage, pair.reverse_coverage)]
    groups = connected((pair.a, pair.b) for pair in merging)
    home = {id: number for number, group in enumerate(groups) for id in group}
    inside: list[list[DuplicatePair]] = [[] for _ in groups]
    for pair in merging:
        inside[home[pair.a]].append(pair)
    found = [_cluster(group, pairs, fetch) for group, pairs in zip(groups, inside, strict=True)]
    return tuple(sorted(found, key=lambda cluster: (-len(cluster.members), cluster.main)))


def _cluster(
    group: list[str], pairs: Sequence[DuplicatePair], fetch: Callable[[Sequence[str]], dict[str, Proposal]]
) -> Cluster:
    held = dict.fromkeys(group, 0.0)
    for pair in pairs:
        held[pair.a] += pair.reverse_coverage
        held[pair.b] += pair.coverage
    proposals = fetch(group)
    shown = [id for id in group if id in proposals]
    place, reason = main_case([(held[id] / (len(group) - 1), proposals[id]) for id in shown])
    members = (shown[place], *(id for id in group if id != shown[place]))
    return Cluster(shown[place], members, reason, tuple(pairs))
