"""Site databases that released versions wrote: opened, nobody is locked out and nothing that was done is forgotten."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from search_web.accounts.store import SiteStore
from search_web.accounts.store.schema import metadata
from search_web.site.config import AccountRole
from tests.corpus.archive.places import Places
from tests.fixtures.frozen import VERSIONS, create, described, restore


@pytest.mark.parametrize("version", VERSIONS)
def test_an_older_site_database_goes_on_as_it_was(version: str, place: str | Path, places: Places) -> None:
    restore(version, "site", place)
    store = SiteStore(str(place))
    assert [(each.name, each.role) for each in store.accounts.all()] == [
        ("李", AccountRole.CLERK),
        ("王", AccountRole.OPERATOR),
    ]
    assert [(each.who, each.action) for each in store.audit.page()] == [("李", "登录")]
    assert [each.query for each in store.unanswered.top()] == ["夜间 图书馆"]
    store.audit.add("王", "登录")
    assert store.sessions.get(store.sessions.open("李", timedelta(days=1)), timedelta(hours=1)) is not None
    store.close()
    with places.new() as declared, places.new() as fresh:
        create(declared, metadata)
        if isinstance(fresh, Path):
            fresh.parent.mkdir(parents=True)
        new = SiteStore(str(fresh))
        assert list(new.accounts.all()) == []
        new.close()
        assert described(place) == described(fresh) == described(declared)
