"""可能是同一件事 on the clerk's pages: below the verdicts, apart from them, also where nothing was found."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from corpus import Archive, Proposal
from indexer import IndexMissing, Nearest, Reader
from search_web import WebConfig, create_app
from search_web.desk.context import make_desk
from tests.search_web.accounts.people import CHEAP, in_hand, signed_in_client
from tests.search_web.desk.fakes import FakeDuplicates
from tests.search_web.desk.pages import get
from tests.search_web.desk.samples import ARCHIVED, new_text
from tests.search_web.desk.test_desk_pages import send_paste
from tests.search_web.fakes import FakeService


class NearestService(FakeService):
    """Calls every other archived proposal near."""

    def nearest(self, proposal: Proposal, reader: Reader, *, limit: int = 5) -> tuple[Nearest, ...]:
        others = [each for each in self._visible(reader) if each.id != proposal.id]
        return tuple(Nearest(each, 0.4, ("相同的关键词：停车。",), "已经新增车位。") for each in others[:limit])


class NoIndexService(FakeService):
    """Has no index to ask."""

    def nearest(self, proposal: Proposal, reader: Reader, *, limit: int = 5) -> tuple[Nearest, ...]:
        raise IndexMissing("还没有索引。请运行 tian reindex。")


def clerk_of(service: type[FakeService], archive: Archive, folder: Path) -> FlaskClient:
    desk = make_desk(archive, FakeDuplicates(archive), folder / "desk", lambda: None)
    records = service(list(archive.all()))
    config = WebConfig("示例提案库")
    return signed_in_client(
        create_app(records, config, store=in_hand(), key=b"k" * 32, passwords=CHEAP, desk=desk), "王芳"
    )


def test_a_text_like_nothing_still_shows_what_may_be_the_same_thing(archive: Archive, tmp_path: Path) -> None:
    clerk = clerk_of(NearestService, archive, tmp_path)
    page = get(clerk, send_paste(clerk, "关于无人提过的事", "这里没有一句话与档案相同。"))
    assert "未发现重复" in page.text("//main")
    near = page.all('//section[@id="nearest"]//li')
    assert len(near) == 5
    assert "相同的关键词：停车。" in near[0].text_content()
    assert "答复：已经新增车位。" in near[0].text_content()


def test_a_copy_among_them_carries_its_verdict_and_more_are_listed_on_demand(archive: Archive, tmp_path: Path) -> None:
    clerk = clerk_of(NearestService, archive, tmp_path)
    address = send_paste(clerk, "关于新事的提案", f"{ARCHIVED[0].text}\n{new_text(1)}")
    page = get(clerk, address)
    titles = {each.xpath("./a")[0].text_content(): each.text_content() for each in page.all('//*[@id="nearest"]//li')}
    assert any(verdict in titles[ARCHIVED[0].title] for verdict in ("相同", "包含"))
    more = page.one('//section[@id="nearest"]//a[.="再多列几件"]').get("href", "")
    assert len(get(clerk, more).all('//section[@id="nearest"]//li')) > 5


@pytest.mark.parametrize("service", [NoIndexService, FakeService])
def test_where_nothing_is_near_or_no_index_can_be_asked_the_page_is_as_before(
    service: type[FakeService], archive: Archive, tmp_path: Path
) -> None:
    clerk = clerk_of(service, archive, tmp_path)
    page = get(clerk, send_paste(clerk, "关于无人提过的事", "这里没有一句话与档案相同。"))
    assert "未发现重复" in page.text("//main")
    assert not page.all('//section[@id="nearest"]')
