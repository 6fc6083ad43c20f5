"""Clusters: proposals that duplicates connect, and which of them could be the main case (主案)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from corpus import Proposal
from indexer.duplicates.results import Cluster, DuplicatePair, Verdict

__all__ = ["clusters_of", "connected", "main_case", "merges"]

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
