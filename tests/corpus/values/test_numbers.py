"""案号, Chinese numerals."""

from __future__ import annotations

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.values import find_number, find_numbers, parse_number, parse_numbers, parse_numeral, to_chinese


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("300", (300, "300")),
        ("0300", (300, "0300")),
        ("第0300号", (300, "0300")),
        ("第０３００號", (300, "0300")),
        ("提案第12号", (12, "12")),
        ("十二届五次第0300号", (300, "0300")),
        ("第三百号", (300, "三百")),
        ("A12", (12, "A12")),
        ("农业34", (34, "农业34")),
        ("12050300", (12050300, "12050300")),
        ("第 0 0 3 7 号", (37, "0037")),
        ("农业类第12号", (12, "农业类第12号")),
        ("議教字第015號", (15, "議教字第015號")),
        ("2021年第3批", (None, "2021年第3批")),
        ("2021-34-5", (None, "2021-34-5")),
        ("并入第43号", (43, "并入第43号")),
        ("2件", (None, "2件")),
        ("待编", (None, "待编")),
    ],
)
def test_a_number_field_gives_the_number_and_its_written_form(written: str, expected: tuple[int | None, str]) -> None:
    assert parse_number(written) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("对市政协十二届第五次会议第300号提案的答复", (300, "300")),
        ("关于政协十三届四次会议第1234号（财税金融类123号）提案答复的函", (1234, "1234")),
        ("关于省十届人大四次会议“0123号”建议的答复", (123, "0123")),
        ("对市政协十二届五次会议提案第015号的答复", (15, "015")),
        ("您提出的第A05号重点提案收悉", (5, "A05")),
        ("国办函〔2006〕82号", (None, "")),
        ("您提出的《关于停车的提案》（第093号）收悉", (93, "093")),
        ("第0088、0091号提案的答复", (88, "0088")),
        ("关于印发第5号台风防御建议的通知", (None, "")),
        ("关于加强停车管理的提案", (None, "")),
    ],
)
def test_the_number_is_found_in_running_text(text: str, expected: tuple[int | None, str]) -> None:
    assert find_number(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("对市政协十二届五次会议第0201号、第0202号提案的答复", (201, 202)),
        ("对市政协十一届四次会议第0088、0091、0102号提案的答复", (88, 91, 102)),
        ("对市政协十二届第五次会议第300号提案的答复", (300,)),
        ("对第12号、第13号文件和第14号提案的答复", (14,)),
        ("关于加强停车管理的提案", ()),
    ],
)
def test_every_number_that_is_answered_is_found(text: str, expected: tuple[int, ...]) -> None:
    assert find_numbers(text) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [("201、202", (201, 202)), ("第0201号", (201,)), ("农业类第12号", (12,)), ("201、待编", ()), ("", ())],
)
def test_a_number_field_may_give_several(written: str, expected: tuple[int, ...]) -> None:
    assert parse_numbers(written) == expected


@given(st.integers(0, 9999))
def test_chinese_numerals_read_back(number: int) -> None:
    assert parse_numeral(to_chinese(number)) == number


@given(st.integers(0, 10**15))
def test_numerals_written_digit_by_digit_read_back(number: int) -> None:
    spelled = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))
    assert parse_numeral(spelled) == number
    assert parse_numeral(str(number)) == number


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("廿三", 23),
        ("卅", 30),
        ("卅一", 31),
        ("壹佰", 100),
        ("两千零一", 2001),
        ("兩百", 200),
        ("○三", 3),
        ("", None),
        ("百万", None),
    ],
)
def test_older_and_financial_numerals(written: str, expected: int | None) -> None:
    assert parse_numeral(written) == expected


@given(st.text(alphabet="零一二三十百千两廿卅0129万年", max_size=8))
def test_reading_a_numeral_never_raises(written: str) -> None:
    number = parse_numeral(written)
    assert number is None or number >= 0


def test_numbers_beyond_four_digits_have_no_spoken_form_here() -> None:
    with pytest.raises(ValueError, match="超出范围"):
        to_chinese(10_000)


def test_every_small_number_is_written_as_the_library_of_numerals_writes_it() -> None:
    assert [number for number in range(10_000) if to_chinese(number) != cn2an.an2cn(number, "low")] == []
