"""The shipped nginx configuration, run: what a visitor meets between the network and the site."""

from __future__ import annotations

import shutil
import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from corpus import Archive, Profile, import_paths
from indexer import Settings, open_generations
from indexer.index.build import reindex
from tests.services.nginx import ShippedNginx

pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(not shutil.which("nginx"), reason="no nginx here: Debian package nginx-light"),
]

_RECORD = "案由：关于增设停车位的提案\n届次：十二届五次\n提案号：12\n提案人：王小明\n提案内容：城北停车难。\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShippedNginx]:
    home = tmp_path_factory.mktemp("home")
    settings = Settings(home)
    (home / "record.txt").write_text(_RECORD, encoding="utf-8")
    (home / "site.toml").write_text('[proxy]\naddresses = ["127.0.0.1"]\nuser_header = "X-Remote-User"\n', "utf-8")
    with Archive.open(settings.archive) as archive:
        import_paths(archive, [home / "record.txt"], profile=Profile.generic())
        reindex(archive, open_generations(settings))
    with ShippedNginx(tmp_path_factory.mktemp("nginx")).running(home) as nginx:
        yield nginx


def test_nginx_takes_the_shipped_configuration(tmp_path: Path) -> None:
    assert ShippedNginx(tmp_path).check() == ""


def test_a_search_is_answered_over_https(site: ShippedNginx) -> None:
    status, page = site.ask("/?q=%E5%81%9C%E8%BD%A6")
    assert status == 200
    assert "停车" in page


def test_an_upload_over_the_limit_is_told_in_chinese(site: ShippedNginx) -> None:
    connection = site.connection()
    connection.putrequest("POST", "/desk/", skip_host=True)
    connection.putheader("Host", "tian.example.gov.cn")
    connection.putheader("Content-Length", str(65 << 20))
    connection.endheaders()
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()
    assert answer.status == 413
    assert "文件太大" in page
    assert "64 MB" in page


def test_nginx_lets_through_what_the_site_takes(site: ShippedNginx) -> None:
    """Two megabytes under the limit reach the site, which asks who it is instead of refusing the size."""
    status, page = site.ask("/desk/", "POST", bytes(62 << 20))
    assert status != 413, page
    assert "nginx" not in page


def test_a_forged_user_header_signs_nobody_in(site: ShippedNginx) -> None:
    _, plain = site.ask("/")
    _, forged = site.ask("/", user="admin")
    assert "登录" in plain
    assert "退出" not in forged


def test_half_sent_requests_stop_nobody(site: ShippedNginx) -> None:
    with ExitStack() as held:
        for _ in range(40):
            raw = held.enter_context(socket.create_connection(("127.0.0.1", site.https), timeout=60))
            wrapped = held.enter_context(ssl._create_unverified_context().wrap_socket(raw))
            wrapped.sendall(b"POST /desk/ HTTP/1.1\r\nHost: tian.example.gov.cn\r\nContent-Length: 1000\r\n\r\nhalf")
        assert site.ask("/?q=%E5%81%9C%E8%BD%A6")[0] == 200
