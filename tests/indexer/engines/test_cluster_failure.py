"""A node lost at the worst moment: no wrong answer, nothing lost, well again without hands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.failure.drill import Drill, Outcome
from benchmarks.failure.load import Answer, expected_answers
from corpus import Archive
from indexer.index.build import reindex
from sample_archive import sample_records
from tests.indexer.archives import add
from tests.services.cluster import Cluster

pytestmark = pytest.mark.services

_QUERIES = ("停车", '"最后一公里"', "")
_RECORDS = 150


@pytest.fixture(scope="module")
def drill(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drill]:
    """Drills over an indexed archive."""
    home = tmp_path_factory.mktemp("drill")
    with Archive.open(home / "archive.sqlite") as archive:
        add(archive, home / "files", list(sample_records())[:_RECORDS])
        made = Drill(cluster, archive, home / "cluster", prefix="failure-test")
        reindex(archive, made.generations)
        yield made


@pytest.fixture(scope="module")
def expected(drill: Drill) -> dict[str, Answer]:
    """What every query is answered while nothing is wrong."""
    return expected_answers(drill.service, _QUERIES)


def _nothing_wrong(outcome: Outcome) -> None:
    assert outcome.wrong == []
    assert outcome.verified is not None
    assert outcome.verified.sound, outcome.verified
    assert all("。" in each.refused for each in outcome.refused), "a refusal says what to do"


def test_a_node_lost_during_searches_is_not_noticed(drill: Drill, expected: dict[str, Answer]) -> None:
    outcome = drill.during_searches(expected, before=2, down=4)
    _nothing_wrong(outcome)
    assert len(outcome.seen) > len(outcome.refused)


def test_a_node_lost_in_the_swap_leaves_one_whole_live_generation(drill: Drill, expected: dict[str, Answer]) -> None:
    outcome = drill.during_swap(expected)
    _nothing_wrong(outcome)
    assert outcome.report is not None
    assert outcome.report.documents == _RECORDS
