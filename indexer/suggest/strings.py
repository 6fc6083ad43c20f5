"""Any number of strings in two arrays, so that a file of them is opened without reading it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Array", "Mask", "Numbers", "Strings", "starts_of"]

#: An array as a file keeps it.
Array = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Strings:
    """Strings by row: their bytes, and where each begins.

    >>> Strings.of(["停车", "养老"])[1]
    '养老'
    """

    blob: npt.NDArray[np.uint8]
    starts: Numbers

    @classmethod
    def of(cls, strings: Iterable[str]) -> Strings:
        """Return these strings in rows; half characters, which no file can hold, become question marks."""
        encoded = [string.encode("utf-8", "replace") for string in strings]
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), starts_of(list(map(len, encoded))))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, row: int) -> str:
        return self.blob[self.starts[row] : self.starts[row + 1]].tobytes().decode("utf-8")

    def all(self) -> list[str]:
        """Return every string in order."""
        data, starts = self.blob.tobytes(), self.starts.tolist()
        return [data[start:end].decode("utf-8") for start, end in pairwise(starts)]

    def joined(self, kept: Mask, added: Strings) -> Strings:
        """Return the rows of this that are kept, then all of another."""
        widths = np.diff(self.starts)
        blob = np.concatenate([self.blob[np.repeat(kept, widths)], added.blob])
        return Strings(blob, starts_of(np.concatenate([widths[kept], np.diff(added.starts)])))

    def arrays(self) -> Mapping[str, Array]:
        """Return the arrays to keep, by name."""
        return {"blob": self.blob, "starts": self.starts}

    @classmethod
    def load(cls, array: Callable[[str], Array]) -> Strings:
        """Return strings from arrays given by the names that :meth:`arrays` gave them."""
        return cls(array("blob"), array("starts"))


def starts_of(lengths: Sequence[int] | Array) -> Numbers:
    """Return where each of some parts begins, and where the last ends.

    >>> starts_of([2, 3]).tolist()
    [0, 2, 5]
    """
    starts = np.zeros(len(lengths) + 1, dtype=np.uint32)
    np.cumsum(lengths, out=starts[1:])
    return starts
