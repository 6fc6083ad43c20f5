"""Real records, where they are at hand: every one is read, and as it stands in its file."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import lxml.html
import pytest

from corpus.model import Kind, Role
from corpus.profiles import Profile
from corpus.readers import html, read
from corpus.readers.text.charset import decode
from tests.corpus.readers.reading import only_record, records_and_rejects
from tests.data_files import shared_data

PROFILES = Path(__file__).resolve().parents[3] / "docs" / "profiles"


def test_the_reference_record_comes_out_whole() -> None:
    path = shared_data("nantong-12-5-0300.txt")
    written = path.read_text(encoding="utf-8")
    record = only_record(path.read_bytes(), path.name)
    assert record.kind is Kind.PROPOSAL
    assert record.session is not None
    assert (record.session.code, record.number) == ("12-5", 300)
    assert record.proposers == (written.split("|")[1].strip(),)
    assert [(each.unit, each.role) for each in record.handlings] == [
        ("南通市司法局", Role.LEAD),
        ("南通市委政法委", Role.SUPPORT),
        ("南通市委组织部", Role.SUPPORT),
    ]
    assert record.title == record.subject == record.text.split(" 情况分析:")[0]
    assert record.subject.startswith("以深化法治政府建设为抓手")
    (reply,) = record.replies
    assert str(reply.replied) == "2021-06-28"
    assert reply.title == "对市政协十二届第五次会议第300号提案的答复"
    for label, text in (("建议/提案内容:", record.text), ("答复内容:", reply.text)):
        assert f"{label} | {text} |" in written


def test_session_and_number_come_from_title_or_reply_where_no_label_gives_them() -> None:
    path = shared_data("nantong-12-5-0300.txt")
    written = path.read_text(encoding="utf-8").replace("建议/提案号: | 300 |", "")
    untitled = re.sub("标题: .*\n", "", written)
    for content in (written, untitled):
        record = only_record(content)
        assert record.session is not None
        assert (record.session.code, record.number) == ("12-5", 300)


@pytest.mark.parametrize(
    ("name", "profile", "count"),
    [
        ("jiangsu-2019.csv", "jiangsu-2019.toml", 436),
        ("hualien-council.json", "hualien.toml", 3452),
        ("messages.xlsx", "messages.toml", 4326),
    ],
)
def test_every_row_becomes_a_record(name: str, profile: str, count: int) -> None:
    path = shared_data(name)
    records, rejects = records_and_rejects(path.read_bytes(), name, Profile.load(PROFILES / profile))
    assert (len(records), rejects) == (count, [])
    assert all(record.title and record.source and record.source.place for record in records)


def test_proposers_and_sessions_of_the_councils_motions_are_clean() -> None:
    path = shared_data("hualien-council.json")
    records, _ = records_and_rejects(path.read_bytes(), path.name, Profile.load(PROFILES / "hualien.toml"))
    assert all(record.session and record.session.series in ("临时", "定期") for record in records)
    assert {record.category for record in records} == {"", "建設", "農業", "民政", "保安", "教育", "財政"}
    assert all(name == name.strip() and name for record in records for name in record.proposers)
    kinds = Counter(record.kind for record in records)
    assert kinds == {Kind.PROPOSAL: 2124, Kind.BILL: 1279, Kind.SUGGESTION: 49}
    assert sum(len(record.replies) for record in records) > 2000


def test_a_list_of_proposers_that_stands_for_more_keeps_its_words() -> None:
    path = shared_data("jiangsu-2019.csv")
    records, _ = records_and_rejects(path.read_bytes(), path.name, Profile.load(PROFILES / "jiangsu-2019.toml"))
    assert all("等" not in name or "人" not in name for record in records for name in record.proposers)
    shortened = [record for record in records if record.extra]
    assert len(shortened) > 50
    assert all(re.fullmatch(r".+等\d+人", value) for record in shortened for _, value in record.extra)


def test_every_label_of_the_policy_pages_has_its_value() -> None:
    folder = shared_data("policy-pages")
    wrong = []
    for line in (folder / "index.jsonl").read_text(encoding="utf-8").splitlines():
        known = json.loads(line)
        found = dict(html.labels((folder / known["file"]).read_bytes()))
        expected = {
            "索引号": known["index_number"],
            "标题": known["title"],
            "发文机关": known["release_office"],
            "发文字号": known["release_number"],
        }
        wrong += [(known["file"], label) for label, value in expected.items() if found.get(label) != value]
        wrong += [
            (known["file"], label) for label in ("成文日期", "发布日期") if not re.match(r"\d{4}年", found[label])
        ]
        if len(found) != 8:
            wrong.append((known["file"], "count"))
    assert wrong == []


def test_the_text_of_every_policy_page_is_whole() -> None:
    for path in sorted(shared_data("policy-pages").glob("*.html")):
        record = only_record(path.read_bytes(), path.name)
        page = lxml.html.document_fromstring(path.read_text(encoding="utf-8"))
        content = page.find(".//*[@id='UCAP-CONTENT']")
        assert content is not None
        text = record.text or record.replies[0].text
        assert re.sub(r"\s", "", text) == re.sub(r"\s", "", "".join(map(str, content.itertext()))), path.name


def test_replies_among_the_policy_pages_are_replies() -> None:
    path = shared_data("policy-pages") / "011.html"
    record = only_record(path.read_bytes(), path.name)
    assert record.session is not None
    assert (record.kind, record.session.code, record.number) == (Kind.SUGGESTION, "10-4", 7240)
    (reply,) = record.replies
    assert str(reply.replied) == "2006-09-07"
    assert reply.document_number == "国办函〔2006〕71号"


def test_the_big5_pages_decode_without_a_replacement_character() -> None:
    paths = sorted(shared_data("big5-pages").glob("*.html"))
    assert len(paths) == 6
    for path in paths:
        undeclared = path.read_bytes().replace(b"charset=big5", b"")
        assert "\ufffd" not in decode(path.read_bytes())
        assert decode(undeclared) == decode(path.read_bytes()).replace("charset=big5", "")
        assert [bool(item.reject) for item in read(path.name, path.read_bytes(), profile=Profile.generic())] == [True]
