"""Input that is broken or means harm: a clear Chinese reject with its place, and every good record around it."""

from __future__ import annotations

import io
import random
import re
import tracemalloc
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.profiles import Profile
from corpus.readers import read
from corpus.readers.text.limits import MAX_LINE
from tests.corpus.readers.reading import only_reject, records_and_rejects

BOMB = (
    """<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "好好好好好好好好好好"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>"""
)
PAGE = "<html><body><h1>关于停车的提案</h1><p>提案人：张三</p><p>车位不足。</p></body></html>"
CSV = "案由,提案人,提案内容\n停车难,张三,内容一\n{}\n上学难,李四,内容二\n"
OVERSIZED = "x" * (MAX_LINE + 1)
CHINESE = re.compile(r"[一-鿿]{4,}")


def package(members: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "文件是空的"),
        (b" \r\n\t ", "文件是空的"),
        (b"PK\x03\x04 cut off", "压缩结构损坏"),
        (package({"nothing/": ""}), "没有文字"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Office"),
        (b"%PDF-1.7 ", "PDF 损坏"),
        (bytes(range(256)) * 40, "不是文本"),
        ("<rss><channel/></rss>", "是 XML，但不是网页"),
        (BOMB + "<x>&b;</x>", "XML 炸弹"),
        (BOMB + PAGE, "XML 炸弹"),
        (PAGE.replace("</h1>", "</h1>" + "<div>" * 3000), "超出解析器的限度"),
        (PAGE.replace("车位", "\0车位"), "NUL"),
        (package({"word/document.xml": BOMB + "<x>&b;</x>"}), "word/document.xml 带有文档类型声明"),
        (package({"word/document.xml": (BOMB + "<x/>").encode("utf-16")}), "word/document.xml 带有文档类型声明"),
        (package({"xl/workbook.xml": BOMB + "<x>&b;</x>"}), "xl/workbook.xml 带有文档类型声明"),
        (package({"word/document.xml": b"<a>" + b" " * 50_000_000}), "可能是压缩炸弹"),
        (package({"xl/workbook.xml": "<a/>", "xl/sharedStrings.xml": b" " * 50_000_000}), "可能是压缩炸弹"),
        (package({"word/document.xml": "<<"}), "word/document.xml 不是完整的 XML"),
        (package({"word/document.xml": "<w:document"}), "word/document.xml 不是完整的 XML"),
        (package({"word/document.xml": ""}), "word/document.xml 不是完整的 XML"),
        (package({"xl/workbook.xml": "<a/>"}), "表格内容损坏"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_gives_one_reject_that_says_why(content: bytes | str, reason: str) -> None:
    reject = only_reject(content)
    assert reason in reject.reason
    assert len(reject.excerpt) <= 500


@pytest.mark.parametrize(
    "bad", ["坏\0行,王五,x", OVERSIZED, '"没有结束的引号,王五,x', "多,一,列,x"],
    ids=["nul", "oversized", "stray-quote", "extra-column"],
)  # fmt: skip
def test_a_bad_csv_line_is_rejected_with_its_place_and_the_rest_comes_through(bad: str) -> None:
    records, rejects = records_and_rejects(CSV.format(bad), "a.csv")
    assert [record.title for record in records] == ["停车难", "上学难"]
    assert [reject.place for reject in rejects] == ["第 3 行"]
    assert CHINESE.search(rejects[0].reason)


@pytest.mark.parametrize("template", [
    '{{"案由": "停车难"}}\n{}\n{{"案由": "上学难"}}\n',
    "案由: | 停车难 | 提案人: | 张三 |\n{}\n案由: | 上学难 | 提案人: | 李四 |\n",
])  # fmt: skip
def test_an_oversized_line_between_records_is_rejected_alone(template: str) -> None:
    records, rejects = records_and_rejects(template.format(OVERSIZED))
    assert sorted(record.title for record in records) == ["上学难", "停车难"]
    assert [reject.place for reject in rejects] == ["第 2 行"]


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.html", "a.json", "a.jsonl"])
def test_a_file_of_one_endless_line_is_refused_without_a_copy_of_it(name: str) -> None:
    start = {"a.html": b"<html><p>", "a.json": b'[{"title": "', "a.jsonl": b'{"title": "'}.get(name, b"")
    content = start + b"x" * 100_000_000
    tracemalloc.start()
    try:
        only_reject(content, name)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < len(content) // 4


@given(st.binary(max_size=300))
def test_no_bytes_make_reading_raise(content: bytes) -> None:
    for item in read("a", content, profile=Profile.generic()):
        assert item.record or (item.reject and CHINESE.search(item.reject.reason))


@pytest.mark.parametrize("seed", range(40))
def test_no_damage_to_a_good_file_makes_reading_raise(seed: int) -> None:
    chance = random.Random(seed)
    good = [PAGE, CSV.format("看病难,王五,内容"), '[{"案由": "停车难"}]', "案由: | 停车难 | 提案人: | 张三 |\n" * 3]
    files = [each.encode() for each in good] + [package({"word/document.xml": "<a><b>x</b></a>"})]
    for content in files:
        damaged = bytearray(content)
        for _ in range(chance.randrange(1, 12)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        for item in read("a", bytes(damaged[: chance.randrange(1, len(damaged) + 1)]), profile=Profile.generic()):
            assert (item.record is None) != (item.reject is None)
