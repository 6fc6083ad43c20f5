"""Nearly the same hits fold under the first of them: none is lost, none is shown twice, no count changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from corpus import Archive, Proposal
from indexer import Hit, Snippet
from search_web import create_app
from search_web.desk.context import make_desk
from search_web.results.hits import folded
from tests.indexer.archives import add
from tests.search_web.desk.fakes import FakeDuplicates
from tests.search_web.desk.samples import ARCHIVED, HIDDEN
from tests.search_web.dom import Page
from tests.search_web.fakes import FakeService


def _hit(id: str) -> Hit:
    return Hit(Proposal(id, id=id), 1.0, Snippet("title", "标题", id, ()), ())


IDS = st.sampled_from("abcdefgh")


@given(
    st.lists(IDS, unique=True, max_size=8),
    st.dictionaries(IDS, st.lists(IDS, unique=True, max_size=4).map(tuple), max_size=8),
)
def test_every_hit_is_shown_once_and_heads_keep_their_order(ids: list[str], copies: dict[str, tuple[str, ...]]) -> None:
    groups = [[hit.proposal.id for hit in (head, *under)] for head, under in folded([_hit(id) for id in ids], copies)]
    assert sorted(id for group in groups for id in group) == sorted(ids)
    heads = [group[0] for group in groups]
    assert heads == [id for id in ids if id in heads]
    assert all(group == [id for id in ids if id in group] for group in groups)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[FlaskClient]:
    """A site with three proposals of one text, a fourth that is internal, and others."""
    copies = [replace(ARCHIVED[0], title=f"关于城东停车的提案（{n}）", number=100 + n) for n in (1, 2)]
    secret = replace(HIDDEN, text=ARCHIVED[0].text)
    with Archive.open(tmp_path / "archive.sqlite") as archive:
        add(archive, tmp_path / "files", [*ARCHIVED[:3], *copies, secret])
        desk = make_desk(archive, FakeDuplicates(archive), tmp_path / "desk", lambda: None)
        yield create_app(FakeService(list(archive.all())), desk=desk).test_client()


def test_a_page_folds_copies_and_its_total_stays_exact(site: FlaskClient) -> None:
    page = Page("/", site.get("/?q=城东").text)
    assert page.total() == 3
    assert page.hits() == [ARCHIVED[0].title]
    assert page.text('//details[@class="folded"]/summary') == "其余 2 件内容相同或基本相同"
    links = page.all('//details[@class="folded"]//a/@href')
    assert len({str(each).partition("?")[0] for each in links}) == 2
    assert HIDDEN.title not in page.source


def test_a_page_without_copies_folds_nothing(site: FlaskClient) -> None:
    page = Page("/", site.get("/?q=新区").text)
    assert page.total() == len(page.hits()) == 1
    assert page.all('//details[@class="folded"]') == []


def test_without_a_desk_every_hit_stands_by_itself() -> None:
    copies = [replace(ARCHIVED[0], id=f"x-{n}") for n in range(3)]
    page = Page("/", create_app(FakeService(copies)).test_client().get("/?q=城东").text)
    assert page.total() == len(page.hits()) == 3
