"""A search as a feed (Atom, RFC 4287): what came in or was revised last comes first."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

__all__ = ["Feed", "FeedEntry", "atom"]

_ATOM = "http://www.w3.org/2005/Atom"
#: Control characters that XML cannot hold.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: Ids are made from names under this one, so that they outlive a change of the site's address.
_OURS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:tian")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One proposal in a feed.

    Attributes:
        key: what the entry's id is made from: the same for as long as the proposal exists.
        updated: when it came in or was last revised (RFC 3339).
        categories: what it is about, each once.
    """

    key: str
    title: str
    address: str
    updated: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed; ``key`` as in an entry, ``own`` is its own address, ``page`` that of the search's page."""

    key: str
    title: str
    subtitle: str
    author: str
    own: str
    page: str
    updated: str
    entries: Sequence[FeedEntry]


def atom(feed: Feed) -> bytes:
    """Return the feed as an Atom document in UTF-8."""
    root = etree.fromstring(f'<feed xmlns="{_ATOM}" xml:lang="zh-CN"/>')
    _add(root, "id", _id(feed.key))
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.subtitle)
    _add(root, "updated", feed.updated)
    _add(_add(root, "author"), "name", feed.author)
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.own)
    _add(root, "link", rel="alternate", type="text/html", href=feed.page)
    for entry in feed.entries:
        _entry(root, entry)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _entry(root: etree._Element, entry: FeedEntry) -> None:
    element = _add(root, "entry")
    _add(element, "id", _id(entry.key))
    _add(element, "title", entry.title)
    _add(element, "updated", entry.updated)
    for author in entry.authors:
        _add(_add(element, "author"), "name", author)
    _add(element, "link", rel="alternate", type="text/html", href=entry.address)
    for category in entry.categories:
        _add(element, "category", term=category)
    _add(element, "summary", entry.summary)


def _id(key: str) -> str:
    return uuid.uuid5(_OURS, key).urn


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_ATOM}}}{name}")
    for attribute, value in attributes.items():
        element.set(attribute, _plain(value))
    if text:
        element.text = _plain(text)
    return element


def _plain(text: str) -> str:
    return _UNWRITABLE.sub("", text)
