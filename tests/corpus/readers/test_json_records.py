"""JSON and JSON lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.profiles import Profile
from tests.corpus.readers.reading import only_record, only_reject, records_and_rejects

ONE: dict[str, Any] = {"案由": "停车难", "提案人": ["张三", "李四"], "编号": 12}
TWO: dict[str, Any] = {"案由": "上学难", "提案人": "王五", "编号": "0013"}


@pytest.mark.parametrize(
    "document",
    [[ONE, TWO], {"total": 2, "rows": [ONE, TWO]}, {"code": 0, "data": {"pages": 1, "list": [ONE, TWO]}}],
    ids=["array", "array-inside", "array-deep-inside"],
)
def test_the_list_of_records_is_found_wherever_it_stands(document: Any) -> None:
    records, rejects = records_and_rejects(json.dumps(document, ensure_ascii=False))
    assert [(each.title, each.proposers, each.number) for each in records] == [
        ("停车难", ("张三", "李四"), 12),
        ("上学难", ("王五",), 13),
    ]
    assert [each.source and each.source.place for each in records] == ["第 1 条", "第 2 条"]
    assert rejects == []


def test_a_single_object_is_one_record_also_with_a_list_inside() -> None:
    assert only_record(json.dumps({**ONE, "进度": [{"日期": "2021"}]})).extra == (("进度[].日期", "2021"),)


def test_nested_values_have_addresses_a_profile_can_name(tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_text(
        '[fields]\ntitle = "info.name"\ntext = { from = "steps[].text", join = "；" }\n[reply]\ntext = "answer.body"',
        encoding="utf-8",
    )
    value = {"info": {"name": "停车难"}, "steps": [{"text": "甲"}, {"text": "乙"}], "answer": {"body": "好"}}
    record = only_record(json.dumps(value), profile=Profile.load(path))
    assert (record.title, record.text, record.replies[0].text) == ("停车难", "甲；乙", "好")


def test_a_broken_line_between_good_ones_is_rejected_alone() -> None:
    lines = [json.dumps(ONE), '{"案由": "坏', "[1, 2]", "", json.dumps(TWO)]
    records, rejects = records_and_rejects("\n".join(lines))
    assert [each.title for each in records] == ["停车难", "上学难"]
    assert [each.place for each in rejects] == ["第 2 行", "第 3 行"]


def test_a_broken_first_line_does_not_hide_the_others() -> None:
    records, rejects = records_and_rejects('{"案由": "坏\n' + json.dumps(ONE) + "\n" + json.dumps(TWO))
    assert len(records) == 2
    assert [each.place for each in rejects] == ["第 1 行"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('{"案由": "停车难", ', "不是完整的 JSON"),
        ("[" * 100_000, "嵌套过深"),
        ('[{"编号": ' + "9" * 5000 + "}]", "超长的数字"),
        ("[]", "没有找到记录"),
        ('[{"案由": "\\ud800"}]', "代理字符"),
        ('[{"甲": null}]', "没有标题也没有正文"),
        ('["甲"]', "应是一个 JSON 对象"),
    ],
)
def test_what_is_no_record_is_rejected_with_its_reason(content: str, reason: str) -> None:
    assert reason in only_reject(content).reason


def test_a_pretty_printed_file_is_one_document() -> None:
    assert only_record(json.dumps(ONE, indent=2, ensure_ascii=False)).title == "停车难"
