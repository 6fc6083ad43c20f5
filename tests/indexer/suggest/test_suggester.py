"""Whatever way a person types, the title, unit, person or session that is meant is offered; nothing else leaks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Handling, Proposal, Role, Session, Visibility
from indexer.errors import IndexDamaged
from indexer.suggest.results import Correction, Suggestion
from indexer.suggest.storage import update_suggestions, vocabulary, write_suggestions
from indexer.suggest.suggester import Suggester
from tests.indexer.archives import service_over

PARKING = Proposal(
    "关于解决老旧小区停车难的建议",
    id="a",
    session=Session(12, 5),
    proposers=("程小媛",),
    handlings=(Handling("南通市卫健委", Role.LEAD),),
)
BANKS = Proposal("关于银行网点適老化改造的建议", id="b", session=Session(12, 4), proposers=("王大有",))
MEDICINE = Proposal("进一步加强医疗旅游服务的建议", id="c", session=Session(12, 5), proposers=("程小媛",))
SECRET = Proposal(
    "关于机密档案库的建议", id="s", session=Session(13, 1), proposers=("钟密",), visibility=Visibility.INTERNAL
)
ARCHIVE = (PARKING, BANKS, MEDICINE, SECRET)
WORDS = (("停车", 9), ("服务", 7), ("机密", 2), ("雨污分流", 3))


@pytest.fixture(scope="module")
def suggester(tmp_path_factory: pytest.TempPathFactory) -> Suggester:
    """Four proposals, one of them internal."""
    directory = tmp_path_factory.mktemp("generation")
    write_suggestions(directory, ARCHIVE, WORDS)
    return Suggester(directory)


def values(lines: tuple[Suggestion, ...], kind: str) -> list[str]:
    return [each.value for each in lines if each.kind == kind]


@pytest.mark.parametrize(
    "typed",
    [
        "停车",
        "停車",
        "关于解决",
        "老旧小区",
        "tingche",
        "ting che",
        "TingChe",
        "tingch",
        "tc",
        "ting车",
        "停che",
        "jiuxiaoqu",
    ],
)
def test_a_title_is_offered_whatever_way_it_is_typed(suggester: Suggester, typed: str) -> None:
    assert "a" in values(suggester.suggest(typed), "title")


def test_a_character_is_read_as_its_word_reads_it(suggester: Suggester) -> None:
    assert values(suggester.suggest("yinhang"), "title") == ["b"]


def test_what_was_typed_is_marked_in_the_text_as_shown(suggester: Suggester) -> None:
    (line,) = (each for each in suggester.suggest("適老") if each.kind == "title")
    assert [line.text[start:end] for start, end in line.marks] == ["適老"]


def test_words_with_a_space_may_stand_apart(suggester: Suggester) -> None:
    assert values(suggester.suggest("医疗 服务"), "title") == ["c"]
    assert values(suggester.suggest("服务 yiliao"), "title") == ["c"]


@pytest.mark.parametrize("typed", ["卫健委", "卫计委", "nantongshiwei", "南通市"])
def test_a_unit_is_offered_by_any_of_its_names(suggester: Suggester, typed: str) -> None:
    assert values(suggester.suggest(typed), "unit") == ["南通市卫健委"]


def test_a_unit_met_by_another_name_says_so(suggester: Suggester) -> None:
    (line,) = (each for each in suggester.suggest("卫计委") if each.kind == "unit")
    assert (line.text, line.label) == ("南通市卫健委", "办理单位（又名南通市卫计委）")


@pytest.mark.parametrize("typed", ["12-5", "十二届五次", "第十二届第五次会议", "十二届五"])
def test_a_session_is_offered_in_any_form(suggester: Suggester, typed: str) -> None:
    assert values(suggester.suggest(typed), "session") == ["12-5"]


def test_a_term_offers_its_meetings(suggester: Suggester) -> None:
    assert sorted(values(suggester.suggest("十二届"), "session")) == ["12-4", "12-5"]


def test_a_person_is_offered_with_the_number_of_proposals(suggester: Suggester) -> None:
    assert [(each.value, each.count) for each in suggester.suggest("chengxy") if each.kind == "proposer"] == [
        ("程小媛", 2)
    ]


@pytest.mark.parametrize("typed", ["机密", "jimi", "钟密", "13-1", "十三届"])
def test_internal_proposals_leave_no_trace_for_the_public(suggester: Suggester, typed: str) -> None:
    assert suggester.suggest(typed) == ()
    assert suggester.suggest(typed, internal=True) != ()


def test_words_of_internal_texts_alone_are_not_kept(tmp_path: Path) -> None:
    open_text = Proposal("关于停车的建议", text="增设停车位。")
    secret = Proposal("内部通报", text="鼋头渚停车整治。", visibility=Visibility.INTERNAL)
    live = service_over(tmp_path, [open_text, secret])._live.get()
    words = {word for word, _ in vocabulary(live.engine)}
    assert "停车" in words
    assert not any(character in word for word in words for character in "鼋通报整治")


def test_counts_are_those_of_the_reader(tmp_path: Path) -> None:
    write_suggestions(tmp_path, [*ARCHIVE, replace(PARKING, id="d", visibility=Visibility.INTERNAL)], WORDS)
    suggester = Suggester(tmp_path)
    for internal, count in ((False, 2), (True, 3)):
        lines = suggester.suggest("程小媛", internal=internal)
        assert [each.count for each in lines if each.kind == "proposer"] == [count]


@given(typed=st.text(max_size=30) | st.text(alphabet="tingche停车届十二-5 '", max_size=80), limit=st.integers(1, 12))
def test_any_text_may_be_typed(suggester: Suggester, typed: str, limit: int) -> None:
    lines = suggester.suggest(typed, limit=limit)
    assert len(lines) <= limit
    assert all(0 <= start < end <= len(each.text) for each in lines for start, end in each.marks)
    assert all(each.count > 0 for each in lines)


def finding(*texts: str) -> dict[str, int]:
    return dict.fromkeys(texts, 5)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("亭车", "停车"),
        ("停车男", "停车难"),
        ("老旧小小区", "老旧小区"),
        ("小老旧区", None),
        ("医疗游旅", "医疗旅游"),
        ("老旧区停车难", "老旧小区停车难"),
        ("yuwufenliu", "雨污分流"),
        ("雨污分硫", "雨污分流"),
        ("停车", None),
    ],
)
def test_one_mistake_is_undone(suggester: Suggester, typed: str, meant: str | None) -> None:
    known = finding("停车", "停车难", "老旧小区", "医疗旅游", "老旧小区停车难", "雨污分流")
    offered = [each.text for each in suggester.correct(typed, found=lambda text: known.get(text, 0))]
    assert offered[:1] == ([meant] if meant else [])


def test_filters_and_exclusions_stay_as_they_are(suggester: Suggester) -> None:
    query = "亭车 届次:12-5 -学校"
    known = finding("停车 届次:12-5 -学校")
    assert suggester.correct(query, found=lambda text: known.get(text, 0)) == (
        Correction("停车 届次:12-5 -学校", (("亭", "停"),), 5),
    )


def test_another_way_of_putting_it_is_no_mistake(tmp_path: Path) -> None:
    titles = ("关于加强农村垃圾处置的建议", "关于垃圾处理收费的建议")
    write_suggestions(tmp_path, [Proposal(title, id=title) for title in titles], [("处理", 5)])
    suggester = Suggester(tmp_path)
    assert suggester.correct("关于加强农村垃圾处理的建议", found=lambda text: 1) == ()
    (correction,) = suggester.correct("关于加强农村拉圾处置的建议", found=lambda text: 1)
    assert (correction.text, correction.changes) == (titles[0], (("拉", "垃"),))


def test_what_the_reader_does_not_find_is_not_offered(suggester: Suggester) -> None:
    assert suggester.correct("机蜜", found=lambda text: 0) == ()
    known = finding("机密")
    assert [each.text for each in suggester.correct("机蜜", internal=True, found=lambda t: known.get(t, 0))] == ["机密"]


@given(query=st.text(max_size=40) | st.text(alphabet='停车亭tingche :-"12届五', max_size=140))
def test_any_query_may_be_corrected(suggester: Suggester, query: str) -> None:
    for each in suggester.correct(query, found=lambda text: 0 if text == query else 1):
        assert each.text != query
        assert each.changes


def test_an_update_gives_what_writing_anew_gives(tmp_path: Path) -> None:
    revised = replace(PARKING, title="关于学校停车的建议", proposers=("王大有",))
    published = replace(SECRET, visibility=Visibility.PUBLIC)
    updated, written = tmp_path / "updated", tmp_path / "written"
    updated.mkdir()
    written.mkdir()
    write_suggestions(updated, ARCHIVE, WORDS)
    suggester = Suggester(updated)
    update_suggestions(updated, [revised, published], WORDS)
    write_suggestions(written, [BANKS, MEDICINE, revised, published], WORDS)
    for typed in ("停车", "机密", "程小媛", "王", "十三届", "卫健委", "jianyi", "t"):
        for internal in (False, True):
            assert suggester.suggest(typed, internal=internal) == Suggester(written).suggest(typed, internal=internal)


def test_a_proposal_made_internal_is_gone_for_the_public(tmp_path: Path) -> None:
    write_suggestions(tmp_path, ARCHIVE, WORDS)
    update_suggestions(tmp_path, [replace(PARKING, visibility=Visibility.INTERNAL)], WORDS)
    suggester = Suggester(tmp_path)
    assert suggester.suggest("停车") == suggester.suggest("卫健委") == ()
    assert values(suggester.suggest("停车", internal=True), "title") == ["a"]
    assert b"\xe5\x8d\x97\xe9\x80\x9a" not in bytes(suggester._contents.public.keys.blob)


def test_a_file_cut_short_is_told(tmp_path: Path) -> None:
    write_suggestions(tmp_path, ARCHIVE, WORDS)
    path = tmp_path / "suggestions.arr"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(IndexDamaged, match="reindex"):
        Suggester(tmp_path)


def test_an_empty_archive_suggests_nothing(tmp_path: Path) -> None:
    write_suggestions(tmp_path, [], [])
    suggester = Suggester(tmp_path)
    assert suggester.suggest("停车") == ()
    assert suggester.correct("停车", found=lambda text: 0) == ()
