"""A clerk's afternoon: fifty new proposals in, decisions taken, the report out; on a desk and on a phone."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from benchmarks.speed.generate import proposal
from corpus import Proposal
from tests.search_web.desk.samples import docx_file

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.search_web.browser.conftest import Visit
    from tests.search_web.browser.sample import SampleSite

pytestmark = pytest.mark.browser

SCREENSHOTS = Path(__file__).resolve().parents[3] / "build" / "screenshots"
#: Of the fifty, so many are copies of one in the archive and so many are edited ones; the rest are new.
COPIES, EDITED, ALL = 10, 10, 50
#: Checking the batch takes seconds; a busy machine takes longer.
PATIENCE = 240_000


@pytest.fixture(scope="module")
def site_url(sample: SampleSite) -> str:
    """The address of the site over the sample archive."""
    return sample.url


@pytest.fixture(scope="module")
def copied(sample: SampleSite) -> list[Proposal]:
    """Proposals of the archive, whose texts are handed in once more: each of its own title, so that one is meant."""
    long = {each.title: each for each in sample.proposals if len(each.text) > 300}
    return list(long.values())[: COPIES + EDITED]


@pytest.fixture(scope="module")
def folder(copied: list[Proposal], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fifty files."""
    folder = tmp_path_factory.mktemp("afternoon")
    texts = [(each.title, each.text) for each in copied[:COPIES]]
    texts += [(f"关于进一步{each.title.removeprefix('关于')}", _edited(each.text)) for each in copied[COPIES:]]
    texts += [(each.title, each.text) for each in map(proposal, range(ALL - len(texts)))]
    for number, (title, text) in enumerate(texts, 1):
        (folder / f"{number:02d}.docx").write_bytes(docx_file(title, text))
    return folder


def _edited(text: str) -> str:
    """Every fourth sentence in other words."""
    sentences = re.split("(?<=。)", text)
    return "".join("这一点请有关部门专门研究。" if place % 4 == 3 else each for place, each in enumerate(sentences))


@pytest.mark.parametrize("width", [1440, 360])
def test_fifty_files_in_decisions_taken_report_out(
    visit: Visit, folder: Path, copied: list[Proposal], width: int
) -> None:
    page = visit(width, who="王芳")
    page.set_default_timeout(60_000)
    batch = _uploaded(page, folder, width)
    _decide(page, 0, "并案", "与往年一件相同", width)
    page.goto(batch)
    _decide(page, 1, "不重复", "对象不同", width)
    page.goto(batch)
    _decide(page, 2, "待定", "", width)
    page.goto(batch)
    _line(page, 2).get_by_role("button", name="撤销").click()
    page.goto(batch)
    assert _line(page, 2).locator(".decided").count() == 0
    _keep(page, "decided", width)
    summary = _report(page)
    assert len(summary) == ALL
    nearest = {row["文件"]: row["最相近的一件"] for row in summary}
    assert [nearest[f"{number:02d}.docx"] for number in range(1, 21)] == [each.title for each in copied]
    assert not any(nearest[f"{number:02d}.docx"] for number in range(21, ALL + 1))
    assert sorted(row["决定"] for row in summary if row["决定"]) == ["不重复", "并案"]


def _uploaded(page: Page, folder: Path, width: int) -> str:
    """Hand the files in and wait until they are checked; gives the address of their list."""
    page.goto("/desk")
    page.locator("#files").set_input_files(sorted(folder.iterdir()))
    page.locator("#name").fill("六届一次会议第一批")
    _keep(page, "before", width)
    page.get_by_role("button", name="上传并查重").click()
    page.wait_for_url("**/desk/batches/**")
    _keep(page, "progress", width)
    page.get_by_role("link", name="下载报告 XLSX").wait_for(timeout=PATIENCE)
    page.locator(".progress").wait_for(state="detached", timeout=PATIENCE)
    _keep(page, "checked", width)
    assert page.locator(".line:not(.clear)").count() >= COPIES + EDITED
    address: str = page.url
    return address.partition("#")[0]


def _line(page: Page, number: int) -> Locator:
    return page.locator("ol.lines > li.line").nth(number)


def _decide(page: Page, number: int, ruling: str, note: str, width: int) -> None:
    _line(page, number).get_by_role("link", name="对照着读").click()
    page.locator(".texts .shared").first.wait_for()
    _keep(page, f"reading-{number}", width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator(f"input[name='ruling'][value='{ruling}']").check()
    page.locator("#note").fill(note)
    page.get_by_role("button", name="保存决定").click()
    page.locator(".deciding .decided", has_text=ruling).wait_for()


def _report(page: Page) -> list[dict[str, str]]:
    """The report's first sheet as it is downloaded and read back: one row a new proposal."""
    with page.expect_download() as download:
        page.get_by_role("link", name="下载报告 XLSX").click()
    rows = load_workbook(BytesIO(Path(download.value.path()).read_bytes()))["汇总"].iter_rows(values_only=True)
    table = [[str(cell or "") for cell in row] for row in rows]
    heading = next(place for place, row in enumerate(table) if "最相近的一件" in row)
    return [dict(zip(table[heading], row, strict=True)) for row in table[heading + 1 :] if any(row)]


def _keep(page: Page, name: str, width: int) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"afternoon-{name}-{width}.png", full_page=True)
