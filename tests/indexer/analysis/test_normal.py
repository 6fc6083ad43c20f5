"""Duplicates are compared by Han characters, letters and digits alone, and every one knows where it stands."""

from __future__ import annotations

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis.normal import normal, normal_codes

TRADITIONAL = opencc.OpenCC("s2t")
TEXTS = st.text(st.sampled_from("停车收费建议二十三百千零〇12Ab，。、 \n　（）㈠㎡①Ａ５國際臺"), max_size=60)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("二〇二一年", "2021年"),
        ("第十二条", "第12条"),
        ("一百零五项", "105项"),
        ("三千零二十一万", "3021万"),
        ("两百户", "200户"),
        ("２０２１", "2021"),
        ("百姓、千方百计", "百姓千方百计"),
        ("二、十", "210"),
        ("關於“互聯網＋”", "关于互联网"),
    ],
)
def test_form_of_digits_width_script_and_punctuation_do_not_matter(written: str, plain: str) -> None:
    assert normal(written).text == plain


@settings(deadline=None)
@given(TEXTS)
def test_both_ways_to_normal_form_give_the_same(text: str) -> None:
    assert normal(text).text == normal_codes(text).tobytes().decode("utf-32-le")


@settings(deadline=None)
@given(TEXTS)
def test_every_character_stands_for_a_stretch_that_gives_it(text: str) -> None:
    found = normal(text)
    assert len(found.codes) == len(found.starts) == len(found.ends)
    for place, character in enumerate(found.text):
        start, end = found.span(place, place + 1)
        assert 0 <= start < end <= len(text)
        # Part of a longer number reads otherwise alone: 十 of 二十 is 0 there and 10 by itself.
        if not character.isdigit():
            assert character in normal(text[start:end]).text
    assert sorted(found.starts.tolist()) == found.starts.tolist()


@settings(deadline=None)
@given(st.text(st.sampled_from("加强住宅小区停车管理历史发展台湾体育"), min_size=1, max_size=40))
def test_traditional_text_reads_as_simplified(text: str) -> None:
    assert normal(TRADITIONAL.convert(text)).text == normal(text).text
