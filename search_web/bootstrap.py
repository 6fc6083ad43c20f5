"""The application put together over a service, and a home directory opened as one.

``create_app`` reads neither files nor environment; ``open_site`` is the one place that opens files for it.
"""

from __future__ import annotations

import json
import secrets
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any

from flask import Flask
from flask.json.provider import DefaultJSONProvider

from indexer import (
    Reader,
    SearchRequest,
    SearchService,
    Settings,
    open_generations,
    open_service,
    percent,
    update,
    values_found,
)
from search_web.accounts.credentials import Passwords, Signer, read_key
from search_web.accounts.people import people_view
from search_web.accounts.rules import csrf_field, csrf_token, enforce, keep_form_mark
from search_web.accounts.sign_in import account_view
from search_web.accounts.store import SiteStore
from search_web.accounts.visitors import Access, attach_access, current_visitor
from search_web.api import api, share
from search_web.api.reference import reference_view
from search_web.browse import browse_view
from search_web.browse.values import BROWSED
from search_web.desk import desk_view
from search_web.desk.context import Desk, attach_desk, current_desk, make_desk
from search_web.exports.views import export_view
from search_web.operator.views import operator_view
from search_web.record.page import proposal_view
from search_web.results.help import guide_view
from search_web.results.views import search_view
from search_web.site.config import WebConfig
from search_web.site.context import Service, Site, attach
from search_web.site.errors import register_errors
from search_web.site.markup import attach_markup
from search_web.site.responses import limit_uploads, protect, register_assets
from search_web.site.wording import moment_words

__all__ = ["create_app", "open_site", "open_store"]

#: Templates stand beside the code of their page, in the package itself.
_TEMPLATES = ("html", "xml")


class _Json(DefaultJSONProvider):
    """Chinese as Chinese, and keys in the order the contract lists them; what comes in is text that can be kept."""

    ensure_ascii = False
    sort_keys = False

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Return the value a text says.

        Raises:
            ValueError: it is no JSON, is nested too deep, or has half characters, which nothing can write again.
        """
        try:
            value = super().loads(s, **kwargs)
            json.dumps(value, ensure_ascii=False).encode()
        except RecursionError:
            raise ValueError("JSON 嵌套太深") from None
        return value


def create_app(
    service: Service,
    config: WebConfig | None = None,
    *,
    store: SiteStore | None = None,
    key: bytes = b"",
    passwords: Passwords | None = None,
    desk: Desk | None = None,
    one_at_a_time: bool = False,
) -> Flask:
    """Return the site over a search service, ready for any WSGI server.

    Args:
        service: answers searches; shared by all threads.
        config: what this installation calls itself; the defaults where None.
        store: accounts, sessions and the like; where None, in memory, with nobody in it.
        key: the site's secret; where empty, a new one: whoever was signed in must sign in again.
        passwords: how passwords are kept; Argon2id with the library's parameters where None.
        desk: the clerks' desk; where None, its addresses lead nowhere.
        one_at_a_time: whether pages are computed one after the other: right where this process does the searching.
    """
    app = Flask("search_web", static_folder="site/static", template_folder=".")
    app.json = _Json(app)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    site = Site(service, config or WebConfig(), Lock() if one_at_a_time else nullcontext())
    attach(app, site)
    app.config["MAX_CONTENT_LENGTH"] = site.config.upload_limit
    signer = Signer(key or secrets.token_bytes(32))
    attach_access(app, Access(store or SiteStore(), signer, site.config, passwords or Passwords()))
    if desk:
        attach_desk(app, desk)
    app.jinja_env.globals["site"] = site.config
    app.add_template_global(_has_desk, "has_desk")
    app.add_template_filter(_thousands, "thousands")
    app.add_template_filter(moment_words, "moment")
    app.add_template_filter(percent, "percent")
    for function, name in ((current_visitor, "signed_in"), (csrf_field, "csrf_field"), (csrf_token, "csrf_token")):
        app.add_template_global(function, name)
    views = (account_view, search_view, browse_view, proposal_view, desk_view, export_view, guide_view, reference_view)
    for view in (*views, operator_view, people_view, api):
        app.register_blueprint(view)
    register_assets(app)
    attach_markup(app)
    register_errors(app)
    protect(app)
    # Before the rules: those read a form's token, and with it the form.
    app.before_request(limit_uploads)
    enforce(app)
    app.after_request(keep_form_mark)
    share(app)
    return app


def _has_desk() -> bool:
    return current_desk() is not None


def _thousands(number: int) -> str:
    """12,345: a count as people read it."""
    return f"{number:,}"


def open_site(settings: Settings, config: WebConfig) -> Flask:
    """Return the site of a home directory, ready for any WSGI server.

    Raises:
        IndexerError: there is nothing to search, or the site's own files cannot be used; the message says what to do.
    """
    service = open_service(settings)
    # Says now, not to the first visitor, that there is nothing to search.
    service.stats()
    here = not settings.engine.remote
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
        one_at_a_time=here,
    )
    for template in app.jinja_env.list_templates(extensions=_TEMPLATES):
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
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return SiteStore(config.database or str(settings.home / "site.sqlite"))
