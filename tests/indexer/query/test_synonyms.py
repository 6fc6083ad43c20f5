"""The list of synonyms: every group has its ground, and no word stands in two groups."""

from __future__ import annotations

from pathlib import Path

import indexer.query.spellings as spellings_module
from indexer.query.spellings import spellings

LINES = Path(spellings_module.__file__).with_name("synonyms.txt").read_text(encoding="utf-8").splitlines()
GROUPS = [line for line in LINES if line.partition("#")[0].strip()]


def test_every_group_names_its_ground() -> None:
    assert [line for line in GROUPS if not line.partition("#")[2].strip()] == []


def test_no_word_stands_in_two_groups() -> None:
    words = [word for line in GROUPS for word in line.partition("#")[0].split()]
    assert sorted(words) == sorted(set(words))


def test_every_word_of_a_group_stands_for_the_others() -> None:
    for line in GROUPS:
        group = line.partition("#")[0].split()
        for word in group:
            assert set(spellings(word)) == set(group) - {word}, word
