"""The answer: what a search found, ready for a page, JSON or a terminal; no further work is needed to show it."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from typing import overload

from corpus import Proposal
from indexer.search.request import SearchRequest
from indexer.suggest.results import Correction

__all__ = ["Bucket", "Buckets", "FacetCounts", "Hit", "SearchPage", "Snippet"]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage of one field with the matches in it.

    Attributes:
        field: name of the text field (``content``, ``reply``).
        label: its Chinese label.
        text: the passage, as it stands in the record.
        marks: ``(start, end)`` of every match, counted in characters of ``text``, in order, never overlapping.
        opens, closes: whether the passage begins and ends where the field's text does (no ellipsis needed).
    """

    field: str
    label: str
    text: str
    marks: tuple[tuple[int, int], ...]
    opens: bool = True
    closes: bool = True


@dataclass(frozen=True, slots=True)
class Hit:
    """One proposal found, with why it was found."""

    proposal: Proposal
    score: float
    title: Snippet
    snippets: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True)
class Bucket:
    """One value of a facet with its exact count under all the other filters.

    ``parent`` is the value it belongs under in the parent facet (2021 for 2021-06), else ``""``.
    """

    value: str
    label: str
    count: int
    selected: bool
    parent: str = ""


class Buckets(Sequence[Bucket]):
    """A facet's values in order, each made when somebody looks at it: of thousands, a page shows twenty."""

    __slots__ = ("_chosen", "_counted", "_make")

    def __init__(
        self, counted: Sequence[tuple[str, int]], chosen: Set[str], make: Callable[[str, int], Bucket]
    ) -> None:
        self._counted, self._chosen, self._make = counted, chosen, make

    def __len__(self) -> int:
        return len(self._counted)

    @overload
    def __getitem__(self, place: int) -> Bucket: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Bucket]: ...
    def __getitem__(self, place: int | slice) -> Bucket | Sequence[Bucket]:
        if isinstance(place, slice):
            return Buckets(self._counted[place], self._chosen, self._make)
        return self._make(*self._counted[place])

    @property
    def selected(self) -> tuple[Bucket, ...]:
        """The chosen values, without making the others."""
        if not self._chosen:
            return ()
        return tuple(self._make(value, count) for value, count in self._counted if value in self._chosen)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """One facet with its values: selected ones always, others where they count at least one document."""

    name: str
    label: str
    buckets: Sequence[Bucket]
    parent: str = ""

    @property
    def selected(self) -> tuple[Bucket, ...]:
        """The chosen values."""
        if isinstance(self.buckets, Buckets):
            return self.buckets.selected
        return tuple(bucket for bucket in self.buckets if bucket.selected)


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of a search's answer.

    Attributes:
        request: the question as it was understood (page numbers beyond the last are moved back).
        total: exactly how many proposals match.
        relaxed: whether fewer words than were typed had to match; ``notice`` then says which.
        understood: the query described in plain Chinese.
        corrections: what may have been meant where nothing has all the words; likeliest first.
        notice: what a person should know about this answer, in Chinese, or ``""``.
        took_ms: wall time from request to answer, in milliseconds.
        related: what may be meant too where few have all the words: it has some of them, one in its title. Counted
            neither in ``total`` nor in facets.
        next: the cursor behind the last hit, for ``SearchService.search``; "" where nothing stands behind it.
    """

    request: SearchRequest
    total: int
    hits: tuple[Hit, ...]
    facets: tuple[FacetCounts, ...]
    relaxed: bool
    understood: str
    notice: str
    took_ms: float
    corrections: tuple[Correction, ...] = ()
    related: tuple[Hit, ...] = ()
    next: str = ""

    @property
    def pages(self) -> int:
        """How many pages there are; at least 1."""
        return max(1, -(-self.total // self.request.limit))

    def facet(self, name: str) -> FacetCounts:
        """Return one facet's counts; KeyError for a facet that was not counted."""
        for each in self.facets:
            if each.name == name:
                return each
        raise KeyError(name)
