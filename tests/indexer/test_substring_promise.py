"""The promise no segmenter can keep: every piece of text in the archive, quoted, finds the record it came from.

Both scripts, digits, Latin, punctuation and line breaks inside; 1 to 20 characters; totals compared with brute force.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from whoosh.query import And, Term

from corpus import Archive, Profile, Proposal, import_paths
from corpus.sample import sample_records
from indexer.analysis import fold
from indexer.build import reindex
from indexer.engines.base import EngineQuery
from indexer.engines.opensearch import ClusterGenerations
from indexer.fields import TEXT_FIELDS
from indexer.generations import Generations
from indexer.live import LiveIndex
from indexer.query import quoted, understand
from indexer.store import GenerationStore
from tests.data_files import shared_data
from tests.indexer.archives import add

ROOT = Path(__file__).resolve().parents[2]

#: Pieces tried per archive; ``docs/quality.md`` reports a run with 10,000.
PIECES = 250


def _squeezed(text: str) -> str:
    return "".join(fold(text).split())


def _texts(proposal: Proposal) -> list[str]:
    return [text for field in TEXT_FIELDS for text in field.texts(proposal)]


def check(generations: GenerationStore, archive: Archive, pieces: int) -> None:
    """Index an archive and try random pieces of it."""
    reindex(archive, generations)
    live = LiveIndex(generations).get()
    proposals = list(archive.all())
    squeezed = [[_squeezed(text) for text in _texts(proposal)] for proposal in proposals]
    dice = random.Random(20261123)
    for _ in range(pieces):
        proposal = dice.choice(proposals)
        text = dice.choice(_texts(proposal))
        start = dice.randrange(len(text))
        piece = text[start : start + dice.randint(1, 20)]
        needle = _squeezed(piece)
        if not needle:
            continue
        (step,) = understand(quoted(piece), live.analyzer).steps
        found = live.engine.search(EngineQuery(step.tree, step.scope, limit=0, internal=True))
        assert found.total == sum(any(needle in each for each in texts) for texts in squeezed), repr(piece)
        own = And([step.tree, Term("id", proposal.id)])
        assert live.engine.search(EngineQuery(own, limit=0, internal=True)).total == 1, (piece, proposal.id)


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
