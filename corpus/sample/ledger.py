"""The ledger of passages already written, so that no two texts of the sample share a long one by accident."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from string import ascii_lowercase, digits

PASSAGE = 24
"""A shared passage of this many normalised characters counts as copied."""

_FIGURES = dict.fromkeys(map(ord, ascii_lowercase + digits))
_NOT_WORD = re.compile(r"[^\u3400-\u4dbf\u4e00-\u9fffa-z0-9]+")


def normalised(text: str) -> str:
    """Return Han characters, Latin letters and digits only, width and case folded.

    >>> normalised("新增ＡＥＤ 32台，其中…")
    '新增aed32台其中'
    """
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", text).lower())


def han_only(text: str) -> str:
    """Return the Han characters only: the figures of a copied sentence are easily changed.

    >>> han_only("新增AED 32台")
    '新增台'
    """
    return normalised(text).translate(_FIGURES)


def passages(text: str, length: int = PASSAGE) -> set[str]:
    """Return every passage of this length, with figures and without, of one text.

    >>> sorted(passages("江州停车难", 4))
    ['州停车难', '江州停车']
    """
    return {
        form[start : start + length]
        for form in (normalised(text), han_only(text))
        for start in range(len(form) - length + 1)
    }


def _behind(text: str, after: str, length: int) -> tuple[str, str]:
    """Both forms of a text, each with the end of what stands before it that one passage can reach."""
    form, tail = normalised(text), _normalised_tail(after)
    return (
        tail[-length + 1 :] + form,
        tail.translate(_FIGURES)[-length + 1 :] + form.translate(_FIGURES),
    )


@lru_cache(maxsize=256)
def _normalised_tail(after: str) -> str:
    return normalised(after)


class PassageLedger:
    """Remembers the passages of every text entered; asks whether a text would repeat one."""

    def __init__(self, length: int = PASSAGE) -> None:
        self._length = length
        self._seen: set[str] = set()

    def is_fresh(self, text: str, after: str = "") -> bool:
        """Return whether the text, standing behind ``after``, begins no passage that was entered before."""
        length, seen = self._length, self._seen
        return all(
            seen.isdisjoint([form[start : start + length] for start in range(len(form) - length + 1)])
            for form in _behind(text, after, length)
        )

    def is_fresh_beside(self, text: str, source: str) -> bool:
        """Return whether the text repeats no passage that was entered before, other than the source's."""
        return self._seen.isdisjoint(passages(text, self._length) - passages(source, self._length))

    def enter(self, text: str) -> None:
        """Remember the text's passages."""
        self._seen |= passages(text, self._length)
