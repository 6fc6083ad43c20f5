"""Runs are the text again, and markup written by Python says exactly what it was given.

Nothing is added, lost, or marked that was not; no text can become a tag or leave its attribute.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from search_web.results.facets import Option
from search_web.site.chart import Chart, ChartColumn, bars
from search_web.site.markup import Run, choices, columns, marked, runs

# What HTML itself cannot hold (NUL and other controls) never gets into the archive.
_TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=12) | st.sampled_from(
    ['"><script>', "'&amp;<", "</label>", "停车"]
)


@given(st.lists(st.builds(Run, _TEXT, st.booleans()), max_size=6))
def test_marked_text_reads_as_it_was_and_marks_what_was_marked(runs: list[Run]) -> None:
    tree = html.fragment_fromstring(marked(runs), create_parent="p")
    assert tree.text_content() == "".join(run.text for run in runs)
    assert [each.text_content() for each in tree.iter("mark")] == [run.text for run in runs if run.marked]
    assert {each.tag for each in tree.iterdescendants()} <= {"mark"}


_OPTIONS = st.builds(Option, st.just("unit"), _TEXT, _TEXT, st.integers(0, 10**7), st.booleans())


@given(st.lists(_OPTIONS, max_size=4), st.lists(_OPTIONS, max_size=2))
def test_every_value_is_a_checkbox_with_its_label_and_count(options: list[Option], months: list[Option]) -> None:
    year = Option("year", "2021", "2021年", 3, True, tuple(months))
    boxes = html.fragment_fromstring(choices([*options, year])).xpath("//input")
    listed = [*options, year, *months]
    assert [box.get("value") for box in boxes] == [each.value for each in listed]
    assert [box.get("checked") is not None for box in boxes] == [each.selected for each in listed]
    for box, option in zip(boxes, listed, strict=True):
        (label,), (count,) = (box.getparent().find_class(name) for name in ("label", "count"))
        assert label.text_content() == option.label
        assert count.text_content() == f"{option.count:,} 件"


@given(_TEXT, st.integers(0, 5000), st.booleans())
def test_a_column_leads_where_it_should_and_says_what_it_counts(label: str, count: int, selected: bool) -> None:
    (bar, *_) = bars([count], 56)
    url = f"/?q={label}" if count or selected else ""
    drawing = html.fragment_fromstring(
        f"<svg>{columns(Chart('各年件数', '年份', (ChartColumn(label, label, count, selected, url, bar),)))}</svg>"
    )
    links = drawing.xpath("//a")
    assert [link.get("href") for link in links] == [url] * bool(url)
    assert all(link.get("aria-label").startswith(f"{label}，{count:,} 件") for link in links)
    assert all(("已选" in link.get("aria-label")) == selected == (link.get("class") == "on") for link in links)
    assert len(drawing.find_class("tick")) == selected


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A text with spans in order that never overlap."""
    text = draw(st.text(max_size=40))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    return text, tuple(zip(cuts[::2], cuts[1::2], strict=False))


@given(marked_texts())
def test_runs_joined_are_the_text(found: tuple[str, tuple[tuple[int, int], ...]]) -> None:
    text, marks = found
    assert "".join(run.text for run in runs(text, marks)) == text


@given(marked_texts())
def test_exactly_the_spans_are_marked(found: tuple[str, tuple[tuple[int, int], ...]]) -> None:
    text, marks = found
    assert [run.text for run in runs(text, marks) if run.marked] == [text[start:end] for start, end in marks]
