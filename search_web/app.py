"""The application: everything is put together here, and nothing is read from the environment."""

from __future__ import annotations

from flask import Flask
from flask.json.provider import DefaultJSONProvider

from search_web.assets import register_assets
from search_web.config import WebConfig
from search_web.security import protect
from search_web.site import Service, Site, attach
from search_web.views import api, guide_view, proposal_view, register_errors, search_view

__all__ = ["create_app"]


class _Json(DefaultJSONProvider):
    """Chinese as Chinese, and keys in the order the contract lists them."""

    ensure_ascii = False
    sort_keys = False


def create_app(service: Service, config: WebConfig | None = None) -> Flask:
    """Return the site over a search service, ready for any WSGI server.

    Args:
        service: answers searches; shared by all threads.
        config: what this installation calls itself; the defaults where None.
    """
    app = Flask(__name__)
    app.json = _Json(app)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    site = Site(service, config or WebConfig())
    attach(app, site)
    app.jinja_env.globals["site"] = site.config
    app.add_template_filter(_thousands, "thousands")
    for view in (search_view, proposal_view, guide_view, api):
        app.register_blueprint(view)
    register_assets(app)
    register_errors(app)
    protect(app)
    return app


def _thousands(number: int) -> str:
    """12,345: a count as people read it."""
    return f"{number:,}"
