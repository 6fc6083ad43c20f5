"""The filter panel keeps its promises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from corpus import Handling, Role, Session
from search_web import create_app
from tests.search_web.dom import Page
from tests.search_web.fakes import FakeService
from tests.search_web.samples import proposal, proposals

Get = Callable[[str], Page]


@pytest.mark.parametrize("start", ["/?q=停车", "/?q=停车&session=12-1", "/?q=停车&year=2022", "/?q=充电&kind=建议"])
def test_checking_a_value_shows_as_many_proposals_as_its_count_promised(get: Get, start: str) -> None:
    """A further value of a facet that has one chosen already adds to it, so only first choices are followed."""
    page = get(start)
    promised = {
        (box.get("name"), box.get("value"))
        for box in page.all('//aside//input[@type="checkbox"]')
        if not page.all(f'//input[@name="{box.get("name")}" and @checked]')
    }
    assert len(promised) > 10
    for name, value in promised:
        assert get(page.submitted(**{name: value})).total() == page.counts(name)[value], (name, value)


def test_values_of_one_facet_add_up(get: Get) -> None:
    page = get("/?q=停车&session=12-1")
    both = get(page.submitted(session="12-2"))
    assert both.total() == page.counts("session")["12-1"] + page.counts("session")["12-2"]


def test_a_selected_value_stays_visible_at_zero(get: Get) -> None:
    page = get("/?q=停车&unit=市气象局")
    box = page.checkbox("unit", "市气象局")
    assert box.get("checked") is not None
    assert not box.xpath("ancestor::details")
    assert page.counts("unit")["市气象局"] == 0


def test_a_selected_value_is_told_by_more_than_its_colour(get: Get) -> None:
    page = get("/?q=停车&unit=市公安局")
    assert page.checkbox("unit", "市公安局").get("checked") is not None
    assert "已选 1" in page.text('//fieldset[.//input[@name="unit"]]/legend')


def test_months_are_offered_under_the_chosen_year_only(get: Get) -> None:
    assert get("/?q=停车").all('//input[@name="month"]') == []
    page = get("/?q=停车&year=2022")
    months = {box.get("value", "") for box in page.all('//input[@name="month"]')}
    assert months
    assert {month[:4] for month in months} == {"2022"}


def test_a_chosen_month_can_be_taken_back_even_when_its_year_has_nothing_left(get: Get) -> None:
    page = get("/?q=没有这个词&month=1999-05")
    assert page.checkbox("month", "1999-05").get("checked") is not None


def test_a_long_facet_shows_eight_values_keeps_some_folded_and_gives_the_rest_a_page() -> None:
    units = [f"第{place:03d}办公室" for place in range(60)]
    records = [
        replace(proposal(place), id=f"u{place}", handlings=(Handling(unit, Role.LEAD),))
        for place, unit in enumerate(units)
    ]
    client = create_app(FakeService(records)).test_client()
    page = Page("/", client.get("/?q=停车").text)
    in_sight = page.all('//aside//input[@name="unit" and not(ancestor::details)]')
    folded = page.all('//aside//details//input[@name="unit"]')
    assert (len(in_sight), len(folded)) == (8, 12)
    (link,) = page.all('//fieldset[.//input[@name="unit"]]//p[@class="all"]/a')
    every = Page("/facets/unit", client.get(link.get("href", "")).text)
    assert set(every.counts("unit")) == set(units)


def test_a_facets_own_page_finds_values_keeps_the_search_and_returns_to_it(get: Get) -> None:
    page = get("/facets/unit?q=停车&session=12-1&unit=市司法局&find=公安")
    found = {"市公安局", "市消防救援支队"}  # the latter was 公安消防支队 once
    assert set(page.counts("unit")) == {*found, "市司法局"}, "chosen values stay beside what was looked for"
    sent = page.submitted("facet", unit="市公安局")
    results = get(sent)
    assert results.checkbox("session", "12-1").get("checked") is not None
    assert results.checkbox("unit", "市公安局").get("checked") is not None
    assert results.checkbox("unit", "市司法局").get("checked") is not None


def test_units_can_be_filtered_by_role_and_stay_open_once_they_are(get: Get) -> None:
    folded = get("/?q=停车").one('//details[@id="refine-unit"]')
    assert folded.get("open") is None
    page = get("/?q=停车&lead_unit=市公安局")
    assert page.one('//details[@id="refine-unit"]').get("open") is not None
    assert all("市公安局" in line for line in (each.text_content() for each in page.all('//p[@class="meta units"]')))


def test_filters_survive_a_new_search_in_the_box(get: Get) -> None:
    page = get("/?q=停车&session=12-1&from=2018&sort=newest&limit=20")
    again = get(page.submitted(q="充电"))
    assert again.checkbox("session", "12-1").get("checked") is not None
    assert again.one('//input[@name="from"]').get("value") == "2018"
    assert again.one('//input[@name="sort"]').get("value") == "newest"
    assert again.one('//input[@name="limit"]').get("value") == "20"


def test_each_bar_of_the_chart_leads_to_as_many_proposals_as_it_shows(get: Get) -> None:
    page = get("/?q=停车")
    bars = page.all('//*[local-name()="svg"]//a')
    assert len(bars) == 7
    for bar in bars:
        year, count = bar.get("aria-label", "").removesuffix(" 件").split("，")
        assert get(bar.get("href", "")).total() == int(count), year


def test_the_chart_is_told_as_a_table_too(get: Get) -> None:
    page = get("/?q=停车")
    rows = page.all('//details[@id="chart-table"]//tbody/tr')
    told = {row[0].text_content(): int(row[1].text_content()) for row in rows}
    assert told == {f"{year}年": count for year, count in page.counts("year").items()}


def test_one_chosen_year_is_charted_by_month(get: Get) -> None:
    page = get("/?q=停车&year=2022")
    assert page.text("//figcaption") == "2022年各月"
    assert len(page.all('//details[@id="chart-table"]//tbody/tr')) == 12


def test_a_facet_that_does_not_exist_has_no_page() -> None:
    assert create_app(FakeService(proposals(1))).test_client().get("/facets/colour").status_code == 404


def test_a_chosen_value_far_down_a_long_list_in_order_of_time_is_in_sight() -> None:
    records = [replace(proposal(place), id=f"s{place}", session=Session(place + 1, 1)) for place in range(40)]
    client = create_app(FakeService(records)).test_client()
    page = Page("/", client.get("/?q=停车&session=2-1").text)
    assert not page.checkbox("session", "2-1").xpath("ancestor::details")
    shown = [box.get("value") for box in page.all('//aside//input[@type="checkbox" and @name="session"]')]
    assert (shown[0], shown[-1], len(shown)) == ("40-1", "21-1", 21)
