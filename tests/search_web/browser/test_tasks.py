"""A member's ten tasks (docs/tasks.md), each done in at most three interactions from the front page and checked.

To type a query and press Enter is one interaction, to click is one. The answers come from the archive itself, looked
through record by record.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus import Proposal
from indexer.analysis.fold import fold
from tests.search_web.browser.sample import TODAY

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.search_web.browser.conftest import Visit
    from tests.search_web.browser.sample import SampleSite

pytestmark = pytest.mark.browser

MOST = 3
TABLE = (Path(__file__).resolve().parents[3] / "docs" / "tasks.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def site_url(sample: SampleSite) -> str:
    """The address of the site over the sample archive."""
    return sample.url


class Member:
    """Somebody at the front page whose every interaction is counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.interactions = 0
        page.goto("/")

    def ask(self, text: str) -> None:
        """Type a query and press Enter."""
        self.page.locator("#q").fill(text)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(re.compile("[?&]q="))
        self.interactions += 1

    def type(self, text: str) -> None:
        """Type, and look at what is offered."""
        self.page.locator("#q").press_sequentially(text)
        self.page.locator("#suggestions [role=option]").first.wait_for()
        self.interactions += 1

    def click(self, what: Locator) -> None:
        """Click something that is in sight."""
        assert what.is_visible(), f"not in sight after {self.interactions} interactions"
        what.click()
        self.page.wait_for_load_state("networkidle")
        self.interactions += 1

    def found(self) -> int:
        """How many proposals the page says there are."""
        return int(self.page.locator("#found-title b").inner_text().replace(",", ""))

    def read(self, selector: str = "main") -> str:
        """What the page says."""
        text: str = self.page.locator(selector).first.inner_text()
        return text


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def member(request: pytest.FixtureRequest, visit: Visit) -> Iterator[Member]:
    """A member with a browser; afterwards the interactions are counted."""
    somebody = Member(visit(1440, scripts=request.param))
    yield somebody
    assert 0 < somebody.interactions <= MOST


def _scripted(member: Member) -> bool:
    return bool(member.page.locator("#q").get_attribute("role") == "combobox")


def _texts(proposal: Proposal) -> str:
    replies = (text for reply in proposal.replies for text in (reply.title, reply.text))
    return fold("\n".join((proposal.title, proposal.text, *replies)))


def _with(sample: SampleSite, test: Callable[[Proposal], bool]) -> list[Proposal]:
    return [each for each in sample.proposals if test(each)]


def _choose(member: Member, facet: str, value: str) -> None:
    """Check a filter; without scripts the button beside it is one more click."""
    member.click(member.page.locator(f"input[name='{facet}'][value='{value}']").first)
    if not member.page.url.count(f"{facet}="):
        member.click(member.page.get_by_role("button", name="应用筛选").first)


def test_1_how_did_the_transport_bureau_answer_about_parking_lately(member: Member) -> None:
    member.ask("停车 交通局")
    member.click(member.page.get_by_role("link", name="近三年", exact=True))
    since = member.page.locator("input[name='from']").input_value()
    assert int(since[:4]) == TODAY.year - 3
    days = member.page.locator(".hit .meta time").evaluate_all("all => all.map((each) => each.dateTime)")
    assert days
    assert all(day >= since[: len(day)] for day in days)
    member.click(member.page.locator(".hit h3 a").first)
    assert "交通" in member.read()
    assert len(member.read(".replies .prose")) > 100


def test_2_has_anyone_asked_for_lifts_and_with_what_result(member: Member, sample: SampleSite) -> None:
    member.ask("加装电梯")
    assert member.found() == len(_with(sample, lambda each: "加装电梯" in _texts(each))) > 5
    assert "结果" in member.read(".hit .units")


def test_3_what_does_a_numbered_proposal_say(member: Member, sample: SampleSite) -> None:
    wanted = next(each for each in sample.proposals if each.session and each.session.code == "15-3" and each.number)
    member.ask(f"十五届三次 第{wanted.number:04d}号")
    member.click(member.page.locator(".hit h3 a", has_text=wanted.title).first)
    assert member.read("h1") == wanted.title


