"""届次 in every form the sources show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.values import Session, find_session, parse_session, to_chinese

sessions = st.builds(Session, st.integers(1, 99), st.integers(1, 99), st.sampled_from(["", "临时", "定期"]))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("12-5", "12-5"),
        ("十二届五次", "12-5"),
        ("第十二届第五次会议", "12-5"),
        ("第十二届五次全会", "12-5"),
        ("政协第十三届江州市委员会第二次会议", "13-2"),
        ("中国人民政治协商会议第十三届某某省委员会第二次会议", "13-2"),
        ("政协江州市第十三届委员会第二次全体会议", "13-2"),
        ("09屆05次", "9-5"),
        ("09屆05期14次", "9-14-第五会期"),
        ("第9屆第5會期第14次會議", "9-14-第五会期"),
        ("九届十四次（第五会期）", "9-14-第五会期"),
        ("市委十二届五次全会", None),
        ("中共江州市第十三届委员会第二次全体会议", None),
        ("第十三届全国人民代表大会常务委员会第二次会议", None),
        ("12届5次", "12-5"),
        ("第12届第5次会议", "12-5"),
        ("１２届５次会议", "12-5"),
        ("十四届三次会议", "14-3"),
        ("市政协十二届五次会议", "12-5"),
        ("第17屆 第20次 臨時大會", "17-20-临时"),
        ("第16屆 第7次 定期大會", "16-7-定期"),
        ("十七届二十次（临时）", "17-20-临时"),
        ("十届全国人大四次会议", "10-4"),
        ("十二届", "12"),
        ("12", "12"),
        ("0-5", None),
        ("2021年", None),
        ("", None),
    ],
)
def test_every_written_form_is_read_or_refused(written: str, expected: str | None) -> None:
    session = parse_session(written)
    assert (session.code if session else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("对市政协十二届第五次会议第300号提案的答复", "12-5"),
        ("您在市政协第十二届五次会议上提出的第0300号提案，经研究", "12-5"),
        ("国务院办公厅对十届全国人大四次会议第7240号建议的答复", "10-4"),
        ("市委十二届十次全会讲话指出", None),
        ("中共江州市委十三届八次全会强调", None),
        ("市纪委十三届二次全会", None),
        ("对市政协十三届二次全会第92号提案的答复", "13-2"),
        ("对政协第十三届江州市委员会第二次会议第90号提案的答复", "13-2"),
        ("党的十九届二中、三中全会精神", None),
        ("十三届全国人大常委会第十次会议通过", None),
        ("第三届运动会", None),
        ("市委十二届十次全会后，市政协十三届一次会议召开", "13-1"),
    ],
)
def test_the_session_is_found_in_running_text(text: str, expected: str | None) -> None:
    session = find_session(text)
    assert (session.code if session else None) == expected


@given(sessions)
def test_code_and_label_read_back_as_the_session(session: Session) -> None:
    assert parse_session(session.code) == session
    assert parse_session(session.label) == session


@given(st.integers(1, 99), st.integers(1, 99))
def test_a_session_in_any_form_is_the_same_session(term: int, meeting: int) -> None:
    a, b = to_chinese(term), to_chinese(meeting)
    forms = [
        f"{a}届{b}次",
        f"第{a}届第{b}次会议",
        f"{term}届{meeting}次",
        f"第{term}屆 第{meeting}次 大會",
        f"{a}届{b}次会议",
    ]
    assert {parse_session(form) for form in forms} == {Session(term, meeting)}


@given(st.text(alphabet="第届屆次会议十二五一0123-（）临时 全", max_size=20))
def test_reading_never_raises_and_never_gives_a_zeroth_term(written: str) -> None:
    for session in (parse_session(written), find_session(written)):
        assert session is None or session.term > 0
