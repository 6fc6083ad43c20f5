"""Who is at the other end: the connection's own address, or what a configured proxy says of it."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from flask import Request

from search_web.config import ProxyConfig
from search_web.errors import SiteError

__all__ = ["by_https", "check_addresses", "client_address", "from_proxy"]


def check_addresses(config: ProxyConfig) -> None:
    """Raise ``SiteError`` for a configured proxy that is neither an address nor a network."""
    for address in config.addresses:
        try:
            ip_network(address)
        except ValueError as error:
            raise SiteError(f"代理地址“{address}”不是 IP 地址或网段。请改正网站配置里的 addresses。") from error


def from_proxy(request: Request, config: ProxyConfig) -> bool:
    """Whether a request came through one of the configured proxies."""
    return _trusted(request.remote_addr or "", config.addresses)


def client_address(request: Request, config: ProxyConfig) -> str:
    """Return the address of whoever asks: the last one before the proxies, which alone cannot be made up."""
    address = request.remote_addr or ""
    before = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",")]
    while before and _trusted(address, config.addresses):
        said = before.pop()
        if _parsed(said) is None:
            break
        address = said
    return address


def by_https(request: Request, config: ProxyConfig) -> bool:
    """Whether the page was asked by https, to this server or to the proxy in front of it."""
    if from_proxy(request, config) and (said := request.headers.get("X-Forwarded-Proto")):
        return said.rsplit(",", maxsplit=1)[-1].strip() == "https"
    return request.is_secure


@lru_cache(maxsize=256)
def _trusted(address: str, proxies: tuple[str, ...]) -> bool:
    parsed = _parsed(address)
    return parsed is not None and any(parsed in ip_network(each) for each in proxies)


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(address)
    except ValueError:
        return None
