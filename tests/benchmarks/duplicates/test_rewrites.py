"""The rewrites by hand: in other words than their originals, of all forms, in two halves."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.duplicates.rewrites.cases import Form, archive_named, read_rewrites
from benchmarks.quality.collection import key_of
from corpus import Proposal
from indexer.analysis.normal import normal_codes
from tests.data_files import shared_data

#: Characters in a row that a rewrite and its original may not share.
_RUN = 8


def plain(proposal: Proposal) -> str:
    return "\n".join(normal_codes(text).tobytes().decode("utf-32-le") for text in (proposal.title, proposal.text))


@pytest.mark.parametrize("source", ["sample", "jiangsu-2019"])
def test_a_rewrite_is_in_other_words_than_an_original_that_is_there(source: str) -> None:
    data = shared_data("jiangsu-2019.csv").parent if source == "jiangsu-2019" else Path()
    originals = {key_of(each): each for each in archive_named(source, data).documents}
    for rewrite in read_rewrites(source):
        mine, theirs = plain(rewrite.proposal), plain(originals[rewrite.of])
        shared = [mine[place : place + _RUN] for place in range(len(mine) - _RUN + 1)]
        assert not [run for run in shared if "\n" not in run and run in theirs], rewrite.of


def test_there_are_enough_of_every_form_in_both_halves() -> None:
    rewrites = [each for source in ("sample", "jiangsu-2019") for each in read_rewrites(source)]
    counted = Counter((each.form, each.held_out) for each in rewrites)
    assert len(rewrites) >= 120
    assert min(counted[Form.REWRITE, half] for half in (False, True)) >= 40
    assert all(counted[form, half] for form in Form for half in (False, True))
