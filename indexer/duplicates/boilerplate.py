"""Boilerplate: stretches that so many archived texts have that having them too says nothing.

Which fingerprints are common is counted over the archive itself when the index is built. A stretch of text whose
fingerprints are all common is boilerplate, unless it is long: whole paragraphs that many proposals share are copies,
not formulas.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from indexer.analysis import Fingerprinting
from indexer.analysis.fingerprints import Hashes
from indexer.analysis.normal import Codes

__all__ = ["Boilerplate", "common_from"]

Mask = npt.NDArray[np.bool_]

#: Characters of the longest formula. The reply openings, slogans and legal titles of real records are shorter.
_LONGEST = 120


def common_from(documents: int) -> int:
    """Return in how many documents a fingerprint must be to be common.

    It grows with the root of the archive: copies of one text do not become formulas in a large archive, nor
    formulas rare in a small one.

    >>> [common_from(documents) for documents in (100, 436, 20_000, 200_000)]
    [10, 10, 70, 223]
    """
    return max(10, int(0.5 * math.sqrt(documents)))


class Boilerplate:
    """Knows which characters of a text are boilerplate.

    Args:
        common: the common fingerprints, ascending.
    """

    def __init__(self, common: Hashes, fingerprinting: Fingerprinting) -> None:
        self.common = common
        self._fingerprinting = fingerprinting

    def is_common(self, hashes: Hashes) -> Mask:
        """Return which fingerprints are common."""
        if not len(self.common):
            return np.zeros(len(hashes), dtype=np.bool_)
        places = np.minimum(self.common.searchsorted(hashes), len(self.common) - 1)
        found: Mask = self.common[places] == hashes
        return found

    def mask(self, codes: Codes) -> Mask:
        """Return which normal characters of a text are boilerplate."""
        mask = np.zeros(len(codes), dtype=np.bool_)
        hashes, places = self._fingerprinting.select(codes)
        for first, last in self._formulas(hashes, places):
            mask[int(places[first]) : int(places[last - 1]) + self._fingerprinting.gram] = True
        return mask

    def are_formulas(self, hashes: Hashes, places: npt.NDArray[np.intp]) -> Mask:
        """Return which fingerprints of one text, in text order with their places, are of its boilerplate.

        Common ones in a stretch too long for a formula are not.
        """
        found = np.zeros(len(hashes), dtype=np.bool_)
        for first, last in self._formulas(hashes, places):
            found[first:last] = True
        return found

    def _formulas(self, hashes: Hashes, places: npt.NDArray[np.intp]) -> Iterator[tuple[int, int]]:
        """Yield where stretches of common fingerprints that are short enough begin and end, as fingerprints."""
        common = self.is_common(hashes)
        edges = np.flatnonzero(np.diff(np.concatenate(([False], common, [False])).astype(np.int8)))
        for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            if int(places[last - 1]) + self._fingerprinting.gram - int(places[first]) <= _LONGEST:
                yield first, last
