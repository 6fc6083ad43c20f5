"""Who asks: the person of a session, or of a header that a configured proxy sets. Looked up once a request.

``Access`` is what sign-in needs, as one value that belongs to one running site. Cookies are out of reach of scripts,
sent to this site only, and by https where there is https. An address is the connection's own, or what a configured
proxy says of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from flask import Flask, Request, Response, current_app, g, has_request_context, request

from search_web.accounts.credentials import Passwords, Signer, checked_name
from search_web.accounts.store import SiteStore, now, written
from search_web.site.config import AccountRole, ProxyConfig, SiteError, WebConfig

__all__ = [
    "DEVICE",
    "FORM",
    "SESSION",
    "Access",
    "Visitor",
    "attach_access",
    "begin_session",
    "by_https",
    "client_address",
    "count_unanswered",
    "current_access",
    "current_address",
    "current_visitor",
    "drop_cookie",
    "from_proxy",
    "note",
    "seen_visitor",
    "set_cookie",
]

_KEY = "tian_access"
#: The session's token; the browser's mark for forms without a session; "somebody signed in here before".
SESSION, FORM, DEVICE = "tian_session", "tian_form", "tian_device"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is signed in.

    Attributes:
        session: digest of the session in the store; ``""`` where a proxy signed the person in.
    """

    name: str
    role: AccountRole
    session: str = ""


def current_visitor() -> Visitor | None:
    """Return who is signed in; None for an anonymous visitor."""
    if not has_request_context():
        return None
    if "visitor" not in g:
        g.visitor = _of_proxy() or _of_session()
    visitor: Visitor | None = g.visitor
    return visitor


def seen_visitor() -> Visitor | None:
    """Return who is signed in if this request asked for it, without asking now."""
    visitor: Visitor | None = g.get("visitor")
    return visitor


def begin_session(token: str) -> None:
    """Have the rest of this request answered to the person of a session that it has just begun."""
    g.visitor = _of_token(token)


def note(action: str, target: str = "", detail: str = "", *, who: str = "") -> None:
    """Keep in the audit trail that the one who asks does something (``who`` where that is not the one signed in)."""
    visitor = current_visitor()
    current_access().store.audit.add(
        who or (visitor.name if visitor else ""), action, target, detail, current_address()
    )


def count_unanswered(query: str) -> None:
    """Keep a search that found nothing, if the public asked: what somebody signed in seeks may itself be internal."""
    if current_visitor() is None:
        current_access().store.unanswered.add(query)


def _of_session() -> Visitor | None:
    token = request.cookies.get(SESSION)
    return _of_token(token) if token else None


def _of_token(token: str) -> Visitor | None:
    access = current_access()
    session = access.store.sessions.get(token, access.config.session_idle)
    return Visitor(session.name, session.role, session.digest) if session else None


def _of_proxy() -> Visitor | None:
    access = current_access()
    proxy = access.config.proxy
    if not proxy.user_header or not from_proxy(request, proxy):
        return None
    try:
        name = checked_name(_header(proxy.user_header))
    except SiteError:
        return None
    groups = {each.strip() for each in _header(proxy.role_header).split(",")}
    given = [role for group, role in proxy.roles if group in groups]
    role = max(given, key=list(AccountRole).index, default=proxy.default_role)
    if role is None:
        return None
    _note_first_of_the_day(name, role)
    return Visitor(name, role)


def _header(name: str) -> str:
    """A header's text: proxies write UTF-8, the server reads Latin-1 (PEP 3333)."""
    return request.headers.get(name, "").encode("latin-1", "replace").decode("utf-8", "replace")


def _note_first_of_the_day(name: str, role: AccountRole) -> None:
    """A proxy signs in with every request; the audit trail has one entry a person, role and day."""
    audit = current_access().store.audit
    action = "登录（代理）"
    if not audit.happened(name, action, written(now())[:10], role.label):
        audit.add(name, action, detail=role.label, address=current_address())


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


def set_cookie(response: Response, name: str, value: str, lifetime: timedelta | None = None) -> None:
    """Give the browser a cookie; without a lifetime it ends with the browser."""
    response.set_cookie(name, value, max_age=lifetime, httponly=True, samesite="Lax", secure=_secure(), path="/")


def drop_cookie(response: Response, name: str) -> None:
    """Take a cookie back."""
    response.delete_cookie(name, httponly=True, samesite="Lax", secure=_secure(), path="/")


def _secure() -> bool:
    config = current_access().config
    return by_https(request, config.proxy) if config.secure_cookies is None else config.secure_cookies


def from_proxy(request: Request, config: ProxyConfig) -> bool:
    """Whether a request came through one of the configured proxies."""
    return _trusted(request.remote_addr or "", config.addresses)


def client_address(request: Request, config: ProxyConfig) -> str:
    """Return the address of whoever asks: the last one before the proxies, which alone cannot be made up."""
    address = request.remote_addr or ""
    before = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",")]
    while before and _trusted(address, config.addresses):
        said = before.pop()
        if _parsed(said) is None:
            break
        address = said
    return address


def by_https(request: Request, config: ProxyConfig) -> bool:
    """Whether the page was asked by https, to this server or to the proxy in front of it."""
    if from_proxy(request, config) and (said := request.headers.get("X-Forwarded-Proto")):
        return said.rsplit(",", maxsplit=1)[-1].strip() == "https"
    return request.is_secure


@lru_cache(maxsize=256)
def _trusted(address: str, proxies: tuple[str, ...]) -> bool:
    parsed = _parsed(address)
    return parsed is not None and any(parsed in ip_network(each) for each in proxies)


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(address)
    except ValueError:
        return None
