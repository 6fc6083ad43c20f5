"""Real proposals, the product's own query trees and its own ranking: the engine and stock Whoosh agree."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from whoosh.index import create_in, open_dir
from whoosh.query import Phrase, Query

from corpus import Archive, Profile, Proposal, import_paths
from indexer.analysis.analyzer import Analyzer
from indexer.engines.base import EngineQuery, IndexDocument
from indexer.engines.whoosh.bm25 import SmoothBM25F
from indexer.engines.whoosh.engine import WhooshEngine
from indexer.engines.whoosh.schema import schema_of, token_text
from indexer.engines.whoosh.writer import build
from indexer.fields import Stream
from indexer.index.documents import INDEX_FIELDS, DocumentMaker
from indexer.query.parsed_query import parse_query
from tests.data_files import shared_data
from tests.indexer.engines.whoosh.corpora import corrected_whoosh

PROFILE = Path(__file__).parents[4] / "docs" / "profiles" / "jiangsu-2019.toml"
WEIGHTING = SmoothBM25F(B=0.9, K1=1.2)


@pytest.fixture(scope="module")
def proposals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Proposal]]:
    """Proposals of one year of one province."""
    with Archive.open(tmp_path_factory.mktemp("home") / "archive.sqlite") as archive:
        import_paths(archive, [shared_data("jiangsu-2019.csv")], profile=Profile.load(PROFILE))
        yield list(archive.all())[:150]


def _trees(proposals: list[Proposal], analyzer: Analyzer) -> list[Query]:
    chosen = Random(1)
    trees: list[Query] = []
    for proposal in chosen.sample(proposals, 12):
        start = chosen.randrange(max(len(proposal.text) - 12, 1))
        passage = proposal.text[start : start + chosen.randrange(2, 10)]
        bigrams = analyzer.tokens(Stream.BIGRAMS, passage)
        trees += [step.tree for text in (proposal.title, passage) for step in parse_query(text, analyzer).steps]
        trees += [Phrase("content_bigrams", bigrams)] if len(bigrams) > 1 else []
    return trees


def _write_stock(directory: Path, documents: list[IndexDocument]) -> None:
    writer = create_in(str(directory), schema_of(INDEX_FIELDS)).writer()
    for document in documents:
        texts = {name: token_text(parts) for name, parts in document.tokens.items()}
        exact = {name: list(values) for name, values in document.terms.items() if values and name != "id"}
        writer.add_document(id=document.id, version=document.version, **texts, **exact)
    writer.commit()


def test_real_proposals_are_found_and_scored_as_stock_whoosh_does(proposals: list[Proposal], tmp_path: Path) -> None:
    analyzer = Analyzer()
    make = DocumentMaker(analyzer)
    build(tmp_path / "ours", proposals, make, fields=INDEX_FIELDS)
    (tmp_path / "theirs").mkdir()
    _write_stock(tmp_path / "theirs", [make(proposal) for proposal in proposals])
    engine = WhooshEngine(tmp_path / "ours", WEIGHTING)
    for directory in (tmp_path / "ours", tmp_path / "theirs"):
        with corrected_whoosh(), open_dir(str(directory)).searcher(weighting=WEIGHTING) as searcher:
            for tree in _trees(proposals, analyzer):
                expected = {hit["id"]: hit.score for hit in searcher.search(tree, limit=None)}
                rows = engine.search(EngineQuery(tree, limit=1000, internal=True)).rows
                assert {row.id for row in rows} == set(expected)
                assert all(math.isclose(row.score, expected[row.id], rel_tol=1e-4) for row in rows), tree
