"""The site for a WSGI server: ``gunicorn --config python:search_web.server 'search_web.wsgi:app()'``.

Where the environment of a served site is handed on.
"""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask

from indexer import read_settings
from search_web.bootstrap import open_site
from search_web.site.config import site_config

__all__ = ["app"]


def app() -> Flask:
    """Return the site of the home directory in ``TIAN_HOME`` (``./tian-home``), set up as environment and files say.

    ``TIAN_SITE`` names the site's configuration file; by default the home directory's ``site.toml``, if there is one.

    Raises:
        IndexerError: there is nothing to search, or something is wrong with the settings or the site's files.
    """
    settings = read_settings(Path(os.environ.get("TIAN_HOME", "tian-home")), {}, os.environ)
    settings.log.begin()
    named = os.environ.get("TIAN_SITE")
    return open_site(settings, site_config(settings, Path(named) if named else None))
