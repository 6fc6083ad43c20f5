"""The authority file of units."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnitsError
from corpus.values.units import UnitAuthority

units = UnitAuthority.load()
known = st.sampled_from(units.names)
places = st.sampled_from(["", "市", "省", "南通市", "海门区", "某某县", "江苏省"])


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("南通市司法局", "南通市司法局"),
        ("南通市委政法委", "南通市委政法委"),
        ("南通市委组织部", "南通市委组织部"),
        ("中共南通市委政法委员会", "南通市委政法委"),
        ("市政法委", "市委政法委"),
        ("南通市卫计委", "南通市卫健委"),
        ("市卫生和计划生育委员会", "市卫健委"),
        ("国土局", "自然资源和规划局"),
        ("市规划局", "市自然资源和规划局"),
        ("崇川区工商局", "崇川区市场监管局"),
        ("市质监局", "市市场监管局"),
        ("市食药监局", "市市场监管局"),
        ("市旅游局", "市文化广电和旅游局"),
        ("市文广新局", "市文化广电和旅游局"),
        ("市环保局", "市生态环境局"),
        ("市安监局", "市应急管理局"),
        ("市房管局", "市住房和城乡建设局"),
        ("市建委", "市住房和城乡建设局"),
        ("上海市教委", "上海市教委"),
        ("市交警支队", "市公安局交通警察支队"),
        ("南通市人民政府法制办公室", "南通市司法局"),
        (" 某某中心（筹） ", "某某中心（筹）"),
        ("不是教育局", "不是教育局"),
    ],
)
def test_a_unit_is_filed_under_one_name_with_its_place(written: str, canonical: str) -> None:
    assert units.canonical(written) == canonical


def test_the_shipped_file_knows_at_least_120_names() -> None:
    assert len(units.names) >= 120


@given(places, known)
def test_a_canonical_name_is_its_own_canonical_name(place: str, name: str) -> None:
    canonical = units.canonical(place + name)
    assert units.canonical(canonical) == canonical


@given(places, known)
def test_every_other_name_of_a_unit_leads_to_it(place: str, name: str) -> None:
    canonical = units.canonical(place + name)
    for other in (*units.aliases(canonical), *units.former_names(canonical)):
        assert units.canonical(other) == canonical


@given(st.text(max_size=12))
def test_what_is_no_known_unit_stays_as_it_is(written: str) -> None:
    if not units.knows(written):
        assert units.canonical(written) == written.strip()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("南通市委政法委、南通市委组织部", ("南通市委政法委", "南通市委组织部")),
        ("市教育局，市财政局；市公安局 市民政局", ("市教育局", "市财政局", "市公安局", "市民政局")),
        ("某局（甲、乙），市教育局", ("某局（甲、乙）", "市教育局")),
        ("市教育局和市财政局及市公安局", ("市教育局", "市财政局", "市公安局")),
        ("市发展和改革委员会、市住房和城乡建设局", ("市发展和改革委员会", "市住房和城乡建设局")),
        ("市教育局等单位", ("市教育局",)),
        ("市教育局、市教育局", ("市教育局",)),
        ("某局（甲、乙", ("某局（甲、乙",)),
        ("）、市教育局", ("）", "市教育局")),
        ("", ()),
    ],
)
def test_a_list_is_split_outside_parentheses(written: str, expected: tuple[str, ...]) -> None:
    assert units.split(written) == expected


@given(
    st.lists(st.builds(str.__add__, places, known), min_size=1, max_size=5, unique=True),
    st.sampled_from("、，,；; 　\n"),
)
def test_a_joined_list_of_units_splits_back(names: list[str], separator: str) -> None:
    assert units.split(separator.join(names)) == tuple(names)


def test_units_are_found_in_running_text_by_their_longest_name() -> None:
    assert units.find_all("请市自然资源和规划局会同环保局、教育局办理") == ("自然资源和规划局", "生态环境局", "教育局")


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('["甲局"]\nalias = ["乙局"]\n["丙局"]\nformer = ["乙局"]', "“乙局”同时属于“甲局”和“丙局”"),
        ('["甲局"]\nold = ["乙局"]', "不认识的键 old"),
        ('["甲局"]\nalias = "乙局"', "alias 应是名称列表"),
        ('"甲局" = 1', "应写成一节"),
        ("[甲局", "读不出单位规范表"),
    ],
)
def test_a_wrong_authority_file_names_file_entry_and_fix(tmp_path: Path, toml: str, message: str) -> None:
    path = tmp_path / "单位.toml"
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(UnitsError, match=message) as caught:
        UnitAuthority.load(path)
    assert "单位.toml" in str(caught.value)


def test_an_own_authority_file_replaces_the_shipped_one(tmp_path: Path) -> None:
    path = tmp_path / "units.toml"
    path.write_text('["水务中心"]\nformer = ["水管所"]', encoding="utf-8")
    own = UnitAuthority.load(path)
    assert (own.canonical("市水管所"), own.canonical("市卫计委")) == ("市水务中心", "市卫计委")
