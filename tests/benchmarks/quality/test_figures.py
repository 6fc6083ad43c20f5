"""Search is as good as it was measured to be, and better than every baseline."""

from __future__ import annotations

import pytest

from benchmarks.quality import Part, evaluate
from benchmarks.quality.collections import COLLECTIONS
from benchmarks.quality.report import differences, read_expected
from benchmarks.quality.systems import OURS, SYSTEMS
from tests.data_files import SHARED


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_slice_measured_again_gives_what_was_measured(name: str) -> None:
    try:
        collection = COLLECTIONS[name](SHARED)
    except FileNotFoundError as missing:
        pytest.skip(f"real data not found: {missing.filename}")
    measured = {name: {OURS: evaluate(collection, SYSTEMS[OURS], parts=[Part.SLICE])}}
    assert not differences(measured)


@pytest.mark.parametrize("name", COLLECTIONS)
def test_no_baseline_ranks_better_than_ours(name: str) -> None:
    expected = read_expected()[name]
    for half in (Part.TUNING, Part.HELD_OUT):
        ours = expected[OURS][half]
        for system in expected.keys() - {OURS}:
            assert ours.mrr >= expected[system][half].mrr, (system, half)
            assert ours.ndcg >= expected[system][half].ndcg, (system, half)


def test_known_items_are_found_as_promised() -> None:
    expected = read_expected()
    promised = {"jiangsu-2019": 0.948, "cmrc2018": 0.982}
    for name, mrr in promised.items():
        halves = expected[name][OURS]
        assert (halves[Part.HELD_OUT].mrr + halves[Part.TUNING].mrr) / 2 >= mrr, name
