"""Who may open which address, and what an anonymous visitor learns there: every route, every kind of visitor.

Two sites stand side by side: the same public proposals, and in one of them internal ones too. Whatever an anonymous
visitor asks, at whichever address, both must answer the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from corpus import Archive, Handling, Outcome, Proposal, Reply, Role
from indexer import SearchService, Settings, open_service
from indexer.index.build import reindex
from indexer.index.generations import Generations
from search_web import create_app
from search_web.accounts.rules import Rule, rule_of
from search_web.desk.context import Desk, make_desk
from search_web.site.config import AccountRole
from tests.indexer.archives import add, service_over
from tests.search_web.accounts.people import CHEAP, in_hand, signed_in_client
from tests.search_web.accounts.routes import addresses, readable, routes, with_questions
from tests.search_web.desk.fakes import FakeDuplicates
from tests.search_web.fakes import internal
from tests.search_web.samples import proposal, proposals

PUBLIC = 24
#: What only internal proposals say, in every part that is searched, counted, listed or suggested.
SECRETS = ("秘密工程", "赵隐名", "机密事务", "未公开结果", "绝密字样")
QUESTIONS: tuple[dict[str, str], ...] = (
    {"q": "秘密工程"},
    {"q": "秘密工成"},
    {"q": "秘密"},
    {"q": "mimigongcheng"},
    {"q": "绝密字样 停车"},
    {"q": "停车"},
    {"q": "赵隐名", "limit": "20"},
    {"unit": "秘密工程局"},
    {"lead_unit": "秘密工程局", "q": "停车"},
    {"category": "机密事务"},
    {"proposer": "赵隐名"},
    {"outcome": "未公开结果"},
    {"year": "2031"},
    {"session": "15-1"},
    {"from": "2031", "to": "2031-12"},
    {"find": "秘密"},
    {"q": "停车", "sort": "newest", "limit": "50"},
    {"text": "关于秘密工程选址的提案"},
    {"title": "关于秘密工程选址的提案"},
)


@dataclass(frozen=True)
class Sites:
    """The site without internal proposals, the one with them, and ids of the latter."""

    without: Flask
    hiding: Flask
    internal_id: str
    public_id: str
    service: SearchService


def _secret(place: int) -> Proposal:
    """An internal proposal: one of the public ones over again, with secrets in every part of it."""
    like = proposal(place)
    return internal(
        replace(
            like,
            title=f"关于秘密工程选址的提案（{place}）",
            text=f"{like.text}\n绝密字样",
            session=replace(like.session, term=15, meeting=1) if like.session else None,
            number=900 + place,
            number_written=f"0{900 + place}",
            proposers=("赵隐名",),
            category="机密事务",
            handlings=(Handling("秘密工程局", Role.LEAD),),
            outcome=Outcome("未公开结果"),
            submitted=None,
            filed=None,
            replies=tuple(_dated(each) for each in like.replies),
        )
    )


def _with_secrets(home: Path, public: list[Proposal]) -> SearchService:
    """The public proposals, and internal ones from a file of their own, so that the public ones are just the same."""
    settings = Settings(home)
    with Archive.open(settings.archive) as archive:
        add(archive, home / "files", public)
        add(archive, home / "files", (_secret(place) for place in range(6)), "internal.jsonl")
        reindex(archive, Generations(settings.index_directory))
    return open_service(settings)


def _desk(service: SearchService, root: Path) -> Desk:
    return make_desk(service.archive, FakeDuplicates(service.archive), root, lambda: None)


def _dated(reply: Reply) -> Reply:
    assert reply.replied is not None
    return replace(reply, units=("秘密工程局",), replied=replace(reply.replied, year=2031))


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    """Both sites, over real archives and indexes."""
    public = proposals(PUBLIC)
    without = service_over(tmp_path_factory.mktemp("without"), public)
    hiding = _with_secrets(tmp_path_factory.mktemp("hiding"), public)
    desks = [_desk(each, tmp_path_factory.mktemp("desk")) for each in (without, hiding)]
    apps = [
        create_app(each, store=in_hand(), key=b"k" * 32, passwords=CHEAP, desk=desk)
        for each, desk in zip((without, hiding), desks, strict=True)
    ]
    ids = [id for id, _ in hiding.archive.versions()]
    yield Sites(apps[0], apps[1], ids[-1], ids[0], hiding)
    without.archive.close()
    hiding.archive.close()


@pytest.fixture(scope="module")
def clients(sites: Sites) -> dict[str | None, FlaskClient]:
    """Browsers of an anonymous visitor, a clerk and an operator, at the site with internal proposals."""
    return {name: signed_in_client(sites.hiding, name) for name in (None, "王芳", "admin")}


def test_every_route_states_its_rule(sites: Sites) -> None:
    views = sites.hiding.view_functions
    assert [route.rule for route in routes(sites.hiding) if rule_of(views[route.endpoint]) is None] == []


def test_a_view_without_a_rule_is_never_answered(sites: Sites) -> None:
    app = create_app(sites.service, store=in_hand())
    app.add_url_rule("/forgotten", "forgotten", lambda: "geheim")
    response = app.test_client().get("/forgotten")
    assert response.status_code == 500
    assert "geheim" not in response.text


def test_whatever_writes_needs_a_sign_in(sites: Sites) -> None:
    views = sites.hiding.view_functions
    writing = [
        route.endpoint
        for route in routes(sites.hiding)
        if (route.methods or set()) - {"GET", "HEAD", "OPTIONS"} and rule_of(views[route.endpoint]) is Rule.PUBLIC
    ]
    assert writing == ["account.sign_in"]


@pytest.mark.parametrize("name", [None, "王芳", "admin"])
def test_every_address_opens_to_whom_its_rule_says_and_to_no_one_else(
    sites: Sites, clients: dict[str | None, FlaskClient], name: str | None
) -> None:
    role = {None: None, "王芳": AccountRole.CLERK, "admin": AccountRole.OPERATOR}[name]
    for route in routes(sites.hiding):
        rule = rule_of(sites.hiding.view_functions[route.endpoint])
        assert rule is not None
        admitted = rule.value is None or (role is not None and role.may(rule.value))
        for address in addresses(sites.hiding, route, [sites.public_id, sites.internal_id, "没有这件"]):
            for method in sorted((route.methods or set()) - {"HEAD", "OPTIONS"}):
                response = clients[name].open(address, method=method)
                told = (method, address, response.status_code)
                if method != "GET":
                    # Nobody sent the token of a form: those who may act are told so, the others are not let near.
                    assert response.status_code == (400 if admitted else 401 if role is None else 403), told
                elif admitted:
                    assert response.status_code not in (401, 403, 500), told
                    assert "/sign-in" not in response.headers.get("Location", ""), told
                elif role is None:
                    assert (response.status_code, "/sign-in" in response.headers.get("Location", "")) in (
                        (303, True),
                        (401, False),
                    ), told
                else:
                    assert response.status_code == 403, told


def _asked(sites: Sites) -> Iterator[str]:
    """Every address that answers a question to everybody."""
    for route in routes(sites.hiding):
        if "GET" not in (route.methods or set()):
            continue
        if rule_of(sites.hiding.view_functions[route.endpoint]) is not Rule.PUBLIC:
            continue
        ids = [sites.public_id, sites.internal_id, "没有这件"]
        for address in addresses(sites.hiding, route, ids):
            yield from with_questions(address, QUESTIONS)


def test_an_internal_proposal_leaves_no_trace_for_an_anonymous_visitor(sites: Sites) -> None:
    without, hiding = sites.without.test_client(), sites.hiding.test_client()
    asked = list(_asked(sites))
    assert len(asked) > 200
    for address in asked:
        assert readable(hiding.get(address)) == readable(without.get(address)), address


def test_an_internal_proposal_is_answered_like_one_that_does_not_exist(sites: Sites) -> None:
    client = sites.hiding.test_client()
    missing = sites.internal_id[:-4] + "0000"
    for route in routes(sites.hiding):
        wants_id = route.arguments & {"proposal_id", "id", "first", "second", "other_id"}
        if "GET" in (route.methods or set()) and wants_id:
            for there, nowhere in zip(
                addresses(sites.hiding, route, [sites.internal_id]),
                addresses(sites.hiding, route, [missing]),
                strict=True,
            ):
                answers = [readable(client.get(each)).replace(id, "ID") for each, id in _named(sites, there, nowhere)]
                assert answers[0] == answers[1], there


def _named(sites: Sites, there: str, nowhere: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return (there, sites.internal_id), (nowhere, sites.internal_id[:-4] + "0000")


def test_a_clerk_finds_the_internal_proposals_at_the_same_addresses(
    sites: Sites, clients: dict[str | None, FlaskClient]
) -> None:
    """The test above is worth something: what it looks for is there, for those who may see it."""
    told = {secret: 0 for secret in SECRETS}
    for address in (
        "/?q=停车",
        "/?year=2031",
        f"/proposal/{sites.internal_id}",
        "/api/v1/suggest?q=秘密",
        "/facets/unit",
    ):
        text = clients["王芳"].get(address).text
        told = {secret: count + (secret in text) for secret, count in told.items()}
    assert min(told.values()) >= 1, told
    assert clients["王芳"].get("/api/v1/stats").json["documents"] == PUBLIC + 6  # type: ignore[index]


def test_every_export_holds_internal_proposals_for_a_clerk_and_none_for_others(
    sites: Sites, clients: dict[str | None, FlaskClient]
) -> None:
    exports = [route for route in routes(sites.hiding) if route.endpoint.startswith("export.") and not route.arguments]
    searching = {route.rule for route in exports} - {"/opensearch.xml"}
    assert searching >= {"/export.xlsx", "/export.csv", "/export.jsonl", "/feed.atom"}
    for address in sorted(searching):
        for question in ("", "?q=停车", "?unit=秘密工程局", "?year=2031", "?q=绝密字样"):
            told = {name: readable(clients[name].get(address + question)) for name in (None, "王芳", "admin")}
            for secret in ("关于秘密工程选址的提案", sites.internal_id):
                assert secret not in told[None], (address, question)
                assert all(secret in told[name] for name in ("王芳", "admin")), (address, question)
