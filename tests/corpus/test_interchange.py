"""Records as JSON and back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from corpus.errors import ReadError
from corpus.interchange import from_json, is_exported, to_json
from corpus.model import Proposal
from corpus.profiles import Profile
from corpus.readers import read
from tests.corpus.strategies import proposals


@given(proposals())
def test_nothing_is_lost_between_record_and_json(record: Proposal) -> None:
    written = json.dumps(to_json(record), ensure_ascii=False)
    assert from_json(json.loads(written)) == record


@given(proposals())
def test_the_json_reader_reads_an_export_whatever_the_profile(record: Proposal) -> None:
    line = json.dumps(to_json(replace(record, id="x1")), ensure_ascii=False)
    (item,) = read("a.jsonl", line.encode(), profile=Profile.generic())
    assert item.record is not None
    assert replace(item.record, source=record.source) == record


def test_every_number_is_exported_the_first_one_also_by_itself() -> None:
    joint = Proposal("合并答复", number=201, number_written="201、202", further_numbers=(202,))
    assert (to_json(joint)["number"], to_json(joint)["numbers"]) == (201, [201, 202])
    assert (to_json(Proposal("停车难", number=7))["numbers"], to_json(Proposal("停车难"))["numbers"]) == ([7], [])
    assert from_json(to_json(joint)) == joint
    assert from_json({"format": "tian-proposal/1", "title": "停车难", "numbers": [7, 8]}).numbers == (7, 8)


def test_missing_keys_have_the_models_defaults() -> None:
    assert from_json({"format": "tian-proposal/1", "title": "停车难"}) == Proposal("停车难")


def test_any_version_of_the_format_is_recognised_as_ours() -> None:
    assert is_exported({"format": "tian-proposal/9"})
    assert not is_exported({"format": "csv"})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": "tian-proposal/2"}, "只读 tian-proposal/1"),
        ({"title": ""}, "缺少 title"),
        ({"title": 3}, "title 应是文字"),
        ({"colour": "red"}, "不认识的键 colour"),
        ({"number": "3"}, "number 应是整数"),
        ({"number": True}, "number 应是整数"),
        ({"kind": "动议"}, "kind 应是提案、建议、议案之一"),
        ({"session": "本届"}, "session 应是届次"),
        ({"filed": "2021-02-30"}, "filed 应是日期"),
        ({"proposers": "张三"}, "proposers 应是文字列表"),
        ({"extra": [["甲"]]}, r"extra\[0\] 应是 2 项的列表"),
        ({"source": []}, "source 应是对象"),
        ({"replies": [{"text": 1}]}, r"replies\[0\].text 应是文字"),
        ({"handlings": [{"unit": "甲局"}]}, r"缺少 handlings\[0\].role"),
        ({"outcome": {"text": "A", "class": "好"}}, "outcome.class 应是"),
        ({"outcome": {"word": "A"}}, "不认识的键 outcome.word"),
        ({"text": None}, "text 应是文字"),
        ({"units": ["甲局"]}, "不认识的键 units"),
        ({"replies": [{"text": "已办。", "replied": "明天"}]}, r"replies\[0\].replied 应是日期"),
        ({"replies": {}}, "replies 应是对象列表"),
        ({"proposers": ["张三", 4]}, r"proposers\[1\] 应是文字"),
    ],
)
def test_a_wrong_value_is_refused_by_its_key(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ReadError, match=message):
        from_json({**to_json(Proposal("停车难")), **change})
