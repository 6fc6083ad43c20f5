"""A site is opened whole: nothing is left for the first visitor to wait for, nothing held that a fork would share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus import Archive
from indexer import SearchService, Settings
from search_web import WebConfig
from search_web.edge import open_site
from tests.indexer.archives import service_over
from tests.search_web.samples import proposals


def test_index_and_dictionaries_are_loaded_before_anybody_comes_and_connections_are_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service_over(tmp_path, proposals(3)).archive.close()
    done: list[str] = []

    def noted(name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            done.append(name)
            return method(*args, **named)

        return call

    monkeypatch.setattr(SearchService, "search", noted("search", SearchService.search))
    monkeypatch.setattr(Archive, "get_many", noted("read", Archive.get_many))
    monkeypatch.setattr(Archive, "close", noted("close", Archive.close))
    app = open_site(Settings(tmp_path), WebConfig())
    assert done[0] == "search"
    assert done[-1] == "close"
    assert app.test_client().get("/?q=停车").status_code == 200
