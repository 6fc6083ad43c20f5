"""The proposal page: everything its source gives, exactly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from corpus import Handling, PartialDate, Proposal, Reply, Role, Visibility
from search_web import WebConfig, create_app
from tests.search_web.dom import Page
from tests.search_web.fakes import FakeService, NoIndex
from tests.search_web.samples import abstract, proposal

Get = Callable[[str], Page]


def _show(record: Proposal, query: str = "", config: WebConfig | None = None) -> Page:
    client = create_app(FakeService([record]), config).test_client()
    response = client.get(f"/proposal/{record.id}{query}")
    assert response.status_code == 200
    return Page(record.id, response.text)


def test_both_texts_are_shown_to_the_character(get: Get) -> None:
    record = proposal(3)
    texts = [each.text_content() for each in get("/proposal/p00003?q=停车").all('//div[@class="prose"]')]
    assert texts == [record.text, *(reply.text for reply in record.replies)]


def test_every_piece_of_the_record_is_on_the_page() -> None:
    record = replace(proposal(0), subject="解决停车难", cosigners=("钱一",), published=PartialDate(2019, 3))
    page = _show(record).text()
    reply = record.replies[0]
    pieces = [
        *(record.title, record.subject, record.category, record.body, "十二届一次", "第1号", "2018年1月12日"),
        *(*record.proposers, "钱一", "2019年3月", *record.units(), reply.document_number, "2018年1月1日"),
        *("联系电话", "0000-12345", "city/2021.html", "第 3 条", "abababababab"),
        "https://www.example.gov.cn/tian/3.html",
    ]
    assert [piece for piece in pieces if piece not in page] == []


def test_units_stand_under_their_roles_with_the_name_the_source_used() -> None:
    handlings = (Handling("市卫健委", Role.LEAD, "市卫计委"), Handling("市财政局", Role.JOINT))
    page = _show(replace(proposal(0), handlings=handlings))
    assert page.text('//div[dt="主办单位"]/dd') == "市卫健委（原文作“市卫计委”）"
    assert page.text('//div[dt="汇办单位"]/dd') == "市财政局"


def test_an_outcome_is_in_the_sources_word_with_its_meaning(get: Get) -> None:
    assert get("/proposal/p00001").text('//div[dt="办理结果"]/dd') == "B（已列入计划，将逐步解决）"


def test_steps_are_in_order_of_time() -> None:
    record = replace(
        proposal(0),
        published=PartialDate(2018, 1, 15),
        replies=(Reply("甲", replied=PartialDate(2018, 9, 1)), Reply("乙", replied=PartialDate(2018, 6))),
    )
    moments = [each.text_content().split()[0] for each in _show(record).all('//ol[@class="moments"]/li')]
    assert moments == ["提交", "提案发布", "立案", "答复2", "答复1"]


def test_several_replies_are_told_apart() -> None:
    record = replace(proposal(0), replies=(Reply("甲"), Reply("乙")))
    headings = [each.text_content() for each in _show(record).all('//div[@class="replies"]//h2')]
    assert headings == ["答复（1/2）", "答复（2/2）"]


def test_a_summary_is_called_one_and_a_missing_reply_is_said() -> None:
    page = _show(abstract()).text()
    assert "不是全文" in page
    assert "还没有收录对这件建议的答复" in page


def test_words_are_marked_only_when_coming_from_a_search(get: Get) -> None:
    assert get("/proposal/p00003").all("//mark") == []
    assert {each.text_content() for each in get("/proposal/p00003?q=停车").all("//mark")} == {"停车"}


def test_the_way_back_leads_to_the_same_search(get: Get) -> None:
    start = get("/?q=停车&session=12-1&page=2")
    record = get(start.one('(//ol[@class="hits"]//h3/a)[1]').get("href", ""))
    back = get(record.one('//nav[@aria-label="检索结果"]/a[1]').get("href", ""))
    assert (back.total(), back.hits()) == (start.total(), start.hits())
    assert get("/proposal/p00003").all('//nav[@aria-label="检索结果"]') == []


def test_the_permalink_carries_no_search() -> None:
    page = _show(proposal(3), "?q=停车", WebConfig(base_url="https://tian.example.gov.cn"))
    assert page.one('//link[@rel="canonical"]').get("href") == "https://tian.example.gov.cn/proposal/p00003"


def test_the_citation_names_who_what_where_and_when() -> None:
    page = _show(proposal(3), config=WebConfig(base_url="https://tian.example.gov.cn"))
    assert page.text('//p[@class="citation"]') == (
        "赵磊：《关于推进中小学课后服务提质的提案》（示例市政协十二届二次第4号提案），市教育局主办，2019年4月4日答复，示公提复〔2019〕4号。"
        "https://tian.example.gov.cn/proposal/p00003"
    )


def test_a_merged_proposal_leads_to_the_one_it_went_into() -> None:
    page = _show(replace(proposal(3), merged_into="p00001"))
    assert page.one('//p[@class="notice"]/a').get("href") == "/proposal/p00001"


def test_a_source_address_becomes_a_link_only_when_it_is_one_of_the_web() -> None:
    record = proposal(3)
    assert record.source
    page = _show(replace(record, source=replace(record.source, url="javascript:alert(1)")))
    assert "javascript:alert(1)" in page.text()
    assert [each for each in page.all("//a/@href") if str(each).startswith("javascript")] == []


def test_a_record_with_nothing_but_an_id_still_has_a_page() -> None:
    assert "（无标题）" in _show(Proposal("", id="bare")).text("//h1")


def test_an_internal_record_is_not_shown_to_the_public() -> None:
    client = create_app(FakeService([replace(proposal(3), visibility=Visibility.INTERNAL)])).test_client()
    assert client.get("/proposal/p00003").status_code == 404


def test_what_may_be_the_same_thing_says_why_and_what_was_answered_and_leads_there(get: Get) -> None:
    page = get("/proposal/p00003")
    near = page.all('//section[@id="nearest"]//li')
    assert 0 < len(near) <= 5
    for each in near:
        (link,) = each.xpath("./a")
        other = proposal(int(link.get("href", "").removeprefix("/proposal/p")))
        told = " ".join(each.text_content().split())
        assert other.session
        assert f"{other.session.label} 第{other.number}号" in told
        assert "类别相同：" in told
        assert "答复：已经办理。" in told
        assert get(link.get("href", "")).text("//h1") == other.title


def test_more_of_them_are_listed_when_asked_for(get: Get) -> None:
    page = get("/proposal/p00003")
    more = page.one('//section[@id="nearest"]//a[.="再多列几件"]').get("href", "")
    assert len(get(more).all('//section[@id="nearest"]//li')) > len(page.all('//section[@id="nearest"]//li'))


def test_where_nothing_is_near_nothing_is_said(get: Get) -> None:
    assert "同一件事" not in get("/proposal/abstract").text()


def test_no_internal_proposal_is_called_near() -> None:
    records = [proposal(0), *(replace(proposal(place), visibility=Visibility.INTERNAL) for place in (2, 6))]
    client = create_app(FakeService(records)).test_client()
    assert "同一件事" not in client.get("/proposal/p00000").text


def test_a_record_can_be_read_while_there_is_no_index() -> None:
    client = create_app(NoIndex([proposal(3)])).test_client()
    assert Page("/", client.get("/proposal/p00003").text).text("//h1") == proposal(3).title
