"""The site's configuration file: ``site.toml`` in the home directory, read once, at the edge.

Every key is known and checked; one that is misspelt is said to be so, never passed over.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from indexer import Settings
from search_web.access import check_addresses
from search_web.config import ProxyConfig, WebConfig
from search_web.errors import SiteError
from search_web.roles import Role

__all__ = ["read_config", "site_config"]

#: A key's value: what it must be, in words, and how it is taken. The second raises ``ValueError`` for what it is not.
_Value = tuple[str, Callable[[Any], Any]]


def site_config(settings: Settings, path: Path | None = None) -> WebConfig:
    """Return the configuration in a file; in the home directory's ``site.toml`` where none is named, if there is one.

    Raises:
        SiteError: the named file is not there, or something in it is wrong; the message says what.
    """
    own = settings.home / "site.toml"
    if path is None and not own.exists():
        return WebConfig()
    return read_config(path or own)


def read_config(path: Path) -> WebConfig:
    """Return the configuration in a file.

    Raises:
        SiteError: it cannot be read, or something in it is wrong; the message says what.
    """
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SiteError(f"网站配置 {path} 无法读取：{error}。请检查路径和写法（TOML，UTF-8）。") from error
    parts = {name: _section(path, name, written.pop(name, {}), keys) for name, keys in _SECTIONS.items()}
    if written:
        raise SiteError(f"网站配置 {path}：没有 [{next(iter(written))}] 这一节。可用的有：{'、'.join(_SECTIONS)}。")
    config = WebConfig(**parts["site"], **parts["session"], proxy=ProxyConfig(**parts["proxy"]))
    check_addresses(config.proxy)
    return config


def _section(path: Path, name: str, section: object, keys: Mapping[str, tuple[str, _Value]]) -> dict[str, Any]:
    if not isinstance(section, dict):
        raise SiteError(f"网站配置 {path}：[{name}] 应是一节。")
    taken = {}
    for key, value in section.items():
        if key not in keys:
            raise SiteError(f"网站配置 {path}：[{name}] 里没有 {key} 这一项。可用的有：{'、'.join(keys)}。")
        field, (wanted, take) = keys[key]
        try:
            taken[field] = take(value)
        except (ValueError, TypeError) as error:
            raise SiteError(f"网站配置 {path}：[{name}] 的 {key} 应是{wanted}。") from error
    return taken


def _exactly(kind: type) -> Callable[[Any], Any]:
    def take(value: Any) -> Any:
        if type(value) is not kind:
            raise ValueError
        return value

    return take


def _positive(value: Any) -> int:
    if type(value) is not int or value < 1:
        raise ValueError
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError
    return tuple(value)


_TEXT: _Value = ("文字", _exactly(str))
_ROLE: _Value = ("clerk 或 operator", Role)
_ROLES: _Value = (
    "“组名 = 角色”的表，角色是 clerk 或 operator",
    lambda value: tuple((group, Role(role)) for group, role in dict(value).items()),
)

#: Section → key → field of the configuration and its value.
_SECTIONS: Mapping[str, Mapping[str, tuple[str, _Value]]] = {
    "site": {
        "name": ("site_name", _TEXT),
        "tagline": ("tagline", _TEXT),
        "base_url": ("base_url", _TEXT),
        "database": ("database", _TEXT),
        "key_file": ("key_file", _TEXT),
        "upload_limit_mb": ("upload_limit", ("正整数，单位 MB", lambda value: _positive(value) * 1024 * 1024)),
        "export_most": ("export_most", ("正整数", _positive)),
        "secure_cookies": ("secure_cookies", ("true 或 false", _exactly(bool))),
    },
    "session": {
        "lifetime_hours": ("session_lifetime", ("正整数", lambda value: timedelta(hours=_positive(value)))),
        "idle_minutes": ("session_idle", ("正整数", lambda value: timedelta(minutes=_positive(value)))),
    },
    "proxy": {
        "addresses": ("addresses", ("文字的列表", _texts)),
        "user_header": ("user_header", _TEXT),
        "role_header": ("role_header", _TEXT),
        "roles": ("roles", _ROLES),
        "default_role": ("default_role", _ROLE),
        "sign_out_url": ("sign_out_url", _TEXT),
    },
}