def test_4_what_did_this_member_propose(member: Member, sample: SampleSite) -> None:
    names = Counter(name for each in sample.proposals for name in each.proposers if len(name) == 3)
    name, count = names.most_common(1)[0]
    if _scripted(member):
        member.type(name)
        member.click(member.page.locator("#suggestions [role=option]", has_text="提出者").first)
    else:
        member.ask(f"提出者:{name}")
    assert member.found() == count


def test_5_how_many_did_the_education_bureau_answer_in_a_year(member: Member, sample: SampleSite) -> None:
    unit = "江州市教育局"
    member.click(member.page.get_by_role("link", name=unit).first)
    member.click(member.page.locator(".bars a[aria-label^='2024年']"))
    done = _with(sample, lambda each: unit in each.units() and each.date is not None and each.date.year == 2024)
    assert member.found() == len(done) > 3


def test_6_what_about_health_was_there_at_a_session(member: Member, sample: SampleSite) -> None:
    member.click(member.page.get_by_role("link", name="十六届三次").first)
    if "session=" not in member.page.url:
        member.click(member.page.get_by_role("link", name="医疗卫生").first)
    else:
        _choose(member, "category", "医疗卫生")
    there = _with(
        sample,
        lambda each: each.session is not None and each.session.code == "16-3" and each.category == "医疗卫生",
    )
    assert member.found() == len(there) > 0


def test_7_which_reply_said_this_sentence(member: Member, sample: SampleSite) -> None:
    answered = next(each for each in sample.proposals if each.replies and "下一步" in each.replies[0].text)
    text = answered.replies[0].text
    (sentence, *_) = re.findall("[一-鿿]{10,16}", text[text.index("下一步") :])
    member.ask(f"答复:“{sentence}”")
    member.click(member.page.locator(".hit h3 a").first)
    marked = "".join(member.page.locator(".replies .prose mark").all_inner_texts())
    assert fold(sentence) in fold(marked)


def test_8_who_else_raised_this(member: Member) -> None:
    member.ask("校园餐")
    member.click(member.page.locator(".hit h3 a").first)
    first = member.read("h1")
    member.click(member.page.locator(".similar li a").first)
    assert member.read("h1") != first
    assert re.search("餐|食堂", member.read())


def test_9_what_a_unit_did_under_its_former_and_its_present_name(member: Member, sample: SampleSite) -> None:
    unit = "江州市卫健委"
    if _scripted(member):
        member.type("卫计委")
        member.click(member.page.locator("#suggestions [role=option]", has_text=unit).first)
    else:
        member.ask("卫计委")
        _choose(member, "unit", unit)
    # Two records are in Traditional characters; they are the same unit's.
    both = _with(sample, lambda each: bool({unit, "江州市衛生健康委員會"} & set(each.units())))
    written = {handling.written for each in both for handling in each.handlings if handling.unit == unit}
    assert {"江州市卫生健康委员会", "江州市卫生和计划生育委员会"} <= written
    if _scripted(member):
        assert member.found() == len(both)
    assert member.found() > 50


def test_10_are_there_more_about_charging_every_year(member: Member, sample: SampleSite) -> None:
    member.ask("电动自行车充电")
    member.click(member.page.locator(".as-table summary").first)
    rows = dict(re.findall(r"(\d{4})年\s+(\d+)", member.page.locator(".as-table table").inner_text()))
    assert sum(map(int, rows.values())) <= member.found()
    assert len(rows) >= 5


def test_the_page_lists_exactly_these_tasks() -> None:
    tasks = re.findall(r"^\| (\d+) \|", TABLE, re.MULTILINE)
    tests = [re.findall(r"test_(\d+)_", name)[0] for name in globals() if re.match(r"test_\d+_", name)]
    assert tasks == tests == [str(n) for n in range(1, 11)]
