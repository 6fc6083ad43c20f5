"""Damaged, cut, nested and swollen files of every format: a ReadError in Chinese, never another exception."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.formats import Budget, Format, Limits, decode, format_of
from tests.corpus.formats.builders import (
    CELL,
    HIDDEN,
    ROW_END,
    W,
    doc,
    docx,
    odt,
    ofd,
    ofd_text,
    paragraph,
    pdf,
    zipped,
)
from tests.corpus.formats.test_containers import letter
from tests.corpus.formats.test_word import LIST, RTF_HEAD, hexed

CHINESE = re.compile(r"[一-鿿]{4,}")
TABLE = "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>" + paragraph("案由") + "</w:tc></w:tr></w:tbl>"


def _book() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.worksheets[0].append(["案由", "提案人"])
    book.worksheets[0].merge_cells("A2:B3")
    book.save(out)
    return out.getvalue()


def _stored(content: bytes) -> bytes:
    """A package whose members are not packed, so that damage reaches what they say."""
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return out.getvalue()


FILES: Mapping[str, tuple[Format, bytes]] = {
    "doc": (
        Format.DOC,
        doc([("案由\x07停\x07\x07", b""), ("密", HIDDEN), ("难\r", b"")], {0: CELL, 1: CELL, 2: ROW_END}),
    ),
    "docx": (Format.DOCX, _stored(docx(paragraph("停车难") + TABLE))),
    "mail": (Format.MAIL, letter().as_bytes()),
    "odt": (Format.ODT, _stored(odt("<text:p>停车难</text:p>", automatic=LIST))),
    "ofd": (Format.OFD, _stored(ofd(ofd_text("停车难", 20, 20)))),
    "pdf": (Format.PDF, pdf([(90, 700, "停车难")], rulings=[(90, 690, 300, 690), (90, 690, 90, 720)])),
    "rtf": (Format.RTF, RTF_HEAD + hexed("停车难") + rb"{\v x}\trowd\cellx9\intbl a\cell\row\par}"),
    "xlsx": (Format.WORKBOOK, _stored(_book())),
    "zip": (Format.ZIP, zipped({"甲.txt": "停车难", "乙.txt": "上学难"})),
}


def reason_of(content: bytes, kind: Format | None = None) -> str:
    """Why these bytes cannot be read as this format, or as what they look like; a constant where they can."""
    try:
        kind = kind or format_of(content)
        if kind is not None:
            decode(content, kind, Budget(Limits(seconds=20)))
    except ReadError as error:
        return error.reason
    return "没有什么不对"


@pytest.mark.parametrize("name", FILES)
def test_the_file_that_is_damaged_is_good_before(name: str) -> None:
    kind, content = FILES[name]
    assert format_of(content) is kind
    decode(content, kind)


@pytest.mark.parametrize("name", FILES)
@given(data=st.data())
def test_no_flipped_bytes_let_another_exception_out(name: str, data: st.DataObject) -> None:
    kind, content = FILES[name]
    damaged = bytearray(content)
    for _ in range(data.draw(st.integers(1, 12))):
        damaged[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    assert CHINESE.search(reason_of(bytes(damaged)))
    assert CHINESE.search(reason_of(bytes(damaged), kind))


@pytest.mark.parametrize("name", FILES)
@given(data=st.data())
def test_no_cut_lets_another_exception_out(name: str, data: st.DataObject) -> None:
    kind, content = FILES[name]
    cut = content[: data.draw(st.integers(0, len(content)))]
    assert CHINESE.search(reason_of(cut))
    assert CHINESE.search(reason_of(cut, kind))


@pytest.mark.parametrize("kind", [kind for kind in Format if kind is not Format.IMAGE])
@given(content=st.binary(max_size=200))
def test_no_bytes_at_all_let_another_exception_out(kind: Format, content: bytes) -> None:
    assert CHINESE.search(reason_of(content, kind))


def _nested(start: str, end: str, inner: str, times: int) -> str:
    return start * times + inner + end * times


CELL_START = "<table:table><table:table-row><table:table-cell>"
CELL_END = "</table:table-cell></table:table-row></table:table>"


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (Format.DOCX, docx(_nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", paragraph("深"), 60))),
        (Format.DOCX, docx(_nested("<w:sdt>", "</w:sdt>", paragraph("深"), 5_000))),
        (Format.ODT, odt(_nested(CELL_START, CELL_END, "<text:p>深</text:p>", 60))),
        (Format.ODT, odt(_nested("<text:section>", "</text:section>", "<text:p>深</text:p>", 1_500))),
        (Format.RTF, RTF_HEAD + b"{" * 100_000 + b"}" * 100_001),
        (Format.OFD, ofd(_nested("<ofd:PageBlock>", "</ofd:PageBlock>", ofd_text("深", 1, 1), 5_000))),
    ],
)
def test_deep_nesting_is_refused(kind: Format, content: bytes) -> None:
    with pytest.raises(ReadError) as told:
        decode(content, kind)
    assert CHINESE.search(told.value.reason)


@pytest.mark.parametrize("member", ["word/document.xml", "word/numbering.xml"])
def test_entities_are_refused_in_every_part(member: str) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "好好">]>'
    parts = {"numbering": bomb + f"<w:numbering {W}/>"} if "numbering" in member else {}
    content = docx(paragraph("x"), parts) if parts else zipped({member: bomb + "<x>&a;</x>"})
    with pytest.raises(ReadError, match=f"{member} 带有文档类型声明"):
        decode(content, Format.DOCX)


def test_limits_of_text_pages_and_members_are_told() -> None:
    small = Limits(pages=1, members=1, document=10_000)
    with pytest.raises(ReadError, match="文字超过"):
        decode(docx(paragraph("停车难停车难")), Format.DOCX, Budget(Limits(characters=3)))
    with pytest.raises(ReadError, match="各页文字一共超过"):
        decode(pdf([(90, 700, "停车难停车难")]), Format.PDF, Budget(Limits(placed=3)))
    with pytest.raises(ReadError, match="2 页，超过上限 1 页"):
        decode(pdf([(90, 700, "一")], [(90, 700, "二")]), Format.PDF, Budget(small))
    with pytest.raises(ReadError, match="2 个文件"):
        decode(zipped({"a": "x", "b": "x"}), Format.ZIP, Budget(small))
    with pytest.raises(ReadError, match="有 0 MB，超过上限"):
        decode(docx(paragraph("难" * 9_000)), Format.DOCX, Budget(Limits(document=10_000)))


def test_time_is_limited() -> None:
    with pytest.raises(ReadError, match="秒还没有读完"):
        decode(docx(paragraph("停车难") * 3), Format.DOCX, Budget(Limits(seconds=-1)))
