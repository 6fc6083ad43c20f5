"""Two variants of a name are one name; two names are never one because Simplified writes them alike."""

from __future__ import annotations

import json
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import UnitAuthority
from indexer.fields import facet_named
from indexer.names.variants import NameVariants, distinct
from tests.data_files import shared_data

UNIT = facet_named("unit")
assert UNIT is not None
CANONICAL = UNIT.canonical

#: Names, each with variants that no other name shares.
NAMES = {
    "商务局": ("江州市商务局", "江州市商務局", "江州市商務局　"),
    "5G办": ("江州市5G办", "江州市５Ｇ辦", "江州市５Ｇ办", "江州市5g辦"),
    "旅游局": ("江州市文化和旅游局", "江州市文化和旅遊局"),
    "台办": ("江州市台办", "江州市臺辦", "江州市台辦"),
    "人": ("张晓", "張曉", "张 晓"),
    "公安局": ("江州市公安局",),
    # By the register: the Traditional alias, and a Traditional former name.
    "发改委": ("江州市发改委", "江州市發改委", "江州市發展和改革委員會", "江州市計委"),
}
NAME_OF = {written: name for name, forms in NAMES.items() for written in forms}
_RECORDS = st.lists(st.lists(st.sampled_from(list(NAME_OF)), max_size=4), max_size=12)


def _shown_as_one(written: NameVariants, one: str, other: str) -> bool:
    return written.shown.get(one, one) == written.shown.get(other, other)


@settings(deadline=None)
@given(_RECORDS)
def test_a_name_is_counted_once_a_record_however_it_is_written(records: list[list[str]]) -> None:
    # The register's own form stands somewhere, as its names are joined only where the archive has it.
    records = [*records, ["江州市发改委"]]
    kept = [distinct(tuple(names), CANONICAL) for names in records]
    counts = Counter(written for names in kept for written in names)
    variants = NameVariants.of(counts, CANONICAL)
    merged = variants.merge_counts(counts)
    by_hand = Counter(name for names in records for name in {NAME_OF[each] for each in names})
    assert {NAME_OF[written]: count for written, count in merged.items()} == by_hand
    assert len(merged) == len(by_hand)


@settings(deadline=None)
@given(_RECORDS, st.sampled_from(list(NAME_OF)))
def test_a_name_chosen_in_any_writing_means_every_writing_of_it(records: list[list[str]], chosen: str) -> None:
    counts = Counter(each for names in [*records, ["江州市发改委"]] for each in names)
    variants = NameVariants.of(counts, CANONICAL)
    meant = variants.resolve(chosen)
    have = {each for each in counts if NAME_OF[each] == NAME_OF[chosen]}
    assert set(variants.expand(meant)) == (have or {chosen})
    assert len(meant) == 1
    assert variants.resolve(meant[0]) == meant, "what is shown means itself"


def test_the_commonest_writing_is_shown_and_of_equals_the_simplified() -> None:
    assert NameVariants.of({"市商务局": 1, "市商務局": 2}).resolve("市商务局") == ("市商務局",)
    assert NameVariants.of({"市商務局": 2, "市商务局": 2}).resolve("市商務局") == ("市商务局",)


def test_a_units_present_name_is_shown_however_common_a_former_one_is() -> None:
    variants = NameVariants.of({"江州市卫健委": 1, "江州市衛計委": 9}, CANONICAL)
    assert (variants.resolve("江州市衛計委"), variants.resolve("江州市衛健委")) == (
        ("江州市卫健委",),
        ("江州市卫健委",),
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("后里區公所", "後里區公所"),
        ("花蓮縣幹部學校", "花蓮縣乾部學校"),
        ("萬里鄉公所", "萬裏鄉公所"),
        ("鍾國強", "鐘國強"),
        ("張云", "張雲"),
    ],
)
def test_names_that_traditional_keeps_apart_stay_apart(one: str, other: str) -> None:
    variants = NameVariants.of({one: 3, other: 2})
    assert not _shown_as_one(variants, one, other)
    assert (variants.resolve(one), variants.resolve(other)) == ((one,), (other,))
    assert distinct((one, other)) == (one, other)


def test_their_common_simplified_writing_is_neither_and_means_both_where_no_record_has_it() -> None:
    traditional = {"后里區公所": 3, "後里區公所": 2}
    assert NameVariants.of(traditional).resolve("后里区公所") == ("后里區公所", "後里區公所")
    assert NameVariants.of({**traditional, "后里区公所": 9}).resolve("后里区公所") == ("后里区公所",)


def test_a_name_that_both_scripts_may_write_is_traditional_in_a_traditional_archive() -> None:
    names = {"市后勤局": 3, "市後勤局": 2, "市商務局": 1}
    assert not _shown_as_one(NameVariants.of(names), "市后勤局", "市後勤局")
    assert _shown_as_one(NameVariants.of({**names, "市教育厅": 1, "市卫生局": 1}), "市后勤局", "市後勤局")


@pytest.mark.parametrize(
    ("one", "other"), [("臺中市政府", "台中市政府"), ("市裡中心", "市裏中心"), ("山峯村", "山峰村")]
)
def test_two_ways_to_write_one_traditional_character_are_one_name(one: str, other: str) -> None:
    assert _shown_as_one(NameVariants.of({one: 3, other: 2, "市商務局": 1}), one, other)


def test_a_traditional_archive_keeps_its_own_names() -> None:
    # The register knows 環保局 as a former name of 生态环境局; this archive does not have that unit.
    names = {"花蓮縣環境保護局": 5, "花蓮縣衛生局": 3, "花蓮縣農業處": 1}
    variants = NameVariants.of(names, CANONICAL)
    assert variants.merge_counts(names) == names
    for asked in ("花莲县环境保护局", "花莲县生态环境局", "花莲县环保局"):
        assert variants.resolve(asked) == ("花蓮縣環境保護局",)


def test_the_real_traditional_records_show_no_simplified_name() -> None:
    records = json.loads((shared_data("hualien-council.json")).read_text(encoding="utf-8"))
    counts = Counter(str(each) for record in records for each in (record.get("category"), record["type"]) if each)
    counts.update(name for record in records for name in record.get("proposer", "") if isinstance(name, str))
    shown = NameVariants.of(counts, CANONICAL).merge_counts(counts)
    assert set(shown) <= set(counts)
    assert sum(shown.values()) == sum(counts.values())


def test_no_two_units_of_the_register_are_one() -> None:
    names = UnitAuthority.load().names
    variants = NameVariants.of(dict.fromkeys(names, 1))
    merged = [
        (one, other) for forms in variants.forms.values() for one, other in combinations(forms, 2) if one != other
    ]
    assert merged == []
