"""Markup written by Python says exactly what it was given: no text can become a tag or leave its attribute."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from search_web.charts import bars
from search_web.markup import choices, columns, marked
from search_web.pages import Chart, Column, Option, Run

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
        f"<svg>{columns(Chart('各年件数', '年份', (Column(label, label, count, selected, url, bar),)))}</svg>"
    )
    links = drawing.xpath("//a")
    assert [link.get("href") for link in links] == [url] * bool(url)
    assert all(link.get("aria-label").startswith(f"{label}，{count:,} 件") for link in links)
    assert all(("已选" in link.get("aria-label")) == selected == (link.get("class") == "on") for link in links)
    assert len(drawing.find_class("tick")) == selected
