"""The tour shows every picture it has, and is small enough to be kept with the code."""

from __future__ import annotations

import re
from pathlib import Path

TOUR = Path(__file__).resolve().parents[3] / "docs" / "tour"
MOST_BYTES = 2_000_000


def test_every_picture_is_shown_and_said_in_words() -> None:
    shown = {
        name: words
        for page in TOUR.glob("*.md")
        for words, name in re.findall(r"!\[(.*?)\]\(pictures/(\S+?)\)", page.read_text(encoding="utf-8"))
    }
    assert set(shown) == {each.name for each in (TOUR / "pictures").iterdir()}
    assert all(shown.values())


def test_the_pictures_are_small() -> None:
    assert sum(each.stat().st_size for each in (TOUR / "pictures").iterdir()) < MOST_BYTES
