"""Cursors: where to read on in a search, as a short text that only the same search over the same index takes.

    base64url( state tag · signature · [key, order, rows before] )

The signature is keyed with the engine's name for its committed state, which holds random parts and never leaves the
server: nobody can make a cursor up, every process that serves the index accepts it, and no secret has to be kept.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import math
from dataclasses import dataclass

from indexer.engines.base import Place
from indexer.errors import CursorInvalid, CursorOutdated
from indexer.request import SearchRequest

__all__ = ["Cursor", "read_cursor", "write_cursor"]

_TAG, _SIGNATURE = 6, 12
#: Longest text that is looked at, and bounds within which any engine compares without overflow.
_LONGEST, _MOST = 200, 2**63 - 1


@dataclass(frozen=True, slots=True)
class Cursor:
    """A cursor taken apart; to be believed only after ``check``.

    Attributes:
        place: the row to read on behind.
        before: how many rows stand up to there.
    """

    place: Place
    before: int
    tag: bytes
    signature: bytes

    def check(self, state: str, request: SearchRequest) -> None:
        """Make sure that this cursor belongs to a search over the index in this state.

        Raises:
            CursorOutdated: the index has changed since.
            CursorInvalid: it was changed, or belongs to another search.
        """
        if not hmac.compare_digest(self.tag, _tag(state)):
            raise CursorOutdated("索引已经更新，这个游标不再有效。请从第一页重新检索。")
        if not hmac.compare_digest(self.signature, _sign(state, request, self.place, self.before)):
            raise CursorInvalid("游标被改动过，或者属于另一次检索。请原样使用上一页给出的 next，其他参数不变。")


def write_cursor(place: Place, before: int, state: str, request: SearchRequest) -> str:
    """Return the cursor behind ``place``, which ends the first ``before`` rows of a search."""
    return _text(_tag(state) + _sign(state, request, place, before) + _payload(place, before))


def read_cursor(text: str) -> Cursor:
    """Return what a cursor says; CursorInvalid where it is none.

    >>> state, asked = "r4nd0m.1", SearchRequest("停车")
    >>> cursor = read_cursor(write_cursor(Place(-3.5, 42), 10, state, asked))
    >>> cursor.check(state, asked)
    >>> cursor.place, cursor.before
    (Place(key=-3.5, order=42), 10)
    """
    try:
        if len(text) > _LONGEST:
            raise ValueError
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        key, order, before = json.loads(data[_TAG + _SIGNATURE :])
        if not (_usable(key) and _whole(order) and _whole(before)) or _text(data) != text:
            raise ValueError
    except (ValueError, TypeError, binascii.Error, RecursionError):
        raise CursorInvalid("这不是游标。请原样使用上一页给出的 next。") from None
    return Cursor(Place(key, order), before, data[:_TAG], data[_TAG : _TAG + _SIGNATURE])


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _usable(key: object) -> bool:
    return _whole(abs(key)) if type(key) is int else type(key) is float and math.isfinite(key)


def _whole(value: object) -> bool:
    return type(value) is int and 0 <= value <= _MOST


def _payload(place: Place, before: int) -> bytes:
    return json.dumps([place.key, place.order, before], separators=(",", ":")).encode()


def _tag(state: str) -> bytes:
    return hashlib.sha256(b"tag:" + state.encode()).digest()[:_TAG]


def _sign(state: str, request: SearchRequest, place: Place, before: int) -> bytes:
    """Sign the place together with everything its order depends on; ``repr`` tells any two searches apart."""
    search = repr((request.on_page(1).to_args(), request.reader.internal)).encode("utf-8", "surrogatepass")
    return hmac.digest(state.encode(), search + b"\0" + _payload(place, before), "sha256")[:_SIGNATURE]
