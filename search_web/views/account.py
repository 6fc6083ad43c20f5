"""``/sign-in``, ``/sign-out``, ``/account``: signing in and out, and one's own password."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from search_web.access import (
    UnsentForm,
    change_password,
    clerk,
    current_visitor,
    is_own_path,
    public,
    sign_in,
    sign_out,
)
from search_web.errors import SiteError
from search_web.site import current_site

__all__ = ["account_view"]

account_view = Blueprint("account", __name__)

_WRONG = "账号或密码不对。请检查大小写和输入法；忘了密码请找管理员重设。"


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
    unsent = UnsentForm.from_text(request.form.get("unsent", ""))
    if unsent is None:
        return response
    del response.headers["Location"]
    response.status_code = 200
    response.set_data(render_template("unsent.html", form=unsent, why="已经登录。", back=_next()))
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
    page = render_template("account.html", visitor=visitor, problem=problem, done=done)
    return make_response(page, 422 if problem else 200)


def _form(name: str = "", problem: str = "", status: int = 200) -> Response:
    response = make_response(
        render_template(
            "sign_in.html", name=name, problem=problem, next=_next(), unsent=request.form.get("unsent", "")
        ),
        status,
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _next() -> str:
    """The page that was wanted; only one of this site."""
    wanted = request.values.get("next", "")
    return wanted if is_own_path(wanted) else url_for("search.results")
