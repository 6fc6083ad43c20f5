"""Cells: the letters, digits and characters of a text in the form in which they are compared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.analysis import fold, fold_with_offsets

__all__ = ["ALL_CODES", "AnyOf", "Codes", "cells", "cells_with_places", "codes_of"]

Codes = npt.NDArray[np.uint16]

#: Code points a cell can have.
ALL_CODES = 1 << 16


@dataclass(frozen=True, slots=True, eq=False)
class AnyOf:
    """Characters any of which fits a place, by their codes; each once."""

    codes: Codes

    @classmethod
    def these(cls, characters: str) -> AnyOf:
        """Return the set of these characters."""
        return cls(np.unique(codes_of(characters)))

    def table(self) -> npt.NDArray[np.bool_]:
        """Return a table of all code points that is true at these; made when asked, since it is large."""
        table = np.zeros(ALL_CODES, dtype=np.bool_)
        table[self.codes] = True
        return table


#: Characters beyond the Basic Multilingual Plane are one unknown character: two bytes a cell, and nobody types them.
_UNKNOWN = "\ufffd"


def cells(text: str) -> str:
    """Return folded text without spaces and punctuation.

    >>> cells("關於“互聯網＋”的建議")
    '关于互联网的建议'
    """
    return "".join(character for character in fold(text) if character.isalnum())


def cells_with_places(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the cells of a text, and for each the span of the original that it stands for.

    >>> cells_with_places("5G 站")
    ('5g站', [(0, 1), (1, 2), (3, 4)])
    """
    folded = fold_with_offsets(text)
    kept = [place for place, character in enumerate(folded.text) if character.isalnum()]
    return "".join(folded.text[place] for place in kept), [folded.span(place, place + 1) for place in kept]


def codes_of(text: str) -> Codes:
    """Return cells as code points, one each."""
    plain = "".join(character if character <= "\uffff" else _UNKNOWN for character in text)
    return np.frombuffer(plain.encode("utf-16-le", "replace"), dtype=np.uint16)
