"""The site for a WSGI server: ``gunicorn --config python:search_web.server 'search_web.wsgi:app()'``.

The one place where the environment of a served site is read.
"""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask

from indexer import EngineSettings, Settings
from search_web.bootstrap import open_site
from search_web.site.config import site_config

__all__ = ["app"]


def app() -> Flask:
    """Return the site of the home directory in ``TIAN_HOME`` (``./tian-home``), searched as ``TIAN_ENGINE`` says.

    ``TIAN_ARCHIVE`` and ``TIAN_ARCHIVE_PASSWORD_FILE`` say where the archive is, if not in the home directory;
    ``TIAN_SITE`` names its configuration file; by default the home directory's ``site.toml``, if there is one.

    Raises:
        IndexerError: there is nothing to search, or something is wrong with the site's files.
    """
    home = Path(os.environ.get("TIAN_HOME", "tian-home"))
    password = os.environ.get("TIAN_ARCHIVE_PASSWORD_FILE")
    settings = Settings(
        home,
        archive_url=os.environ.get("TIAN_ARCHIVE", ""),
        archive_password_file=Path(password) if password else None,
        engine=EngineSettings.of(os.environ),
    )
    named = os.environ.get("TIAN_SITE")
    return open_site(settings, site_config(settings, Path(named) if named else None))
