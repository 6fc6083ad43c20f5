"""The promises of search and of duplicates hold on a cluster as they do on a disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import Archive
from indexer.engines.opensearch.generations import ClusterGenerations
from indexer.index.build import reindex
from indexer.index.generations import Generations
from indexer.search.request import Reader
from indexer.search.service import SearchService
from sample_archive import sample_records
from tests.indexer.archives import add
from tests.indexer.duplicates.test_guarantee import check_guarantee
from tests.indexer.search.test_service import ByHand, searches

pytestmark = pytest.mark.services

#: Every so many records of the sample archive; they hold pairs that are copies.
_EACH = 8


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive.sqlite") as opened:
        add(opened, tmp_path / "files", list(sample_records())[::_EACH])
        yield opened


def test_totals_and_facets_equal_counting_by_hand(archive: Archive, cluster_generations: ClusterGenerations) -> None:
    reindex(archive, cluster_generations)
    service, by_hand = SearchService(archive, cluster_generations), ByHand(list(archive.all()))

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.data())
    def compare(data: st.DataObject) -> None:
        pieces, request = data.draw(searches(by_hand.proposals))
        by_hand.check(pieces, request, service.search(request))

    compare()


def test_the_duplicates_of_an_archive_are_those_found_on_a_disk(
    archive: Archive, cluster_generations: ClusterGenerations, tmp_path: Path
) -> None:
    services = []
    for generations in (Generations(tmp_path / "index"), cluster_generations):
        reindex(archive, generations)
        services.append(SearchService(archive, generations).duplicates)
    ours, theirs = (tuple(each.all_pairs(Reader(internal=True))) for each in services)
    assert ours
    assert ours == theirs


def test_every_planted_passage_is_found(cluster_generations: ClusterGenerations, tmp_path: Path) -> None:
    check_guarantee(tmp_path, cluster_generations, passages=20)
