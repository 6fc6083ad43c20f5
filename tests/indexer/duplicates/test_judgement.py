"""The thresholds judge real and labelled proposals as their readers do."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from corpus import Profile
from corpus.readers import read
from indexer.analysis.fingerprints import Fingerprinting
from indexer.duplicates.comparison import Comparison
from indexer.duplicates.results import Submission
from indexer.duplicates.self_join import self_join
from indexer.duplicates.texts import Boilerplate
from sample_archive import sample_duplicates, sample_records
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


def test_labelled_copies_of_the_sample_get_their_verdict_and_nothing_else_is_called_a_copy() -> None:
    records = sample_records()
    known = {
        (str(each.kind), each.session.code, each.number): each
        for each in records
        if each.session is not None and each.number is not None
    }
    boilerplate = Boilerplate(self_join(records, Fingerprinting()).common, Fingerprinting())
    given: Counter[tuple[str, str]] = Counter()
    for label in sample_duplicates():
        comparison = Comparison(Submission(known[label.a]), boilerplate, Fingerprinting().guarantee)
        found = comparison.with_(known[label.b], replies=False)
        given[label.verdict, found.verdict.value if found and found.verdict.copied else "no copy"] += 1
    copies = sum(count for (label, _), count in given.items() if label not in ("same-topic", "unrelated"))
    agreed = sum(count for (label, verdict), count in given.items() if label == verdict)
    # Of the two others one differs by a character of its script only, one has nothing replaced after all.
    assert (copies, agreed) == (64, 62)
    # Two that were written on the same demand have whole sentences in common.
    assert given["same-topic", "no copy"] == 15
    assert given["unrelated", "no copy"] == 14
