"""``tian duplicates``: one text, a batch, the whole archive; every key of the contract; refusals in plain Chinese."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import openpyxl
import pytest

from corpus import Proposal
from tests.indexer.archives import service_over
from tests.indexer.cli.running import tian
from tests.indexer.duplicates.texts import paragraph

OLD = [
    Proposal("关于甲事的建议", text=paragraph(1, 300), number=1),
    Proposal("关于乙事的建议", text=paragraph(2, 300), number=2),
    Proposal("关于丙事的建议", text=paragraph(2, 300), number=3),
]
NEW = f"关于新事的建议\n{paragraph(1, 300)}"
KEYS = {"id", "title", "verdict", "score", "coverage", "reverse_coverage", "passages", "reasons"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with three proposals, two of which are the same."""
    home = tmp_path_factory.mktemp("duplicates") / "home"
    service_over(home, OLD)
    return home


def as_docx(text: str) -> bytes:
    document, file = docx.Document(), io.BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


def as_workbook(rows: list[tuple[str, str]]) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    assert book.active
    for row in (("标题", "正文"), *rows):
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def test_a_text_on_standard_input_is_answered_with_every_key_and_spans_of_the_same_words(home: Path) -> None:
    answer = tian(home, "duplicates", "-", "--json", stdin=NEW)
    assert (answer.code, answer.json.keys()) == (0, {"query", "candidates", "nearest", "took_ms"})
    [found] = answer.json["candidates"]
    assert found.keys() >= KEYS
    assert (found["title"], found["verdict"]) == ("关于甲事的建议", "identical")
    [passage] = found["passages"]
    (start, end), (left, right) = passage["query"], passage["candidate"]["span"]
    assert answer.json["query"]["text"] == NEW
    assert passage["candidate"]["field"] == "content"
    assert NEW[start:end] == OLD[0].text[left:right]


@pytest.mark.parametrize(("name", "content"), [("新.txt", NEW.encode()), ("新.docx", as_docx(NEW))])
def test_a_file_of_any_form_is_one_text(home: Path, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    answer = tian(home, "duplicates", tmp_path / name)
    assert answer.code == 0
    assert "【完全相同】" in answer.out
    assert "关于甲事的建议" in answer.out


def test_a_folder_and_a_spreadsheet_are_batches(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "一批"
    folder.mkdir()
    (folder / "1.txt").write_text(NEW, encoding="utf-8")
    (folder / "2.docx").write_bytes(as_docx(NEW))
    sheet = tmp_path / "一批.xlsx"
    sheet.write_bytes(as_workbook([("关于新事的建议", paragraph(1, 300)), ("关于别事的建议", paragraph(1, 300))]))
    for batch in (folder, sheet):
        answer = tian(home, "duplicates", batch, "--json")
        assert (answer.code, answer.json["against"], answer.json["groups"]) == (0, "both", [[0, 1]])
        assert [len(entry["candidates"]) for entry in answer.json["entries"]] == [1, 1]
        assert [[each["entry"] for each in entry["others"]] for entry in answer.json["entries"]] == [[1], [0]]
    told = tian(home, "duplicates", folder)
    assert "可并案第 1 组" in told.out


def test_the_whole_archive_is_one_object_a_line(home: Path) -> None:
    answer = tian(home, "duplicates", "--all", "--json")
    [pair] = [json.loads(line) for line in answer.out.splitlines()]
    assert pair.keys() == {"a", "b", "verdict", "score", "coverage", "reverse_coverage"}
    assert (answer.code, pair["verdict"]) == (0, "identical")
    told = tian(home, "duplicates", "--all", "--clusters")
    assert "第 1 组，2 件。可作主案：" in told.out


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        ([], 2, "请给出要查的文件"),
        (["--all", "-"], 2, "二者选一"),
        (["-", "--clusters"], 2, "--clusters 只能与 --all 同用"),
        (["没有这个文件.docx"], 1, "没有这个文件.docx"),
    ],
)
def test_what_cannot_be_done_is_said_in_chinese(home: Path, args: list[str], code: int, message: str) -> None:
    answer = tian(home, "duplicates", *args)
    assert (answer.code, answer.out) == (code, "")
    assert message in answer.err
