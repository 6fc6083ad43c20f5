"""What the readers get out of the written files is what the sample says."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from corpus.model import Proposal
from corpus.profiles import Profile
from corpus.readers import read
from sample_archive import sample_records
from sample_archive.writing import records_in_file_order, sample_files

FIELDS = (
    "kind",
    "session",
    "number",
    "number_written",
    "title",
    "subject",
    "proposers",
    "cosigners",
    "category",
    "handlings",
    "outcome",
    "submitted",
    "filed",
    "published",
    "coverage",
    "visibility",
    "merged_into",
)
#: The name that stands at the head and foot of the sample's pages.
SITE = re.compile("江州市(?:政协|人大|政協)提案(?:建议办理|建議辦理)公[开開]")


def _read_back() -> Iterator[tuple[str, Proposal]]:
    profile = Profile.generic()
    for name, content in sample_files():
        for item in read(name, content, profile=profile):
            assert item.record is not None, f"{name}: {item.reject}"
            yield name, item.record


@pytest.fixture(scope="module")
def read_back() -> list[tuple[str, Proposal]]:
    return list(_read_back())


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def test_every_file_gives_the_records_written_into_it(read_back: list[tuple[str, Proposal]]) -> None:
    assert len(read_back) == len(sample_records())


@pytest.mark.parametrize("field", FIELDS)
def test_field_survives_the_round_trip(read_back: list[tuple[str, Proposal]], field: str) -> None:
    for (name, record), expected in zip(read_back, records_in_file_order(), strict=True):
        assert getattr(record, field) == getattr(expected, field), name


def test_extra_survives_the_round_trip_and_beside_it_stands_what_the_site_writes_on_every_page(
    read_back: list[tuple[str, Proposal]],
) -> None:
    for (name, record), expected in zip(read_back, records_in_file_order(), strict=True):
        assert tuple(pair for pair in record.extra if pair[0] != "其余文字") == expected.extra, name
        rest = {line for label, value in record.extra if label == "其余文字" for line in value.splitlines()}
        assert all(SITE.fullmatch(line) for line in rest), name


def test_text_survives_the_round_trip(read_back: list[tuple[str, Proposal]]) -> None:
    for (name, record), expected in zip(read_back, records_in_file_order(), strict=True):
        assert _spaced(record.text) == _spaced(expected.text), name


def test_replies_survive_the_round_trip(read_back: list[tuple[str, Proposal]]) -> None:
    for (name, record), expected in zip(read_back, records_in_file_order(), strict=True):
        assert len(record.replies) == len(expected.replies), name
        for reply, wanted in zip(record.replies, expected.replies, strict=True):
            assert _spaced(reply.text) == _spaced(wanted.text), name
            seen = (reply.title, reply.units, reply.replied, reply.document_number, reply.outcome)
            assert seen == (wanted.title, wanted.units, wanted.replied, wanted.document_number, wanted.outcome), name
