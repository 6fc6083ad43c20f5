"""ZIP, EML and MHT: every file inside, by the name that its sender meant."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

import pytest

from corpus.errors import ReadError
from corpus.formats import Budget, Document, Format, Limits, decode, format_of
from tests.corpus.formats.builders import zipped


def decoded(content: bytes, kind: Format, budget: Budget | None = None) -> Document:
    document = decode(content, kind, budget)
    assert isinstance(document, Document)
    return document


@pytest.mark.parametrize("charset", ["gb18030", "utf-8"])
def test_names_that_the_archive_does_not_declare_are_read_as_chinese(charset: str) -> None:
    # Of the same length in bytes, so that it can be put in the place of the other.
    name, raw = "x" * len("提案/甲.txt".encode(charset)), "提案/甲.txt".encode(charset)
    content = zipped({name: "停车难"}).replace(name.encode(), raw)
    assert [(each.name, each.content) for each in decoded(content, Format.ZIP).attachments] == [
        ("提案/甲.txt", "停车难".encode())
    ]


def test_ways_up_and_litter_are_no_members() -> None:
    content = zipped({"../../甲.txt": "一", "__MACOSX/._甲.txt": "二", "乙\\丙.txt": "三", "空/": ""})
    assert [each.name for each in decoded(content, Format.ZIP).attachments] == ["甲.txt", "乙/丙.txt"]


def test_a_bomb_or_an_encrypted_member_costs_only_itself() -> None:
    content = bytearray(zipped({"炸弹.txt": b" " * 50_000_000, "密.txt": "一", "好.txt": "二"}))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        at = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 4)
        assert archive.infolist()[1].filename == "密.txt"
    content[at + 8] |= 1
    bomb, secret, good = decoded(bytes(content), Format.ZIP).attachments
    assert "压缩炸弹" in bomb.fault
    assert "密码" in secret.fault
    assert (good.fault, good.content) == ("", "二".encode())


def test_what_all_members_unpack_to_is_bounded_over_all_nesting() -> None:
    budget = Budget(Limits(unpacked=10))
    assert [
        bool(each.fault) for each in decoded(zipped({"a": "x" * 6, "b": "x" * 6}), Format.ZIP, budget).attachments
    ] == [False, True]
    inner = budget.for_member()
    assert [bool(each.fault) for each in decoded(zipped({"a": "x" * 6}), Format.ZIP, inner).attachments] == [True]


def letter() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = "张某 <z@example.org>", "报送提案"
    message.set_content("现报送提案，请查收。", charset="gb18030")
    return message


def test_a_letter_gives_its_text_attachments_and_head_without_addresses() -> None:
    message = letter()
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="提案.pdf")
    content = message.as_bytes()
    assert format_of(content) is Format.MAIL
    document = decoded(content, Format.MAIL)
    assert [(each.name, each.body) for each in document.attachments] == [("正文.txt", True), ("提案.pdf", False)]
    assert "现报送提案" in document.attachments[0].content.decode()
    assert dict(document.properties) == {"邮件主题": "报送提案", "发件人": "张某"}


def test_of_two_forms_of_one_text_the_better_is_taken_and_pictures_in_it_dropped() -> None:
    message = letter()
    message.add_alternative("<p>现报送<b>提案</b></p>", subtype="html")
    html = message.get_payload()[1]  # type: ignore[index]
    html.add_related(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", cid="<a>")  # type: ignore[union-attr]
    document = decoded(message.as_bytes(), Format.MAIL)
    assert [each.name for each in document.attachments] == ["正文.html"]
    assert [each.why for each in document.dropped] == ["同一正文的另一种格式", "图片和样式"]


def test_a_head_in_plain_gbk_is_read() -> None:
    content = b"Subject: " + "关于停车的提案".encode("gbk") + b"\r\nMIME-Version: 1.0\r\n\r\n" + "停车难".encode("gbk")
    document = decoded(content, Format.MAIL)
    assert dict(document.properties)["邮件主题"] == "关于停车的提案"


def test_a_saved_page_gives_its_page() -> None:
    page = "<html><meta charset=gb2312><p>停车难</p></html>"
    content = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://www.example.gov.cn/1\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset="utf-8"\r\n\r\n'
        f"{page}\r\n--b\r\nContent-Type: image/png\r\nContent-Location: http://www.example.gov.cn/a.png\r\n\r\nx\r\n--b--\r\n"
    ).encode()
    document = decoded(content, Format.MAIL)
    assert [each.body for each in document.attachments] == [True]
    assert document.attachments[0].content.startswith(b"\xef\xbb\xbf")
    assert document.properties == (("网址", "http://www.example.gov.cn/1"),)


def test_text_with_labels_is_no_mail() -> None:
    assert format_of("案由：停车难\n提案人：张三\n".encode()) is None
    assert format_of(b"Title: parking\nAuthor: Zhang\n\nFrom: here\nSubject: there\n") is None


def test_containers_within_one_another_end_at_a_limit() -> None:
    budget = Budget(Limits(containers=1)).for_member()
    with pytest.raises(ReadError, match="1 层"):
        budget.for_member()
