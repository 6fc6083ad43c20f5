"""Where a home directory and a configuration become a running site: the one place that opens files for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flask import Flask

from indexer import (
    Reader,
    SearchRequest,
    SearchService,
    Settings,
    open_generations,
    open_service,
    update,
    values_found,
)
from search_web.access import Passwords, read_key
from search_web.app import create_app
from search_web.config import WebConfig
from search_web.desk import Desk, make_desk
from search_web.pages import BROWSED
from search_web.store import SiteStore

__all__ = ["open_site", "open_store"]


def open_site(settings: Settings, config: WebConfig) -> Flask:
    """Return the site of a home directory, ready for any WSGI server.

    Raises:
        IndexerError: there is nothing to search, or the site's own files cannot be used; the message says what to do.
    """
    service = open_service(settings)
    # Says now, not to the first visitor, that there is nothing to search.
    service.stats()
    here = settings.engine.kind == "whoosh"
    if here:
        # Index and dictionaries are loaded now, once for all processes, and not while the first visitor waits.
        _prepare(service)
    # A server may fork now. Connections are not for two processes: let go, they open again by their next use.
    service.archive.close()
    key = read_key(Path(config.key_file) if config.key_file else settings.home / "site.key")
    app = create_app(
        service,
        config,
        store=open_store(settings, config),
        key=key,
        passwords=Passwords().prepare(),
        desk=_desk(service, settings),
        by_turns=here,
    )
    for template in app.jinja_env.list_templates():
        app.jinja_env.get_template(template)
    return app


def _prepare(service: SearchService) -> None:
    """Ask once what pages ask, so that nobody waits for what is worked out only once."""
    for reader in (Reader(internal=True), Reader()):
        page = service.search(SearchRequest("提案", limit=1, reader=reader))
        service.suggest("提案", reader)
    service.duplicates.check("建议增加小区停车位，方便居民停车。", Reader(internal=True))
    everything = service.search(replace(page.request, query=""))
    for facet in BROWSED:
        # How thousands of names sound: what finds them by pinyin, and orders them by letters.
        values_found(facet, everything.facet(facet).buckets, "a")


def _desk(service: SearchService, settings: Settings) -> Desk:
    generations = open_generations(settings)
    root = settings.home / "desk"
    return make_desk(service.archive, service.duplicates, root, lambda: update(service.archive, generations))


def open_store(settings: Settings, config: WebConfig) -> SiteStore:
    """Return the site's own database, opened by its first use."""
    settings.home.mkdir(parents=True, exist_ok=True)
    return SiteStore(config.database or str(settings.home / "site.sqlite"))
