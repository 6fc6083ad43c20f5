"""Sections are told by their headings, however those are numbered."""

from __future__ import annotations

import pytest

from indexer.duplicates.texts import section_at, sections_of


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("一、背景情况", "背景"),
        ("（二）存在的主要问题", "问题"),
        ("3. 对策建议", "建议"),
        ("【案由】", "背景"),
        ("问题及建议", "建议"),
        ("具体措施：", "建议"),
        ("为此，提出以下建议：", "建议"),
    ],
)
def test_a_heading_names_its_section(heading: str, name: str) -> None:
    text = f"开头的话。\n{heading}\n下文在这里。"
    [section] = sections_of(text)
    assert (section.name, section.start, section.end) == (name, 6, len(text))
    assert section_at((section,), 5) == ""
    assert section_at((section,), 6) == section_at((section,), len(text)) == name


@pytest.mark.parametrize("text", ["", "停车难的问题由来已久，建议增设车位。", "我们认为这个问题很严重。\n望采纳。"])
def test_a_sentence_is_no_heading(text: str) -> None:
    assert sections_of(text) == ()


def test_headings_of_one_kind_in_a_row_are_one_section() -> None:
    text = "一、问题一\n……\n二、问题二\n……\n三、建议\n……"
    assert [(each.name, text[each.start : each.end][:2]) for each in sections_of(text)] == [
        ("问题", "一、"),
        ("建议", "三、"),
    ]
