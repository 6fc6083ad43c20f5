"""Runs are the text again: nothing added, nothing lost, nothing marked that was not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search_web.pages.text import runs


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A text with spans in order that never overlap."""
    text = draw(st.text(max_size=40))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    return text, tuple(zip(cuts[::2], cuts[1::2], strict=False))


@given(marked_texts())
def test_runs_joined_are_the_text(marked: tuple[str, tuple[tuple[int, int], ...]]) -> None:
    text, marks = marked
    assert "".join(run.text for run in runs(text, marks)) == text


@given(marked_texts())
def test_exactly_the_spans_are_marked(marked: tuple[str, tuple[tuple[int, int], ...]]) -> None:
    text, marks = marked
    assert [run.text for run in runs(text, marks) if run.marked] == [text[start:end] for start, end in marks]
