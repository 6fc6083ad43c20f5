"""Who asks: the person of a session, or of a header that a configured proxy sets. Looked up once a request."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g, has_request_context, request

from search_web.access.cookies import SESSION
from search_web.access.passwords import checked_name
from search_web.access.proxies import from_proxy
from search_web.access.state import current_access, current_address
from search_web.errors import SiteError
from search_web.roles import Role
from search_web.store import now, written

__all__ = ["Visitor", "count_unanswered", "current_visitor", "note", "seen_visitor", "welcome"]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is signed in.

    Attributes:
        session: digest of the session in the store; ``""`` where a proxy vouches for the person.
    """

    name: str
    role: Role
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


def welcome(token: str) -> None:
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
    role = max(given, key=list(Role).index, default=proxy.default_role)
    if role is None:
        return None
    _note_first_of_the_day(name, role)
    return Visitor(name, role)


def _header(name: str) -> str:
    """A header's text: proxies write UTF-8, the server reads Latin-1 (PEP 3333)."""
    return request.headers.get(name, "").encode("latin-1", "replace").decode("utf-8", "replace")


def _note_first_of_the_day(name: str, role: Role) -> None:
    """A proxy signs in with every request; the audit trail has one entry a person, role and day."""
    audit = current_access().store.audit
    action = "登录（代理）"
    if not audit.happened(name, action, written(now())[:10], role.label):
        audit.add(name, action, detail=role.label, address=current_address())
