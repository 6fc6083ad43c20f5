"""The promise: whatever is in a record finds it. Against brute force, every document looked at, and stock Whoosh."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.query.parsed_query import parse_query
from indexer.query.parser import quoted
from indexer.query.words import squeezed
from tests.indexer.query.records import ANALYZER, DOCUMENTS, RECORDS, TEXTS, StockIndex, found

STOCK = StockIndex(DOCUMENTS)
PARTS = [part for texts in TEXTS.values() for parts in texts.values() for part in parts]


@st.composite
def substrings(draw: st.DrawFn) -> str:
    """Any 1 to 20 characters in a row of any text."""
    text = draw(st.sampled_from(PARTS))
    start = draw(st.integers(0, len(text) - 1))
    return text[start : start + draw(st.integers(1, 20))]


def containing(text: str) -> str:
    """The ids of the records that show this text somewhere, by looking."""
    wanted = squeezed(text)
    return "".join(
        record.id
        for record in RECORDS
        if any(wanted in squeezed(part) for parts in TEXTS[record.id].values() for part in parts)
    )


@settings(deadline=None)
@given(substrings())
def test_quoted_substring_finds_exactly_the_records_that_contain_it(text: str) -> None:
    assert found(quoted(text)) == containing(text)


@settings(deadline=None)
@given(substrings())
def test_stock_whoosh_finds_what_looking_at_every_document_finds(text: str) -> None:
    for query in (quoted(text), text):
        step = parse_query(query, ANALYZER).steps[0]
        assert sorted(STOCK.found(step)) == list(found(query))


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: str(record.id))
def test_title_finds_its_record(record: object) -> None:
    title, id = record.title, record.id  # type: ignore[attr-defined] # parametrized with proposals
    assert id in found(title)
    assert id in found(title.removeprefix("关于"))


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("", "abc"),
        ("司法局 停车", "a"),
        ("司法局", "ac"),
        ("处理", "a"),
        ("舒苒", "a"),
        ("江大桥", "b"),
        ("大橋", "b"),
        ("停车位", "a"),
        ("最后一公里", "b"),
        ("非物质文化遗产", "c"),
        ("ppp", "a"),
        ("ＰＰＰ模式", "a"),
        ("pp*", "a"),
        ("5g-a", "a"),
        ("停车 或 大桥", "ab"),
        ("收费 -停车", "c"),
        ("-停车", "bc"),
        ("-停车 -大桥", "c"),
        ("停车 非 学校", "a"),
        ("“停车收费”", "a"),
        ("“收费停车”", ""),
        ("“提案。收悉”", ""),
        ("标题:停车", "a"),
        ("答复:停车收费", "a"),
        ("标题:收费", ""),
        ("单位:司法局", "ac"),
        ("主办:司法局", "a"),
        ("协办:司法局", "c"),
        ("主办:教育处", "b"),
        ("主办:教育處", "b"),
        ("主办:环保局", "c"),
        ("-主办:司法局", "bc"),
        ("环保局", "c"),
        ("提出者:舒苒", "a"),
        ("提出者:工商联", "b"),
        ("类别:建设", "a"),
        ("类别:城乡*", "a"),
        ("类别:建设*", ""),
        ("结果:计划", "a"),
        ("届次:12-5", "a"),
        ("届次:十二届", "ab"),
        ("届次:12-4..12-5", "ab"),
        ("届次:12..13", "abc"),
        ("案号:300", "a"),
        ("案号:1..300", "ac"),
        ("案号:>300", "b"),
        ("日期:2021", "a"),
        ("日期:2020..2021-06", "ab"),
        ("日期:2020-06-15..2021-06-27", "b"),
        ("日期:>=2022-03", "c"),
        ("年份:2020", "b"),
        ("月份:2021-06", "a"),
        ("编码:b", "b"),
        ("300", "ab"),
        ("第0300号", "a"),
        ("十二届五次", "ac"),
        ("12届5次", "ac"),
        ("十二届五次 300号", "a"),
        ("2020年6月", "b"),
        ("一百个", "a"),
        ("没有这个词", ""),
    ],
)
def test_query_finds(query: str, ids: str) -> None:
    assert found(query) == ids


@pytest.mark.parametrize(
    "query",
    [
        "",
        "停车 或 大桥",
        "收费 -停车",
        "-停车",
        "主办:教育处",
        "日期:2020..2021-06",
        "300",
        "环保局",
        "pp*",
        "届次:十二届",
    ],
)
def test_stock_whoosh_agrees_on_operators_and_filters(query: str) -> None:
    assert sorted(STOCK.found(parse_query(query, ANALYZER).steps[0])) == list(found(query))


def test_named_record_comes_first() -> None:
    assert STOCK.found(parse_query("300", ANALYZER).steps[0])[0] == "a"
    assert STOCK.found(parse_query("十二届五次", ANALYZER).steps[0])[0] == "a"


def test_title_match_comes_before_text_match() -> None:
    assert STOCK.found(parse_query("停车 或 收费", ANALYZER).steps[0])[0] == "a"
