"""Cursors: where to read on in a search, as a short text that only the same search over the same index takes.

    base64url( state tag · signature · encrypted (key, order, rows before) )

Signature and encryption are keyed with the engine's name for its committed state, which holds random parts and never
leaves the server: nobody can make a cursor up, every process that serves the index accepts it, and no secret has to be
kept. What is inside is hidden because insertion order counts documents that the reader may not see. The signature is
the initialisation vector (a synthetic one, as in RFC 5297), so that the same place always has the same cursor.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import struct
from dataclasses import dataclass

from indexer.engines.base import Place
from indexer.errors import CursorInvalid, CursorOutdated
from indexer.search.request import SearchRequest

__all__ = ["OUTDATED", "Cursor", "read_cursor", "write_cursor"]

_TAG, _SIGNATURE = 6, 12
_PAYLOAD = struct.Struct(">dQQ")

OUTDATED = "索引已经更新，这个游标不再有效。请从第一页重新检索。"


@dataclass(frozen=True, slots=True)
class Cursor:
    """What a cursor says.

    Attributes:
        place: the row to read on behind.
        before: how many rows stand up to there.
    """

    place: Place
    before: int


def write_cursor(cursor: Cursor, state: str, request: SearchRequest) -> str:
    """Return a place in the answer to a search, over the index in this state, as text.

    >>> state, asked = "r4nd0m.1", SearchRequest("停车")
    >>> read_cursor(write_cursor(Cursor(Place(-3.5, 42), 10), state, asked), state, asked)
    Cursor(place=Place(key=-3.5, order=42), before=10)
    """
    payload = _PAYLOAD.pack(cursor.place.key, cursor.place.order, cursor.before)
    signature = _sign(state, request, payload)
    return _text(_tag(state) + signature + _crypt(payload, state, signature))


def read_cursor(text: str, state: str, request: SearchRequest) -> Cursor:
    """Return what a cursor says.

    Raises:
        CursorOutdated: the index has changed since it was given.
        CursorInvalid: it is none, was changed, or belongs to another search.
    """
    data = _bytes(text)
    if not hmac.compare_digest(data[:_TAG], _tag(state)):
        raise CursorOutdated(OUTDATED)
    signature = data[_TAG : _TAG + _SIGNATURE]
    payload = _crypt(data[_TAG + _SIGNATURE :], state, signature)
    if not hmac.compare_digest(signature, _sign(state, request, payload)):
        raise CursorInvalid("游标被改动过，或者属于另一次检索。请原样使用上一页给出的 next，其他参数不变。")
    key, order, before = _PAYLOAD.unpack(payload)
    return Cursor(Place(key, order), before)


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode()


def _bytes(text: str) -> bytes:
    """The bytes of a cursor of the right length, written the one way they can be."""
    try:
        data = base64.b64decode(text, altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        data = b""
    if len(data) != _TAG + _SIGNATURE + _PAYLOAD.size or _text(data) != text:
        raise CursorInvalid("这不是游标。请原样使用上一页给出的 next。")
    return data


def _tag(state: str) -> bytes:
    return hmac.digest(state.encode(), b"state", "sha256")[:_TAG]


def _sign(state: str, request: SearchRequest, payload: bytes) -> bytes:
    """Sign a place together with everything its order depends on; ``repr`` tells any two searches apart."""
    search = repr((request.on_page(1).to_args(), request.reader.internal)).encode("utf-8", "surrogatepass")
    return hmac.digest(state.encode(), b"place" + search + b"\0" + payload, "sha256")[:_SIGNATURE]


def _crypt(data: bytes, state: str, signature: bytes) -> bytes:
    """Hide what is open, open what is hidden."""
    stream = hmac.digest(state.encode(), b"stream" + signature, "sha256")
    return bytes(one ^ other for one, other in zip(data, stream, strict=False))
