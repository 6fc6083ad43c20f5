"""Texts to check are read like imported ones, but whole, and what cannot be read is told."""

from __future__ import annotations

from pathlib import Path

from corpus import Profile, Refused, Submitted, read_submitted, submitted_files

GENERIC = Profile.generic()


def test_spans_of_a_plain_text_count_in_the_whole_file() -> None:
    text = "关于停车的建议\r\n老城区停车难，建议增设停车位。"
    [found] = read_submitted("a.txt", b"\xef\xbb\xbf" + text.encode(), GENERIC)
    assert isinstance(found, Submitted)
    assert found.record.title == "关于停车的建议"
    assert (found.shown or found.record.text) == text.replace("\r\n", "\n")
    assert found.record.id == ""


def test_every_file_of_a_folder_is_told_of_in_order_readable_or_not(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text("关于公交的建议\n建议增开线路。", encoding="utf-8")
    (tmp_path / "2.docx").write_bytes(b"PK\x03\x04 cut off")
    (tmp_path / "3.txt").write_text("关于食堂的建议\n建议开办食堂。", encoding="utf-8")
    found = list(submitted_files([tmp_path], GENERIC))
    assert [type(each) for each in found] == [Submitted, Refused, Submitted]
    refused = found[1]
    assert isinstance(refused, Refused)
    assert refused.name.endswith("2.docx")
    assert refused.reason
