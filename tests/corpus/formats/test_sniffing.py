"""Formats are known by content; what is known and cannot be read says what to do."""

from __future__ import annotations

import pytest

from corpus.errors import ReadError
from corpus.formats import Format, decode, format_of
from tests.corpus.formats.builders import compound, doc, docx, odt, ofd, ofd_text, pdf, zipped


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (docx("<w:p/>"), Format.DOCX),
        (doc([("提案\r", b"")]), Format.DOC),
        (odt("<text:p>提案</text:p>"), Format.ODT),
        (ofd(ofd_text("提案", 1, 1)), Format.OFD),
        (pdf([(90, 700, "提案")]), Format.PDF),
        (rb"{\rtf1 x}", Format.RTF),
        (zipped({"a.docx": "x"}), Format.ZIP),
        (compound({"Workbook": b"x"}), Format.WORKBOOK),
        (b"\x89PNG\r\n\x1a\n", Format.IMAGE),
        (b"II*\0", Format.IMAGE),
        (b"<html>", None),
        (b'{"a": 1}', None),
    ],
)
def test_a_format_is_known_by_its_content(content: bytes, kind: Format | None) -> None:
    assert format_of(content) is kind


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"Rar!\x1a\x07\x01\x00", "RAR 压缩包，不能直接读，请解压后导入"),
        (b"7z\xbc\xaf\x27\x1c", "7z 压缩包，不能直接读，请解压后导入"),
        (compound({"EncryptedPackage": b"x"}), "去掉密码、另存后再导入"),
        (compound({"__properties_version1.0": b"x"}), "另存为 .eml"),
        (zipped({"ppt/presentation.xml": "x"}), "幻灯片"),
        (compound({"x": b"x"})[:600], "结构损坏"),
    ],
)
def test_what_cannot_be_read_is_named_with_what_to_do(content: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        format_of(content)


def test_a_picture_says_what_to_install_or_that_the_web_does_not_wait() -> None:
    with pytest.raises(ReadError, match="tian import"):
        decode(b"\x89PNG\r\n\x1a\n", Format.IMAGE)
