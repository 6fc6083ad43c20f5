"""One proposal and its reply in every format that offices send: the same text, and how long it took."""

from __future__ import annotations

import difflib
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.formats import Document, Workbook, can_recognise, decode, format_of
from corpus.profiles import Profile
from corpus.readers import read
from tests.data_files import SHARED

Recorder = Callable[[str, object], None]

FORMATS = SHARED.parent / "formats"
PROPOSALS = (
    "提案.doc",
    "提案.docx",
    "提案.odt",
    "提案.pdf",
    "提案.rtf",
    "提案.wps",
    "提案.mht",
    "脚注.docx",
    "报送.eml",
)
REPLIES = ("答复.docx", "答复.odt", "答复.ofd", "答复.pdf", "答复.rtf")


def _path(name: str) -> Path:
    path = FORMATS / name
    if not path.exists():
        pytest.skip(f"sample not found: ../shared/formats/{name}")
    return path


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def _text(content: bytes) -> str:
    """All text of a file, of the files inside it too."""
    kind = format_of(content)
    if kind is None:
        return re.sub(r"<style.*?</style>|<[^>]+>", "", content.decode(), flags=re.S)
    found = decode(content, kind, recognise=True)
    assert isinstance(found, Document)
    return found.text + "".join(_text(member.content) for member in found.attachments)


@pytest.mark.parametrize(
    ("name", "reference"),
    [*((name, "ref_proposal.txt") for name in PROPOSALS), *((name, "ref_reply.txt") for name in REPLIES)],
)
def test_every_format_gives_the_same_text(name: str, reference: str, record_property: Recorder) -> None:
    expected = _plain(_path(reference).read_text(encoding="utf-8"))
    content = _path(name).read_bytes()
    start = time.perf_counter()
    text = _plain(_text(content))
    record_property(f"{name} ms", round(1000 * (time.perf_counter() - start), 1))
    assert expected in text


def test_a_table_is_the_same_in_every_format_of_workbooks() -> None:
    books = [decode(content, kind) for name in ("t.xls", "t.ods", "t.xlsx")
             if (kind := format_of(content := _path(name).read_bytes()))]  # fmt: skip
    rows = [book.sheets[0].rows for book in books if isinstance(book, Workbook)]
    assert len(rows) == 3
    assert rows[0] == rows[1] == rows[2]
    assert rows[0][1][:3] == ("五届三次", "第0087号", "关于完善老旧小区充电设施的提案")


@pytest.mark.parametrize("name", ["提案.doc", "提案.odt", "提案.pdf", "提案.rtf", "提案.wps", "报送.eml", "提案.docx"])
def test_every_format_gives_the_same_record(name: str) -> None:
    [item] = read(name, _path(name).read_bytes(), profile=Profile.generic())
    record = item.record
    assert record is not None
    assert record.session is not None
    assert (record.title, record.session.code, record.number) == (
        "关于完善老旧小区电动自行车集中充电设施的提案",
        "5-3",
        87,
    )
    assert (record.proposers, record.cosigners, record.category) == (("张明远",), ("刘芳", "陈大勇"), "城市建设")
    assert (record.lead_units, record.support_units) == (("市住房和城乡建设局",), ("市消防救援支队", "市供电公司"))
    assert str(record.submitted) == "2023-02-10"
    assert _plain(record.text) == _plain(_path("ref_proposal.txt").read_text(encoding="utf-8"))


def test_every_file_of_an_archive_is_a_record() -> None:
    items = list(read("包.zip", _path("提案20件.zip").read_bytes(), profile=Profile.generic()))
    sources = [item.record.source for item in items if item.record]
    assert len(sources) == len(items) == 20
    assert sources[0] is not None
    assert (sources[0].name, sources[0].place) == ("包.zip/zip20/提案01.docx", "zip20/提案01.docx")


@pytest.mark.skipif(not can_recognise(), reason="needs the extra [ocr]")
@pytest.mark.parametrize("name", ["扫描提案.png", "扫描提案.pdf"])
def test_a_scan_gives_the_text_with_hardly_a_character_wrong(name: str, record_property: Recorder) -> None:
    whole = _path("ref_proposal.txt").read_text(encoding="utf-8")
    # The picture is the first page, which the last paragraph does not stand on.
    expected = _plain(whole if name.endswith(".pdf") else whole.rpartition("\n")[0])
    text = _plain(_text(_path(name).read_bytes()))
    matched = difflib.SequenceMatcher(None, expected, text, autojunk=False).get_matching_blocks()
    wrong = len(expected) - sum(block.size for block in matched)
    record_property(f"{name} characters wrong", wrong)
    assert wrong <= len(expected) // 100
