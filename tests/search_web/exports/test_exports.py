"""What is taken along is the search: every id of it in its order, every text whole, and nothing that runs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from corpus import Archive, Profile, Proposal, from_json, import_paths
from indexer import Reader, SearchRequest, SearchService, parse
from search_web import WebConfig, create_app
from search_web.exports.tables import COLUMNS, csv_lines, guarded
from search_web.exports.workbook import LONGEST_CELL, workbook
from tests.indexer.archives import service_over
from tests.search_web.fakes import FakeService, internal
from tests.search_web.samples import abstract, proposals

SEARCHES = ("", "q=停车", "q=停车&unit=市公安局&sort=oldest", "q=没有这个词", "q=停车&page=3&limit=20")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchService]:
    hidden = internal(replace(abstract(), title="关于停车的内部提案", number=999))
    service = service_over(tmp_path_factory.mktemp("home"), [*proposals(60), abstract(), hidden])
    yield service
    service.archive.close()


@pytest.fixture(scope="module")
def site(service: SearchService) -> FlaskClient:
    return create_app(service, WebConfig(base_url="https://tian.example.cn")).test_client()


def _asked(query: str) -> SearchRequest:
    args: dict[str, list[str]] = {}
    for pair in filter(None, query.split("&")):
        args.setdefault(pair.split("=")[0], []).append(pair.split("=")[1])
    return replace(parse(args), page=1)


def _expected(service: SearchService, query: str) -> list[Proposal]:
    return list(service.proposals(service.listing(_asked(query), most=1000).ids, Reader()))


def _rows(body: bytes) -> list[dict[str, str]]:
    assert body.startswith(b"\xef\xbb\xbf"), "Excel reads UTF-8 only by its mark"
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("query", SEARCHES)
def test_csv_holds_every_proposal_of_the_search_in_its_order(
    site: FlaskClient, service: SearchService, query: str
) -> None:
    rows = _rows(site.get(f"/export.csv?{query}").data)
    expected = _expected(service, query)
    assert [row["编码"] for row in rows] == [each.id for each in expected]
    for row, proposal in zip(rows, expected, strict=True):
        assert row["网址"] == f"https://tian.example.cn/proposal/{proposal.id}"
        assert {column.label: row[column.label] for column in COLUMNS} == {
            column.label: guarded(column.text(proposal)) for column in COLUMNS
        }


@pytest.mark.parametrize("query", SEARCHES)
def test_a_workbook_holds_the_same_as_text(site: FlaskClient, service: SearchService, query: str) -> None:
    book = load_workbook(io.BytesIO(site.get(f"/export.xlsx?{query}").data))
    labels, *rows = book["检索结果"].iter_rows()
    assert [cell.value for cell in labels] == [*(column.label for column in COLUMNS), "网址"]
    expected = _expected(service, query)
    assert [row[0].value for row in rows] == [each.id for each in expected]
    for row, proposal in zip(rows, expected, strict=True):
        texts = [column.text(proposal) for column in COLUMNS]
        assert [cell.value or "" for cell in row[:-1]] == texts
        assert {cell.data_type for cell in row if cell.value} == {"s"}
    notes = {label.value: text.value for label, text in book["说明"].iter_rows()}
    assert notes["共有"] == f"{len(expected)} 件"


@pytest.mark.parametrize("query", SEARCHES)
def test_json_lines_are_the_proposals_without_loss(site: FlaskClient, service: SearchService, query: str) -> None:
    lines = site.get(f"/export.jsonl?{query}").data.splitlines()
    assert [from_json(json.loads(line)) for line in lines] == _expected(service, query)


def test_json_lines_can_be_imported_again(site: FlaskClient, service: SearchService, tmp_path: Path) -> None:
    file = tmp_path / "taken.jsonl"
    file.write_bytes(site.get("/export.jsonl?q=停车").data)
    with Archive.open(tmp_path / "archive.sqlite") as archive:
        report = import_paths(archive, [file], profile=Profile.generic())
        assert not report.rejects
        assert {each.id for each in archive.all()} == {each.id for each in _expected(service, "q=停车")}


@pytest.mark.parametrize("path", ["/export.csv", "/export.xlsx", "/export.jsonl", "/feed.atom"])
def test_nobody_takes_along_what_is_internal(site: FlaskClient, path: str) -> None:
    body = site.get(f"{path}?q=停车&limit=200").data
    text = "".join(str(cell) for row in _sheet(body) for cell in row) if path.endswith("xlsx") else body.decode()
    assert "停车" in text
    assert "内部提案" not in text


def _sheet(body: bytes, name: str = "检索结果") -> Iterator[tuple[object, ...]]:
    yield from load_workbook(io.BytesIO(body))[name].iter_rows(values_only=True)


def test_a_search_beyond_the_cap_is_cut_and_says_so_in_its_name_and_notes() -> None:
    site = create_app(FakeService(proposals(30)), WebConfig(export_most=12)).test_client()
    response = site.get("/export.xlsx?q=停车")
    assert len(list(_sheet(response.data))) == 12 + 1
    assert "前12件" in unquote(response.headers["Content-Disposition"])
    notes = {str(label): str(text) for label, text in _sheet(response.data, "说明")}
    assert notes["共有"] == "30 件"
    assert notes["本文件"].startswith("前 12 件")
    assert "一次最多导出前 12 件" in site.get("/?q=停车").text


def test_a_file_is_named_in_chinese_after_its_search(site: FlaskClient) -> None:
    header = site.get("/export.csv?q=停车/充电&session=12-1").headers["Content-Disposition"]
    plain, encoded = header.split("; ")[1:]
    assert plain == 'filename="tian.csv"', "old browsers read only this"
    name = unquote(encoded.removeprefix("filename*=UTF-8''"))
    assert name.startswith("提案检索-停车-充电-十二届一次-")
    assert name.endswith(".csv")


def test_a_file_is_sent_while_it_is_written() -> None:
    """The first line is there before the last record was read."""
    read: list[str] = []

    def records() -> Iterator[Proposal]:
        for each in proposals(50):
            read.append(each.id)
            yield each

    lines = csv_lines(records(), lambda id: id)
    next(lines)
    next(lines)
    assert len(read) == 1


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=50))
def test_no_cell_is_a_formula_and_the_guard_can_be_taken_off(text: str) -> None:
    cell = guarded(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert cell in (text, f"'{text}")


@pytest.mark.parametrize("title", ["=1+1", "#N/A", "@SUM(A1)", "-1", "0300", "\x00坏\x0b字符", "2021-06-28"])
def test_a_workbook_keeps_odd_titles_as_text(title: str) -> None:
    written = b"".join(workbook([replace(proposals(1)[0], title=title)], lambda id: id, ()))
    cell = load_workbook(io.BytesIO(written))["检索结果"]["F2"]
    assert cell.data_type == "s"
    assert cell.value == "".join(each for each in title if each >= " ")


def test_a_text_too_long_for_a_cell_says_that_it_was_cut() -> None:
    written = b"".join(workbook([replace(proposals(1)[0], text="长" * 40_000)], lambda id: id, ()))
    text = str(load_workbook(io.BytesIO(written))["检索结果"]["S2"].value)
    assert len(text) == LONGEST_CELL
    assert text.endswith("全文见网址）")
