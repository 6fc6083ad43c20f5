"""What is an operator, and what is text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.query.syntax import MAX_CHARACTERS, MAX_TOKENS, Kind, quoted, scan


def told(text: str) -> list[tuple[str, str]]:
    """Kinds and texts of the tokens."""
    return [(token.kind.name, token.text) for token in scan(text)]


@pytest.mark.parametrize(
    "word", ["非物质文化遗产", "5G-A", "2020-2021", "R&D", "与会人员", "或有负债", "http://a.cn", "--", "OR1"]
)
def test_operator_inside_a_word_is_text(word: str) -> None:
    assert told(word) == [("WORD", word)]


@pytest.mark.parametrize(
    ("word", "kind"), [("或", "OR"), ("OR", "OR"), ("与", "AND"), ("且", "AND"), ("非", "NOT"), ("NOT", "NOT")]
)
def test_operator_word_counts_between_spaces(word: str, kind: str) -> None:
    assert [token.kind.name for token in scan(f"停车 {word} 收费")] == ["WORD", kind, "WORD"]


@pytest.mark.parametrize("typed", ["停车 -学校", "停车　－学校", "停车 （-学校）", "停车|-学校"])
def test_minus_before_a_word_negates(typed: str) -> None:
    kinds = [kind for kind, _ in told(typed)]
    assert "NOT" in kinds
    assert "学校" in [text for _, text in told(typed)]


@pytest.mark.parametrize(
    "typed",
    ['"乱 收费"', "“乱 收费”", "「乱 收费」", "『乱 收费』", "＂乱 收费＂", "”乱 收费”", "“乱 收费“", '"乱 收费”'],
)
def test_every_kind_of_quotation_mark_quotes(typed: str) -> None:
    assert told(typed) == [("QUOTE", "乱 收费")]


def test_unclosed_quotation_mark_is_text() -> None:
    assert told('停车 "收费 充电') == [("WORD", "停车"), ("WORD", '"收费'), ("WORD", "充电")]


@settings(deadline=None)
@given(st.text(max_size=40))
def test_quoted_text_is_read_back_whole(text: str) -> None:
    tokens = scan(quoted(text))
    assert [(token.kind, token.text) for token in tokens] == [(Kind.QUOTE, text)]


@pytest.mark.parametrize("typed", ["标题:停车", "标题：停车", "標題：停车", "TITLE:停车", "案由：停车"])
def test_known_name_before_a_colon_is_a_field(typed: str) -> None:
    token = scan(typed)[0]
    assert token.kind is Kind.FIELD
    assert token.field is not None
    assert token.field.name == "title"


def test_unknown_name_before_a_colon_is_text() -> None:
    assert told("备注：停车") == [("WORD", "备注：停车")]


def test_no_more_is_read_than_the_limits() -> None:
    assert len(scan("停 " * 1000)) == MAX_TOKENS
    assert scan("停" * 5000)[0].text == "停" * MAX_CHARACTERS
