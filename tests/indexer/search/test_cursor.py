"""Reading on behind a cursor gives every hit once; one of another search, of another index or made up is refused."""

from __future__ import annotations

import base64
import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.base import Place, Sort
from indexer.errors import CursorInvalid, CursorOutdated
from indexer.index.build import update
from indexer.index.generations import Generations
from indexer.search.cursor import Cursor, read_cursor, write_cursor
from indexer.search.request import Reader, SearchRequest, parse
from indexer.search.service import SearchService
from indexer.settings import Settings
from tests.indexer.archives import add, service_over
from tests.search_web.fakes import internal
from tests.search_web.samples import proposal, proposals

ASKED = SearchRequest("停车", limit=7)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchService]:
    """A search service over sixty public proposals and an internal one."""
    hidden = internal(replace(proposal(60), title="关于内部停车场的提案"))
    service = service_over(tmp_path_factory.mktemp("home"), [*proposals(60), hidden])
    yield service
    service.archive.close()


def _cursor(service: SearchService, request: SearchRequest = ASKED) -> str:
    cursor = service.search(request).next
    assert cursor
    return cursor


@pytest.mark.parametrize("reader", [Reader(), Reader(internal=True)])
@pytest.mark.parametrize("sort", Sort)
def test_reading_on_gives_every_hit_once_in_the_order_of_the_pages(
    service: SearchService, sort: Sort, reader: Reader
) -> None:
    asked = replace(ASKED, sort=sort, reader=reader)
    whole = service.search(replace(asked, limit=200))
    page, ids = service.search(asked), []
    while True:
        ids += [hit.proposal.id for hit in page.hits]
        assert (page.total, page.facets) == (whole.total, whole.facets)
        assert page.request.page == -(-len(ids) // asked.limit)
        if not page.next:
            break
        page = service.search(asked, cursor=page.next)
    assert ids == [hit.proposal.id for hit in whole.hits]
    assert len(ids) == whole.total == 60 + reader.internal


def test_the_last_page_has_no_cursor(service: SearchService) -> None:
    assert service.search(replace(ASKED, page=9)).next == ""
    assert service.search(replace(ASKED, page=8)).next != ""
    assert service.search(SearchRequest("没有这个词")).next == ""


@pytest.mark.parametrize(
    "args",
    [
        {"q": ["养老"]},
        {"q": ["停车"], "limit": ["8"]},
        {"q": ["停车"], "limit": ["7"], "sort": ["newest"]},
        {"q": ["停车"], "limit": ["7"], "unit": ["市公安局"]},
        {"q": ["停车"], "limit": ["7"], "from": ["2019"]},
    ],
)
def test_a_cursor_belongs_to_one_search(service: SearchService, args: dict[str, list[str]]) -> None:
    with pytest.raises(CursorInvalid):
        service.search(parse(args), cursor=_cursor(service))


def test_a_cursor_belongs_to_the_rights_it_was_given_under(service: SearchService) -> None:
    staff = replace(ASKED, reader=Reader(internal=True))
    with pytest.raises(CursorInvalid):
        service.search(ASKED, cursor=_cursor(service, staff))


def test_a_cursor_with_any_character_changed_is_refused(service: SearchService) -> None:
    cursor = _cursor(service)
    for place, character in enumerate(cursor):
        changed = cursor[:place] + ("A" if character != "A" else "B") + cursor[place + 1 :]
        with pytest.raises((CursorInvalid, CursorOutdated)):
            service.search(ASKED, cursor=changed)


@given(st.text(max_size=250))
def test_no_text_is_mistaken_for_a_cursor(service: SearchService, text: str) -> None:
    if text:
        with pytest.raises((CursorInvalid, CursorOutdated)):
            service.search(ASKED, cursor=text)


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 2**63), st.integers(0, 2**63), st.text())
def test_a_place_comes_back_as_it_was_and_shows_nothing_of_itself(
    key: float, order: int, before: int, state: str
) -> None:
    cursor = Cursor(Place(key, order), before)
    text = write_cursor(cursor, state, ASKED)
    assert read_cursor(text, state, ASKED) == cursor
    assert len(text) == len(write_cursor(Cursor(Place(0.0, 0), 0), state, ASKED)), "the length tells no number"
    assert struct.pack(">Q", order) not in base64.urlsafe_b64decode(text)


def test_after_an_update_a_cursor_is_outdated(tmp_path: Path) -> None:
    service = service_over(tmp_path, proposals(20))
    cursor = _cursor(service)
    assert service.search(ASKED, cursor=cursor).hits
    add(service.archive, tmp_path / "more", [proposal(70)])
    update(service.archive, Generations(Settings(tmp_path).index_directory))
    with pytest.raises(CursorOutdated, match="从第一页"):
        service.search(ASKED, cursor=cursor)
    service.archive.close()
