"""Generated proposals and token files: the same for every engine, whoever reads them."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

from benchmarks.speed.generate import proposal
from benchmarks.speed.tokens import document_of, head, prepare, read_frames, unpack
from indexer.analysis.analyzer import Analyzer, Segmenter
from indexer.index.documents import DocumentMaker


def test_a_proposal_does_not_depend_on_what_was_generated_before() -> None:
    late = proposal(7)
    for number in range(3):
        proposal(number)
    assert proposal(7) == late


def test_proposals_are_about_as_long_as_real_ones() -> None:
    lengths = [len(each.text) + sum(len(reply.text) for reply in each.replies) for each in map(proposal, range(200))]
    assert 1_800 < sum(lengths) / len(lengths) < 2_400


def test_a_token_file_holds_exactly_the_documents_the_product_would_index(tmp_path: Path) -> None:
    prepare(tmp_path / "tokens", 5, workers=1)
    make = DocumentMaker(Analyzer(Segmenter()))
    for number, frame in enumerate(read_frames(tmp_path / "tokens")):
        wanted, found = make(proposal(number)), document_of(frame)
        assert found.id == wanted.id
        assert found.version == wanted.version
        assert {name: [list(part) for part in parts] for name, parts in found.tokens.items()} == wanted.tokens
        assert dict(found.terms) == wanted.terms
        assert dict(found.facets) == wanted.facets
        assert found.date == wanted.date


def test_the_head_of_a_token_file_is_its_first_documents(tmp_path: Path) -> None:
    prepare(tmp_path / "tokens", 5, workers=1)
    head(tmp_path / "tokens", 3, tmp_path / "three")
    assert list(read_frames(tmp_path / "three")) == list(read_frames(tmp_path / "tokens", 3))


def test_a_head_of_one_field_keeps_its_streams_and_all_exact_values(tmp_path: Path) -> None:
    prepare(tmp_path / "tokens", 2, workers=1)
    head(tmp_path / "tokens", 2, tmp_path / "content", "content")
    whole, part = (unpack(next(read_frames(tmp_path / name))) for name in ("tokens", "content"))
    assert set(part.texts) == {"content_words", "content_bigrams", "content_chars"}
    assert all(part.texts[name] == whole.texts[name] for name in part.texts)
    assert part.terms == whole.terms
    assert part.facets == whole.facets


@pytest.mark.parametrize("name", ["vocabulary", "generate", "questions", "floor", "percentiles", "engines.sqlite_fts5"])
def test_examples_in_docstrings_run(name: str) -> None:
    outcome = doctest.testmod(importlib.import_module(f"benchmarks.speed.{name}"))
    assert outcome.attempted > 0
    assert outcome.failed == 0
