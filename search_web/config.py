"""What an installation may say about its site: one frozen value, built by whoever starts the server."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from search_web.roles import Role

__all__ = ["ProxyConfig", "WebConfig"]


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
    roles: tuple[tuple[str, Role], ...] = ()
    default_role: Role | None = None
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
