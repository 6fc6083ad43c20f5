"""A record as the archive writes it: canonical JSON, compressed; and its checksum."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.errors import ReadError
from corpus.interchange import from_json, to_json

if TYPE_CHECKING:
    from corpus.model import Proposal

__all__ = ["checksum", "pack", "unpack"]


def checksum(record: Proposal) -> str:
    """Return the SHA-256 (64 hex digits) of everything the record says, without its id and source.

    >>> from corpus.model import Proposal, Source
    >>> source = Source("a.csv", "0" * 64, "csv", place="第 2 行")
    >>> checksum(Proposal("关于停车", id="x-1")) == checksum(Proposal("关于停车", source=source))
    True
    """
    return hashlib.sha256(_canonical(replace(record, id="", source=None))).hexdigest()


def pack(record: Proposal) -> bytes:
    """Return the record, source and all, as compressed canonical JSON.

    Raises:
        ReadError: the record would not come back as it is, such as one without a title; better refused than
            kept changed.
    """
    written = _canonical(replace(record, id=""))
    if _parsed(written) != replace(record, id=""):
        raise ReadError("这条记录存档后读不回原样，没有存入。请报告给开发者，原件已留存")
    return zlib.compress(written, level=3)


def unpack(body: bytes, *, id: str = "") -> Proposal:
    """Return the record that ``pack`` wrote, under the id the archive gave it.

    >>> from corpus.model import Proposal
    >>> unpack(pack(Proposal("关于停车", text="一、现状")), id="x-1").text
    '一、现状'
    """
    return _parsed(zlib.decompress(body), id)


def _canonical(record: Proposal) -> bytes:
    written = json.dumps(to_json(record), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # A JSON source may hold half a surrogate pair; it is kept like any other character.
    return written.encode("utf-8", "surrogatepass")


def _parsed(written: bytes, id: str = "") -> Proposal:
    return from_json({**json.loads(written.decode("utf-8", "surrogatepass")), "id": id})
