"""The site's own files: the key is made once, for its owner only; the database too; commands write what pages read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.cli.main import cli
from search_web.accounts.credentials import read_key
from search_web.site.config import SiteError

PASSWORD = "图书馆 夜间 开放 一二"


def _tian(home: Path, *args: str, typed: str = "") -> Result:
    return CliRunner().invoke(cli, ["--home", str(home), *args], input=typed)


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "home" / "site.key"
    key = read_key(path)
    assert len(key) == 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_key(path) == key
    assert list(path.parent.iterdir()) == [path]


def test_a_key_that_others_may_read_or_that_was_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "site.key"
    read_key(path)
    path.chmod(0o644)
    with pytest.raises(SiteError, match="chmod 600"):
        read_key(path)
    path.chmod(0o600)
    path.write_bytes(b"short")
    with pytest.raises(SiteError, match="不完整"):
        read_key(path)


def test_accounts_are_kept_from_the_command_line_and_the_trail_tells_of_it(tmp_path: Path) -> None:
    assert _tian(tmp_path, "user", "add", "王芳", typed=f"{PASSWORD}\n").exit_code == 0
    assert (tmp_path / "site.sqlite").stat().st_mode & 0o777 == 0o600
    assert _tian(tmp_path, "user", "role", "王芳", "operator").exit_code == 0
    assert _tian(tmp_path, "user", "disable", "王芳").exit_code == 0
    (account,) = [json.loads(each) for each in _tian(tmp_path, "user", "list", "--json").stdout.splitlines()]
    assert (account["name"], account["role"], account["enabled"]) == ("王芳", "operator", False)
    assert _tian(tmp_path, "user", "enable", "王芳").exit_code == 0
    assert _tian(tmp_path, "user", "passwd", "王芳", typed="另外的密码 三四五六七\n").exit_code == 0
    assert _tian(tmp_path, "user", "remove", "王芳").exit_code == 0
    trail = [json.loads(each) for each in _tian(tmp_path, "audit", "--json").stdout.splitlines()]
    told = [each["action"] for each in trail]
    assert told == ["删除账号", "重设密码", "恢复账号", "停用账号", "改变角色", "新增账号"]
    assert {each["who"][:4] for each in trail} == {"命令行（"}
    assert _tian(tmp_path, "audit", "--limit", "2", "--json").stdout.count("\n") == 2
    assert PASSWORD.encode() not in (tmp_path / "site.sqlite").read_bytes()


@pytest.mark.parametrize("weak", ["短", "1234567890123", "aaaaaaaaaaaa", "王芳王芳12345678"])
def test_a_weak_password_is_refused(tmp_path: Path, weak: str) -> None:
    result = _tian(tmp_path, "user", "add", "王芳", typed=f"{weak}\n")
    assert isinstance(result.exception, SiteError)


def test_an_account_that_is_not_there_or_there_already_is_said_so(tmp_path: Path) -> None:
    assert "没有名为" in str(_tian(tmp_path, "user", "disable", "无此人").exception)
    _tian(tmp_path, "user", "add", "王芳", typed=f"{PASSWORD}\n")
    assert "已有名为" in str(_tian(tmp_path, "user", "add", "王芳", typed=f"{PASSWORD}\n").exception)
    assert "不能用" in str(_tian(tmp_path, "user", "add", "a b", typed=f"{PASSWORD}\n").exception)
