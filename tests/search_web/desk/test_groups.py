"""A group of the full archive is decided as a group, and a formulaic series is told from one matter."""

from __future__ import annotations

from itertools import combinations

from flask.testing import FlaskClient

from corpus import Archive, Pair, Ruling
from indexer import Cluster, DuplicatePair, Verdict
from search_web.desk.full_archive.groups import group_mains, is_series, most_useful_first
from tests.search_web.desk.pages import check_full_archive, click, upload
from tests.search_web.desk.samples import ARCHIVED, docx_file


def _cluster(size: int, verdict: Verdict, name: str = "r") -> Cluster:
    members = tuple(f"{name}{n}" for n in range(size))
    pairs = tuple(DuplicatePair(a, b, verdict, 0.8, 0.8, 0.8) for a, b in combinations(members, 2))
    return Cluster(members[0], members, "", pairs)


def test_many_alike_and_hardly_any_the_same_are_a_series() -> None:
    assert is_series(_cluster(100, Verdict.NEAR_IDENTICAL))
    assert not is_series(_cluster(100, Verdict.IDENTICAL)), "a hundred copies are copies"
    assert not is_series(_cluster(3, Verdict.NEAR_IDENTICAL))


def test_copies_in_small_groups_come_first_and_series_last() -> None:
    series, copies = _cluster(100, Verdict.NEAR_IDENTICAL), _cluster(2, Verdict.IDENTICAL)
    topic = _cluster(2, Verdict.OVERLAPS)
    assert most_useful_first([series, topic, copies]) == [copies, topic, series]


def test_the_main_case_of_a_pair_is_the_groups_where_it_is_in_it() -> None:
    mains = group_mains(_cluster(3, Verdict.IDENTICAL))
    assert mains == {Pair("r0", "r1"): "r0", Pair("r0", "r2"): "r0", Pair("r1", "r2"): "r1"}


def test_one_ruling_on_many_pairs_leaves_what_is_decided(archive: Archive) -> None:
    one, other, third = (record.id for record, _ in zip(archive.all(), range(3), strict=False))
    mains = {Pair.of(one, other): one, Pair.of(one, third): one, Pair.of(other, third): other}
    archive.decisions.decide(Pair.of(one, other), Ruling.DISTINCT, who="李明")
    archive.decisions.decide(Pair.of(one, third), Ruling.PENDING, who="李明")
    assert len(archive.decisions.decide_all(mains, Ruling.MERGE, who="王芳")) == 2
    found = archive.decisions.current(mains)
    assert [found[pair].ruling for pair in mains] == [Ruling.DISTINCT, Ruling.MERGE, Ruling.MERGE]
    assert archive.decisions.decide_all(mains, Ruling.MERGE, who="王芳") == []


def test_a_group_is_decided_in_one_step(clerk: FlaskClient, archive: Archive) -> None:
    click(clerk, upload(clerk, [("乙.docx", docx_file("关于乙的提案", ARCHIVED[3].text))]), "留存这一批")
    done = click(clerk, check_full_archive(clerk), "整组并案")
    assert "每一对都有了决定" in done.text("//main")
    (entry,) = archive.decisions.listed()
    assert (entry.ruling, entry.who, entry.main in entry.pair) == (Ruling.MERGE, "王芳", True)
