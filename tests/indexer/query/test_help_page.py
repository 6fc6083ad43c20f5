"""The help page names every field, and its examples are read as it says."""

from __future__ import annotations

import re
from pathlib import Path

from indexer.fields import EXACT_FIELDS, FACETS, TEXT_FIELDS, ExactField, Facet, TextField, field_called
from indexer.query.parser import MAX_CHARACTERS, MAX_TOKENS, scan

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "query-language.md").read_text(encoding="utf-8")
FIELDS: tuple[TextField | ExactField | Facet, ...] = (*TEXT_FIELDS, *EXACT_FIELDS, *FACETS)


def test_every_name_of_every_field_is_on_the_page() -> None:
    names = {name for each in FIELDS for name in (each.name, each.label, *each.aliases) if field_called(name) is each}
    assert {name for name in names if name not in PAGE} == set()


def test_fields_of_the_examples_exist() -> None:
    examples = re.findall(r"`([^`]+)`", PAGE)
    named = [example for example in examples if re.match(r"\w+:[^/]", example) and not example.startswith("字段")]
    assert len(named) > 6
    assert [example for example in named if scan(example)[0].field is None] == []


def test_limits_are_those_of_the_program() -> None:
    assert f"前 {MAX_CHARACTERS} 个字、{MAX_TOKENS} 个词" in PAGE
