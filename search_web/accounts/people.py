"""``/operator/accounts``: who may sign in."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, make_response, render_template, request
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from search_web.accounts.credentials import account_name, checked_name, checked_password
from search_web.accounts.rules import operator
from search_web.accounts.visitors import current_access, current_visitor, note
from search_web.site.config import AccountRole, SiteError

__all__ = ["people_view"]

people_view = Blueprint("people", __name__)


@people_view.get("/operator/accounts")
@operator
def accounts() -> AnyResponse:
    """List the accounts, with what may be done to each."""
    return _page()


@people_view.post("/operator/accounts")
@operator
def change() -> AnyResponse:
    """Do to an account what the pressed button says, and show the list again."""
    act = _ACTS.get(request.form.get("act", ""))
    if act is None:
        raise BadRequest
    name = account_name(request.form.get("name", ""))
    try:
        return _page(done=act(name))
    except SiteError as error:
        return _page(problem=str(error), typed=name)


def _add(name: str) -> str:
    name, role = checked_name(name), _role()
    access = current_access()
    password = checked_password(request.form.get("password", ""), name)
    access.store.accounts.add(name, role, access.passwords.digest(password))
    note("新增账号", name, role.label)
    return f"已新增账号 {name}（{role.label}）。请把密码当面告诉本人，并请本人登录后修改。"


def _reset(name: str) -> str:
    access = current_access()
    access.store.accounts.get(name)
    password = checked_password(request.form.get("password", ""), name)
    access.store.accounts.set_password(name, access.passwords.digest(password))
    note("重设密码", name)
    return f"账号 {name} 的密码已重设，已登录的都已退出。"


def _disable(name: str) -> str:
    _not_oneself(name)
    current_access().store.accounts.set_enabled(name, False)
    note("停用账号", name)
    return f"已停用账号 {name}。"


def _enable(name: str) -> str:
    current_access().store.accounts.set_enabled(name, True)
    note("恢复账号", name)
    return f"已恢复账号 {name}。"


def _change_role(name: str) -> str:
    _not_oneself(name)
    role = _role()
    current_access().store.accounts.set_role(name, role)
    note("改变角色", name, role.label)
    return f"账号 {name} 现在是{role.label}。"


_ACTS: dict[str, Callable[[str], str]] = {
    "add": _add,
    "reset": _reset,
    "disable": _disable,
    "enable": _enable,
    "role": _change_role,
}


def _role() -> AccountRole:
    try:
        return AccountRole(request.form.get("role", ""))
    except ValueError as error:
        raise SiteError("没有这个角色，没有照办。") from error


def _not_oneself(name: str) -> None:
    """Nobody locks the last operator, who is whoever asks, out by a slip."""
    visitor = current_visitor()
    if visitor and visitor.name == name:
        raise SiteError("不能停用自己，也不能改自己的角色。请让另一位管理员来做。")


def _page(*, done: str = "", problem: str = "", typed: str = "") -> AnyResponse:
    shown = {"accounts": current_access().store.accounts.all(), "roles": tuple(AccountRole)}
    page = render_template("accounts/people.html", done=done, problem=problem, typed=typed, **shown)
    return make_response(page, 422 if problem else 200)
