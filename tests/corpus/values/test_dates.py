"""Dates in every form the sources show."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.values import PartialDate, find_dates, parse_date, read_date, signed_date, to_chinese

days = st.dates(min_value=date(1912, 1, 1), max_value=date(2199, 12, 31))


def spelled(year: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2021-06-28", "2021-06-28"),
        ("2021/6/8 11:25:05", "2021-06-08"),
        ("2021.6.8", "2021-06-08"),
        ("2021年6月28日", "2021-06-28"),
        ("2021 年 6 月 28 日", "2021-06-28"),
        ("２０２１年６月２８日", "2021-06-28"),
        ("二〇二一年六月二十八日", "2021-06-28"),
        ("二○二一年", "2021"),
        ("二零二一年十二月", "2021-12"),
        ("民國110年6月28日", "2021-06-28"),
        ("中華民國一百一十年六月二十八日", "2021-06-28"),
        ("民國110.6.28", "2021-06-28"),
        ("2021-06", "2021-06"),
        ("2021", "2021"),
        ("20210628", "2021-06-28"),
        ("2021-06-28T11:25:05Z", "2021-06-28"),
        ("2021-06-28 11:25:05.123", "2021-06-28"),
        ("2021年6月28日（星期一）", "2021-06-28"),
        ("2021年6月28日 上午", "2021-06-28"),
        ("2024年1月9日 上午10:12", "2024-01-09"),
        ("二O二一年六月二十八日", "2021-06-28"),
        ("二OO九年六月二日", "2009-06-02"),
        ("2022-04-05T16:30:00Z", "2022-04-06"),
        ("2022-04-06T01:30:00+09:00", "2022-04-06"),
        ("2022-04-06T25:30:00Z", None),
        ("2021年6月28日前", None),
        ("44256", None),
        ("1070525", None),
        ("110.6.28", None),
        ("110年6月28日", None),
        ("2021-02-29", None),
        ("2021-13-01", None),
        ("2021-00-10", None),
        ("20211301", None),
        ("1899-01-01", None),
        ("", None),
        ("待定", None),
        ("2021-06-28 至 2021-07-01", None),
    ],
)
def test_every_written_form_is_read_or_refused(written: str, expected: str | None) -> None:
    day = parse_date(written)
    assert (str(day) if day else None) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("44256", "2021-03-01"),
        ("44256.75", "2021-03-01"),
        ("1680307200000", "2023-04-01"),
        ("1680307200", "2023-04-01"),
        ("1070525", "2018-05-25"),
        ("107.05.25", "2018-05-25"),
        ("107/5/25", "2018-05-25"),
        ("2021年3月1日", "2021-03-01"),
        ("1071325", None),
        ("107.05", None),
        ("99999", None),
        ("12345", None),
        ("9680307200000", None),
        ("0300", None),
        ("12", None),
    ],
)
def test_a_field_of_dates_also_holds_what_programs_keep(written: str, expected: str | None) -> None:
    day = read_date(written)
    assert (str(day) if day else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("已修。\n某市水利局\n2021.6.28", "2021-06-28"),
        ("已修。\n某市水利局\n2021/6/28\n（联系人：某某，电话：0000-1234567）", "2021-06-28"),
        ("现答复如下。 某市司法局 2021年6月28日", "2021-06-28"),
        ("现答复如下。某市司法局二〇二一年六月二十八日", "2021-06-28"),
        ("某市司法局\n2021年6月28日\n抄送：市政协", "2021-06-28"),
        ("某市司法局\n民國110年6月28日", "2021-06-28"),
        ("计划于2035年12月31日全部建成。", None),
        ("将于2034年6月30日建成通车。\n某市财政局", None),
        ("于2020年1月2日前完成。\n某市财政局\n2019年7月1日", "2019-07-01"),
        ("见2021.6.28.3号文", None),
        ("电话：2021-6-2815", None),
    ],
)
def test_a_letter_is_dated_by_its_signature(text: str, expected: str | None) -> None:
    day = signed_date(text)
    assert (str(day) if day else None) == expected


@given(days)
def test_a_day_written_in_any_form_is_the_same_day(day: date) -> None:
    expected = PartialDate(day.year, day.month, day.day)
    minguo = day.year - 1911
    forms = [
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{spelled(day.year)}年{to_chinese(day.month)}月{to_chinese(day.day)}日",
        f"民國{minguo}年{day.month}月{day.day}日",
        f"中華民國{to_chinese(minguo)}年{day.month}月{day.day}日",
    ]
    assert [parse_date(form) for form in forms] == [expected] * len(forms)


@given(st.integers(1900, 2199), st.integers(0, 12))
def test_a_partial_date_reads_back_what_it_shows(year: int, month: int) -> None:
    assert parse_date(str(PartialDate(year, month))) == PartialDate(year, month)


@given(st.text(alphabet="0123456789年月日-/.民國〇二一十 T:Z（）", max_size=24))
def test_reading_never_raises_and_gives_real_days_only(written: str) -> None:
    day = parse_date(written)
    if day and day.day:
        assert date(day.year, day.month, day.day).isoformat() == str(day)


def test_full_dates_are_found_in_running_text_in_order() -> None:
    text = "2020年1月3日召开会议，2021年内完成。 某市司法局 二〇二一年六月二十八日"
    assert [str(day) for day in find_dates(text)] == ["2020-01-03", "2021-06-28"]
