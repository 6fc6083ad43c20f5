"""The thresholds judge real proposals as reading their titles does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from corpus import Profile
from corpus.readers import read
from tests.data_files import shared_data
from tests.indexer.duplicates.texts import pairs_among

PROFILE = Path(__file__).resolve().parents[3] / "docs/profiles/jiangsu-2019.toml"
REAL_PAIRS = {
    ("0544", "0615"),
    ("0138", "0175"),
    ("0579", "0833"),
    ("0111", "0272"),
    ("0018", "0021"),
    ("0097", "0745"),
}


def test_of_436_real_proposals_exactly_six_pairs_share_text() -> None:
    path = shared_data("jiangsu-2019.csv")
    items = read(path.name, path.read_bytes(), profile=Profile.load(PROFILE))
    records = [item.record for item in items if item.record is not None]
    named = [replace(each, id=each.number_written) for each in records]
    assert len({each.id for each in named}) == 436
    assert {tuple(sorted((pair.a, pair.b))) for pair in pairs_among(named)} == REAL_PAIRS
