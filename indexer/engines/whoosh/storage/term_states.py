"""The state of each term: how long its lists are and where they start, in about three bytes a term.

Most terms occur in a handful of documents, once each. So a byte holds document frequency × 4 + gap kind, and
another how many occurrences there are beyond one a document; what does not fit is in a sorted table of large values.
Starts are kept for every 32nd term only; in between they are sums.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from indexer.engines.whoosh.storage.arrayfile import Array

__all__ = ["BITMAP", "GAP_WIDTHS", "TermState", "TermStateArrays", "TermStates", "list_sizes"]

#: Bytes of one gap for the gap kinds 0, 1 and 2.
GAP_WIDTHS = (1, 2, 4)
#: The gap kind of a list that is stored as one bit per document.
BITMAP = 3

_STEP = 32
_DF_LIMIT = 63
_EXTRA_LIMIT = 255
_UINT32_LIMIT = 1 << 32


class TermState(NamedTuple):
    """One term: document frequency, gap kind, where its documents start, where its occurrences start and how many."""

    df: int
    kind: int
    doc_at: int
    token_at: int
    tokens: int


@dataclass(frozen=True, slots=True)
class TermStateArrays:
    """The form in which term states are stored; see the module's first lines."""

    heads: Array
    df_at: Array
    df_large: Array
    extras: Array
    extra_at: Array
    extra_large: Array
    doc_starts: Array
    token_starts: Array

    @classmethod
    def of(cls, df: Array, kinds: Array, tokens: Array, doc_count: int) -> TermStateArrays:
        """Return the arrays for terms with these document frequencies, gap kinds and numbers of occurrences."""
        large = np.flatnonzero(df >= _DF_LIMIT)
        extra = tokens - df
        extra_large = np.flatnonzero(extra >= _EXTRA_LIMIT)
        return cls(
            heads=((np.minimum(df, _DF_LIMIT) << 2) | kinds).astype(np.uint8),
            df_at=large.astype(np.uint32),
            df_large=df[large].astype(np.uint32),
            extras=np.minimum(extra, _EXTRA_LIMIT).astype(np.uint8) if extra.any() else np.zeros(0, np.uint8),
            extra_at=extra_large.astype(np.uint32),
            extra_large=extra[extra_large].astype(np.uint32),
            doc_starts=_sampled(list_sizes(df, kinds, doc_count)),
            token_starts=_sampled(tokens),
        )


def list_sizes(df: Array, kinds: Array, doc_count: int) -> Array:
    """Return how many bytes the documents of each list take."""
    return np.choose(kinds, [*(df * width for width in GAP_WIDTHS), (doc_count + 7) // 8])


def _sampled(sizes: Array) -> Array:
    """Return the sum before every 32nd element, in the narrowest unsigned kind that holds them."""
    before = (np.cumsum(sizes, dtype=np.int64) - sizes)[::_STEP]
    return before.astype(np.uint32 if not len(before) or before[-1] < _UINT32_LIMIT else np.uint64)


class TermStates:
    """Reads term states, one at a time or many at once."""

    __slots__ = ("_arrays", "_doc_count")

    def __init__(self, arrays: TermStateArrays, doc_count: int) -> None:
        self._arrays = arrays
        self._doc_count = doc_count

    def __len__(self) -> int:
        return len(self._arrays.heads)

    def df(self, term: int) -> int:
        """Return the document frequency of one term."""
        head = int(self._arrays.heads[term]) >> 2
        return head if head < _DF_LIMIT else self._large_df(term)

    def tokens(self, term: int) -> int:
        """Return how often one term occurs."""
        return self.df(term) + self._extra(term)

    def one(self, term: int) -> TermState:
        """Return the state of one term."""
        sample = term // _STEP
        doc_at, token_at = int(self._arrays.doc_starts[sample]), int(self._arrays.token_starts[sample])
        first = sample * _STEP
        extras = self._arrays.extras[first:term].tolist()
        bitmap = (self._doc_count + 7) // 8
        for number, head in enumerate(self._arrays.heads[first:term].tolist(), first):
            df, kind = head >> 2, head & 3
            if df == _DF_LIMIT:
                df = self._large_df(number)
            doc_at += bitmap if kind == BITMAP else df * GAP_WIDTHS[kind]
            token_at += df
        for number, extra in enumerate(extras, first):
            token_at += extra if extra < _EXTRA_LIMIT else self._extra(number)
        df = self.df(term)
        return TermState(df, int(self._arrays.heads[term]) & 3, doc_at, token_at, df + self._extra(term))

    def many(self, start: int, stop: int) -> tuple[Array, Array, Array]:
        """Return document frequencies, gap kinds and numbers of occurrences of a range of terms."""
        arrays = self._arrays
        heads = arrays.heads[start:stop]
        df = (heads >> 2).astype(np.intp)
        low, high = arrays.df_at.searchsorted(np.array((start, stop), np.uint32)).tolist()
        df[arrays.df_at[low:high].astype(np.intp) - start] = arrays.df_large[low:high]
        tokens = df.copy()
        if len(arrays.extras):
            extra = arrays.extras[start:stop].astype(np.intp)
            low, high = arrays.extra_at.searchsorted(np.array((start, stop), np.uint32)).tolist()
            extra[arrays.extra_at[low:high].astype(np.intp) - start] = arrays.extra_large[low:high]
            tokens += extra
        return df, (heads & 3).astype(np.intp), tokens

    def _large_df(self, term: int) -> int:
        return int(self._arrays.df_large[self._arrays.df_at.searchsorted(np.uint32(term))])

    def _extra(self, term: int) -> int:
        if not len(self._arrays.extras):
            return 0
        extra = int(self._arrays.extras[term])
        if extra < _EXTRA_LIMIT:
            return extra
        return int(self._arrays.extra_large[self._arrays.extra_at.searchsorted(np.uint32(term))])
