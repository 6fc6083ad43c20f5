"""The glossary names what the code has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROWS = re.findall(
    r"^\| ([^|`]+) \| (.+?) \| (.+) \|$", (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"), re.M
)
SOURCE = {
    path: path.read_text(encoding="utf-8")
    for path in (*(ROOT / "corpus").rglob("*.py"), *(ROOT / "indexer").rglob("*.py"))
}


@pytest.mark.parametrize(
    "identifier", sorted({name for row in ROWS for cell in row[1:] for name in re.findall(r"`([A-Za-z_]+)`", cell)})
)
def test_an_identifier_of_the_glossary_is_one_of_the_code(identifier: str) -> None:
    assert any(re.search(rf"\b{identifier}\b", text) for text in SOURCE.values())


def test_every_term_stands_once() -> None:
    terms = [row[0] for row in ROWS]
    assert len(terms) == len(set(terms)) > 20
