"""Signing in and out: only the right person, never guessed, never locked out for ever, never followed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from search_web import WebConfig, create_app
from search_web.accounts.credentials import Passwords
from search_web.accounts.sign_in import FOR_ACCOUNT, FOR_ADDRESS, WINDOW
from search_web.accounts.store import SiteStore
from search_web.site.config import AccountRole
from tests.search_web.accounts.people import CHEAP, PASSWORDS, fill_in, signed_in_client
from tests.search_web.dom import Page
from tests.search_web.fakes import FakeService, internal
from tests.search_web.samples import proposal, proposals

INTERNAL = "/proposal/p00020"


class Moving:
    """A clock that tests put forward."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, by: timedelta) -> None:
        """Let time pass."""
        self.moment += by


@pytest.fixture
def clock() -> Moving:
    """Eight in the morning."""
    return Moving()


@pytest.fixture
def timed(clock: Moving, place: str) -> Iterator[Flask]:
    """A site whose clock the test holds, with a clerk."""
    store = SiteStore(place, clock)
    store.accounts.add("王芳", AccountRole.CLERK, CHEAP.digest(PASSWORDS["王芳"]))
    service = FakeService([*proposals(20), internal(proposal(20))])
    yield create_app(service, WebConfig(), store=store, key=b"k" * 32, passwords=CHEAP)
    store.close()


def _try(app: Flask, password: str, name: str = "王芳", address: str = "127.0.0.1") -> int:
    client = app.test_client()
    return fill_in(client, "/sign-in", "sign-in", address, name=name, password=password).status_code


def test_signing_in_leads_to_the_page_that_was_wanted_and_shows_who_is_there(app: Flask) -> None:
    client = app.test_client()
    asked = client.get("/account")
    assert asked.status_code == 303
    response = fill_in(client, asked.headers["Location"], "sign-in", name=" 王芳 ", password=PASSWORDS["王芳"])
    assert response.headers["Location"] == "/account"
    assert "王芳" in Page("", client.get("/").text).text("//header")


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(app: Flask, there: str) -> None:
    response = fill_in(app.test_client(), "/sign-in", "sign-in", name="王芳", password=PASSWORDS["王芳"], next=there)
    assert response.headers["Location"] == "/"


def test_whoever_is_signed_in_sees_internal_proposals_and_after_signing_out_no_more(app: Flask) -> None:
    client = app.test_client()
    assert client.get(INTERNAL).status_code == 404
    client = signed_in_client(app, "王芳")
    assert client.get(INTERNAL).status_code == 200
    token = client.get_cookie("tian_session")
    page = Page("", client.get("/").text)
    field = page.one("//header//input[@name='csrf']").get("value", "")
    assert client.post("/sign-out", data={"csrf": field}).status_code == 303
    assert client.get(INTERNAL).status_code == 404
    assert token is not None
    client.set_cookie("tian_session", token.value)
    assert client.get(INTERNAL).status_code == 404, "the session has ended on the server, not only in the browser"


@pytest.mark.parametrize(
    ("name", "password"), [("王芳", "错误的密码一二三"), ("没有此人", "错误的密码一二三"), ("王芳", "")]
)
def test_a_wrong_name_and_a_wrong_password_are_told_alike(app: Flask, name: str, password: str) -> None:
    response = fill_in(app.test_client(), "/sign-in", "sign-in", name=name, password=password)
    assert response.status_code == 401
    assert "账号或密码不对" in response.text
    assert "tian_session" not in response.headers.get("Set-Cookie", "")


def test_an_unknown_name_costs_as_much_work_as_a_wrong_password(monkeypatch: pytest.MonkeyPatch) -> None:
    passwords = Passwords(CHEAP._hasher)
    digest = passwords.digest("停车停车停车 养老")
    verified: list[str] = []
    verify = CHEAP._hasher.verify

    def counted(_self: object, digest: str, password: str) -> bool:
        verified.append(digest)
        return verify(digest, password)

    monkeypatch.setattr(type(CHEAP._hasher), "verify", counted)
    assert not passwords.fits("没有这个账号", None)
    assert not passwords.fits("错误", digest)
    assert len(verified) == 2


def test_a_password_typed_in_full_width_is_the_same(app: Flask) -> None:
    assert _try(app, "ｃｏｒｒｅｃｔ　horse battery", "ＡＤＭＩＮ") == 303


def test_a_disabled_account_cannot_sign_in_and_what_it_has_open_ends(app: Flask, store: SiteStore) -> None:
    client = signed_in_client(app, "王芳")
    store.accounts.set_enabled("王芳", False)
    assert client.get(INTERNAL).status_code == 404
    assert _try(app, PASSWORDS["王芳"]) == 401


def test_guessing_at_an_account_stops_and_its_owner_comes_in_from_where_she_was_before(timed: Flask) -> None:
    hers = signed_in_client(timed, "王芳")
    hers.delete_cookie("tian_session")
    answers = [_try(timed, f"猜测的密码 {each}", address=f"10.0.0.{each}") for each in range(FOR_ACCOUNT + 3)]
    assert answers == [401] * FOR_ACCOUNT + [429] * 3
    assert _try(timed, PASSWORDS["王芳"], address="10.0.1.1") == 429, "even the right guess is not taken now"
    response = fill_in(hers, "/sign-in", "sign-in", name="王芳", password=PASSWORDS["王芳"])
    assert response.status_code == 303


