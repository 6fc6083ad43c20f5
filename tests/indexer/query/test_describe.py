"""The query told back: plain, short, and the same for every way to type it."""

from __future__ import annotations

import pytest

from indexer.analysis.analyzer import Analyzer
from indexer.query.describe import listed
from indexer.query.parsed_query import parse_query

ANALYZER = Analyzer()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "全部提案"),
        ("停车", "含“停车”"),
        ("停车 收费", "“停车”和“收费”都要出现"),
        ("停车收费充电", "“停车”“收费”和“充电”都要出现"),
        ("停车 收费 单位:司法局 -学校", "“停车”和“收费”都要出现，单位含“司法局”，不含“学校”"),
        ("“停车收费”", "含原文“停车收费”"),
        ("停车 或 充电", "含“停车”或“充电”"),
        ("（停车 收费） 或 标题:学校", "（“停车”和“收费”都要出现）或（标题含“学校”）"),
        ("-（停车 或 充电）", "不要（含“停车”或“充电”）"),
        ("-标题:停车", "标题不含“停车”"),
        ("-届次:12-5", "不要（届次是十二届五次）"),
        ("届次:12-5 案号:1..50", "届次是十二届五次，案号从1到50"),
        ("案号:>=300 日期:..2021-06", "案号从300起，日期到2021年6月为止"),
        ("日期:2021-06-28", "日期是2021年6月28日"),
        ("主办:司法局", "主办单位含“司法局”"),
        ("类别:城*", "类别开头是“城”"),
        ("编码:abc", "编码是“abc”"),
        ("elec*", "含开头是“elec”的词"),
        ("300", "含“300”（或案号是300）"),
        ("停车 十二届五次", "“停车”和“十二届五次”（或届次是十二届五次）都要出现"),
    ],
)
def test_query_is_told_back(typed: str, sentence: str) -> None:
    assert parse_query(typed, ANALYZER).description == sentence


def test_long_list_ends_in_its_length() -> None:
    assert listed([str(number) for number in range(20)]).endswith("“6”等20个词")


def test_a_synonym_that_also_counts_is_told() -> None:
    assert parse_query("电瓶车 充电", ANALYZER).description == "“电瓶车”（或“电动自行车”）和“充电”都要出现"
