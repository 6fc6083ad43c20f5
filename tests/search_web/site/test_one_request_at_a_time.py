"""In a process that searches itself, one page is computed at a time; where another machine does, none waits."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from indexer import SearchPage, SearchRequest
from search_web import create_app
from tests.search_web.fakes import FakeService
from tests.search_web.samples import proposals

_PAGES = ("/?q=停车", "/api/v1/search?q=停车", "/facets/unit", "/?q=道路")


class _Crowded(FakeService):
    """Keeps how many searches were under way at once; each waits so many seconds for all others to come in."""

    def __init__(self, patience: float) -> None:
        super().__init__(proposals(20))
        self._patience = patience
        self.most, self._now, self._lock = 0, 0, threading.Lock()
        self._others = threading.Event()

    def search(self, request: SearchRequest, *, cursor: str = "") -> SearchPage:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
            if self._now == len(_PAGES):
                self._others.set()
        self._others.wait(self._patience)
        try:
            return super().search(request, cursor=cursor)
        finally:
            with self._lock:
                self._now -= 1


@pytest.mark.parametrize(("one_at_a_time", "together", "patience"), [(True, 1, 0.2), (False, len(_PAGES), 60.0)])
def test_pages_are_computed_one_at_a_time_only_where_this_process_searches(
    one_at_a_time: bool, together: int, patience: float
) -> None:
    service = _Crowded(patience)
    app = create_app(service, one_at_a_time=one_at_a_time)
    with ThreadPoolExecutor(len(_PAGES)) as threads:
        answers = list(threads.map(lambda path: app.test_client().get(path).status_code, _PAGES))
    assert answers == [200] * len(_PAGES)
    assert service.most == together


def test_a_page_that_fails_gives_up_its_turn() -> None:
    class Broken(FakeService):
        def search(self, request: SearchRequest, *, cursor: str = "") -> SearchPage:
            if request.query == "坏":
                raise RuntimeError(request.query)
            return super().search(request, cursor=cursor)

    client = create_app(Broken(proposals(5)), one_at_a_time=True).test_client()
    assert [client.get(path).status_code for path in ("/?q=坏", "/?q=停车")] == [500, 200]
