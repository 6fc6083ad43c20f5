"""The nearest in matter: found in other words, told why, never more than the reader may see."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus import Handling, PartialDate, Proposal, Reply, Role, Session, Visibility
from indexer.duplicates.results import Against, Submission, Verdict
from indexer.duplicates.service import DuplicateService
from indexer.search.nearest import MOST_NEAREST
from indexer.search.request import Reader
from tests.indexer.archives import service_over

PUBLIC, STAFF = Reader(), Reader(internal=True)
TRANSPORT = Handling("市交通局", Role.LEAD)
PARKING = Proposal(
    "关于缓解老旧小区停车难的建议",
    text="望湖区老旧小区车位不足，居民夜里回家找不到车位。建议利用边角地增设立体停车库，机关单位车位夜间开放。",
    number=1,
    session=Session(12, 5),
    category="城建",
    handlings=(TRANSPORT,),
    replies=(
        Reply(
            "您提的建议收悉，现答复如下：\n我们已在望湖区建成立体停车库三座，新增车位六百个。\n感谢您的关心。",
            replied=PartialDate(2021, 6, 28),
        ),
    ),
)
ARCHIVE = [
    PARKING,
    Proposal("关于学校周边停车管理的建议", text="接送时段校门口拥堵，车位紧张，建议家长错时接送。", number=2),
    Proposal("关于社区养老的建议", text="社区养老设施不足，老人用餐困难，建议增设助餐点。", number=3),
    Proposal("关于垃圾分类的建议", text="垃圾分类投放点不足，建议增设投放点并延长时间。", number=4),
    Proposal("关于河道治理的建议", text="河道淤积，水质变差，建议清淤并截污。", number=5),
    Proposal("关于图书馆夜间开放的建议", text="图书馆闭馆早，读者不便，建议延长开放时间。", number=6),
    Proposal(
        "关于地下车位挖潜的内部建议",
        text="老旧小区地下室可改车位，夜里停车更方便，宜先试点。",
        number=7,
        visibility=Visibility.INTERNAL,
    ),
]
NEW = Proposal(
    "晚上回来车没处放",
    text="下班到家，小区里早没了空车位。望湖区能不能在零碎地块上建机械式立体停车的楼，让单位夜里把院子让出来？",
    session=Session(12, 5),
    category="城建",
    handlings=(TRANSPORT,),
)


@pytest.fixture(scope="module")
def duplicates(tmp_path_factory: pytest.TempPathFactory) -> DuplicateService:
    """Seven proposals, three on parking, one of them internal."""
    return service_over(tmp_path_factory.mktemp("nearest"), ARCHIVE).duplicates


def test_the_same_demand_in_other_words_is_nearest_though_no_text_is_shared(duplicates: DuplicateService) -> None:
    report = duplicates.check(NEW, PUBLIC)
    assert not [each for each in report.candidates if each.verdict.copied]
    assert report.nearest[0].proposal.title == PARKING.title
    assert 0 < report.nearest[0].nearness <= 1
    assert [each.nearness for each in report.nearest] == sorted((e.nearness for e in report.nearest), reverse=True)


def test_every_one_says_why_it_is_near_and_what_was_answered(duplicates: DuplicateService) -> None:
    nearest = duplicates.check(NEW, PUBLIC).nearest[0]
    words, *others = nearest.reasons
    assert words.startswith("相同的关键词：")
    assert "立体" in words
    assert others == ["都提到望湖区。", "办理单位相同：市交通局。", "类别相同：城建。", "届次相同：十二届五次。"]
    assert nearest.answer == "我们已在望湖区建成立体停车库三座，新增车位六百个。"


def test_internal_proposals_are_near_for_staff_only(duplicates: DuplicateService) -> None:
    titles = {reader: {e.proposal.title for e in duplicates.check(NEW, reader).nearest} for reader in (PUBLIC, STAFF)}
    assert "关于地下车位挖潜的内部建议" in titles[STAFF]
    assert not any("内部" in title for title in titles[PUBLIC])


def test_what_shares_no_telling_word_is_not_near(duplicates: DuplicateService) -> None:
    assert duplicates.check(Proposal("", text="幼儿近视防控宜早"), STAFF).nearest == ()
    assert duplicates.check(Proposal("", text="，。！"), STAFF).nearest == ()


def test_as_many_are_listed_as_are_asked_for(duplicates: DuplicateService) -> None:
    every = duplicates.check(NEW, STAFF, nearest=10 * MOST_NEAREST).nearest
    assert [len(duplicates.check(NEW, STAFF, nearest=most).nearest) for most in (0, 1)] == [0, 1]
    assert duplicates.check(NEW, STAFF, nearest=1).nearest == every[:1]


def test_an_archived_proposal_is_not_near_itself(duplicates: DuplicateService) -> None:
    id = duplicates.check(NEW, PUBLIC).nearest[0].proposal.id
    report = duplicates.of(id, PUBLIC)
    assert report is not None
    assert report.nearest
    assert id not in {each.proposal.id for each in report.nearest}


def test_a_copy_is_the_nearest_whatever_its_verdict(duplicates: DuplicateService) -> None:
    report = duplicates.check(replace(PARKING, id=""), PUBLIC)
    assert report.worst is Verdict.IDENTICAL
    assert report.nearest[0].proposal.title == PARKING.title
    assert report.nearest[0].nearness > 2 * report.nearest[1].nearness


def test_of_several_texts_each_has_its_nearest_unless_only_they_are_compared(duplicates: DuplicateService) -> None:
    several = [Submission(NEW), Submission(Proposal("老人吃饭", text="老人用餐困难，社区里宜办食堂。"))]
    entries = duplicates.batch(several, PUBLIC).entries
    assert [each.nearest[0].proposal.number for each in entries] == [1, 3]
    assert all(not each.nearest for each in duplicates.batch(several, PUBLIC, against=Against.EACH_OTHER).entries)
