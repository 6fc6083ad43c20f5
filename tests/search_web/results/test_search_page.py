"""The search page: from nothing typed to nothing found."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from indexer import SearchPage, SearchRequest
from search_web import create_app
from tests.search_web.dom import Page
from tests.search_web.fakes import FakeService, internal
from tests.search_web.samples import proposals

Get = Callable[[str], Page]


def test_the_front_page_says_what_the_archive_holds(get: Get) -> None:
    page = get("/")
    coverage = page.text('//p[@class="coverage"]')
    assert "提案 107 件" in coverage
    assert "建议 14 件" in coverage
    assert "2018—2024年" in coverage
    assert len(page.hits()) == 6


def test_everything_the_front_page_counts_can_be_opened_and_has_that_count(get: Get) -> None:
    page = get("/")
    entries = page.all('//div[@class="facet-previews"]//li')
    assert len(entries) > 15
    for entry in entries:
        (link,), (count,) = entry.xpath("./a"), entry.xpath('./span[@class="count"]/text()')
        there = get(link.get("href", ""))
        shown = there.total() if link.get("href", "").startswith("/?") else there.figures()[0]
        assert shown == int(count), link.get("href")


@pytest.mark.parametrize(
    "arguments", ["", "?q=停车", "?q=停车&session=12-1&page=2", "?q=没有这样的词", "?from=2018&sort=newest"]
)
def test_search_at_its_own_address_answers_as_at_the_root(get: Get, arguments: str) -> None:
    def without_time(page: Page) -> str:
        return re.sub(r"用时 [\d.]+ ", "", page.text())

    at_root, at_search = get(f"/{arguments}"), get(f"/search{arguments}")
    assert without_time(at_search) == without_time(at_root)
    for links in ("//a/@href", '//link[@rel="canonical"]/@href', "//form/@action"):
        assert at_search.all(links) == at_root.all(links)
        assert not [each for each in at_search.all(links) if str(each).startswith("/search")]


def test_an_empty_archive_still_has_a_front_page() -> None:
    page = Page("/", create_app(FakeService(())).test_client().get("/").text)
    assert "还没有记录" in page.text()


def test_a_search_shows_count_words_and_marked_passages(get: Get) -> None:
    page = get("/?q=停车")
    assert page.total() == 120
    assert page.text('//p[@class="understood"]') == "含有“停车”"
    marks = [each.text_content() for each in page.all("//mark")]
    assert marks
    assert set(marks) == {"停车"}


def test_a_passage_says_whether_it_is_from_the_proposal_or_the_reply(get: Get) -> None:
    labels = {each.text_content() for each in get("/?q=停车&limit=50").all('//p[@class="passage"]/b')}
    assert labels == {"提案", "建议", "答复"}


def test_each_chip_takes_out_exactly_its_filter(get: Get) -> None:
    page = get("/?q=停车&session=12-1&unit=市公安局&from=2018")
    chips = {each.get("aria-label", ""): each.get("href", "") for each in page.all('//a[@class="chip"]')}
    assert list(chips) == ["移除筛选：届次 十二届一次", "移除筛选：办理单位 市公安局", "移除筛选：日期 2018 至 今天"]
    for label, url in chips.items():
        left = [each.get("aria-label", "") for each in get(url).all('//a[@class="chip"]')]
        assert left == [other for other in chips if other != label]


def test_clearing_leaves_the_words(get: Get) -> None:
    page = get("/?q=停车&session=12-1&from=2018")
    (clear,) = page.all('//div[@class="chips"]//a[text()="全部清除"]')
    cleared = get(clear.get("href", ""))
    assert cleared.all('//a[@class="chip"]') == []
    assert cleared.one('//input[@name="q"]').get("value") == "停车"


def test_pages_lead_on_and_back_and_together_show_everything_once(get: Get) -> None:
    url, seen, steps = "/?q=停车&limit=50", [], 0
    while url:
        page = get(url)
        seen += [each.get("href", "").split("?")[0] for each in page.all('//ol[@class="hits"]//h3/a')]
        onward = page.all('//nav[@class="pager"]//a[@rel="next"]')
        url = onward[0].get("href", "") if onward else ""
        steps += 1
    assert steps == 3
    assert len(seen) == len(set(seen)) == 120


def test_the_hits_go_on_counting_on_the_second_page(get: Get) -> None:
    page = get("/?q=停车&page=2")
    assert page.one('//ol[@class="hits"]').get("start") == "11"
    assert page.one('//nav[@class="pager"]//a[@aria-current="page"]').text_content() == "2"
    assert [each.get("rel") for each in page.all("//head/link[@rel='prev' or @rel='next']")] == ["prev", "next"]


def test_a_page_beyond_the_last_shows_the_last(get: Get) -> None:
    assert get("/?q=停车&page=9999").one('//nav[@class="pager"]//a[@aria-current="page"]').text_content() == "12"


def test_orders_and_page_sizes_are_links_that_keep_the_search(get: Get) -> None:
    page = get("/?q=停车&session=12-1&page=2")
    newest = get(page.one('//nav[@aria-label="排序"]/a[text()="最新"]').get("href", ""))
    assert newest.total() == page.total()
    assert newest.one('//nav[@aria-label="排序"]/a[@aria-current]').text_content() == "最新"
    assert len(get(page.one('//nav[@aria-label="每页件数"]/a[text()="20"]').get("href", "")).hits()) > 10


def test_without_words_nothing_can_be_sorted_by_relevance(get: Get) -> None:
    assert [each.text_content() for each in get("/?kind=提案").all('//nav[@aria-label="排序"]/a')] == ["最新", "最早"]


def test_a_date_that_cannot_be_read_is_said_so_and_kept_in_its_field(get: Get) -> None:
    page = get("/?q=停车&from=去年")
    assert "“去年”不是能识别的日期" in page.text('//p[@class="notice"]')
    assert page.one('//input[@name="from"]').get("value") == "去年"
    assert page.total() == 120


def test_dates_the_wrong_way_round_are_explained(get: Get) -> None:
    assert "对调" in get("/?q=停车&from=2022&to=2020").text('//p[@class="notice"]')
    assert get("/?q=停车&from=2022-03&to=2022").all('//p[@class="notice"]') == []


def test_a_relaxed_answer_is_explained() -> None:
    notice = "没有同时含有全部词的提案，下面的含有其中一部分。"
    client = create_app(FakeService(proposals(3), notice=notice, relaxed=True)).test_client()
    assert Page("/", client.get("/?q=停车").text).text('//p[@class="notice"]') == notice


def test_the_chart_says_how_many_stand_in_none_of_its_columns() -> None:
    undated = [replace(each, submitted=None, filed=None, published=None, replies=()) for each in proposals(33)[:4]]
    client = create_app(FakeService([*proposals(33)[4:], *undated])).test_client()
    page = Page("/", client.get("/?q=停车").text)
    drawn = sum(int(each.text_content()) for each in page.all('//figure[@class="chart"]//td'))
    assert (page.total(), drawn) == (33, 29)
    assert "另有 4 件没有日期" in page.text('//figure[@class="chart"]')
    year = str(page.one('(//figure[@class="chart"]//a)[1]').get("href"))
    assert "没有日期" not in client.get(year).text


def test_the_title_of_a_page_stays_readable_whatever_was_pasted(get: Get) -> None:
    assert len(get(f"/?q={'停车' * 500}").text("//title")) < 80
    assert get("/?q=停车").text("//title").startswith("停车（120 件）")


def test_nothing_found_names_the_filter_to_drop_and_what_that_shows(get: Get) -> None:
    page = get("/?q=停车&session=12-1&year=2024")
    assert page.total() == 0
    ways = page.all('//div[@class="nothing"]/ul[1]/li')
    assert len(ways) == 2
    for way in ways:
        (link,) = way.xpath("./a")
        promised = int(way.text_content().rsplit("有 ", 1)[1].removesuffix(" 件"))
        assert get(link.get("href", "")).total() == promised > 0


def test_nothing_found_without_filters_gives_advice_on_words(get: Get) -> None:
    page = get("/?q=没有这个词")
    assert "少写几个词" in page.text()
    assert page.all('//div[@class="nothing"]//a[contains(., "不限")]') == []


@pytest.mark.parametrize("url", ["/?q=", "/?q=&from=&to=", "/?sort=newest"])
def test_an_empty_search_lists_everything(get: Get, url: str) -> None:
    assert get(url).total() == 121


def test_whatever_is_sent_there_is_an_answer(client: FlaskClient) -> None:
    too_long = "q=" + "长" * 3000
    for query in ('q="', "q=%00", "page=-1&limit=x", "session=&session=%20", too_long, "unknown=1", "from=%F0"):
        assert client.get(f"/?{query}").status_code == 200


def test_an_internal_proposal_is_nowhere_on_the_site() -> None:
    secret = replace(internal(proposals(1)[0]), title="不公开的标题", id="secret")
    client = create_app(FakeService([secret, *proposals(5)[1:]])).test_client()
    for path in ("/", "/?q=停车", "/?kind=提案", "/facets/unit", "/api/v1/search"):
        assert "不公开的标题" not in client.get(path).text
    assert client.get("/proposal/secret").status_code == 404
    assert client.get("/api/v1/proposals/secret").status_code == 404


def test_what_may_be_related_stands_apart_from_the_counted_hits() -> None:
    class WithRelated(FakeService):
        def search(self, request: SearchRequest, *, cursor: str = "") -> SearchPage:
            page = super().search(request, cursor=cursor)
            return replace(page, hits=page.hits[:2], total=2, related=page.hits[2:4])

    client = create_app(WithRelated(proposals(40))).test_client()
    page = Page("", client.get("/?q=停车").text)
    assert page.total() == 2
    assert len(page.hits()) == 2
    section = page.one('//section[@class="related"]')
    assert "也可能相关" in section.text_content()
    assert "不计入" in section.text_content()
    assert len(section.xpath(".//article")) == 2
    answer = client.get("/api/v1/search?q=停车").get_json()
    assert (answer["total"], len(answer["hits"]), len(answer["related"])) == (2, 2, 2)
