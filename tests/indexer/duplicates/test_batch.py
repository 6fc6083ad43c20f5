"""A batch of new proposals is compared with the archive, with itself, or with both, as asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus import Proposal
from indexer.duplicates.results import Against, Submission, Verdict
from indexer.duplicates.service import DuplicateService
from indexer.search.request import Reader
from tests.indexer.archives import service_over
from tests.indexer.duplicates.texts import paragraph

BATCH = [
    Submission(Proposal("档案里有", text=paragraph(1))),
    Submission(Proposal("两件之一", text=paragraph(2))),
    Submission(Proposal("两件之全", text=paragraph(2) + paragraph(3))),
    Submission(Proposal("独此一件", text=paragraph(4))),
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> DuplicateService:
    archived = [Proposal("旧案", text=paragraph(1), number=1), Proposal("他案", text=paragraph(9), number=2)]
    return service_over(tmp_path_factory.mktemp("batch"), archived).duplicates


@pytest.mark.parametrize("against", list(Against))
def test_only_what_was_asked_for_is_compared(desk: DuplicateService, against: Against) -> None:
    told: list[tuple[int, int]] = []
    report = desk.batch(BATCH, Reader(), against=against, progress=lambda done, total: told.append((done, total)))
    archive = {
        (place, each.proposal.title, each.verdict)
        for place, entry in enumerate(report.entries)
        for each in entry.archive
    }
    others = {
        (place, other, each.verdict) for place, entry in enumerate(report.entries) for other, each in entry.others
    }
    with_archive, with_itself = against is not Against.EACH_OTHER, against is not Against.ARCHIVE
    assert archive == ({(0, "旧案", Verdict.IDENTICAL)} if with_archive else set())
    assert others == ({(1, 2, Verdict.CONTAINED), (2, 1, Verdict.CONTAINS)} if with_itself else set())
    assert report.groups == (((2, 1),) if with_itself else ())
    total = len(BATCH) * (with_archive + with_itself)
    assert told == [(done, total) for done in range(1, total + 1)]


def test_the_same_text_many_times_in_a_batch_is_one_group(desk: DuplicateService) -> None:
    batch = [Submission(Proposal(f"第{number}件", text=paragraph(5))) for number in range(12)]
    report = desk.batch(batch, Reader(), against=Against.EACH_OTHER)
    assert report.groups == (tuple(range(12)),)


def test_a_batch_of_nothing_is_a_report_of_nothing(desk: DuplicateService) -> None:
    report = desk.batch([], Reader())
    assert (report.entries, report.groups) == ((), ())


def test_texts_of_a_batch_need_no_text_of_their_own(desk: DuplicateService) -> None:
    batch = [Submission(Proposal("只有标题")), replace(BATCH[0])]
    report = desk.batch(batch, Reader())
    assert [len(entry.archive) for entry in report.entries] == [0, 1]
