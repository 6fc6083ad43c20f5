"""A batch of new proposals, compared with each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from indexer.analysis.fingerprints import Fingerprinting
from indexer.duplicates.candidates import Topic
from indexer.duplicates.comparison import Comparison
from indexer.duplicates.pairs import connected, main_case, merges
from indexer.duplicates.results import Candidate, Submission
from indexer.duplicates.self_join import self_join
from indexer.duplicates.texts import Boilerplate
from indexer.search.similar import TellingTerm

__all__ = ["Found", "compare_each_other", "groups_of"]

#: For each text of a batch, the others it shares something with, by place.
Found = list[dict[int, Candidate]]

#: Share of one's telling terms that another must have to be looked at for the same topic.
_TERMS = 0.4


def compare_each_other(
    batch: Sequence[Submission],
    topics: Sequence[tuple[Topic, Sequence[TellingTerm]]],
    boilerplate: Boilerplate,
    fingerprinting: Fingerprinting,
    progress: Callable[[int, int], None] | None = None,
) -> Found:
    """Return what every text of a batch shares with the others.

    Args:
        topics: of each text.
        boilerplate: the archive's; what much of the batch has in common is boilerplate too.
    """
    joined = self_join((replace(each.proposal, id=str(place)) for place, each in enumerate(batch)), fingerprinting)
    formulas = Boilerplate(np.union1d(boilerplate.common, joined.common), fingerprinting)
    wanted = {(a, b) for a, b in joined.pairs.tolist()}
    wanted |= {(int(first), place) for place, first in enumerate(joined.same) if first != place}
    near = _near(topics)
    others: dict[int, set[int]] = defaultdict(set)
    for a, b in wanted | near:
        others[a].add(b)
        others[b].add(a)
    found: Found = [{} for _ in batch]
    for place, submission in enumerate(batch):
        comparison = Comparison(submission, formulas, fingerprinting.guarantee) if others[place] else None
        for other in sorted(others[place]):
            assert comparison is not None
            candidate = comparison.with_(batch[other].proposal, topics[place][0], replies=False)
            if candidate:
                found[place][other] = candidate
        if progress:
            progress(place + 1, len(batch))
    return found


def _near(topics: Sequence[tuple[Topic, Sequence[TellingTerm]]]) -> set[tuple[int, int]]:
    """Pairs of places of which one has much of the other's telling terms among its own."""
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, (_, terms) in enumerate(topics):
        for term in terms:
            holders[term.stream, term.text].append(place)
    near = set()
    for place, (_, terms) in enumerate(topics):
        shared: dict[int, float] = defaultdict(float)
        for term in terms:
            for other in holders[term.stream, term.text]:
                shared[other] += term.weight
        enough = _TERMS * sum(term.weight for term in terms)
        near |= {(min(place, other), max(place, other)) for other, weight in shared.items() if weight >= enough}
    return {(a, b) for a, b in near if a != b}


def groups_of(batch: Sequence[Submission], found: Found) -> tuple[tuple[int, ...], ...]:
    """Return the places of texts that could be one case, the proposed main case first; the largest group first."""
    links = [
        (place, other)
        for place, candidates in enumerate(found)
        for other, each in candidates.items()
        if merges(each.verdict, each.coverage, each.reverse_coverage)
    ]
    groups = []
    for group in connected(links):
        shares = [(_held(place, group, found), batch[place].proposal) for place in group]
        main = group[main_case(shares)[0]]
        groups.append((main, *sorted(place for place in group if place != main)))
    return tuple(sorted(groups, key=lambda group: (-len(group), group)))


def _held(place: int, group: Sequence[int], found: Sequence[Mapping[int, Candidate]]) -> float:
    """What part of the others' text one of a group holds on average."""
    shares = [found[place][other].reverse_coverage for other in group if other in found[place]]
    return sum(shares) / (len(group) - 1)
