"""Only texts that share no long passage are called independent, and a draw's row counts what it says."""

from __future__ import annotations

import opencc
import pytest

from benchmarks.duplicates.cases import INDEPENDENT, Case, Cases, apart
from benchmarks.duplicates.draws import row
from benchmarks.duplicates.measure import Figures
from benchmarks.duplicates.traced import Traced
from corpus import Proposal

PASSAGE = (
    "要实现好维护好发展好最广大人民根本利益，紧紧抓住人民最关心最直接最现实的利益问题，着力解决好人民群众急难愁盼问题。"
)
PARKING = Proposal("停车", text=PASSAGE + "老旧小区停车位缺口很大，建议挖掘机关单位停车场的潜力，夜间向居民开放。")
WAGES = "工程违法分包，仲裁时农民工说不清天数，建议由审计和督查部门挂牌清欠。"


@pytest.mark.parametrize(
    "passage",
    [PASSAGE, opencc.OpenCC("s2t").convert(PASSAGE), PASSAGE.replace("，", "\n"), " ".join(PASSAGE)],
    ids=["as it is", "Traditional", "other punctuation", "spaced"],
)
def test_texts_with_the_same_passage_in_whatever_form_are_not_apart(passage: str) -> None:
    assert apart([PARKING, Proposal("欠薪", text=passage + WAGES)]) == [PARKING]


def test_texts_on_other_matters_are_apart() -> None:
    other = Proposal("欠薪", text=WAGES)
    assert apart([PARKING, other]) == [PARKING, other]


def test_the_row_of_a_draw_counts_false_alarms_and_shows_the_lowest_recall() -> None:
    cases = [
        Case(change, "题目", Traced.new("停车位不足"), frozenset(), held_out=False)
        for change in ("words-30", *[INDEPENDENT] * 4)
    ]
    found = {name: Figures(1.0, 0.0) for name in ("words-10", "sentences-30", "sentences-50")}
    found |= {"words-30": Figures(0.9, 0.0), "words-50": Figures(0.8, 0.0), INDEPENDENT: Figures(0.0, 0.25)}
    line = row(31, Cases("sample", "示例", (), tuple(cases)), found)
    assert line == "| 31 | sample | 1、4 | 0.900 | 0.800 | 1.000 | 1 | 0.126、0.335 |\n"
