"""Files inside archives and letters, and what stands beside the text of documents."""

from __future__ import annotations

from corpus.intake.submitting import Refused, Submitted, read_submitted
from corpus.profiles import Profile
from tests.corpus.formats.builders import W, docx, paragraph, zipped
from tests.corpus.formats.test_containers import letter
from tests.corpus.readers.reading import only_record, only_reject, records_and_rejects

ONE = docx(paragraph("关于停车的提案") + paragraph("提案人：张三") + paragraph("车位不足。"))
PAGE = "<h1>关于上学的提案</h1><p>提案人：李四</p><p>学位不足。</p>"


def test_each_member_is_a_record_with_its_path_and_a_bad_one_stops_nothing() -> None:
    content = zipped({"一/甲.docx": ONE, "坏.docx": ONE[:300], "内.zip": zipped({"乙.html": PAGE})})
    records, rejects = records_and_rejects(content, "包.zip")
    assert [record.title for record in records] == ["关于停车的提案", "关于上学的提案"]
    sources = [record.source for record in records if record.source]
    assert [(each.name, each.place) for each in sources] == [
        ("包.zip/一/甲.docx", "一/甲.docx"),
        ("包.zip/内.zip/乙.html", "内.zip 乙.html"),
    ]
    assert len({each.sha256 for each in sources}) == 1
    assert [reject.place for reject in rejects] == ["坏.docx"]


def test_archives_within_archives_end_with_a_reject() -> None:
    content = zipped({"甲.docx": ONE})
    for _ in range(6):
        content = zipped({"内.zip": content})
    reject = only_reject(content)
    assert "层" in reject.reason


def test_a_covering_letter_is_said_of_its_attachment() -> None:
    message = letter()
    message.add_attachment(ONE, maintype="application", subtype="octet-stream", filename="提案.docx")
    record = only_record(message.as_bytes(), "报送.eml")
    assert (record.title, record.proposers) == ("关于停车的提案", ("张三",))
    assert dict(record.extra)["邮件正文"].strip() == "现报送提案，请查收。"


def test_a_letter_that_is_the_proposal_is_read_from_its_text() -> None:
    message = letter()
    message.set_content("关于停车的提案\n提案人：张三\n车位不足。\n")
    assert only_record(message.as_bytes(), "提案.eml").proposers == ("张三",)


def test_session_and_number_in_a_page_header_are_read_and_kept() -> None:
    header = f"<w:hdr {W}>{paragraph('政协十四届二次会议第0088号提案')}</w:hdr>"
    record = only_record(docx(paragraph("关于球场的提案") + paragraph("球场偏少。"), {"header": header}))
    assert record.session is not None
    assert (record.session.code, record.number) == ("14-2", 88)
    assert ("页眉", "政协十四届二次会议第0088号提案") in record.extra
    assert record.text == "球场偏少。"


def test_a_label_merged_over_rows_is_the_label_of_each() -> None:
    def cell(text: str, merged: str = "") -> str:
        return f"<w:tc><w:tcPr>{merged}</w:tcPr>{paragraph(text)}</w:tc>"

    first = cell("提案内容", '<w:vMerge w:val="restart"/>') + cell("一是车位不足。")
    second = cell("", "<w:vMerge/>") + cell("二是管理滞后。")
    rows = cell("案由") + cell("停车难"), first, second
    record = only_record(docx("<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"))
    assert (record.title, record.text) == ("停车难", "一是车位不足。\n二是管理滞后。")


def test_new_proposals_to_check_may_come_in_an_archive() -> None:
    content = zipped({"甲.docx": ONE, "坏.docx": ONE[:300]})
    good, bad = read_submitted("包.zip", content, Profile.generic())
    assert isinstance(good, Submitted)
    assert isinstance(bad, Refused)
    assert (good.record.title, bad.place) == ("关于停车的提案", "坏.docx")
