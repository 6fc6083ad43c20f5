"""``/sign-in``, ``/sign-out``, ``/account``: signing in and out, and one's own password.

Guessing is slowed down; the right person is never locked out for ever. Attempts are counted in two buckets, within a
quarter of an hour: the address they come from, and the account they are for. Where somebody signed in to an account
before, the browser holds a signed mark (a *device cookie*) and has a bucket of its own for it: strangers who guess at
an account do not keep its owner out.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from search_web.accounts.credentials import account_name, checked_password
from search_web.accounts.preserved_form import PreservedForm, is_own_path
from search_web.accounts.rules import clerk, public
from search_web.accounts.visitors import (
    DEVICE,
    FORM,
    SESSION,
    Access,
    Visitor,
    begin_session,
    current_access,
    current_address,
    current_visitor,
    drop_cookie,
    note,
    set_cookie,
)
from search_web.site.config import SiteError
from search_web.site.context import current_site

__all__ = ["account_view", "change_password", "sign_in", "sign_out"]

WINDOW = timedelta(minutes=15)
#: Attempts within the window at one account, and from one address (an office may share one).
FOR_ACCOUNT, FOR_ADDRESS = 8, 40
_DEVICE_LIFETIME = timedelta(days=180)
_WRONG = "账号或密码不对。请检查大小写和输入法；忘了密码请找管理员重设。"


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
    access.store.attempts.succeeded(*_account_and_others(buckets))
    if access.passwords.outdated(found[1]):
        access.store.accounts.rehashed(name, access.passwords.digest(password))
    if old := request.cookies.get(SESSION):
        access.store.sessions.close(old)
    token = access.store.sessions.open(name, access.config.session_lifetime)
    access.store.accounts.mark_signed_in(name)
    note("登录", who=name)
    begin_session(token)
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
    access.store.attempts.succeeded(*_account_and_others(buckets))
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


def _account_and_others(buckets: dict[str, int]) -> tuple[str, list[str]]:
    account, *others = buckets
    return account, others


def _device_mark(access: Access, name: str) -> str:
    nonce = secrets.token_urlsafe(12)
    return f"{nonce}.{access.signer.sign('device', f'{nonce} {name}')}"


def _is_mark_of(access: Access, mark: str, name: str) -> bool:
    nonce, _, digest = mark.partition(".")
    return access.signer.holds("device", f"{nonce} {name}", digest)


account_view = Blueprint("account", __name__)


@account_view.get("/sign-in")
@public
def sign_in_page() -> AnyResponse:
    """Show the form; whoever is signed in already goes on."""
    if current_visitor() is not None:
        return redirect(_next(), 303)
    return _form()


@account_view.post("/sign-in", endpoint="sign_in")
@public
def sign_in_now() -> AnyResponse:
    """Sign in and go on to the page that was wanted, or to what could not be sent before; or say what is wrong."""
    name, password = request.form.get("name", ""), request.form.get("password", "")
    response = make_response(redirect(_next(), 303))
    try:
        if not sign_in(name, password, response):
            return _form(name, _WRONG, 401)
    except TooManyRequests as error:
        return _form(name, str(error.description), 429)
    unsent = PreservedForm.from_text(request.form.get("unsent", ""))
    if unsent is None:
        return response
    del response.headers["Location"]
    response.status_code = 200
    response.set_data(render_template("accounts/preserved_form.html", form=unsent, why="已经登录。", back=_next()))
    return response


@account_view.post("/sign-out")
@clerk
def sign_out_now() -> AnyResponse:
    """End the session and go to the front page, or to where the proxy signs people out."""
    visitor = current_visitor()
    assert visitor is not None
    elsewhere = current_site().config.proxy.sign_out_url if not visitor.session else ""
    response = make_response(redirect(elsewhere or url_for("search.results"), 303))
    sign_out(visitor, response)
    return response


@account_view.route("/account", methods=["GET", "POST"])
@clerk
def own() -> AnyResponse:
    """Show one's own account; change one's password."""
    visitor = current_visitor()
    assert visitor is not None
    problem, done = "", False
    if request.method == "POST":
        try:
            if request.form.get("new", "") != request.form.get("again", ""):
                raise SiteError("两次输入的新密码不一样，没有修改。")
            change_password(visitor, request.form.get("old", ""), request.form.get("new", ""))
            done = True
        except SiteError as error:
            problem = str(error)
        except TooManyRequests as error:
            problem = str(error.description)
    page = render_template("accounts/account.html", visitor=visitor, problem=problem, done=done)
    return make_response(page, 422 if problem else 200)


def _form(name: str = "", problem: str = "", status: int = 200) -> Response:
    response = make_response(
        render_template(
            "accounts/sign_in.html", name=name, problem=problem, next=_next(), unsent=request.form.get("unsent", "")
        ),
        status,
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _next() -> str:
    """The page that was wanted; only one of this site."""
    wanted = request.values.get("next", "")
    return wanted if is_own_path(wanted) else url_for("search.results")
