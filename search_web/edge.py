"""Where a home directory and a configuration become a running site: the one place that opens files for it."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from indexer import SearchRequest, SearchService, Settings, open_generations, open_service, update
from search_web.access import read_key
from search_web.app import create_app
from search_web.config import WebConfig
from search_web.desk import Desk, make_desk
from search_web.store import SiteStore

__all__ = ["open_site", "open_store"]

#: Templates that are compiled before anybody comes; the others when they are first shown.
_FIRST_SEEN = ("front.html", "results.html", "proposal.html", "error.html")


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
        service.search(SearchRequest("提案", limit=1))
    # A server may fork now. Connections are not for two processes: let go, they open again by their next use.
    service.archive.close()
    key = read_key(Path(config.key_file) if config.key_file else settings.home / "site.key")
    app = create_app(
        service,
        config,
        store=open_store(settings, config),
        key=key,
        desk=_desk(service, settings),
        by_turns=here,
    )
    for template in _FIRST_SEEN:
        app.jinja_env.get_template(template)
    return app


def _desk(service: SearchService, settings: Settings) -> Desk:
    generations = open_generations(settings)
    root = settings.home / "desk"
    return make_desk(service.archive, service.duplicates, root, lambda: update(service.archive, generations))


def open_store(settings: Settings, config: WebConfig) -> SiteStore:
    """Return the site's own database, opened by its first use."""
    settings.home.mkdir(parents=True, exist_ok=True)
    return SiteStore(config.database or str(settings.home / "site.sqlite"))
