"""An internal proposal leaves no trace in anything a public reader is told."""

from __future__ import annotations

import pytest

from corpus import Proposal
from indexer.duplicates.results import BatchReport, Submission
from indexer.duplicates.service import DuplicateService
from indexer.search.request import Reader
from tests.indexer.archives import service_over
from tests.indexer.duplicates.texts import internal, paragraph

PUBLIC, STAFF = Reader(), Reader(internal=True)
SHARED = paragraph(1, 400)
TITLE = "关于加强住宅小区停车管理的建议"
SECRET = "关于加强住宅小区停车管理的意见"


@pytest.fixture(scope="module")
def ids(desk: DuplicateService) -> dict[str, str]:
    found = desk.check(Proposal("", text=SHARED), STAFF).candidates
    return {each.proposal.title: each.proposal.id for each in found}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> DuplicateService:
    """Two public proposals that only an internal one connects, and two public ones with equal texts."""
    proposals = [
        Proposal(TITLE, text=SHARED, number=1),
        internal(SECRET, SHARED, 2),
        Proposal("关于完善公共交通的建议", text=paragraph(2, 400), number=3),
        Proposal("关于建设社区食堂的建议", text=paragraph(3, 400), number=4),
        Proposal("关于办好社区食堂的提案", text=paragraph(3, 400), number=5),
        internal("关于两件事的提案", paragraph(2, 400) + SHARED, 6),
    ]
    return service_over(tmp_path_factory.mktemp("rights"), proposals).duplicates


def test_a_check_names_internal_ones_to_staff_only(desk: DuplicateService) -> None:
    titles = {
        reader: [each.proposal.title for each in desk.check(SHARED, reader).candidates] for reader in (PUBLIC, STAFF)
    }
    assert titles[PUBLIC] == [TITLE]
    assert set(titles[STAFF]) == {TITLE, SECRET, "关于两件事的提案"}


def test_an_internal_proposal_cannot_be_asked_about_in_public(desk: DuplicateService, ids: dict[str, str]) -> None:
    assert desk.of(ids[SECRET], PUBLIC) is None
    report = desk.of(ids[SECRET], STAFF)
    assert report is not None
    assert {each.proposal.title for each in report.candidates} == {TITLE, "关于两件事的提案"}
    public = desk.of(ids[TITLE], PUBLIC)
    assert public is not None
    assert public.candidates == ()


def test_titles_typed_show_internal_ones_to_staff_only(desk: DuplicateService) -> None:
    typed = "加强住宅小区停车管理"
    assert [match.proposal.title for match in desk.titles(typed, PUBLIC)] == [TITLE]
    assert {match.proposal.title for match in desk.titles(typed, STAFF)} == {TITLE, SECRET}


def test_a_batch_meets_internal_ones_for_staff_only(desk: DuplicateService) -> None:
    def met(report: BatchReport) -> set[str]:
        return {each.proposal.title for entry in report.entries for each in entry.archive}

    batch = [Submission(Proposal("新提案", text=SHARED))]
    assert met(desk.batch(batch, PUBLIC)) == {TITLE}
    assert SECRET in met(desk.batch(batch, STAFF))


def test_pairs_and_clusters_of_the_public_hold_no_internal_one_nor_what_only_it_connects(
    desk: DuplicateService, ids: dict[str, str]
) -> None:
    hidden = {ids[SECRET], ids["关于两件事的提案"]}
    public = list(desk.all_pairs(PUBLIC))
    assert len(public) == 1
    assert not hidden & {id for pair in public for id in (pair.a, pair.b)}
    assert [len(cluster.members) for cluster in desk.clusters(PUBLIC)] == [2]
    staff = {id for pair in desk.all_pairs(STAFF) for id in (pair.a, pair.b)}
    assert hidden <= staff
    assert sorted(len(cluster.members) for cluster in desk.clusters(STAFF)) == [2, 4]


def test_copies_of_a_hit_are_not_named_nor_counted_in_public_when_internal(
    desk: DuplicateService, ids: dict[str, str]
) -> None:
    asked = [ids[TITLE], ids[SECRET]]
    assert desk.copies(asked, PUBLIC) == {}
    assert desk.copies(asked, STAFF) == {ids[TITLE]: (ids[SECRET],), ids[SECRET]: (ids[TITLE],)}
