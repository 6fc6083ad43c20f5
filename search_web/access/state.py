"""What sign-in needs, as one value that belongs to one running site."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Flask, current_app, request

from search_web.access.keys import Signer
from search_web.access.passwords import Passwords
from search_web.access.proxies import client_address
from search_web.config import WebConfig
from search_web.store import SiteStore

__all__ = ["Access", "attach_access", "current_access", "current_address"]

_KEY = "tian_access"


@dataclass(frozen=True, slots=True)
class Access:
    """The site's database, its key and its rules."""

    store: SiteStore
    signer: Signer
    config: WebConfig
    passwords: Passwords = field(default_factory=Passwords)


def attach_access(app: Flask, access: Access) -> None:
    """Make sign-in known to every request of this application."""
    app.extensions[_KEY] = access


def current_access() -> Access:
    """Return what sign-in needs, of the site that answers the current request."""
    access = current_app.extensions[_KEY]
    assert isinstance(access, Access)
    return access


def current_address() -> str:
    """Return the network address of whoever asks."""
    return client_address(request, current_access().config.proxy)
