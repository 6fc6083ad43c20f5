"""Operators see how the site does and look after accounts; what the public seeks in vain names nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from corpus import Archive, Profile, import_paths
from indexer import Settings, open_service
from search_web import WebConfig, create_app
from search_web.accounts.store import SiteStore
from search_web.accounts.store.audit import MOST
from tests.indexer.archives import service_over
from tests.search_web.accounts.people import CHEAP, PASSWORDS, fill_in, in_hand, signed_in_client
from tests.search_web.dom import Page
from tests.search_web.samples import proposals


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home directory with three indexed proposals, one that came later, and a file that could not be read."""
    where = tmp_path_factory.mktemp("home")
    service_over(where, proposals(3)).archive.close()
    broken = where / "坏文件.json"
    broken.write_text('{"title": ', encoding="utf-8")
    with Archive.open(Settings(where).archive) as archive:
        import_paths(archive, [broken], profile=Profile.generic())
    return where


@pytest.fixture
def kept() -> SiteStore:
    """The site's database, in memory."""
    return in_hand()


@pytest.fixture
def site(home: Path, kept: SiteStore) -> Iterator[Flask]:
    """The site over that home directory."""
    service = open_service(Settings(home))
    yield create_app(service, WebConfig(), store=kept, key=b"k" * 32, passwords=CHEAP)
    service.archive.close()


@pytest.fixture
def admin(site: Flask) -> FlaskClient:
    """A browser in which the operator is signed in."""
    return signed_in_client(site, "admin")


def _act(client: FlaskClient, act: str, **fields: str) -> tuple[int, str]:
    token = Page("", client.get("/operator/accounts").text).one("//header//input[@name='csrf']").get("value", "")
    response = client.post("/operator/accounts", data={"csrf": token, "act": act, **fields})
    return response.status_code, Page("", response.text).text()


def test_the_state_tells_counts_and_the_index_and_a_comparison_on_request(admin: FlaskClient, kept: SiteStore) -> None:
    text = Page("", admin.get("/operator").text).text()
    assert "3 件，有答复 3 件" in text
    assert "generation-000001" in text
    assert "没能读入 1 处" in text.replace("没能读入1", "没能读入 1")
    token = Page("", admin.get("/operator").text).one("//header//input[@name='csrf']").get("value", "")
    verified = admin.post("/operator/verify", data={"csrf": token})
    assert "档案和索引一致" in verified.text
    assert kept.audit.page()[0].action == "核对档案与索引"


def test_imports_and_what_could_not_be_read_are_listed_with_their_reason(admin: FlaskClient) -> None:
    assert "新增 3" in Page("", admin.get("/operator/imports").text).text()
    rejects = Page("", admin.get("/operator/rejects").text)
    assert "坏文件.json" in rejects.text()
    assert '{"title":' in rejects.text()
    assert admin.get("/operator/rejects?page=99999999999999999999").status_code == 200
    assert admin.get("/operator/rejects?page=-1").status_code == 200


def test_accounts_are_added_reset_disabled_and_given_roles(site: Flask, admin: FlaskClient, kept: SiteStore) -> None:
    assert _act(admin, "add", name="李明", role="clerk", password="五个不相干的词语")[0] == 422
    assert _act(admin, "add", name="李明", role="clerk", password="图书馆 夜间 开放 一二")[0] == 200
    status, told = _act(admin, "add", name="李明", role="clerk", password="图书馆 夜间 开放 一二")
    assert (status, "已有名为" in told) == (422, True)
    assert _act(admin, "role", name="李明", role="operator")[0] == 200
    assert kept.accounts.get("李明").role == "operator"
    assert _act(admin, "disable", name="李明")[0] == 200
    wrong = fill_in(site.test_client(), "/sign-in", "sign-in", name="李明", password="图书馆 夜间 开放 一二")
    assert wrong.status_code == 401
    assert _act(admin, "enable", name="李明")[0] == 200
    assert _act(admin, "reset", name="李明", password="另外的密码 三四五六七")[0] == 200
    right = fill_in(site.test_client(), "/sign-in", "sign-in", name="李明", password="另外的密码 三四五六七")
    assert right.status_code == 303
    assert _act(admin, "nonsense", name="李明")[0] == 400
    assert _act(admin, "role", name="李明", role="root")[0] == 422
    assert _act(admin, "reset", name="没有此人", password="另外的密码 三四五六七")[0] == 422
    actions = [each.action for each in kept.audit.page() if each.who == "admin"]
    assert actions == ["重设密码", "恢复账号", "停用账号", "改变角色", "新增账号", "登录"]
    assert "另外的密码" not in admin.get("/operator/audit").text


def test_nobody_disables_or_demotes_themselves(admin: FlaskClient, kept: SiteStore) -> None:
    assert _act(admin, "disable", name="admin")[0] == 422
    assert _act(admin, "role", name=" ADMIN", role="clerk")[0] == 422
    assert kept.accounts.get("admin").enabled


def test_the_audit_trail_is_paged_and_narrowed(admin: FlaskClient, kept: SiteStore) -> None:
    for each in range(120):
        kept.audit.add("王芳", "作决定", f"第 {each} 对")
    first = Page("", admin.get("/operator/audit?who=王芳").text)
    assert len(first.all("//tbody/tr")) == 50
    older = first.one("//a[@rel='next']").get("href", "")
    assert "第 69 对" in Page("", admin.get(older).text).text()
    assert len(Page("", admin.get("/operator/audit?action=登录").text).all("//tbody/tr")) == 1


def test_what_the_public_does_not_find_is_counted_and_what_others_seek_is_not(site: Flask, kept: SiteStore) -> None:
    public, clerk = site.test_client(), signed_in_client(site, "王芳")
    for query in ("磁悬浮", "磁悬浮", "停车", "", "磁悬浮&year=2021", "13800001234磁悬浮", "磁" * 41, "磁悬浮@某处"):
        public.get(f"/?q={query}")
    clerk.get("/?q=内部磁悬浮选址")
    found = {each.query: each.times for each in kept.unanswered.top()}
    assert found == {"磁悬浮": 2}
    assert "磁悬浮" in signed_in_client(site, "admin").get("/operator/searches").text


def test_the_list_of_searches_stays_small_and_keeps_the_frequent(kept: SiteStore) -> None:
    kept.unanswered.add("常查的")
    kept.unanswered.add("常查的")
    for each in range(MOST + 20):
        kept.unanswered.add(f"少见的{each:04d}")
    top = kept.unanswered.top(limit=10_000)
    assert len(top) == MOST
    assert top[0].query == "常查的"


def test_no_page_for_operators_is_for_clerks(site: Flask) -> None:
    clerk = signed_in_client(site, "王芳")
    assert PASSWORDS.keys() == {"王芳", "admin"}
    for path in ("/operator", "/operator/imports", "/operator/rejects", "/operator/searches", "/operator/audit"):
        response = clerk.get(path)
        assert response.status_code == 403
        assert "没有这个权限" in response.text
    assert "管理" not in Page("", clerk.get("/").text).text("//header")
