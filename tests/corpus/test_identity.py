"""Ids are computed from the record alone, readable, and safe in a URL."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from corpus.identity import case_key, identity, is_id, record_id
from corpus.model import Kind, Proposal, Reply
from corpus.values.sessions import Session
from tests.corpus.strategies import names, proposals, replies

CASE = Proposal(
    "关于停车的建议", session=Session(12, 5), number=300, number_written="0300", body="江城市政协", text="全文"
)


@given(proposals(), st.integers(1, 3))
def test_an_id_is_ascii_safe_in_a_url_and_recognised(record: Proposal, occurrence: int) -> None:
    id = record_id(record, occurrence=occurrence)
    assert quote(id, safe="") == id
    assert is_id(id)


def test_a_numbered_record_shows_session_and_number_in_four_digits() -> None:
    assert re.fullmatch(r"12-5-0300-[0-9a-f]{6}", record_id(CASE))
    assert re.fullmatch(r"17-20-ls-0300-[0-9a-f]{6}", record_id(replace(CASE, session=Session(17, 20, "临时"))))
    assert re.fullmatch(r"12-5-a12-[0-9a-f]{6}", record_id(replace(CASE, number=12, number_written="A12")))


def test_a_record_without_number_or_session_shows_ten_digits_of_its_contents() -> None:
    assert re.fullmatch(r"x-[0-9a-f]{10}", record_id(Proposal("关于停车")))
    assert re.fullmatch(r"12-5-[0-9a-f]{10}", record_id(Proposal("关于停车", session=Session(12, 5))))


def test_the_way_a_number_and_a_title_are_written_does_not_matter() -> None:
    for written in ("300", "第300号", "第0300號", "０３００"):
        assert identity(replace(CASE, number_written=written)) == identity(CASE)
    assert identity(replace(CASE, title=" 关于“停车”的建议 ")) == identity(CASE)


def test_punctuation_between_numbers_tells_titles_apart() -> None:
    titles = ["关于1-11号桥", "关于11-1号桥", "关于111号桥", "关于一、二期", "关于一二期", "关于A B线", "关于AB线"]
    assert len({identity(replace(CASE, title=title)) for title in titles}) == len(titles)


def test_body_kind_session_number_and_title_each_tell_records_apart() -> None:
    others = [
        replace(CASE, body="河州市政协"),
        replace(CASE, kind=Kind.SUGGESTION),
        replace(CASE, session=Session(12, 4)),
        replace(CASE, number=301, number_written="0301"),
        replace(CASE, number_written="A300"),
        replace(CASE, title="关于河道治理的建议"),
    ]
    assert len({identity(record) for record in [CASE, *others]}) == len(others) + 1


@given(proposals(bodies=names), st.lists(replies, max_size=2))
def test_replies_do_not_change_the_identity_of_what_has_a_number_or_a_text(
    record: Proposal, added: list[Reply]
) -> None:
    record = record if case_key(record).numbered else replace(record, text="全文")
    assert identity(replace(record, replies=tuple(added))) == identity(record)


def test_reply_pages_of_two_cities_under_the_same_bare_title_stay_apart() -> None:
    page = Proposal("对市政协十二届第五次会议第300号提案的答复", session=Session(12, 5), number=300)
    here, there = (replace(page, replies=(Reply(text),)) for text in ("已增设车位。", "已疏浚河道。"))
    assert identity(here) != identity(there)


def test_with_a_body_another_publication_of_the_same_number_and_title_is_the_same_record() -> None:
    assert identity(replace(CASE, text="", proposers=("甲",))) == identity(CASE)


def test_without_a_body_two_cities_same_number_and_title_stay_apart() -> None:
    here = replace(CASE, body="", proposers=("甲",))
    there = replace(CASE, body="", proposers=("乙",))
    assert identity(here) != identity(there)
    nobody_here, nobody_there = replace(here, proposers=()), replace(there, proposers=(), text="另一座城市的全文")
    assert identity(nobody_here) != identity(nobody_there)


def test_a_number_without_its_session_is_no_evidence() -> None:
    one = Proposal("关于停车", number=12, text="甲地的情况")
    other = replace(one, text="乙地的情况")
    assert not case_key(one).numbered
    assert identity(one) != identity(other)
