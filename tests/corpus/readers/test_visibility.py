"""What sources say on visibility: everyday ways of saying that something is not public, and what is like them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from corpus import Archive, ImportReport, Profile, Proposal, Visibility, import_paths
from corpus.readers import read
from corpus.values import remarks, says_public, speaks_of_visibility
from tests.corpus.readers.reading import only_record
from tests.corpus.readers.visibility_cases import NOT_PUBLIC, PUBLIC


def _html(label: str, value: str) -> tuple[str, bytes]:
    row = f"<tr><td>案由：</td><td>停车难</td></tr><tr><td>{label}：</td><td>{value}</td></tr>"
    return "a.html", f"<html><body><table>{row}</table><p>答复如下。</p></body></html>".encode()


def _text_table(label: str, value: str) -> tuple[str, bytes]:
    return "a.txt", f"案由: | 停车难 | {label}: | {value} |\n".encode()


def _csv(label: str, value: str) -> tuple[str, bytes]:
    return "a.csv", f'案由,提案人,"{label}"\n停车难,张三,"{value}"\n'.encode()


def _xlsx(label: str, value: str) -> tuple[str, bytes]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["案由", "提案人", label], ["停车难", "张三", value]):
        sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    return "a.xlsx", held.getvalue()


def _json(label: str, value: str) -> tuple[str, bytes]:
    return "a.json", json.dumps({"案由": "停车难", label: value}, ensure_ascii=False).encode()


def _docx(label: str, value: str) -> tuple[str, bytes]:
    document = Document()
    table = document.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, (("案由", "停车难"), (f"{label}：", value)), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    held = io.BytesIO()
    document.save(held)
    return "a.docx", held.getvalue()


READERS = (_html, _text_table, _csv, _xlsx, _json, _docx)


def _record(name: str, content: bytes) -> Proposal:
    [item] = read(name, content, profile=Profile.generic())
    assert item.record is not None, item.reject
    return item.record


@pytest.mark.parametrize("reader", READERS)
def test_what_is_not_known_to_be_public_is_internal_and_told(reader: Callable[[str, str], tuple[str, bytes]]) -> None:
    for label, value in NOT_PUBLIC:
        items = list(read(*reader(label, value), profile=Profile.generic()))
        assert [item.record and item.record.visibility for item in items] == [Visibility.INTERNAL], (label, value)
        told = [each for each in items[0].statements or () if not each.public]
        assert told, (label, value)


@pytest.mark.parametrize("reader", [_csv, _xlsx, _json])
def test_what_is_public_or_speaks_of_something_else_stays_public(
    reader: Callable[[str, str], tuple[str, bytes]],
) -> None:
    for label, value in PUBLIC:
        assert _record(*reader(label, value)).visibility is Visibility.PUBLIC, (label, value)


@given(st.text(st.characters(exclude_characters="☑✓✔√■●☐□○◯"), max_size=12))
def test_a_value_with_one_word_that_is_not_known_is_not_public(value: str) -> None:
    for label in ("公开属性", "密级", "是否公开/涉密", "is_public", "依申请公开"):
        assert says_public(label, f"{value}，保留") is False
        assert says_public(label, f"保留{value}") is False


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_label_and_no_value_breaks_the_reading(label: str, value: str) -> None:
    assert speaks_of_visibility(label) in (True, False)
    assert says_public(label, value) in (True, False, None)
    assert isinstance(list(remarks(f"{label}：{value}")), list)


def test_invisible_characters_and_decoration_do_not_hide_a_label() -> None:
    for label in (
        "公开\u200b属性",
        "\ufeff公开属性",
        "★ 公 开 属 性 ★",
        "（二）公开属性",
        "公開屬性",
        "公开属性(必填)",
        "公开_属性",
    ):
        assert speaks_of_visibility(label), label


@pytest.mark.parametrize("value", [True, 1, "true", "public"])
def test_json_values_that_say_public_are_public(value: object) -> None:
    assert only_record(json.dumps({"案由": "停车难", "is_public": value})).visibility is Visibility.PUBLIC


@pytest.mark.parametrize("value", [False, 0, None, "false", "private", [], {"level": "staff"}])
def test_json_values_that_say_otherwise_are_internal(value: object) -> None:
    record = only_record(json.dumps({"案由": "停车难", "public": value}))
    assert record.visibility is (Visibility.PUBLIC if value == [] else Visibility.INTERNAL)


def test_two_labels_that_contradict_each_other_make_a_record_internal() -> None:
    for second in ({"密级": "机密"}, {"是否公开": "否"}, {"公开属性 ": "不公开"}, {"备注": "涉密"}):
        record = only_record(json.dumps({"案由": "停车难", "公开属性": "主动公开", **second}))
        assert record.visibility is Visibility.INTERNAL, second


def test_a_label_that_stands_twice_is_read_twice() -> None:
    assert only_record("案由: | 停车难 | 公开属性: | 公开 | 公开属性: | 不公开 |").visibility is Visibility.INTERNAL


@pytest.mark.parametrize(
    "head",
    [
        "公开属性：不予公开",
        "密级：机密",
        "机密★10年",
        "内部资料 注意保存",
        "（此件不公开）",
        "秘密",
        "依申请公开",
        "公開屬性：不公開",
    ],
)
def test_a_letterhead_makes_the_record_internal(head: str) -> None:
    text = f"关于解决停车难的建议\n{head}\n近年来，停车难问题突出，群众反映强烈。\n建议增设车位。"
    assert only_record(text).visibility is Visibility.INTERNAL
    assert only_record(f"{head}\n{text}").visibility is Visibility.INTERNAL


@pytest.mark.parametrize(
    "end", ["（此件不公开）", "（此件依申请公开）", "公开属性：不予公开", "(此件涉及个人隐私，不予公开)", "（不公开）"]
)
def test_a_closing_remark_makes_the_record_internal(end: str) -> None:
    end = end.replace("涉及个人隐私，", "")
    assert only_record(f"关于停车的建议\n建议增设车位。\n{end}").visibility is Visibility.INTERNAL
    assert only_record(f"关于停车的建议\n建议增设车位。{end}").visibility is Visibility.INTERNAL


@pytest.mark.parametrize(
    "line",
    [
        "（此件公开发布）",
        "公开属性：主动公开",
        "村务公开：定期公布账目，让群众看得见、管得着。",
        "一、政务公开不到位",
        "内部管理不规范",
        "有的部门信息不公开，群众意见很大。",
        "加强保密教育。",
    ],
)
def test_prose_about_openness_makes_nothing_internal(line: str) -> None:
    record = only_record(f"关于推进政务公开的建议\n近年来，工作取得成效。\n{line}")
    assert record.visibility is Visibility.PUBLIC


def test_a_remark_beside_the_text_of_a_page_counts_and_the_portals_columns_do_not() -> None:
    page = (
        "<html><body><ul><li>依申请公开</li><li>政务公开</li></ul><h1>关于停车的建议</h1>"
        "<div><p>近年来停车难问题突出，群众反映强烈。</p><p>建议增设立体车库。</p></div><div>{}</div></body></html>"
    )
    for remark in ("（此件不公开）", "公开属性：不予公开", "密级：机密", "机密★10年"):
        assert only_record(page.format(remark), "a.html").visibility is Visibility.INTERNAL, remark
    assert only_record(page.format("政府信息公开指南"), "a.html").visibility is Visibility.PUBLIC


def test_text_that_only_looks_like_a_label_stays_in_the_text() -> None:
    line = "信息公开：要让群众看得见、管得着，定期公布账目，接受监督，做到件件有回音、事事有着落，真正落到实处。"
    assert line in only_record(f"关于村务的建议\n{line}\n建议如上。").text


def test_a_reply_is_internal_while_its_proposal_is_public() -> None:
    for label in ("答复公开属性", "复文公开", "答复是否公开", "答复公开情况", "回复是否同意公开"):
        record = only_record(
            json.dumps({"案由": "停车难", "提案内容": "增设车位", "答复内容": "已办", label: "不公开"})
        )
        assert record.visibility is Visibility.PUBLIC, label
        assert [each.visibility for each in record.replies] == [Visibility.INTERNAL], label


def test_a_reply_says_in_its_own_text_that_it_is_internal() -> None:
    for text in ("公开属性：不予公开\n张委员：已办。", "张委员：已办。\n（此件依申请公开）"):
        record = only_record(json.dumps({"案由": "停车难", "提案内容": "增设车位", "答复内容": text}))
        assert (record.visibility, record.replies[0].visibility) == (Visibility.PUBLIC, Visibility.INTERNAL)


def test_of_several_replies_each_has_its_own_visibility() -> None:
    pairs = "答复内容: | 甲局已办 | 答复公开属性: | 主动公开 |\n答复内容: | 乙局已办 | 答复公开属性: | 不公开 |"
    record = only_record(f"案由: | 停车难 | 提案内容: | 增设车位 |\n{pairs}")
    assert [each.visibility.value for each in record.replies] == ["公开", "内部"]


def test_an_internal_proposal_stays_internal_whatever_its_reply_is() -> None:
    record = only_record(
        json.dumps({"案由": "停车难", "答复内容": "已办", "提案公开属性": "不公开", "答复公开属性": "公开"})
    )
    assert record.visibility is Visibility.INTERNAL


def test_a_page_that_is_only_an_internal_reply_is_internal() -> None:
    record = only_record("对市政协十二届五次会议第300号提案的答复\n张委员：已办。\n（此件不公开）")
    assert record.visibility is Visibility.INTERNAL


def test_a_profile_says_what_its_source_means(tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_text('generic = true\n[visibilities]\n"公开" = ["三级", "（空白）"]', encoding="utf-8")
    for value in ("三级", ""):
        text = f"案由,提案人,公开级别\n停车难,张三,{value}"
        record = only_record(text, "a.csv", Profile.load(path))
        assert record.visibility is Visibility.PUBLIC, value


def test_a_profile_word_for_yes_never_answers_the_opposite_question(tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_text('generic = true\n[visibilities]\n"公开" = ["是"]', encoding="utf-8")
    assert only_record("案由,提案人,是否涉密\n停车难,张三,是", "a.csv", Profile.load(path)).visibility.value == "内部"


def _imported(home: Path, content: str, profile: str = "generic = true") -> ImportReport:
    (home / "p.toml").write_text(profile, encoding="utf-8")
    (home / "a.csv").write_text(content, encoding="utf-8")
    with Archive.open(home / "archive.sqlite") as archive:
        return import_paths(archive, [home / "a.csv"], profile=Profile.load(home / "p.toml"))


def test_an_import_tells_each_label_and_value_with_count_and_example(tmp_path: Path) -> None:
    rows = "\n".join(f"关于停车的建议{place},张三,{'保密' if place % 2 else '公开'}" for place in range(6))
    told = _imported(tmp_path, f"案由,提案人,公开属性\n{rows}\n").visibility
    [only] = told.restricted
    assert (only.label, only.value, only.count, told.stated) == ("公开属性", "保密", 3, 3)
    assert "关于停车的建议1" in only.example


@pytest.mark.parametrize("chosen", list(Visibility))
def test_what_a_source_without_such_a_label_means_is_the_profiles_choice_and_told(
    tmp_path: Path, chosen: Visibility
) -> None:
    profile = f'generic = true\n[constants]\nvisibility = "{chosen.value}"'
    told = _imported(tmp_path, "案由,提案人\n停车难,张三\n上学难,李四\n", profile).visibility
    assert (told.restricted, told.unstated) == ((), {chosen: 2})
