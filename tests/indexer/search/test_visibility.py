"""Nobody without rights learns of what is internal: a reply of a public proposal, a record made internal just now."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from corpus import Archive, PartialDate, Proposal, Reply, Visibility, visible_to
from indexer import Reader, SearchRequest, SearchService, Settings, open_service
from indexer.duplicates.decisions import DecisionService
from indexer.index.build import reindex
from indexer.index.generations import Generations
from indexer.search.interchange import page_to_json
from search_web import create_app
from tests.indexer.archives import add

PUBLIC, STAFF = Reader(), Reader(internal=True)
TEXT = (
    "近年来小区停车泊位不足，居民停车困难，夜间道路两侧停满车辆，消防通道被占。建议增设立体车库，错时开放单位停车位。"
)
SECRET = Reply(
    f"隐秘内情：涉密泊位规划。{TEXT}",
    title="关于绝密答复的函",
    units=("市国家保密局",),
    replied=PartialDate(2031, 5, 6),
    document_number="隐提复〔2031〕9号",
    visibility=Visibility.INTERNAL,
)


def _proposals() -> list[Proposal]:
    others = [
        Proposal(f"关于小区停车难的建议（{place}）", text=f"{TEXT}第{place}项。" * 2, number=place, body="示例市政协")
        for place in range(1, 6)
    ]
    answered = replace(others[0], replies=(Reply("已增设泊位", units=("市城管局",)), SECRET), number=77)
    return [*others[1:], replace(answered, title="关于夜间停车的建议", extra=(("答复备注", "隐秘内情"), ("页码", "3")))]


@dataclass(frozen=True)
class Home:
    """An archive with a live index, and the service over it."""

    root: Path
    service: SearchService

    def revise(self, *records: Proposal) -> None:
        """Import the records again, from the same file, without updating the index."""
        with Archive.open(Settings(self.root).archive) as archive:
            add(archive, self.root / "files", records)

    def id_of(self, title: str) -> str:
        return next(each.id for each in self.service.archive.all() if each.title == title)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    settings = Settings(tmp_path)
    with Archive.open(settings.archive) as archive:
        add(archive, tmp_path / "files", _proposals())
        reindex(archive, Generations(settings.index_directory))
    service = open_service(settings)
    yield Home(tmp_path, service)
    service.archive.close()


@pytest.mark.parametrize("query", ["隐秘内情", "绝密答复", "市国家保密局", "隐提复〔2031〕9号"])
def test_a_public_proposal_is_not_found_by_its_internal_reply(home: Home, query: str) -> None:
    page = home.service.search(SearchRequest(f"“{query}”", reader=PUBLIC))
    assert page.total == 0 or page.relaxed
    assert query not in json.dumps(page_to_json(page)["hits"], ensure_ascii=False)


def test_an_internal_reply_is_neither_counted_nor_dated_nor_suggested(home: Home) -> None:
    page = home.service.search(SearchRequest("夜间停车", reader=PUBLIC))
    answer = page_to_json(page)
    told = json.dumps({**answer, "query": ""}, ensure_ascii=False)
    assert page.total > 0
    assert not [word for word in ("2031", "保密局", "隐秘", "绝密") if word in told]
    assert home.service.suggest("市国家保密", PUBLIC) == ()


def test_the_public_reads_the_proposal_without_the_internal_reply(home: Home) -> None:
    id = home.id_of("关于夜间停车的建议")
    shown = home.service.proposal(id, PUBLIC)
    assert shown is not None
    assert [each.text for each in shown.replies] == ["已增设泊位"]
    assert shown.extra == (("页码", "3"),)
    whole = home.service.proposal(id, STAFF)
    assert whole is not None
    assert whole.replies[1] == SECRET


def test_a_check_shows_the_public_nothing_shared_with_an_internal_reply(home: Home) -> None:
    report = home.service.duplicates.check("隐秘内情：涉密泊位规划。关于涉密泊位规划的其他内容若干。", PUBLIC)
    assert all("隐秘" not in reply.text for each in report.candidates for reply in each.proposal.replies)


def test_visibility_of_a_reply_survives_the_archive(home: Home) -> None:
    [kept] = [each for each in home.service.archive.all() if each.title == "关于夜间停车的建议"]
    assert [each.visibility for each in kept.replies] == [Visibility.PUBLIC, Visibility.INTERNAL]


def test_an_internal_proposal_hides_its_public_reply() -> None:
    record = Proposal("机密", visibility=Visibility.INTERNAL, replies=(Reply("公开的答复"),))
    assert visible_to(record, internal=False) is None
    assert visible_to(record, internal=True) is record


def _made_internal(home: Home) -> Proposal:
    """One record becomes internal in the archive, with a text never public before; the index does not know yet."""
    records = _proposals()
    revised = replace(records[0], visibility=Visibility.INTERNAL, text=f"{records[0].text}从未公开的字样。")
    home.revise(revised, *records[1:])
    id = home.id_of(records[0].title)
    assert home.service.proposal(id, STAFF) is not None
    return replace(revised, id=id)


def test_before_the_update_no_search_shows_what_has_become_internal(home: Home) -> None:
    hidden = _made_internal(home)
    for request in (SearchRequest("停车"), SearchRequest(""), SearchRequest(hidden.title)):
        page = home.service.search(replace(request, reader=PUBLIC))
        answer = json.dumps({**page_to_json(page), "query": "", "understood": ""}, ensure_ascii=False)
        assert hidden.id not in answer
        assert "从未公开" not in answer
        assert hidden.title not in answer
        assert len(page.hits) == 4


def test_before_the_update_no_other_door_shows_it(home: Home) -> None:
    hidden = _made_internal(home)
    service = home.service
    others = [each.id for each in service.archive.all() if each.id != hidden.id]
    asked = SearchRequest("停车", reader=PUBLIC)
    listed = service.listing(asked, most=50).ids
    assert service.proposal(hidden.id, PUBLIC) is None
    assert hidden.id not in [each.id for each in service.proposals(listed, PUBLIC)]
    assert service.similar(hidden.id, PUBLIC) == ()
    assert all(hidden.id != hit.proposal.id for id in others for hit in service.similar(id, PUBLIC, limit=50))
    assert hidden.id not in [change.id for change in service.news(asked, most=50).changes]
    assert all(hidden.title != each.text for each in service.suggest("小区停车难的建议", PUBLIC, limit=20))
    for place, id in enumerate(listed, 1):
        beside = service.neighbours(asked, id, place)
        assert beside is None or hidden.id not in (beside.before, beside.after)


def test_before_the_update_the_desk_shows_the_public_nothing_of_it(home: Home) -> None:
    hidden = _made_internal(home)
    desk = home.service.duplicates
    others = [each.id for each in home.service.archive.all() if each.id != hidden.id]
    assert desk.of(hidden.id, PUBLIC) is None
    assert all(each.proposal.id != hidden.id for each in desk.check(hidden.text, PUBLIC).candidates)
    assert all(each.proposal.id != hidden.id for each in desk.titles(hidden.title, PUBLIC, limit=50))
    assert all(hidden.id not in (pair.a, pair.b) for pair in desk.all_pairs(PUBLIC))
    assert any(hidden.id in copies for copies in desk.copies(others, STAFF).values())
    assert all(hidden.id not in (id, *copies) for id, copies in desk.copies([*others, hidden.id], PUBLIC).items())
    assert DecisionService(home.service.archive).of_records([hidden.id], PUBLIC) == {}


@pytest.mark.parametrize(
    "path",
    [
        "/?q=停车", "/api/v1/search?q=停车", "/export.csv?q=停车", "/export.jsonl?q=停车", "/feed.atom?q=停车",
        "/api/v1/suggest?q=小区停车", "/proposal/{other}", "/api/v1/proposals/{other}/similar",
    ],
)  # fmt: skip
def test_before_the_update_no_page_or_answer_of_the_site_shows_it(home: Home, path: str) -> None:
    hidden = _made_internal(home)
    other = next(each.id for each in home.service.archive.all() if each.id != hidden.id)
    visitor = create_app(home.service).test_client()
    response = visitor.get(path.format(other=other))
    assert response.status_code == 200
    for secret in (hidden.id, hidden.title, "从未公开"):
        assert secret not in response.get_data(as_text=True)
    assert visitor.get(f"/proposal/{hidden.id}").status_code == 404
    assert visitor.get(f"/api/v1/proposals/{hidden.id}").status_code == 404


def test_before_the_update_a_reply_made_internal_is_shown_to_no_one_without_rights(home: Home) -> None:
    records = _proposals()
    shut = replace(
        records[-1], replies=tuple(replace(each, visibility=Visibility.INTERNAL) for each in records[-1].replies)
    )
    home.revise(*records[:-1], shut)
    page = home.service.search(SearchRequest("已增设泊位", reader=PUBLIC))
    assert "已增设泊位" not in json.dumps(page_to_json(page)["hits"], ensure_ascii=False)
