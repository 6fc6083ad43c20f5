"""What the sample promises: size, variety, and that only labelled pairs share passages."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

import pytest

from corpus.model import Coverage, Kind, Proposal, Role, Visibility
from sample_archive import SampleKey, sample_duplicates, sample_records, sample_topics, write_sample
from sample_archive.drafts import PASSAGE, han_only, normalised
from sample_archive.traditional import simplified

BOILERPLATE = 20
"""A passage that so many records share is a formula."""
VERDICTS = {"identical", "near-identical", "contains", "contained", "overlaps", "same-topic", "unrelated"}


def key(record: Proposal) -> SampleKey | None:
    if record.session is None or record.number is None:
        return None
    return str(record.kind), record.session.code, record.number


@pytest.fixture(scope="module")
def records() -> tuple[Proposal, ...]:
    return sample_records()


def test_it_is_large_enough(records: tuple[Proposal, ...]) -> None:
    assert len(records) >= 1200
    assert len({record.session for record in records}) >= 5
    assert len({handling.unit for record in records for handling in record.handlings}) >= 40
    assert len({record.category for record in records} - {""}) >= 14
    assert {record.kind for record in records} == set(Kind)
    assert len(set(sample_topics().values())) >= 150


def test_it_holds_every_odd_case_a_portal_has(records: tuple[Proposal, ...]) -> None:
    assert {handling.role for record in records for handling in record.handlings} == set(Role)
    assert {record.coverage for record in records} == set(Coverage)
    assert {record.visibility for record in records} == set(Visibility)
    assert any(len(record.replies) > 1 for record in records)
    assert any(not record.replies for record in records)
    assert any(record.number is None for record in records)
    assert any(not record.category for record in records)
    assert any(record.submitted and not record.submitted.day for record in records)
    assert any(record.merged_into for record in records)
    assert any(record.text != simplified(record.text) for record in records)
    assert any(handling.written not in ("", handling.unit) for record in records for handling in record.handlings)


def test_every_full_text_has_the_length_of_a_proposal(records: tuple[Proposal, ...]) -> None:
    lengths = [len(record.text) for record in records if record.coverage is Coverage.FULL]
    assert min(lengths) >= 300
    assert max(lengths) <= 1800
    assert sum(length > 600 for length in lengths) > 200


def test_replies_have_the_length_of_replies(records: tuple[Proposal, ...]) -> None:
    lengths = [len(reply.text) for record in records for reply in record.replies]
    assert min(lengths) >= 200
    assert max(lengths) <= 1500


def test_replies_come_after_the_proposal_in_the_same_year(records: tuple[Proposal, ...]) -> None:
    for record in records:
        for reply in record.replies:
            assert record.submitted is not None
            assert reply.replied is not None
            assert record.submitted < reply.replied
            assert record.submitted.year == reply.replied.year


def test_labelled_pairs_cover_every_verdict_and_name_records() -> None:
    pairs = sample_duplicates()
    keys = {key(record) for record in sample_records()}
    assert len(pairs) >= 60
    assert {pair.verdict for pair in pairs} == VERDICTS
    assert all(pair.a in keys and pair.b in keys and pair.a != pair.b for pair in pairs)
    assert {pair.a[1] == pair.b[1] for pair in pairs} == {True, False}


def passages_by_record(records: tuple[Proposal, ...], form: str) -> dict[str, list[int]]:
    """Every passage of the records' texts, formulas cut out, with the records it stands in."""
    shape = {"all": normalised, "han": han_only}[form]
    texts = [shape(simplified(record.text)) for record in records]
    seen: dict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for passage in {text[start : start + PASSAGE] for start in range(len(text) - PASSAGE + 1)}:
            seen[passage].append(number)
    formulas = {passage for passage, where in seen.items() if len(where) >= BOILERPLATE}
    return {
        passage: where
        for passage, where in seen.items()
        if 1 < len(where) < BOILERPLATE and not _touches_formula(passage, texts[where[0]], formulas)
    }


def _touches_formula(passage: str, text: str, formulas: set[str]) -> bool:
    """Whether a part of the passage belongs to a formula in this text."""
    at = text.index(passage)
    around = range(max(0, at - PASSAGE + 1), at + PASSAGE)
    return any(text[start : start + PASSAGE] in formulas for start in around)


@pytest.mark.parametrize("form", ["all", "han"])
def test_only_labelled_pairs_share_a_passage(records: tuple[Proposal, ...], form: str) -> None:
    labelled = {frozenset((pair.a, pair.b)) for pair in sample_duplicates()}
    found: Counter[frozenset[SampleKey | None]] = Counter()
    for where in passages_by_record(records, form).values():
        for one, other in combinations(where, 2):
            pair = frozenset((key(records[one]), key(records[other])))
            if pair not in labelled:
                found[pair] += 1
    assert not found


def test_related_pairs_share_what_their_verdict_says(records: tuple[Proposal, ...]) -> None:
    texts = {key(record): normalised(simplified(record.text)) for record in records}
    for pair in sample_duplicates():
        share, back = covered(texts[pair.a], texts[pair.b]), covered(texts[pair.b], texts[pair.a])
        match pair.verdict:
            case "identical":
                assert min(share, back) > (0.95 if pair.note == "繁体转写" else 0.999), pair
            case "near-identical":
                assert min(share, back) > 0.5, pair
            case "contains":
                assert back > 0.9 > share, pair
            case "contained":
                assert share > 0.9 > back, pair
            case "overlaps":
                assert 0.1 < share < 0.9, pair
                assert 0.1 < back < 0.9, pair
            case "same-topic":
                assert max(share, back) < 0.3, pair


def covered(text: str, other: str, length: int = 12) -> float:
    """Share of the text's characters in a passage of 12 that the other text has too."""
    known = {other[start : start + length] for start in range(len(other) - length + 1)}
    inside = bytearray(len(text))
    for start in range(len(text) - length + 1):
        if text[start : start + length] in known:
            inside[start : start + length] = b"\x01" * length
    return sum(inside) / len(text)


def test_no_two_records_share_a_title_unless_they_are_labelled(records: tuple[Proposal, ...]) -> None:
    labelled = {frozenset((pair.a, pair.b)) for pair in sample_duplicates()}
    by_title: dict[str, list[Proposal]] = defaultdict(list)
    for record in records:
        by_title[record.title].append(record)
    for same in by_title.values():
        for one, other in combinations(same, 2):
            assert frozenset((key(one), key(other))) in labelled


def test_written_bytes_are_the_same_on_every_run(tmp_path: Path) -> None:
    first = write_sample(tmp_path / "甲")
    second = write_sample(tmp_path / "乙")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert [path.relative_to(tmp_path / "甲") for path in first] == [
        path.relative_to(tmp_path / "乙") for path in second
    ]
    assert sum(path.stat().st_size for path in first) <= 20_000_000
    assert (tmp_path / "甲" / "README.txt").exists()


def test_pages_are_in_several_charsets(tmp_path: Path) -> None:
    heads = [path.read_bytes()[:200] for path in write_sample(tmp_path) if path.suffix.startswith(".htm")]
    assert all(any(charset in head for head in heads) for charset in (b"utf-8", b"gb18030", b"big5"))
