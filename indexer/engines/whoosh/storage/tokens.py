"""Turns the tokens of a batch into integers without looking at them one by one.

Tokens are joined into one text; its code points as an array show where tokens start. Code points side by side in one
integer sort as the UTF-8 bytes of the token do, so most fields are inverted by sorting integers that hold token,
document and position (:meth:`JoinedTokens.packed`). Where that does not fit into 64 bits, which is where words are
longer, tokens are numbered first (:meth:`JoinedTokens.numbered`); the few beyond three code points go through a
dictionary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from indexer.engines.whoosh.storage.termdict import KEY_BYTES, Terms, order_by_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.engines.whoosh.storage.arrayfile import Array

__all__ = ["SEPARATOR", "JoinedTokens", "term_bytes", "terms_of_packed", "without_separator"]

#: Stands between joined tokens; a token that contains it has it replaced.
SEPARATOR = "\0"

_SHORT = 3
_BITS = 21
_LONG_FLAG = np.uint64(1 << 63)
_CODE_POINT = np.uint64((1 << _BITS) - 1)
_KEY_BITS = 64


def without_separator(token: str) -> str:
    """Return a token in which nothing looks like the end of it."""
    return token.replace(SEPARATOR, "\ufffd")


def term_bytes(token: str) -> bytes:
    """Return the bytes under which a token is in the dictionary.

    >>> term_bytes("养老").decode()
    '养老'
    """
    return without_separator(token).encode("utf-8", "replace")


class JoinedTokens:
    """Tokens one after the other in one text."""

    def __init__(self, joined: Sequence[str]) -> None:
        """Take texts of at least one token each, tokens joined by :data:`SEPARATOR`."""
        self._text = text = SEPARATOR.join(joined)
        self._codes = np.frombuffer((text + SEPARATOR * _SHORT).encode("utf-32-le", "replace"), np.uint32)
        ends = np.append((self._codes[: len(text)] == 0).nonzero()[0], len(text)) if joined else np.zeros(0, np.intp)
        self._starts = np.zeros(len(ends), np.intp)
        self._starts[1:] = ends[:-1] + 1
        self._sizes = ends - self._starts

    def packed(self, spare_bits: int) -> tuple[Array, int, int] | None:
        """Return the code points of every token as one integer that leaves ``spare_bits`` bits free.

        Also returned are the bits of one code point and how many there are in an integer, as
        :func:`terms_of_packed` needs them. None when the tokens are too long for that.
        """
        count = int(self._sizes.max(initial=1))
        width = int(self._codes.max()).bit_length()
        if count > _SHORT or count * width + spare_bits > _KEY_BITS:
            return None
        return self._pack(count, width), count, width

    def _pack(self, count: int, width: int) -> Array:
        keys = self._codes[self._starts].astype(np.uint64)
        for place in range(1, count):
            keys <<= np.uint64(width)
            code = self._codes[self._starts + place]
            keys |= code if self._sizes.min() > place else np.where(self._sizes > place, code, np.uint32(0))
        return keys

    def numbered(self) -> tuple[Terms, Array]:
        """Return the distinct tokens as a dictionary, and the number of every token in it, in order.

        >>> JoinedTokens(["养老服务\\0养老\\0服务", "养老"]).numbered()[1].tolist()
        [1, 0, 2, 0]
        """
        if not len(self._sizes):
            return Terms.from_sorted([]), np.zeros(0, np.uint64)
        keys = self._pack(_SHORT, _BITS)
        vocabulary: dict[str, int] = {}
        long = (self._sizes > _SHORT).nonzero()[0]
        starts = self._starts[long]
        pairs = zip(starts.tolist(), (starts + self._sizes[long]).tolist(), strict=True)
        numbers = [vocabulary.setdefault(self._text[start:end], len(vocabulary)) for start, end in pairs]
        keys[long] = np.array(numbers, np.uint64) | _LONG_FLAG
        distinct, inverse = _distinct(keys)
        terms, ranks = _dictionary(distinct, list(vocabulary))
        return terms, ranks[inverse]


def terms_of_packed(distinct: Array, count: int, width: int) -> Terms:
    """Return the dictionary of distinct tokens from their ascending packed form."""
    mask = np.uint64((1 << width) - 1)
    keys = np.zeros(len(distinct), np.uint64)
    for place in range(count):
        code = (distinct >> np.uint64((count - 1 - place) * width)) & mask
        keys |= code << np.uint64((_SHORT - 1 - place) * _BITS)
    return _dictionary(keys, [])[0]


def _distinct(keys: Array) -> tuple[Array, Array]:
    """Return the distinct keys, ascending, and the place of every key among them."""
    order = np.argsort(keys)
    ordered = keys[order]
    first = np.ones(len(keys), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    inverse = np.empty(len(keys), np.uint32)
    inverse[order] = np.cumsum(first, dtype=np.uint32) - 1
    return ordered[first], inverse


def _dictionary(distinct: Array, long_texts: list[str]) -> tuple[Terms, Array]:
    """Return the terms in byte order and, per distinct key, its rank there."""
    short = distinct[distinct < _LONG_FLAG]
    keys, sizes = _utf8(short)
    wide = np.flatnonzero(sizes > KEY_BYTES)
    texts = {int(place): _text(int(short[place])) for place in wide}
    first_long = len(short)
    encoded = [text.encode("utf-8", "replace") for text in long_texts]
    texts |= {first_long + number: text for number, text in enumerate(encoded)}
    all_keys = np.concatenate((keys, Terms.from_sorted(encoded).keys))
    all_keys[wide] = Terms.from_sorted([texts[place] for place in wide.tolist()]).keys
    all_sizes = np.concatenate((sizes, np.fromiter(map(len, encoded), np.int64, len(encoded))))
    order = order_by_key(all_keys, all_sizes, texts)
    ranks = np.empty(len(order), np.uint64)
    ranks[order] = np.arange(len(order), dtype=np.uint64)
    is_long = all_sizes[order] > KEY_BYTES
    tails = [texts[place] for place in order[is_long].tolist()]
    return Terms.from_keys(all_keys[order], all_sizes[order], tails), ranks


def _utf8(short: Array) -> tuple[Array, Array]:
    """Return the UTF-8 bytes of packed tokens as big-endian numbers, and how many bytes there are.

    The number is only right for up to eight bytes.
    """
    numbers = np.zeros(len(short), np.uint64)
    sizes = np.zeros(len(short), np.int64)
    for place in range(_SHORT):
        code = (short >> np.uint64((_SHORT - 1 - place) * _BITS)) & _CODE_POINT
        width = (code > 0) + (code > 0x7F).astype(np.int64) + (code > 0x7FF) + (code > 0xFFFF)
        numbers = (numbers << (8 * width).astype(np.uint64)) | _utf8_bytes(code, width)
        sizes += width
    padding = np.maximum(KEY_BYTES - sizes, 0).astype(np.uint64) * np.uint64(8)
    return numbers << np.minimum(padding, 63) if len(short) else numbers, sizes


def _utf8_bytes(code: Array, width: Array) -> Array:
    """Return the UTF-8 form of each code point as a big-endian number of ``width`` bytes."""
    low = code & np.uint64(0x3F)
    middle = (code >> np.uint64(6)) & np.uint64(0x3F)
    high = (code >> np.uint64(12)) & np.uint64(0x3F)
    top = code >> np.uint64(18)
    two = ((np.uint64(0xC0) | (code >> np.uint64(6))) << np.uint64(8)) | np.uint64(0x80) | low
    three = (
        ((np.uint64(0xE0) | (code >> np.uint64(12))) << np.uint64(16))
        | ((np.uint64(0x80) | middle) << np.uint64(8))
        | np.uint64(0x80)
        | low
    )
    four = (
        ((np.uint64(0xF0) | top) << np.uint64(24))
        | ((np.uint64(0x80) | high) << np.uint64(16))
        | ((np.uint64(0x80) | middle) << np.uint64(8))
        | np.uint64(0x80)
        | low
    )
    return np.choose(width, [code, code, two, three, four])


def _text(key: int) -> bytes:
    codes = (key >> (2 * _BITS), key >> _BITS & int(_CODE_POINT), key & int(_CODE_POINT))
    return "".join(map(chr, filter(None, codes))).encode("utf-8", "replace")
