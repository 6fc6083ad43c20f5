"""CSV and TSV: quoted cells, charsets, rows that do not fit."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.profiles import Profile
from corpus.readers import delimited
from corpus.readers.items import Labelled
from tests.corpus.readers.reading import only_record, only_reject, records_and_rejects

HEADER = "案由,提案人,提案内容\n"
GOOD = "停车难,张三,内容一\n"
MORE = "上学难,李四,内容二\n"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_charset_and_delimiter_are_found(charset: str, delimiter: str) -> None:
    content = (HEADER + GOOD + MORE).replace(",", delimiter).encode(charset)
    records, rejects = records_and_rejects(content, "a.csv")
    assert [record.title for record in records] == ["停车难", "上学难"]
    assert rejects == []


def test_a_quoted_cell_keeps_its_lines_quotes_and_delimiters() -> None:
    record = only_record(HEADER + '停车难,张三,"第一行\n\n第二行，说“""好""”,完"\n', "a.csv")
    assert record.text == '第一行\n\n第二行，说“"好"”,完'


def test_a_header_below_a_title_row_is_found() -> None:
    assert only_record(f"某某市政协提案一览表,,\n\n{HEADER}{GOOD}", "a.csv").proposers == ("张三",)


def test_a_row_without_its_last_cells_is_a_record_and_one_with_too_many_is_rejected() -> None:
    records, rejects = records_and_rejects(HEADER + GOOD + "看病难,王五\n打车难,王五,内容,又一列\n" + MORE, "a.csv")
    assert [(record.title, record.text) for record in records][1:2] == [("看病难", "")]
    assert [(each.place, each.excerpt) for each in rejects] == [("第 4 行", "打车难,王五,内容,又一列")]
    assert "有 4 列，表头有 3 列" in rejects[0].reason


def test_a_stray_quote_costs_its_own_line_only() -> None:
    content = HEADER + '"看病难,王五,内容\n' + GOOD + '上学难,李四,"多\n\n行"\n' + MORE
    records, rejects = records_and_rejects(content, "a.csv")
    assert [record.text for record in records] == ["内容一", "多\n\n行", "内容二"]
    assert [each.place for each in rejects] == ["第 2 行"]


def test_a_quote_inside_an_unquoted_cell_is_a_character() -> None:
    records, rejects = records_and_rejects(HEADER + '停车难,张三,5" 管\n' + MORE, "a.csv")
    assert [record.text for record in records] == ['5" 管', "内容二"]
    assert rejects == []


def test_lines_with_nul_or_undecodable_bytes_are_rejected_alone() -> None:
    content = (HEADER + GOOD).encode() + b"a\0b,c,d\n" + "好好好,\n".encode()[:-3] + b"\xff\n" + MORE.encode() * 30
    records, rejects = records_and_rejects(content, "a.csv")
    assert len(records) == 31
    assert [each.place for each in rejects] == ["第 3 行", "第 4 行"]


def test_a_header_nobody_knows_is_shown_with_the_way_out() -> None:
    reject = only_reject("甲,乙,丙\n1,2,3\n", "a.csv")
    assert "docs/profiles.md" in reject.reason
    assert reject.excerpt == "甲、乙、丙"


def test_a_column_the_profile_names_and_the_header_lacks_is_said_once(tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_text(
        '[fields]\ntitle = "案由"\nnumber = "提案编号"\nproposers = "提案人"\ntext = "提案内容"', encoding="utf-8"
    )
    records, rejects = records_and_rejects(HEADER + GOOD + MORE, "a.csv", Profile.load(path))
    assert len(records) == 2
    assert [each.place for each in rejects] == ["第 1 行"]
    assert "提案编号" in rejects[0].reason


cell = st.text(alphabet='甲乙丙,"\n x；', max_size=12)


@given(st.lists(st.tuples(cell, cell, cell).filter(any), min_size=1, max_size=6))
def test_whatever_the_csv_module_writes_is_read_back(rows: list[tuple[str, str, str]]) -> None:
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(["案由", "提案人", "提案内容"])
    writer.writerows(rows)
    found = list(delimited.read(written.getvalue().encode(), Profile.generic()))
    read_back = [tuple(value for _, value in each.pairs) for each in found if isinstance(each, Labelled)]
    assert read_back == [row for row in rows if any(each.strip() for each in row)]
