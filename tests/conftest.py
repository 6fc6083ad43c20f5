"""One hypothesis profile; servers for the whole run, started by the first test that asks (marked ``services``).

A test that asks for a place of an archive runs once with SQLite and once with PostgreSQL.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.corpus.archive.places import Places, PostgreSQLPlaces, SQLitePlaces

if TYPE_CHECKING:
    from indexer.engines.opensearch.generations import ClusterGenerations
    from tests.services.cluster import Cluster
    from tests.services.postgresql import PostgreSQL


# Examples take as long as they take: on a busy machine a time limit tells of the machine, not of the code.
settings.register_profile("tian", deadline=None)
settings.load_profile("tian")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Three OpenSearch nodes of this run's own, all data gone at the end."""
    from tests.services.cluster import Cluster, free_ports

    # Not below pytest's folders: those are closed to any other user.
    directory = Path(tempfile.mkdtemp(prefix="tian-cluster-"))
    directory.chmod(0o755)
    nodes = Cluster(directory, port=free_ports(), brief=True)
    try:
        nodes.start()
        yield nodes
    finally:
        nodes.delete()
        shutil.rmtree(directory)


@pytest.fixture(scope="session")
def cluster_urls(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """The nodes of a cluster: those in ``TIAN_TEST_CLUSTER`` (from ``make cluster``), or of this run's own."""
    given = os.environ.get("TIAN_TEST_CLUSTER", "")
    urls: tuple[str, ...] = tuple(given.split(",")) if given else request.getfixturevalue("cluster").urls
    return urls


@pytest.fixture
def cluster_generations(cluster_urls: tuple[str, ...], tmp_path: Path) -> Iterator[ClusterGenerations]:
    """Generations of proposals on the cluster, under a name of this test's own."""
    from indexer.engines.opensearch.client import connect
    from indexer.engines.opensearch.generations import ClusterGenerations
    from indexer.index.store import layout_of_archive

    prefix, client = f"test-{secrets.token_hex(4)}", connect(cluster_urls)
    yield ClusterGenerations(
        client, layout_of_archive(), prefix=prefix, directory=tmp_path / "cluster", shards=2, grace=0
    )
    client.indices.delete(index=f"{prefix}-*")
    client.close()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    from tests.services.postgresql import PostgreSQL

    with PostgreSQL() as server:
        yield server


@pytest.fixture(scope="session", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def places(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Places:
    """Where archives may be made."""
    if request.param == "sqlite":
        return SQLitePlaces(tmp_path_factory.mktemp("archives"))
    return PostgreSQLPlaces(request.getfixturevalue("postgresql"))


@pytest.fixture
def place(places: Places) -> Iterator[str | Path]:
    """Where one test's archive is to be made."""
    with places.new() as made:
        yield made
