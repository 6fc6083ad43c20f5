"""A record as the archive keeps it: JSON without what says nothing, compressed; and its checksum.

The form is part of the archive's format: whoever changes it adds a step to ``migrations`` that brings the payloads
over. A field added to the model changes neither payload nor checksum of what does not use it.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from corpus.errors import ArchiveError, Misshapen, ReadError
from corpus.interchange import STORED
from corpus.model import Proposal

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["canonical", "checksum", "pack", "unpack"]


def checksum(record: Proposal) -> str:
    """Return the SHA-256 (64 hex digits) of everything the record says, without its id and source.

    >>> from corpus.model import Source
    >>> source = Source("a.csv", "0" * 64, "csv", place="第 2 行")
    >>> checksum(Proposal("关于停车", id="x-1")) == checksum(Proposal("关于停车", source=source))
    True
    """
    return hashlib.sha256(canonical(STORED.plain(replace(record, id="", source=None)))).hexdigest()


def pack(record: Proposal) -> bytes:
    """Return the record, source and all, as compressed canonical JSON.

    Raises:
        ReadError: the record would not come back as it is, such as one without a title; better refused than
            kept changed.
    """
    bare = replace(record, id="")
    written = canonical(STORED.plain(bare))
    if not record.title:
        raise ReadError("缺少 title，请补上标题")
    if _parsed(written) != bare:
        raise ReadError("这条记录存档后读不回原样，没有存入。请报告给开发者，原件已留存")
    return zlib.compress(written, level=3)


def unpack(body: bytes, *, id: str = "") -> Proposal:
    """Return the record that ``pack`` wrote, under the id the archive gave it.

    Raises:
        ArchiveError: a later version of the program wrote it, or it is damaged.

    >>> unpack(pack(Proposal("关于停车", text="一、现状")), id="x-1").text
    '一、现状'
    """
    try:
        return _parsed(zlib.decompress(body), id)
    except (Misshapen, ReadError) as error:
        raise ArchiveError(f"档案库里的记录 {id} 读不出来：{error}。请升级程序，或从备份恢复。") from error


def canonical(value: Mapping[str, Any]) -> bytes:
    """Return JSON values as the one text they are kept as."""
    written = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # A JSON source may hold half a surrogate pair; it is kept like any other character.
    return written.encode("utf-8", "surrogatepass")


def _parsed(written: bytes, id: str = "") -> Proposal:
    return STORED.structured({**json.loads(written.decode("utf-8", "surrogatepass")), "id": id}, Proposal)
