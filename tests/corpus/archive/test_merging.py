"""A poorer publication takes nothing away; a single one is left as it is."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from corpus.archive.recording import merged
from corpus.identity import alike, folded
from corpus.model import Coverage, Handling, Proposal, Reply, Role, Visibility
from corpus.values.dates import PartialDate
from tests.corpus.strategies import proposals

FULL = Proposal(
    "关于停车的建议",
    text="一、现状。老旧小区停车位不足。二、建议。增设立体车库。",
    proposers=("甲", "乙"),
    handlings=(Handling("江城市公安局", Role.LEAD), Handling("江城市城管局", Role.SUPPORT)),
    replies=(Reply("您提出的建议收悉，现答复如下：已增设立体车库三座。", replied=PartialDate(2021, 6, 28)),),
)


@given(proposals())
def test_one_reading_comes_back_unchanged(record: Proposal) -> None:
    assert merged([record]) == record


@given(st.lists(proposals(), min_size=1, max_size=4))
def test_no_reply_label_unit_or_fact_of_any_reading_is_lost(readings: list[Proposal]) -> None:
    whole = merged(readings)
    texts = [folded(reply.text) for reply in whole.replies]
    for reading in readings:
        assert {handling.unit for handling in reading.handlings} <= {handling.unit for handling in whole.handlings}
        assert set(reading.extra) <= set(whole.extra)
        for reply in reading.replies:
            assert any(folded(reply.text) in text or alike(reply.text, text) for text in texts)
        for field in ("subject", "category", "outcome", "submitted", "filed", "published", "body", "merged_into"):
            assert getattr(whole, field) or not getattr(reading, field)
    assert folded(whole.text) or not any(folded(reading.text) for reading in readings)


@given(st.lists(proposals(), min_size=1, max_size=3))
def test_what_one_source_keeps_internal_stays_internal(readings: list[Proposal]) -> None:
    internal = any(reading.visibility is Visibility.INTERNAL for reading in readings)
    assert (merged(readings).visibility is Visibility.INTERNAL) == internal


def test_a_publication_without_reply_or_text_drops_neither() -> None:
    poorer = Proposal("关于停车的建议", coverage=Coverage.NONE, category="城建")
    whole = merged([poorer, FULL])
    assert (whole.text, whole.coverage, whole.replies) == (FULL.text, Coverage.FULL, FULL.replies)
    assert (whole.category, whole.proposers, whole.handlings) == ("城建", FULL.proposers, FULL.handlings)


def test_an_abstract_does_not_replace_the_full_text_but_a_newer_full_text_does() -> None:
    abstract = replace(FULL, text="建议增设立体车库。", coverage=Coverage.ABSTRACT)
    corrected = replace(FULL, text=FULL.text + "三、保障。")
    assert merged([abstract, FULL]).text == FULL.text
    assert merged([corrected, FULL]).text == corrected.text


def test_a_reply_published_twice_stands_once_in_its_newer_words() -> None:
    edited = replace(FULL, replies=(replace(FULL.replies[0], text=FULL.replies[0].text + "特此答复。"),))
    assert [reply.text for reply in merged([edited, FULL]).replies] == [edited.replies[0].text]
    assert merged([edited, FULL]).replies[0].replied == PartialDate(2021, 6, 28)


def test_a_reply_cut_short_does_not_shorten_the_whole_one() -> None:
    cut = replace(FULL, replies=(replace(FULL.replies[0], text="您提出的建议收悉，现答复如下"),))
    assert merged([cut, FULL]).replies == FULL.replies


def test_replies_of_different_units_or_days_all_stand() -> None:
    other = replace(FULL.replies[0], replied=PartialDate(2021, 9, 1))
    units = replace(FULL.replies[0], units=("江城市城管局",))
    whole = merged([replace(FULL, replies=(other,)), FULL])
    assert whole.replies == (other, FULL.replies[0])
    named = replace(FULL, replies=(replace(FULL.replies[0], units=("江城市公安局",)),))
    assert len(merged([replace(FULL, replies=(units,)), named]).replies) == 2


def test_an_empty_reply_stands_for_one_old_reply_at_most() -> None:
    two = replace(FULL, replies=(Reply("车库已建成。"), Reply("道路已拓宽。")))
    empty = replace(FULL, replies=(Reply(""),))
    assert {reply.text for reply in merged([empty, two]).replies} == {"车库已建成。", "道路已拓宽。"}
