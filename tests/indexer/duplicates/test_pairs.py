"""Clusters hold what duplicates connect; the main case is the most complete, then the earliest, and says so."""

from __future__ import annotations

from corpus import PartialDate, Proposal
from indexer.duplicates.pairs import clusters_of, main_case, merges
from indexer.duplicates.results import DuplicatePair, Verdict


def proposals(*ids: str) -> dict[str, Proposal]:
    return {id: Proposal(f"第{id}件", id=id, number=number) for number, id in enumerate(ids, 1)}


def test_the_one_that_holds_most_of_the_others_is_the_main_case() -> None:
    known = proposals("a", "b", "c")
    pairs = [
        DuplicatePair("a", "b", Verdict.CONTAINED, 0.8, 1.0, 0.5),
        DuplicatePair("b", "c", Verdict.CONTAINS, 0.8, 0.4, 0.9),
    ]
    [cluster] = clusters_of(pairs, lambda ids: {id: known[id] for id in ids})
    assert (cluster.main, set(cluster.members), cluster.pairs) == ("b", {"a", "b", "c"}, tuple(pairs))
    assert cluster.members[0] == "b"
    assert cluster.reason == "其余各件的文字平均有 95% 在它之中，最为完整。"


def test_of_equally_complete_ones_the_earliest_is_the_main_case() -> None:
    early = Proposal("先", id="x", number=9, submitted=PartialDate(2019, 1, 3))
    late = Proposal("后", id="y", number=1, submitted=PartialDate(2019, 1, 4))
    place, reason = main_case([(1.0, late), (0.97, early)])
    assert (place, reason) == (1, "其余各件的文字平均有 97% 在它之中，是其中最早的一件。")
    undated = [(1.0, Proposal("乙", number=7)), (1.0, Proposal("甲", number=3))]
    assert main_case(undated)[0] == 1


def test_a_weak_overlap_connects_nothing() -> None:
    assert not merges(Verdict.OVERLAPS, 0.3, 0.39)
    assert merges(Verdict.OVERLAPS, 0.1, 0.4)
    assert not merges(Verdict.SAME_TOPIC, 1.0, 1.0)
    assert all(merges(each, 0.0, 0.0) for each in Verdict if each.copied and each is not Verdict.OVERLAPS)
    pair = DuplicatePair("a", "b", Verdict.OVERLAPS, 0.2, 0.2, 0.2)
    assert clusters_of([pair], lambda ids: proposals(*ids)) == ()


def test_the_largest_cluster_comes_first() -> None:
    known = proposals(*"abcde")
    links = [("a", "b"), ("c", "d"), ("d", "e")]
    pairs = [DuplicatePair(a, b, Verdict.IDENTICAL, 1.0, 1.0, 1.0) for a, b in links]
    found = clusters_of(pairs, lambda ids: {id: known[id] for id in ids})
    assert [set(each.members) for each in found] == [set("cde"), set("ab")]
    assert [each.main for each in found] == ["d", "a"]
