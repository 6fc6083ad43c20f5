"""Numbers and names on the benchmarks' command lines are read as meant, or refused with what would be right."""

from __future__ import annotations

import argparse
import doctest

import pytest

from benchmarks import options


def test_examples_run() -> None:
    assert doctest.testmod(options)[:2] == (0, 2)


@pytest.mark.parametrize("text", ["0", "2000,-1"])
def test_no_proposals_at_all_cannot_be_measured(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="应为正数"):
        options.whole_numbers(text)


def test_an_unknown_name_is_told_with_those_there_are() -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="没有 lucene，可选：arrays,tantivy"):
        options.some_of(["arrays", "tantivy"])("arrays,lucene")
