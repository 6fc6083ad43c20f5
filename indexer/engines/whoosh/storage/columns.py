"""What an index keeps per document beside its postings: id, version, date, visibility and facet values."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from indexer.engines.whoosh.storage.postings import ranges

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from indexer.engines.base import IndexDocument
    from indexer.engines.whoosh.storage.arrayfile import Array, ArrayFile, ArrayFileWriter

__all__ = ["Columns", "FacetColumn", "StringColumn"]


class StringColumn:
    """Strings one after the other, found by number."""

    __slots__ = ("at", "blob")

    def __init__(self, at: Array, blob: Array) -> None:
        self.at = at
        self.blob = blob

    @classmethod
    def of(cls, texts: Iterable[str]) -> StringColumn:
        """Return a column of these strings."""
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        at = np.zeros(len(encoded) + 1, np.int64)
        np.cumsum([len(text) for text in encoded], out=at[1:])
        return cls(at, np.frombuffer(b"".join(encoded), np.uint8))

    def __len__(self) -> int:
        return len(self.at) - 1

    def __getitem__(self, number: int) -> str:
        data = self.blob[int(self.at[number]) : int(self.at[number + 1])].tobytes()
        return data.decode("utf-8", "surrogatepass")

    def texts(self, numbers: Array) -> list[str]:
        """Return the strings with these numbers."""
        data = self.blob.data
        pairs = zip(self.at[numbers].tolist(), self.at[numbers + 1].tolist(), strict=True)
        return [str(data[start:end], "utf-8", "surrogatepass") for start, end in pairs]

    def take(self, numbers: Array) -> StringColumn:
        """Return a column of the strings with these numbers."""
        sizes = self.at[1:][numbers] - self.at[:-1][numbers]
        at = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
        return StringColumn(at, self.blob[ranges(self.at[:-1][numbers], sizes)])

    @classmethod
    def join(cls, columns: Sequence[StringColumn]) -> StringColumn:
        """Return the strings of several columns in one."""
        shifts = np.cumsum([0, *(len(column.blob) for column in columns)])
        at = [column.at[:-1] + shift for column, shift in zip(columns, shifts, strict=False)]
        blob = np.concatenate([column.blob for column in columns])
        return cls(np.concatenate([*at, shifts[-1:]]), blob)

    def tolist(self) -> list[str]:
        """Return all strings."""
        data, ends = self.blob.tobytes(), self.at.tolist()
        return [data[start:end].decode("utf-8", "surrogatepass") for start, end in pairwise(ends)]


@dataclass(frozen=True, slots=True)
class FacetColumn:
    """The values of one facet.

    Attributes:
        values: every value that occurs, sorted; a value's ordinal is its rank.
        starts: per document, and once more for the end, where its ordinals start.
        ordinals: the ordinals of all documents, one after the other.
    """

    values: tuple[str, ...]
    starts: Array
    ordinals: Array

    @classmethod
    def of(cls, rows: Sequence[Sequence[str]]) -> FacetColumn:
        """Return the column of a facet from the values of each document.

        >>> FacetColumn.of([["民政局"], ["财政局", "民政局"], []]).ordinals.tolist()
        [0, 1, 0]
        """
        distinct = [tuple(dict.fromkeys(row)) for row in rows]
        values = tuple(sorted({value for row in distinct for value in row}))
        ordinal = {value: number for number, value in enumerate(values)}
        starts = np.zeros(len(rows) + 1, np.int64)
        np.cumsum([len(row) for row in distinct], out=starts[1:])
        flat = [ordinal[value] for row in distinct for value in row]
        return cls(values, starts, np.array(flat, np.int64))

    def take(self, documents: Array) -> FacetColumn:
        """Return the column of only these documents; values that no longer occur are dropped by the next join."""
        sizes = np.diff(self.starts)[documents]
        starts = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
        return FacetColumn(self.values, starts, self.ordinals[ranges(self.starts[:-1][documents], sizes)])

    @classmethod
    def join(cls, columns: Sequence[FacetColumn]) -> FacetColumn:
        """Return the columns of several segments in one, with one numbering of values."""
        used = [np.flatnonzero(np.bincount(c.ordinals, minlength=len(c.values))).tolist() for c in columns]
        pairs = list(zip(columns, used, strict=True))
        values = tuple(sorted({column.values[number] for column, numbers in pairs for number in numbers}))
        ordinal = {value: number for number, value in enumerate(values)}
        ordinals, starts, total = [], [np.zeros(1, np.int64)], 0
        for column, numbers in pairs:
            renumber = np.zeros(len(column.values), np.int64)
            renumber[numbers] = [ordinal[column.values[number]] for number in numbers]
            ordinals.append(renumber[column.ordinals])
            starts.append(column.starts[1:] + total)
            total += len(column.ordinals)
        return cls(values, np.concatenate(starts), np.concatenate(ordinals))


@dataclass(frozen=True, slots=True)
class Columns:
    """All per-document values of one segment."""

    ids: StringColumn
    versions: StringColumn
    dates: Array
    internal: Array
    facets: Mapping[str, FacetColumn]

    @property
    def doc_count(self) -> int:
        """How many documents there are, deleted ones included."""
        return len(self.dates)

    @classmethod
    def of(cls, documents: Sequence[IndexDocument]) -> Columns:
        """Return the columns of these documents, in this order."""
        names = sorted({name for document in documents for name in document.facets})
        return cls(
            StringColumn.of(document.id for document in documents),
            StringColumn.of(document.version for document in documents),
            np.array([document.date for document in documents], np.int32),
            np.array([document.internal for document in documents], np.bool_),
            {name: FacetColumn.of([d.facets.get(name, ()) for d in documents]) for name in names},
        )

    def take(self, documents: Array) -> Columns:
        """Return the columns of only these documents."""
        return Columns(
            self.ids.take(documents),
            self.versions.take(documents),
            self.dates[documents],
            self.internal[documents],
            {name: column.take(documents) for name, column in self.facets.items()},
        )

    @classmethod
    def join(cls, parts: Sequence[Columns]) -> Columns:
        """Return the columns of several segments, one after the other."""
        names = sorted({name for part in parts for name in part.facets})
        return cls(
            StringColumn.join([part.ids for part in parts]),
            StringColumn.join([part.versions for part in parts]),
            np.concatenate([part.dates for part in parts]),
            np.concatenate([part.internal for part in parts]),
            {name: FacetColumn.join([part.facet(name) for part in parts]) for name in names},
        )

    def facet(self, name: str) -> FacetColumn:
        """Return one facet; an empty column when no document of this segment has it."""
        found = self.facets.get(name)
        if found is None:
            return FacetColumn((), np.zeros(self.doc_count + 1, np.int64), np.zeros(0, np.int64))
        return found

    def write(self, file: ArrayFileWriter) -> None:
        """Append everything to a segment file."""
        for name, column in (("ids", self.ids), ("versions", self.versions)):
            file.add(f"{name}.at", column.at)
            file.add(f"{name}.blob", column.blob)
        file.add("dates", self.dates)
        file.add("internal", self.internal.view(np.uint8))
        for name, facet in self.facets.items():
            values = StringColumn.of(facet.values)
            sizes = np.diff(facet.starts)
            file.add(f"facet.{name}.values.at", values.at)
            file.add(f"facet.{name}.values.blob", values.blob)
            file.add(f"facet.{name}.sizes", sizes.astype(np.min_scalar_type(int(sizes.max(initial=0)))))
            file.add(f"facet.{name}.ordinals", facet.ordinals.astype(np.min_scalar_type(len(facet.values))))
        file.set_meta(facets=list(self.facets), docs=self.doc_count)

    @classmethod
    def read(cls, file: ArrayFile) -> Columns:
        """Return the columns of a segment file."""

        def strings(name: str) -> StringColumn:
            return StringColumn(file.array(f"{name}.at"), file.array(f"{name}.blob"))

        def facet(name: str) -> FacetColumn:
            sizes = file.array(f"facet.{name}.sizes")
            starts = np.zeros(len(sizes) + 1, np.int32)
            np.cumsum(sizes, out=starts[1:])
            values = tuple(strings(f"facet.{name}.values").tolist())
            return FacetColumn(values, starts, file.array(f"facet.{name}.ordinals"))

        facets = {name: facet(name) for name in file.meta["facets"]}
        internal = file.array("internal").view(np.bool_)
        return cls(strings("ids"), strings("versions"), file.array("dates"), internal, facets)
