"""A proposal's page names its known duplicates; who decided what on them, and why, is for clerks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from corpus import Archive, Pair, Ruling
from indexer import DuplicateReport, IndexMissing, Reader
from search_web import create_app
from search_web.desk.context import make_desk
from tests.indexer.archives import add
from tests.search_web.accounts.people import CHEAP, in_hand, signed_in_client
from tests.search_web.desk.fakes import FakeDuplicates
from tests.search_web.desk.pages import get
from tests.search_web.desk.samples import ARCHIVED, HIDDEN
from tests.search_web.dom import Page
from tests.search_web.fakes import FakeService

COPY = replace(ARCHIVED[0], title="关于城东停车的另一件提案", number=101)
SECRET = replace(HIDDEN, text=ARCHIVED[0].text)


@dataclass(frozen=True)
class Known:
    app: Flask
    archive: Archive
    ids: dict[str, str]

    def section(self, client: FlaskClient, title: str) -> str:
        page = get(client, f"/proposal/{self.ids[title]}")
        return page.text('//section[contains(@class, "duplicates")]') if "重复的提案" in page.source else ""


@pytest.fixture
def known(tmp_path: Path) -> Iterator[Known]:
    with Archive.open(tmp_path / "archive.sqlite") as archive:
        add(archive, tmp_path / "files", [*ARCHIVED[:4], COPY, SECRET])
        desk = make_desk(archive, FakeDuplicates(archive), tmp_path / "desk", lambda: None)
        records = list(archive.all())
        app = create_app(FakeService(records), store=in_hand(), key=b"k" * 32, passwords=CHEAP, desk=desk)
        yield Known(app, archive, {record.title: record.id for record in records})


def test_the_public_sees_public_copies_only(known: Known) -> None:
    section = known.section(known.app.test_client(), ARCHIVED[0].title)
    assert COPY.title in section
    assert SECRET.title not in section
    assert "内容相同或基本相同" in section
    assert "对照着读" not in section


def test_the_public_sees_a_merge_but_not_why_nor_by_whom(known: Known) -> None:
    one, other = known.ids[ARCHIVED[1].title], known.ids[ARCHIVED[2].title]
    known.archive.decisions.decide(Pair.of(one, other), Ruling.MERGE, who="王芳", main=one, note="不宜外传")
    section = known.section(known.app.test_client(), ARCHIVED[1].title)
    assert "并案，本件为主案" in section
    assert ARCHIVED[2].title in section
    assert "那件为主案" in known.section(known.app.test_client(), ARCHIVED[2].title)
    assert "王芳" not in section
    assert "不宜外传" not in section


@pytest.mark.parametrize("ruling", [Ruling.DISTINCT, Ruling.PENDING])
def test_the_public_sees_no_other_ruling(known: Known, ruling: Ruling) -> None:
    one, other = known.ids[ARCHIVED[1].title], known.ids[ARCHIVED[2].title]
    known.archive.decisions.decide(Pair.of(one, other), ruling, who="王芳")
    assert known.section(known.app.test_client(), ARCHIVED[1].title) == ""


def test_clerks_see_everything_and_where_to_compare(known: Known) -> None:
    one, other = known.ids[ARCHIVED[0].title], known.ids[SECRET.title]
    known.archive.decisions.decide(Pair.of(one, other), Ruling.PENDING, who="王芳", note="再看看")
    section = known.section(signed_in_client(known.app, "王芳"), ARCHIVED[0].title)
    for words in (COPY.title, SECRET.title, "待定", "再看看", "王芳", "对照着读", "查这件的全部相近提案"):
        assert words in section


def test_a_proposal_without_duplicates_has_no_such_section_for_the_public(known: Known) -> None:
    assert known.section(known.app.test_client(), ARCHIVED[3].title) == ""


def test_a_record_is_read_while_there_is_no_index_to_ask(known: Known, tmp_path: Path) -> None:
    class NoIndex(FakeDuplicates):
        def of(self, id: str, reader: Reader, *, nearest: int = 5) -> DuplicateReport | None:
            raise IndexMissing("还没有索引。请运行 tian reindex。")

    desk = make_desk(known.archive, NoIndex(known.archive), tmp_path / "desk", lambda: None)
    client = create_app(FakeService(list(known.archive.all())), desk=desk).test_client()
    page = Page("", client.get(f"/proposal/{known.ids[COPY.title]}").text)
    assert page.text("//h1") == COPY.title
