"""Error pages: what went wrong and what to do next, in Chinese; for the API the same as JSON."""

from __future__ import annotations

import logging

from flask import Flask, Response, jsonify, make_response, render_template, request, url_for
from werkzeug.exceptions import (
    HTTPException,
    InternalServerError,
    ServiceUnavailable,
    Unauthorized,
    UnprocessableEntity,
)

from corpus import ArchiveError
from indexer import IndexerError
from search_web.accounts.preserved_form import page_before, preserved_form
from search_web.accounts.rules import BadToken

__all__ = ["BadParameter", "register_errors"]

_LOG = logging.getLogger(__name__)

#: Heading and advice for each status; others fall back to the last.
_WORDS = {
    400: ("这个请求无法读懂", "地址可能在转发时被截断了。请回到首页重新检索。"),
    401: ("请先登录", "登录已过期，或者还没有登录。登录以后再做一次。"),
    403: ("没有这个权限", "这一页只给管理员看。需要的话，请找管理员给您的账号加上权限。"),
    404: ("没有这一页", "地址可能写错了，或者内容已被撤下。可以在这里检索。"),
    405: ("不能这样访问", "请回到首页重新检索。"),
    413: ("文件太大", "请把文件压缩、拆开，或者只粘贴文字，再传一次。"),
    410: ("这个地址不再有效", "内容已经更新，请从头再取。"),
    414: ("检索词太长", "请缩短后再试。"),
    429: ("试得太快", "请过一会儿再试。"),
    500: ("网站出了差错", "已经记录下来。请稍后再试；如果一直这样，请告诉管理员出错的时间。"),
    503: ("暂时不能检索", "索引或档案正在维护，请稍后再试。"),
}

#: The messages for a form that came when nobody was signed in.
_KEPT = "登录已过期，刚才的没有保存。您填写的都还在：登录以后再提交一次就好。"
_FILES = "登录已过期，选好的文件没有传上来。登录以后请再选一次。"
_LATE = "登录已过期，或者还没有登录，刚才的没有保存。登录以后请再做一次。"


class BadParameter(UnprocessableEntity):
    """422: a parameter that does not exist, or a value it does not take.

    Attributes:
        parameter: its name, for the program that sent it.
    """

    def __init__(self, parameter: str, reason: str) -> None:
        super().__init__(reason)
        self.parameter = parameter


def register_errors(app: Flask) -> None:
    """Answer every error of this application in Chinese, as a page or as JSON."""
    app.register_error_handler(HTTPException, _answer)
    app.register_error_handler(IndexerError, _no_answer)
    app.register_error_handler(ArchiveError, _no_answer)


def _no_answer(error: IndexerError | ArchiveError) -> Response:
    """No index or no archive can be asked. Why is for the operator, who reads the log; visitors come back later."""
    _LOG.error("%s", error)
    return _answer(ServiceUnavailable())


def _answer(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)
    status = error.code or InternalServerError.code
    heading, advice = _WORDS.get(status, _WORDS[500])
    own_words = error.description if error.description != type(error).description else ""
    if request.path.startswith("/api/") or request.path == "/healthz":
        parameter = error.parameter if isinstance(error, BadParameter) else None
        body = {"error": {"status": status, "message": own_words or heading, "parameter": parameter}}
        response = jsonify(body)
    else:
        page = _form_again(error)
        if page is None:
            page = render_template("site/error.html", status=status, heading=heading, advice=own_words or advice)
        response = make_response(page)
    response.status_code = status
    # What the error says besides its text: the methods that are allowed, when to try again.
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def _form_again(error: HTTPException) -> str | None:
    """The page from which a form that was not taken is sent once more, after signing in where that is missing."""
    if isinstance(error, Unauthorized):
        unsent = preserved_form()
        words = _KEPT if unsent else _FILES if request.mimetype == "multipart/form-data" else _LATE
        return render_template(
            "accounts/sign_in.html",
            name="",
            problem=words,
            next=page_before() or url_for("search.results"),
            unsent=unsent.to_text() if unsent else "",
        )
    if isinstance(error, BadToken) and (unsent := preserved_form()):
        return render_template(
            "accounts/preserved_form.html", form=unsent, why="这一页放得太久了。", back=page_before()
        )
    return None
