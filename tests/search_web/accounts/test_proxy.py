"""A proxy that signs people in is believed where it is configured, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask, request

from search_web import WebConfig, create_app
from search_web.accounts.store import SiteStore
from search_web.accounts.visitors import client_address
from search_web.site.config import AccountRole, ProxyConfig
from tests.search_web.accounts.people import CHEAP, in_hand
from tests.search_web.dom import Page
from tests.search_web.fakes import FakeService, internal
from tests.search_web.samples import proposal, proposals

PROXY = ProxyConfig(
    addresses=("10.0.0.1",),
    user_header="X-Remote-User",
    role_header="X-Groups",
    roles=(("提案委", AccountRole.CLERK), ("信息中心", AccountRole.OPERATOR)),
    sign_out_url="https://sso.example/out",
)
INTERNAL = "/proposal/p00020"


def _app(proxy: ProxyConfig, store: SiteStore | None = None) -> Flask:
    service = FakeService([*proposals(20), internal(proposal(20))])
    return create_app(service, WebConfig(proxy=proxy), store=store or in_hand(), key=b"k" * 32, passwords=CHEAP)


def _status(
    app: Flask, address: str = "10.0.0.1", path: str = INTERNAL, user: str = "li", groups: str = "提案委"
) -> int:
    headers = {"X-Remote-User": user.encode().decode("latin-1"), "X-Groups": groups.encode().decode("latin-1")}
    return app.test_client().get(path, headers=headers, environ_base={"REMOTE_ADDR": address}).status_code


def test_a_header_signs_in_through_a_configured_proxy_only() -> None:
    assert _status(_app(PROXY)) == 200
    assert _status(_app(PROXY), address="10.0.0.2") == 404
    assert _status(_app(replace(PROXY, addresses=()))) == 404
    assert _status(_app(replace(PROXY, user_header=""))) == 404
    assert _status(_app(ProxyConfig())) == 404


def test_the_highest_role_of_the_groups_holds_and_without_one_nobody_is_signed_in() -> None:
    app = _app(PROXY)
    assert _status(app, groups="别的,没有") == 404
    assert _status(app, groups="") == 404
    assert _status(_app(replace(PROXY, default_role=AccountRole.CLERK)), groups="") == 200


@pytest.mark.parametrize("user", ["", " ", "li,wang", "a b", "x" * 65])
def test_a_header_that_is_no_name_signs_nobody_in(user: str) -> None:
    assert _status(_app(PROXY), user=user) == 404


def test_forms_of_people_from_the_proxy_need_their_token_and_signing_out_leads_to_the_proxy() -> None:
    client = _app(PROXY).test_client()
    headers = {"X-Remote-User": "li", "X-Groups": "提案委".encode().decode("latin-1")}
    via = {"REMOTE_ADDR": "10.0.0.1"}
    page = Page("/", client.get("/", headers=headers, environ_base=via).text)
    assert client.post("/sign-out", headers=headers, environ_base=via).status_code == 400
    token = page.one("//header//input[@name='csrf']").get("value", "")
    other = {**headers, "X-Remote-User": "wang"}
    assert client.post("/sign-out", data={"csrf": token}, headers=other, environ_base=via).status_code == 400
    response = client.post("/sign-out", data={"csrf": token}, headers=headers, environ_base=via)
    assert response.headers["Location"] == "https://sso.example/out"


def test_the_audit_trail_has_one_entry_a_person_and_day() -> None:
    store = in_hand()
    app = _app(PROXY, store)
    for _ in range(3):
        _status(app)
    _status(app, groups="信息中心")
    assert [(each.who, each.action, each.detail) for each in store.audit.page()] == [
        ("li", "登录（代理）", "管理员"),
        ("li", "登录（代理）", "提案工作人员"),
    ]


@pytest.mark.parametrize(
    ("remote", "forwarded", "expected"),
    [
        ("10.0.0.1", "1.2.3.4", "1.2.3.4"),
        ("10.0.0.1", "9.9.9.9, 1.2.3.4", "1.2.3.4"),
        ("10.0.0.1", "1.2.3.4, 10.0.0.1", "1.2.3.4"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("5.6.7.8", "1.2.3.4", "5.6.7.8"),
    ],
)
def test_an_address_is_the_last_before_the_proxies(remote: str, forwarded: str, expected: str) -> None:
    app = _app(PROXY)
    with app.test_request_context("/", headers={"X-Forwarded-For": forwarded}, environ_base={"REMOTE_ADDR": remote}):
        assert client_address(request, PROXY) == expected


def test_https_at_the_proxy_makes_cookies_secure() -> None:
    client = _app(PROXY).test_client()
    for address, secure in (("10.0.0.1", True), ("10.0.0.2", False)):
        response = client.get("/sign-in", headers={"X-Forwarded-Proto": "https"}, environ_base={"REMOTE_ADDR": address})
        assert ("Secure" in response.headers["Set-Cookie"]) is secure
        client = _app(PROXY).test_client()