def test_a_lock_ends_by_itself_however_many_went_on_trying(timed: Flask, clock: Moving) -> None:
    for each in range(FOR_ACCOUNT):
        _try(timed, f"猜测的密码 {each}")
    for _ in range(10):
        clock.forward(WINDOW / 10)
        _try(timed, "还在猜测的密码")
    clock.forward(timedelta(seconds=1))
    store_wait = _try(timed, PASSWORDS["王芳"], address="10.9.9.9")
    assert store_wait in (303, 429)
    clock.forward(WINDOW)
    assert _try(timed, PASSWORDS["王芳"], address="10.9.9.9") == 303


def test_one_address_cannot_try_many_accounts(timed: Flask) -> None:
    answers = [_try(timed, "猜测的密码 一", f"user{each}", "10.0.0.7") for each in range(FOR_ADDRESS + 1)]
    assert answers[-2:] == [401, 429]
    assert _try(timed, PASSWORDS["王芳"], address="10.0.0.8") == 303


def test_a_session_ends_unused_and_at_all_events(timed: Flask, clock: Moving) -> None:
    config = WebConfig()
    client = signed_in_client(timed, "王芳")
    clock.forward(config.session_idle - timedelta(seconds=1))
    assert client.get(INTERNAL).status_code == 200
    clock.forward(config.session_idle)
    assert client.get(INTERNAL).status_code == 404
    client = signed_in_client(timed, "王芳")
    for _ in range(11):
        clock.forward(timedelta(hours=1))
        assert client.get(INTERNAL).status_code == 200
    clock.forward(timedelta(hours=1))
    assert client.get(INTERNAL).status_code == 404


def test_a_session_that_was_set_before_signing_in_is_not_the_one_after(app: Flask) -> None:
    client = app.test_client()
    client.set_cookie("tian_session", "planted")
    fill_in(client, "/sign-in", "sign-in", name="王芳", password=PASSWORDS["王芳"])
    cookie = client.get_cookie("tian_session")
    assert cookie is not None
    assert cookie.value != "planted"
    client.set_cookie("tian_session", "planted")
    assert client.get("/account").status_code == 303


def test_cookies_are_out_of_reach_of_scripts_and_travel_by_https_only_where_there_is_https(app: Flask) -> None:
    for scheme, secure in (("http", False), ("https", True)):
        client = app.test_client()
        page = Page("", client.get("/sign-in", base_url=f"{scheme}://tian.example").text)
        token = page.one("//input[@name='csrf']").get("value", "")
        data = {"csrf": token, "name": "王芳", "password": PASSWORDS["王芳"]}
        response = client.post("/sign-in", data=data, base_url=f"{scheme}://tian.example")
        cookies = response.headers.getlist("Set-Cookie")
        assert response.status_code == 303
        assert len(cookies) == 3
        assert [each for each in cookies if "HttpOnly" not in each or "SameSite=Lax" not in each] == []
        assert [("Secure" in each) for each in cookies] == [secure] * 3


def test_changing_ones_password_ends_every_other_session(app: Flask) -> None:
    here, elsewhere = signed_in_client(app, "王芳"), signed_in_client(app, "王芳")
    fresh = "图书馆 夜间 开放 一二"
    wrong = fill_in(here, "/account", "password", old="错误的密码一二三", new=fresh, again=fresh)
    assert (wrong.status_code, "现在的密码不对" in wrong.text) == (422, True)
    unlike = fill_in(here, "/account", "password", old=PASSWORDS["王芳"], new=fresh, again=fresh + "三")
    assert (unlike.status_code, "不一样" in unlike.text) == (422, True)
    weak = fill_in(here, "/account", "password", old=PASSWORDS["王芳"], new="1234567890", again="1234567890")
    assert (weak.status_code, "太简单" in weak.text) == (422, True)
    done = fill_in(here, "/account", "password", old=PASSWORDS["王芳"], new=fresh, again=fresh)
    assert (done.status_code, "密码已修改" in done.text) == (200, True)
    assert here.get(INTERNAL).status_code == 200
    assert elsewhere.get(INTERNAL).status_code == 404
    assert (_try(app, PASSWORDS["王芳"]), _try(app, fresh)) == (401, 303)


def test_the_audit_trail_tells_who_came_and_never_holds_a_password(app: Flask, store: SiteStore) -> None:
    _try(app, "错误的密码一二三")
    _try(app, "猜测的密码 一", "误填在账号里的密码")
    client = signed_in_client(app, "王芳")
    token = Page("", client.get("/").text).one("//header//input[@name='csrf']").get("value", "")
    client.post("/sign-out", data={"csrf": token})
    told = [(each.who, each.action, each.target) for each in reversed(store.audit.page())]
    assert told == [
        ("", "登录失败", "王芳"),
        ("", "登录失败", "（没有这个账号）"),
        ("王芳", "登录", ""),
        ("王芳", "退出", ""),
    ]


def test_what_a_signed_in_reader_gets_is_kept_by_no_cache(app: Flask) -> None:
    client = signed_in_client(app, "王芳")
    for path in ("/", "/?q=停车", "/proposal/p00001", "/api/v1/search?q=停车", "/account", "/nowhere"):
        headers = client.get(path).headers
        assert headers["Cache-Control"] == "private, no-store", path
        assert "Cookie" in headers["Vary"]
    assert "Cookie" in app.test_client().get("/").headers["Vary"]
