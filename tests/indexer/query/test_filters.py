"""Whole values: found by any part of them, in any script, whatever signs they hold."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis import fold
from indexer.engines.base import IndexDocument
from indexer.query.expression import Named
from indexer.query.filters import filter_tree
from tests.indexer.reference_engine import matches

_VALUES = st.text(st.sampled_from("教育處处局ABａ[]!！^-－*?＊\\#~发髮發（）"), min_size=1, max_size=8)


def named(value: str, text: str, *, anchored: bool = False) -> bool:
    """Whether a record with this category is found by this text."""
    record = IndexDocument("1", "1", {}, {"category": [value]})
    return matches(filter_tree(Named("category", (fold(text),), anchored)), record)


@settings(deadline=None)
@given(_VALUES, _VALUES)
def test_value_is_found_by_what_it_contains_and_by_nothing_else(value: str, text: str) -> None:
    assert named(value, text) == (fold(text) in fold(value))
    assert named(value, text, anchored=True) == fold(value).startswith(fold(text))


@pytest.mark.parametrize(
    ("value", "text"), [("教育處", "教育处"), ("教育处", "教育處"), ("ＡＢ類", "ab类"), ("[公开]!", "[公开]！")]
)
def test_script_width_and_case_do_not_matter(value: str, text: str) -> None:
    assert named(value, text)
