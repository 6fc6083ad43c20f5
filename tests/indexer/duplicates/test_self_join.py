"""The join offers every pair that comparing all with all would call a copy, and names common fingerprints exactly."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Proposal, Visibility
from indexer.analysis.fingerprints import Fingerprinting
from indexer.analysis.normal import normal_codes
from indexer.duplicates.comparison import Comparison
from indexer.duplicates.results import Submission
from indexer.duplicates.self_join import self_join
from indexer.duplicates.texts import Boilerplate, common_from
from tests.indexer.duplicates.texts import pairs_among, paragraph

PARAGRAPHS = [paragraph(seed, length) for seed, length in enumerate((30, 70, 90, 130, 250, 12))]
TEXTS = st.lists(st.sampled_from(PARAGRAPHS), max_size=3).map("".join)
CORPORA = st.lists(st.tuples(TEXTS, st.booleans()), max_size=9)


def corpus(drawn: list[tuple[str, bool]]) -> list[Proposal]:
    return [
        Proposal(
            f"第{place}件", text=text, id=str(place), visibility=Visibility.INTERNAL if hidden else Visibility.PUBLIC
        )
        for place, (text, hidden) in enumerate(drawn)
    ]


@settings(deadline=None, max_examples=12)
@given(CORPORA)
def test_pairs_are_those_of_comparing_all_with_all(drawn: list[tuple[str, bool]]) -> None:
    proposals = corpus(drawn)
    nothing = Boilerplate(self_join((), Fingerprinting()).common, Fingerprinting())
    expected = {}
    for one, other in combinations(proposals, 2):
        found = Comparison(Submission(one), nothing, Fingerprinting().guarantee).with_(other, replies=False)
        if found and found.verdict.copied:
            expected[one.id, other.id] = found.verdict
    found_pairs = [
        (pair.a, pair.b, pair.verdict) if pair.a < pair.b else (pair.b, pair.a, pair.verdict.seen_from_the_other)
        for pair in pairs_among(proposals)
    ]
    assert len(found_pairs) == len({pair[:2] for pair in found_pairs})
    assert {(a, b): verdict for a, b, verdict in found_pairs} == expected


def test_common_fingerprints_are_those_counted_one_by_one() -> None:
    limit, formula = common_from(30), paragraph(1, 60)
    proposals = [
        Proposal(
            f"第{place}件",
            text=paragraph(100 + place, 50) + (formula if place < limit + 2 else ""),
            id=str(place),
            visibility=Visibility.INTERNAL if place < 3 else Visibility.PUBLIC,
        )
        for place in range(30)
    ]
    counts: Counter[int] = Counter()
    public: Counter[int] = Counter()
    for each in proposals:
        hashes = set(Fingerprinting().select(normal_codes(each.text))[0].tolist())
        counts.update(hashes)
        public.update(hashes if each.visibility is Visibility.PUBLIC else ())
    joined = self_join(proposals, Fingerprinting())
    assert joined.common.tolist() == sorted(hash for hash, count in counts.items() if count >= limit) != []
    assert joined.public_common.tolist() == [hash for hash, count in public.items() if count >= limit] == []
