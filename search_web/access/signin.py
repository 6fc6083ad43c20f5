"""Signing in and out. Guessing is slowed down; the right person is never locked out for ever.

Attempts are counted in two buckets, within a quarter of an hour: the address they come from, and the account they
are for. Where somebody signed in to an account before, the browser holds a signed mark (a *device cookie*) and has
a bucket of its own for it: strangers who guess at an account do not keep its owner out.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import Response, request
from werkzeug.exceptions import TooManyRequests

from search_web.access.cookies import DEVICE, FORM, SESSION, drop_cookie, set_cookie
from search_web.access.passwords import account_name, checked_password
from search_web.access.state import Access, current_access, current_address
from search_web.access.visitors import Visitor, note, welcome
from search_web.errors import SiteError

__all__ = ["change_password", "sign_in", "sign_out"]

WINDOW = timedelta(minutes=15)
#: Attempts within the window at one account, and from one address (an office may share one).
FOR_ACCOUNT, FOR_ADDRESS = 8, 40
_DEVICE_LIFETIME = timedelta(days=180)


def sign_in(typed_name: str, password: str, response: Response) -> bool:
    """Sign somebody in and give the response the cookies of a new session; False where name or password is wrong.

    Raises:
        TooManyRequests: too many attempts lately; the message says how long to wait.
    """
    access, name = current_access(), account_name(typed_name)
    buckets = _buckets(access, name)
    if wait := access.store.attempts.take(buckets, WINDOW):
        minutes = -(-int(wait.total_seconds()) // 60)
        raise TooManyRequests(f"试的次数太多，请 {minutes} 分钟后再试。忘了密码请找管理员重设。")
    found = access.store.accounts.credentials(name)
    if not access.passwords.fits(password, found[1] if found else None) or not found or not found[0].enabled:
        # A name that is no account may be a password typed into the wrong field: it is not kept.
        note("登录失败", name if found else "（没有这个账号）")
        return False
    access.store.attempts.clear(*buckets)
    if access.passwords.outdated(found[1]):
        access.store.accounts.rehashed(name, access.passwords.digest(password))
    if old := request.cookies.get(SESSION):
        access.store.sessions.close(old)
    token = access.store.sessions.open(name, access.config.session_lifetime)
    access.store.accounts.mark_signed_in(name)
    note("登录", who=name)
    welcome(token)
    set_cookie(response, SESSION, token)
    set_cookie(response, DEVICE, _device_mark(access, name), _DEVICE_LIFETIME)
    drop_cookie(response, FORM)
    return True


def sign_out(visitor: Visitor, response: Response) -> None:
    """End the session that asks."""
    if token := request.cookies.get(SESSION):
        current_access().store.sessions.close(token)
    note("退出", who=visitor.name)
    drop_cookie(response, SESSION)


def change_password(visitor: Visitor, old: str, new: str) -> None:
    """Give the one who asks another password; every other session of the account ends.

    Raises:
        SiteError: the old password is wrong, the new one is too weak, or the account is the proxy's.
        TooManyRequests: too many wrong ones lately.
    """
    access = current_access()
    found = access.store.accounts.credentials(visitor.name) if visitor.session else None
    if found is None:
        raise SiteError("您是由单位的统一登录进来的，密码请在那里修改。")
    buckets = _buckets(access, visitor.name)
    if access.store.attempts.take(buckets, WINDOW):
        raise TooManyRequests("试的次数太多，请过一会儿再试。")
    if not access.passwords.fits(old, found[1]):
        raise SiteError("现在的密码不对，没有修改。")
    digest = access.passwords.digest(checked_password(new, visitor.name))
    access.store.attempts.clear(*buckets)
    access.store.accounts.set_password(visitor.name, digest, keep_session=visitor.session)
    note("修改自己的密码")


def _buckets(access: Access, name: str) -> dict[str, int]:
    """The buckets an attempt is counted in, each with its limit; keyed digests, so that they name nobody."""
    mark = request.cookies.get(DEVICE, "")
    known = mark.partition(".")[0] if mark and _is_mark_of(access, mark, name) else ""
    account = access.signer.sign("bucket", f"account {name} {known}")
    if known:
        return {account: FOR_ACCOUNT}
    return {account: FOR_ACCOUNT, access.signer.sign("bucket", f"address {current_address()}"): FOR_ADDRESS}


def _device_mark(access: Access, name: str) -> str:
    nonce = secrets.token_urlsafe(12)
    return f"{nonce}.{access.signer.sign('device', f'{nonce} {name}')}"


def _is_mark_of(access: Access, mark: str, name: str) -> bool:
    nonce, _, digest = mark.partition(".")
    return access.signer.holds("device", f"{nonce} {name}", digest)
