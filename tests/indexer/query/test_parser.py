"""What is an operator and what is text, and what a query asks for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import PartialDate, Session
from indexer.analysis.analyzer import Analyzer
from indexer.query.expression import (
    And,
    Everything,
    Exact,
    Expression,
    Id,
    InField,
    InSession,
    Named,
    Not,
    Numbers,
    Or,
    Period,
    Piece,
    Prefix,
    Words,
)
from indexer.query.parser import MAX_CHARACTERS, MAX_DEPTH, MAX_TOKENS, TokenKind, parse, quoted, scan


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
    assert [(token.kind, token.text) for token in tokens] == [(TokenKind.QUOTE, text)]


@pytest.mark.parametrize("typed", ["标题:停车", "标题：停车", "標題：停车", "TITLE:停车", "案由：停车"])
def test_known_name_before_a_colon_is_a_field(typed: str) -> None:
    token = scan(typed)[0]
    assert token.kind is TokenKind.FIELD
    assert token.field is not None
    assert token.field.name == "title"


def test_unknown_name_before_a_colon_is_text() -> None:
    assert told("备注：停车") == [("WORD", "备注：停车")]


def test_no_more_is_read_than_the_limits() -> None:
    assert len(scan("停 " * 1000)) == MAX_TOKENS
    assert scan("停" * 5000)[0].text == "停" * MAX_CHARACTERS


ANALYZER = Analyzer()


def word(text: str) -> Words:
    """A run that is one word and means nothing else."""
    return Words(text, (Piece(text),), (text,), (text,))


停车, 收费, 充电, 学校 = map(word, ("停车", "收费", "充电", "学校"))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", Everything()),
        ("  　", Everything()),
        ("停车 收费", And((停车, 收费))),
        ("停车 AND 收费 与 充电", And((停车, 收费, 充电))),
        ("停车 停车", 停车),
        ("停车 或 收费", Or((停车, 收费))),
        ("停车|收费｜充电", Or((停车, 收费, 充电))),
        ("停车 收费 或 充电", And((停车, Or((收费, 充电))))),
        ("(停车 收费) 或 充电", Or((And((停车, 收费)), 充电))),
        ("停车 -学校", And((停车, Not(学校)))),
        ("停车 非 学校", And((停车, Not(学校)))),
        ("停车 -（学校 或 充电）", And((停车, Not(Or((学校, 充电)))))),
        ("-学校", Not(学校)),
        ("NOT NOT 学校", 学校),
        ("“停 车”", Exact("停车")),
        ("停车 “乱收费，” -「学校」", And((停车, Exact("乱收费,"), Not(Exact("学校"))))),
        ("標題：停車", InField("title", 停车)),
        ("标题: 停车", InField("title", 停车)),
        ("标题:“停车”", InField("title", Exact("停车"))),
        ("单位:(学校 或 停车)", Or((InField("units", 学校), InField("units", 停车)))),
        ("-单位:学校", Not(InField("units", 学校))),
        ("单位:-学校", Not(InField("units", 学校))),
        ("主办:学校", Named("lead_unit", ("学校",))),
        ("类别：城建*", Named("category", ("城建",), anchored=True)),
        ("编码:ab-C1", Id("ab-C1")),
        ("elec* wifi", And((Prefix("elec"), word("wifi")))),
        ("停车*", 停车),
    ],
)
def test_query_asks_for(typed: str, expected: Expression) -> None:
    assert parse(typed, ANALYZER) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("案号:300", Numbers(300, 300)),
        ("案号：第0300号", Numbers(300, 300)),
        ("案号:1..50", Numbers(1, 50)),
        ("案号:50-1", Numbers(1, 50)),
        ("案号:>=300", Numbers(300, None)),
        ("案号:<300", Numbers(None, 299)),
        ("案号:..50", Numbers(None, 50)),
        ("案号:A12", InField("details", Exact("a12"))),
        ("届次:12-5", InSession(Session(12, 5))),
        ("届次：第十二届第五次会议", InSession(Session(12, 5))),
        ("届次:十二届", InSession(Session(12))),
        ("届次:12-4..12-5", Or((InSession(Session(12, 4)), InSession(Session(12, 5))))),
        ("届次:11..12", Or((InSession(Session(11)), InSession(Session(12))))),
        ("日期:2021", Period(PartialDate(2021), PartialDate(2021))),
        ("日期:2020..2021-06", Period(PartialDate(2020), PartialDate(2021, 6))),
        ("日期:2021年6月至2020年", Period(PartialDate(2020), PartialDate(2021, 6))),
        ("日期:2020-2021", Period(PartialDate(2020), PartialDate(2021))),
        ("日期:>=2020", Period(PartialDate(2020), None)),
        ("日期:>2020", Period(PartialDate(2021), None)),
        ("日期:>2020-12", Period(PartialDate(2021, 1), None)),
        ("日期:<2021-01-01", Period(None, PartialDate(2020, 12, 31))),
        ("年份:2019..2021", Period(PartialDate(2019), PartialDate(2021))),
        ("主办:市环保局", Named("lead_unit", ("市环保局", "市生态环境局"))),
    ],
)
def test_value_of_a_field_is_understood(typed: str, expected: Expression) -> None:
    assert parse(typed, ANALYZER) == expected


@pytest.mark.parametrize(
    "typed",
    ["停车 或", "或 停车", "停车 -", "(停车", "停车)", "标题: (停车", "“停车", '"" 停车', "停车 AND", "() 停车"],
)
def test_operator_without_operand_is_passed_over(typed: str) -> None:
    found = parse(typed, ANALYZER)
    assert found in (停车, InField("title", 停车))


@pytest.mark.parametrize(("typed", "text"), [("或", "或"), ("非", "非"), ("AND", "and")])
def test_operator_all_alone_is_text(typed: str, text: str) -> None:
    assert parse(typed, ANALYZER) == word(text)


@pytest.mark.parametrize(("typed", "text"), [("？", "?"), ("()", "()"), ("《 》", "《》"), ("-", "-")])
def test_punctuation_all_alone_is_exact_text(typed: str, text: str) -> None:
    assert parse(typed, ANALYZER) == Exact(text)


def test_empty_quotation_asks_for_nothing() -> None:
    assert parse('""', ANALYZER) == parse("“ ”", ANALYZER) == Everything()


def test_value_that_a_field_cannot_have_is_plain_text() -> None:
    assert parse("时间：下午", ANALYZER) == And((word("时间"), word("下午")))


@pytest.mark.parametrize(
    ("typed", "meaning"),
    [
        ("300", Numbers(300, 300)),
        ("第0300号", Numbers(300, 300)),
        ("三百号提案", Numbers(300, 300)),
        ("十二届五次", InSession(Session(12, 5))),
        ("12-5", InSession(Session(12, 5))),
        ("第十二届第五次会议", InSession(Session(12, 5))),
        ("2021年6月", Period(PartialDate(2021, 6), PartialDate(2021, 6))),
    ],
)
def test_bare_session_number_or_date_is_text_or_the_record(typed: str, meaning: Expression) -> None:
    found = parse(typed, ANALYZER)
    assert isinstance(found, Words)
    assert meaning in found.interpretations
    assert [piece.text for piece in found.pieces] == [found.text]


@pytest.mark.parametrize("typed", ["停车", "加强十二届", "300米", "12-5号楼", "三百", "12.5", "0513-123"])
def test_other_words_are_text_only(typed: str) -> None:
    found = parse(typed, ANALYZER)
    assert isinstance(found, Words)
    assert found.interpretations == ()


def test_parentheses_nest_only_so_deep() -> None:
    assert parse("(" * MAX_DEPTH + "停车 收费" + ")" * MAX_DEPTH, ANALYZER) == And((停车, 收费))
    assert parse("(" * 200 + "停车" + ")" * 200, ANALYZER) == 停车
