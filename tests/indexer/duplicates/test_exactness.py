"""However many archived proposals share a passage, all are found, unless it is boilerplate by the counted limit."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import Proposal
from indexer.duplicates.boilerplate import common_from
from indexer.request import Reader
from tests.indexer.archives import service_over
from tests.indexer.duplicates.texts import paragraph

COPIES = 27


@pytest.mark.parametrize(
    ("length", "copies", "found"),
    [(30, common_from(COPIES) - 1, common_from(COPIES) - 1), (30, COPIES, 0), (300, COPIES, COPIES)],
    ids=["below the limit", "boilerplate", "too long for boilerplate"],
)
def test_everything_that_is_no_boilerplate_is_found(tmp_path: Path, length: int, copies: int, found: int) -> None:
    shared = paragraph(1, length)
    archived = [
        Proposal(f"第{place}件", text=paragraph(50 + place, 90) + (shared if place < copies else ""), number=place + 1)
        for place in range(COPIES)
    ]
    desk = service_over(tmp_path, archived).duplicates
    candidates = desk.check(paragraph(2, 90) + shared, Reader()).candidates
    assert len(candidates) == found
    assert {each.proposal.title for each in candidates} == {f"第{place}件" for place in range(found)}
