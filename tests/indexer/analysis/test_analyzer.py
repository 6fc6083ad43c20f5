"""Words for ranking, bigrams and characters so that every piece of text can be found."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.analyzer import Analyzer, Segmenter, domain_words, squeezed
from indexer.analysis.fold import fold
from tests.data_files import shared_data


def test_one_analyzer_cuts_the_same_after_travelling_to_another_process() -> None:
    analyzer = Analyzer(Segmenter(("舒苒苒",)))
    again = pickle.loads(pickle.dumps(analyzer))
    assert again == analyzer
    assert again.words("委员舒苒苒提出") == analyzer.words("委员舒苒苒提出")


def test_added_words_are_kept_whole() -> None:
    assert "赵钱孙李" in Analyzer(Segmenter(("赵钱孙李",))).words("由赵钱孙李负责")
    assert "赵钱孙李" not in Analyzer().words("由赵钱孙李负责")


def test_a_line_break_inside_a_sentence_cuts_no_word() -> None:
    assert Analyzer().words("生活垃\n圾分类") == Analyzer().words("生活垃圾分类")


def test_single_letters_and_digits_are_words() -> None:
    assert Analyzer().words("A类 5 件") == ["a", "类", "5", "件"]


@given(st.text())
def test_bigrams_overlap_into_the_whole_text(text: str) -> None:
    bigrams = Analyzer().bigrams(text)
    cells = squeezed(fold(text))
    if len(cells) >= 2:
        assert "".join(pair[0] for pair in bigrams) + bigrams[-1][1] == cells
    else:
        assert bigrams == list(cells)


@given(st.text(), st.integers(0, 50), st.integers(1, 20))
def test_the_bigrams_of_a_quoted_piece_stand_in_a_row_in_the_record(text: str, start: int, length: int) -> None:
    cells = squeezed(fold(text))
    piece = cells[start : start + length]
    wanted, whole = Analyzer().bigrams(piece), Analyzer().bigrams(text)
    if len(piece) >= 2:
        assert any(whole[at : at + len(wanted)] == wanted for at in range(len(whole)))


def test_domain_words_are_han_only_and_of_sensible_length() -> None:
    assert domain_words(["卫健委", "A局", "局", "卫健委", "一" * 13]) == ("卫健委",)


def test_the_compiled_cutter_and_jieba_cut_real_proposals_alike() -> None:
    jieba = pytest.importorskip("jieba")
    jieba.setLogLevel(60)
    text = shared_data("jiangsu-2019.csv").read_text(encoding="utf-8")[:200_000]
    import re

    runs = sorted(set(re.findall("[\u4e00-\u9fff]{2,}", fold(text))))
    segmenter = Segmenter()
    different = [run for run in runs if segmenter.cut(run) != list(jieba.cut(run))]
    # Measured: 1 of 18,217 runs over the whole file. A tokenizer that is another algorithm differs on thousands.
    assert len(different) <= len(runs) // 1000, different[:5]
