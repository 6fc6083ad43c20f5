"""What an installation may say about its site: one frozen value, read once from ``site.toml`` in the home directory.

Every key is known and checked; one that is misspelt is said to be so, never passed over. Errors join the indexer's
tree, so that the command line says them too:

IndexerError
└── SiteError            the site's database, key or configuration cannot be used, or an account cannot be so
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from corpus import Ruling
from indexer import IndexerError, Settings

__all__ = ["AccountRole", "ProxyConfig", "SiteError", "WebConfig", "read_config", "site_config"]


class AccountRole(StrEnum):
    """A role.

    >>> AccountRole.OPERATOR.may(AccountRole.CLERK), AccountRole.CLERK.may(AccountRole.OPERATOR)
    (True, False)
    """

    CLERK = "clerk"
    OPERATOR = "operator"

    @property
    def label(self) -> str:
        """Its name on pages."""
        return {"clerk": "提案工作人员", "operator": "管理员"}[self.value]

    def may(self, needed: AccountRole) -> bool:
        """Whether somebody of this role may do what needs another."""
        order = list(AccountRole)
        return order.index(self) >= order.index(needed)


class SiteError(IndexerError):
    """The site's database, key, configuration or an account is not as it must be; the message says what to do."""


@dataclass(frozen=True, slots=True)
class ProxyConfig:
    """Which proxies stand in front of the site, and what is believed of them. By default: none, nothing.

    Attributes:
        addresses: addresses or networks (``10.0.0.0/8``) of the proxies. From these, and from no one else,
            ``X-Forwarded-For``, ``X-Forwarded-Proto`` and the headers below are believed.
        user_header: the header in which the proxy names whom it has signed in (``X-Remote-User``); empty for none.
        role_header: the header with that person's groups, separated by commas.
        roles: (group, role) pairs; the highest role that a person's groups give holds.
        default_role: the role of those whose groups give none; None: they are not signed in.
        sign_out_url: where the proxy signs people out.
    """

    addresses: tuple[str, ...] = ()
    user_header: str = ""
    role_header: str = ""
    roles: tuple[tuple[str, AccountRole], ...] = ()
    default_role: AccountRole | None = None
    sign_out_url: str = ""


@dataclass(frozen=True, slots=True)
class WebConfig:
    """The site's own words and limits.

    Attributes:
        site_name: in the header, in page titles and in citations.
        tagline: one sentence under the name on the front page.
        database: path or SQLAlchemy URL of the site's own database; empty: ``site.sqlite`` in the home directory.
        key_file: path of the site's secret key; empty: ``site.key`` in the home directory.
        base_url: public address for permalinks and citations (``https://tian.example.gov.cn``); where empty, the
            address the page was asked under.
        session_lifetime: after this long everybody signs in again.
        session_idle: after this long without a page asked, too.
        secure_cookies: whether cookies travel by https only; None: where the page was asked by https.
        upload_limit: most bytes a request may bring.
        proxy: the proxies in front of the site.
        export_most: proposals in one export at most; a larger search says that it was cut.
        rulings: which the desk offers; ``ruling_names``: what it calls them; ``rulings_of_operators``: not for clerks.
    """

    site_name: str = "提案检索"
    tagline: str = "政协提案、人大建议和答复的全文检索与档案"
    base_url: str = ""
    database: str = ""
    key_file: str = ""
    session_lifetime: timedelta = timedelta(hours=12)
    session_idle: timedelta = timedelta(hours=2)
    secure_cookies: bool | None = None
    upload_limit: int = 64 * 1024 * 1024
    proxy: ProxyConfig = field(default_factory=ProxyConfig)
    export_most: int = 10_000
    rulings: tuple[Ruling, ...] = tuple(Ruling)
    ruling_names: tuple[tuple[Ruling, str], ...] = ()
    rulings_of_operators: tuple[Ruling, ...] = ()


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
    config = WebConfig(**parts["site"], **parts["session"], **parts["rulings"], proxy=ProxyConfig(**parts["proxy"]))
    _check_addresses(config.proxy)
    return config


def _check_addresses(config: ProxyConfig) -> None:
    """Raise ``SiteError`` for a configured proxy that is neither an address nor a network."""
    for address in config.addresses:
        try:
            ip_network(address)
        except ValueError as error:
            raise SiteError(f"代理地址“{address}”不是 IP 地址或网段。请改正网站配置里的 addresses。") from error


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


def _rulings(value: Any) -> tuple[Ruling, ...]:
    return tuple(Ruling(each) for each in _texts(value))


def _ruling_names(value: Any) -> tuple[tuple[Ruling, str], ...]:
    names = tuple((Ruling(ruling), " ".join(_exactly(str)(name).split())) for ruling, name in dict(value).items())
    shown = [dict(names).get(each, each.value) for each in Ruling]
    # Two verbs under one name could not be told apart on a page.
    if not all(shown) or len(set(shown)) < len(shown):
        raise ValueError
    return names


_RULINGS: _Value = (f"决定的列表，可用的有：{'、'.join(Ruling)}", _rulings)
_TEXT: _Value = ("文字", _exactly(str))
_ROLE: _Value = ("clerk 或 operator", AccountRole)
_ROLES: _Value = (
    "“组名 = 角色”的表，角色是 clerk 或 operator",
    lambda value: tuple((group, AccountRole(role)) for group, role in dict(value).items()),
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
    "rulings": {
        "offered": ("rulings", _RULINGS),
        "names": ("ruling_names", (f"“决定 = 名称”的表，名称不空、不重，决定有：{'、'.join(Ruling)}", _ruling_names)),
        "operators_only": ("rulings_of_operators", _RULINGS),
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
