"""Whatever a reader makes of a page: what a person sees is in the record or in a reject, and nothing is invented."""

from __future__ import annotations

import sys
from collections import Counter
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Proposal
from corpus.profiles import Profile
from corpus.readers import Account, read
from corpus.readers.items import Labelled
from corpus.readers.record.account import completed
from tests.corpus.layouts.account import plain
from tests.corpus.layouts.visible import visible_text
from tests.corpus.readers.reading import only_record, only_reject

WORDS = [
    "提案人：张三", "案由", "关于疏浚东渠的提案", "提案内容", "答复内容：", "东渠淤塞。", "张三委员：", "某市水利局",
    "2021年6月28日", "案号：0012", "主办单位", "市财政局", "首页", "版权所有", "理由：", "一、现状",
]  # fmt: skip
CLASSES = ["no-sidebar", "share-wrap", "foot-note", "nav-content", "content"]
leaves = st.sampled_from(WORDS).map(lambda word: f"<p>{word}</p>") | st.sampled_from(WORDS)


def _wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, min_size=1, max_size=4)
    return st.one_of(
        st.builds(lambda name, parts: f'<div class="{name}">{"".join(parts)}</div>', st.sampled_from(CLASSES), several),
        several.map(lambda parts: f"<table><tr><td>{'</td><td>'.join(parts)}</td></tr></table>"),
        several.map(lambda parts: f"<table><tr><td>{'</td></tr><tr><th>'.join(parts)}</td></tr></table>"),
        several.map(lambda parts: f"<ul><li>{'</li><li>'.join(parts)}</li></ul>"),
        several.map(lambda parts: f"<h3>{parts[0]}</h3>{''.join(parts[1:])}"),
        several.map(lambda parts: f"<dl><dt>{parts[0]}</dt><dd>{''.join(parts[1:])}</dd></dl>"),
        several.map(lambda parts: f"<nav>{''.join(parts)}</nav><textarea>{parts[0]}</textarea>"),
    )


once = _wrapped(leaves)
twice = _wrapped(leaves | once)
pages = st.lists(leaves | once | twice | _wrapped(twice), min_size=1, max_size=4).map("".join)


def _held(content: bytes, name: str) -> Counter[str]:
    """Every character of what was read, labels and values in the forms that records keep them included."""
    held: list[str] = []
    for item in read(name, content, profile=Profile.generic()):
        record = item.record
        if item.reject:
            held.append(item.reject.excerpt)
        if record:
            held += [record.title, record.text, record.number_written, *record.proposers]
            held += [each.written or each.unit for each in record.handlings]
            held += [text for reply in record.replies for text in (reply.title, reply.text, *reply.units)]
            held += [text for pair in record.extra for text in pair]
    return Counter(plain("".join(held)))


@given(pages)
def test_no_character_of_a_page_is_lost_but_labels_and_dates_that_were_read(page: str) -> None:
    content = f"<html><body><h1>关于修渠的提案</h1>{page}</body></html>".encode()
    seen = plain(visible_text(content, "html"))
    for word in ("案由", "提案内容", "答复内容", "案号", "提案人", "主办单位", "理由", "2021年6月28日"):
        seen = seen.replace(word, "")
    missing = Counter(seen.replace(":", "").replace("案号", "")) - _held(content, "page.html")
    # What parts the names of a list is no word of it: 甲局、乙局 are two units.
    missing.pop("、", None)
    # What stands twice on a page may be kept once.
    assert not set(missing) - set(_held(content, "page.html")), missing


def test_what_a_reader_skips_is_kept_beside_the_record() -> None:
    labelled = Labelled("", (("案由", "停车难"),), visible=("案由：停车难", "这一句没有人读。", "12"))
    record, account = completed(Proposal("停车难"), labelled)
    assert record.extra == (("其余文字", "这一句没有人读。\n12"),)
    assert account == Account(fields=6, rest=10)


@pytest.mark.parametrize(
    ("visible", "rest"),
    [
        (("停车难",), ""),
        (("停车难", "停车难"), "停车难"),
        (("发布日期：2021-06-28　来源：某网",), "来源： 某网"),
        (("停 车 难",), ""),
        (("1",), "1"),
    ],
)
def test_each_piece_is_held_once(visible: tuple[str, ...], rest: str) -> None:
    labelled = Labelled("", (("发布日期", "2021-06-28"),), visible=visible)
    record, _ = completed(Proposal("停车难"), labelled)
    assert dict(record.extra).get("其余文字", "") == rest


@pytest.mark.parametrize("class_name", CLASSES)
def test_a_class_name_hides_nothing(class_name: str) -> None:
    page = f'<div class="{class_name}"><h1>关于修渠的提案</h1><p>提案人：张三</p><p>提案内容：</p><p>渠坏。</p></div>'
    record = only_record(page)
    assert (record.proposers, record.text, record.extra) == (("张三",), "渠坏。", ())


@pytest.mark.parametrize(
    "text",
    [
        'name = "某市政协"\n[fields]\ntitle = "案名"\n',
        "2021-06-28 11:25:05 INFO started\n2021-06-28 11:25:06 ERROR 提案 failed\n",
        "# README\n\n## 建议\n\n请先安装。\n",
    ],
)
def test_a_text_without_a_sign_of_a_proposal_is_rejected_and_says_what_was_seen(text: str) -> None:
    assert "看不出是提案或答复" in only_reject(text, "own.toml").reason


def _steps(content: bytes) -> int:
    """How many lines of our own code run while a file is read."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace if "/corpus/" in frame.f_code.co_filename else None

    sys.settrace(trace)
    try:
        list(read("a.txt", content, profile=Profile.generic()))
    finally:
        sys.settrace(None)
    return count


@pytest.mark.parametrize(
    "filler", ["　", " ", "<p>甲</p>", "<table><tr><td>甲</td><td>乙</td></tr></table>", "案号：\n"]
)
def test_reading_grows_with_the_input_and_no_faster(filler: str) -> None:
    def page(times: int) -> bytes:
        return f"<h1>关于修渠的提案</h1><p>提案人：张三{filler * times}</p>".encode()

    once, twice = _steps(page(300)), _steps(page(600))
    assert twice < once * 3 + 10_000
