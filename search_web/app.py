"""The application: everything is put together here, and nothing is read from the environment."""

from __future__ import annotations

import secrets
from contextlib import nullcontext
from threading import Lock

from flask import Flask
from flask.json.provider import DefaultJSONProvider

from indexer import percent
from search_web.access import (
    Access,
    Passwords,
    Signer,
    attach_access,
    csrf_field,
    csrf_token,
    current_visitor,
    enforce,
    keep_form_mark,
)
from search_web.api import api, share
from search_web.assets import register_assets
from search_web.config import WebConfig
from search_web.desk import Desk, attach_desk, current_desk
from search_web.markup import attach_markup
from search_web.pages.wording import moment_words
from search_web.security import limit_uploads, protect
from search_web.site import Service, Site, attach
from search_web.store import SiteStore
from search_web.views import (
    account_view,
    browse_view,
    desk_view,
    export_view,
    guide_view,
    operator_view,
    people_view,
    proposal_view,
    reference_view,
    register_errors,
    search_view,
)

__all__ = ["create_app"]


class _Json(DefaultJSONProvider):
    """Chinese as Chinese, and keys in the order the contract lists them."""

    ensure_ascii = False
    sort_keys = False


def create_app(
    service: Service,
    config: WebConfig | None = None,
    *,
    store: SiteStore | None = None,
    key: bytes = b"",
    passwords: Passwords | None = None,
    desk: Desk | None = None,
    by_turns: bool = False,
) -> Flask:
    """Return the site over a search service, ready for any WSGI server.

    Args:
        service: answers searches; shared by all threads.
        config: what this installation calls itself; the defaults where None.
        store: accounts, sessions and the like; where None, in memory, with nobody in it.
        key: the site's secret; where empty, a new one: whoever was signed in must sign in again.
        passwords: how passwords are kept; Argon2id with the library's parameters where None.
        desk: the clerks' desk; where None, its addresses lead nowhere.
        by_turns: whether pages are computed one after the other: right where this process does the searching.
    """
    app = Flask(__name__)
    app.json = _Json(app)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    site = Site(service, config or WebConfig(), Lock() if by_turns else nullcontext())
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
