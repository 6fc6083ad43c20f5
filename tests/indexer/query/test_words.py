"""How plain text is cut: names stay whole, function words do not count, numbers keep their unit, synonyms count."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import indexer
from indexer.analysis.analyzer import Analyzer
from indexer.query.words import MAX_PIECES, spellings, squeezed, words_of

ANALYZER = Analyzer()
HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=30)


def pieces(text: str) -> list[str]:
    """What must occur of a run."""
    words = words_of(text, ANALYZER)
    assert words is not None
    return [piece.text for piece in words.pieces]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("社区养老服务体系建设", ["社区", "养老", "服务体系", "建设"]),
        ("舒苒", ["舒苒"]),
        ("江大桥", ["江大桥"]),
        ("市司法局", ["市司法局"]),
        ("停车收费", ["停车", "收费"]),
        ("社区的养老和服务体系", ["社区", "养老", "服务体系"]),
        ("关于加强停放管理的建议", ["加强", "停放", "管理"]),
        ("加强停放管理的建议", ["加强", "停放", "管理", "建议"]),
        ("的", ["的"]),
        ("5G-A基站", ["5g-a", "基站"]),
        ("2020-2021年度", ["2020-2021", "年度"]),
        ("2021年停车难问题", ["2021年", "停车难", "问题"]),
        ("http://a.cn/b", ["http://a.cn/b"]),
        ("停车、收费；充电。", ["停车", "收费", "充电"]),
        ("《条例》", ["条例"]),
        ("市场监管局", ["市场监管局"]),
        ("停*车", ["停", "车"]),
    ],
)
def test_run_is_cut_into_what_must_occur(typed: str, expected: list[str]) -> None:
    assert pieces(typed) == expected


def test_lone_character_must_occur_beside_a_neighbour() -> None:
    words = words_of("非物质文化传承", ANALYZER)
    assert words is not None
    assert next((piece.text, piece.found_as) for piece in words.pieces) == ("非", ("非物",))


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("十二届", "12届"),
        ("12届", "十二届"),
        ("一百", "100"),
        ("100", "一百"),
        ("2021年", "二〇二一年"),
        ("二〇二一年", "2021年"),
        ("十二届五次", "12届5次"),
        ("环保局", "生态环境局"),
        ("市场监管局", "市场监督管理局"),
    ],
)
def test_other_spelling_counts_too(typed: str, other: str) -> None:
    words = words_of(typed, ANALYZER)
    assert words is not None
    assert words.pieces[0].found_as[0] == typed
    assert other in words.pieces[0].found_as


@pytest.mark.parametrize("typed", ["停车", "一", "0300", "〇", "司法", "百姓", "两会"])
def test_most_words_have_one_spelling(typed: str) -> None:
    words = words_of(typed, ANALYZER)
    assert words is not None
    assert [piece.found_as for piece in words.pieces] == [(typed,)]


@settings(deadline=None)
@given(st.one_of(HAN, st.text(max_size=30)))
def test_every_piece_occurs_in_its_own_run(text: str) -> None:
    words = words_of(text, ANALYZER)
    assume(words is not None)
    assert words is not None
    run = squeezed(text)
    assert words.text in run
    assert 1 <= len(words.pieces) <= MAX_PIECES
    for piece in words.pieces:
        assert any(form in run for form in piece.found_as)
    assert all(stretch in run for stretch in words.stretches)


@settings(deadline=None)
@given(st.text())
def test_text_without_letters_or_digits_is_no_words(text: str) -> None:
    words = words_of(text, ANALYZER)
    assert (words is None) == (not ANALYZER.words(text))


LINES = (Path(indexer.__file__).parent / "query" / "synonyms.txt").read_text(encoding="utf-8").splitlines()
GROUPS = [line for line in LINES if line.partition("#")[0].strip()]


def test_every_group_names_its_ground() -> None:
    assert [line for line in GROUPS if not line.partition("#")[2].strip()] == []


def test_no_word_stands_in_two_groups() -> None:
    words = [word for line in GROUPS for word in line.partition("#")[0].split()]
    assert sorted(words) == sorted(set(words))


def test_every_word_of_a_group_stands_for_the_others() -> None:
    for line in GROUPS:
        group = line.partition("#")[0].split()
        for word in group:
            assert set(spellings(word)) == set(group) - {word}, word
