"""The site's configuration file: every key does something, a wrong one is said to be wrong."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from corpus import Ruling
from indexer import Settings
from search_web import WebConfig
from search_web.site.config import AccountRole, ProxyConfig, SiteError, read_config, site_config

WHOLE = """
[site]
name = "江州提案"
tagline = "江州市政协提案档案"
base_url = "https://tian.example.gov.cn"
database = "postgresql+psycopg://tian@db/site"
key_file = "/etc/tian/site.key"
upload_limit_mb = 32
secure_cookies = true

[session]
lifetime_hours = 8
idle_minutes = 30

[proxy]
addresses = ["127.0.0.1", "10.1.0.0/16"]
user_header = "X-Remote-User"
role_header = "X-Remote-Groups"
default_role = "clerk"
sign_out_url = "https://sso.example.gov.cn/logout"

[proxy.roles]
"提案委" = "clerk"
"信息中心" = "operator"
"""


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "site.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_key_is_read(tmp_path: Path) -> None:
    assert read_config(_file(tmp_path, WHOLE)) == WebConfig(
        site_name="江州提案",
        tagline="江州市政协提案档案",
        base_url="https://tian.example.gov.cn",
        database="postgresql+psycopg://tian@db/site",
        key_file="/etc/tian/site.key",
        session_lifetime=timedelta(hours=8),
        session_idle=timedelta(minutes=30),
        secure_cookies=True,
        upload_limit=32 * 1024 * 1024,
        proxy=ProxyConfig(
            addresses=("127.0.0.1", "10.1.0.0/16"),
            user_header="X-Remote-User",
            role_header="X-Remote-Groups",
            roles=(("提案委", AccountRole.CLERK), ("信息中心", AccountRole.OPERATOR)),
            default_role=AccountRole.CLERK,
            sign_out_url="https://sso.example.gov.cn/logout",
        ),
    )


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    assert site_config(Settings(tmp_path)) == WebConfig()
    assert read_config(_file(tmp_path, "")) == WebConfig()


def test_the_home_directory_has_its_own_and_another_can_be_named(tmp_path: Path) -> None:
    _file(tmp_path, "[site]\nname = '甲'")
    other = tmp_path / "other.toml"
    other.write_text("[site]\nname = '乙'", encoding="utf-8")
    assert site_config(Settings(tmp_path)).site_name == "甲"
    assert site_config(Settings(tmp_path), other).site_name == "乙"
    with pytest.raises(SiteError, match="无法读取"):
        site_config(Settings(tmp_path), tmp_path / "missing.toml")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[site]\nnmae = '甲'", "nmae"),
        ("[sight]\nname = '甲'", "sight"),
        ("site = 1", "site"),
        ("[site]\nname = 1", "name 应是文字"),
        ("[site]\nupload_limit_mb = 0", "upload_limit_mb 应是正整数"),
        ("[site]\nsecure_cookies = 'yes'", "secure_cookies"),
        ("[session]\nidle_minutes = '三十'", "idle_minutes"),
        ("[proxy]\naddresses = '127.0.0.1'", "addresses"),
        ("[proxy]\naddresses = ['代理']", "不是 IP 地址"),
        ("[proxy]\ndefault_role = 'root'", "default_role"),
        ("[proxy.roles]\n'提案委' = 'root'", "roles"),
        ("[site", "无法读取"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SiteError, match=told):
        read_config(_file(tmp_path, text))


def test_the_site_chooses_its_rulings_and_their_names(tmp_path: Path) -> None:
    text = '[rulings]\noffered = ["并案", "转为来信"]\noperators_only = ["转为来信"]\nnames = {"转为来信" = "社情民意"}'
    config = read_config(_file(tmp_path, text))
    assert config.rulings == (Ruling.MERGE, Ruling.AS_LETTER)
    assert config.rulings_of_operators == (Ruling.AS_LETTER,)
    assert config.ruling_names == ((Ruling.AS_LETTER, "社情民意"),)


@pytest.mark.parametrize("line", ['offered = ["合并"]', 'names = {"并案" = "待定"}', 'names = {"并案" = " "}'])
def test_a_ruling_that_is_none_or_a_name_that_is_taken_is_said_to_be_wrong(tmp_path: Path, line: str) -> None:
    with pytest.raises(SiteError, match="并案"):
        read_config(_file(tmp_path, f"[rulings]\n{line}"))
