"""The promise no segmenter can keep: every piece of text in the archive, quoted, finds the record it came from.

Both scripts, digits, Latin, punctuation and line breaks inside; 1 to 20 characters; totals compared with brute force.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.quality.substrings import broken_promises
from corpus import Archive, Profile, import_paths
from indexer.engines.opensearch.generations import ClusterGenerations
from indexer.index.build import reindex
from indexer.index.generations import Generations
from indexer.index.store import GenerationStore
from sample_archive import sample_records
from tests.data_files import shared_data
from tests.indexer.archives import add

ROOT = Path(__file__).resolve().parents[3]

#: Pieces tried per archive; ``docs/quality.md`` reports a run of the same with 10,000.
PIECES = 250


def check(generations: GenerationStore, archive: Archive, pieces: int) -> None:
    """Index an archive and try random pieces of it."""
    reindex(archive, generations)
    assert [*broken_promises(generations, archive, pieces)] == []


def test_every_piece_of_the_sample_archive_is_found(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "archive.sqlite") as archive:
        add(archive, tmp_path / "files", sample_records())
        check(Generations(tmp_path / "index"), archive, PIECES)


@pytest.mark.services
def test_every_piece_of_the_sample_archive_is_found_on_a_cluster(
    tmp_path: Path, cluster_generations: ClusterGenerations
) -> None:
    with Archive.open(tmp_path / "archive.sqlite") as archive:
        add(archive, tmp_path / "files", list(sample_records())[::5])
        check(cluster_generations, archive, PIECES // 2)


@pytest.mark.parametrize(
    ("file", "profile"), [("jiangsu-2019.csv", "jiangsu-2019.toml"), ("hualien-council.json", "hualien.toml")]
)
def test_every_piece_of_real_records_is_found(tmp_path: Path, file: str, profile: str) -> None:
    source = shared_data(file)
    with Archive.open(tmp_path / "archive.sqlite") as archive:
        import_paths(archive, [source], profile=Profile.load(ROOT / "docs/profiles" / profile))
        check(Generations(tmp_path / "index"), archive, PIECES)
