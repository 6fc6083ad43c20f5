"""The question: a search as one frozen value that a URL, a command line or a test can spell.

``parse`` and ``to_args`` are inverses; ``parse`` never raises, whatever it is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus import PartialDate, Proposal, parse_date, visible_to
from indexer.engines.base import FacetFilter, Sort
from indexer.fields import FACETS, Facet

if TYPE_CHECKING:
    from corpus import Archive

__all__ = [
    "DEFAULT_LIMIT",
    "MAX_LIMIT",
    "MAX_PAGE",
    "MAX_QUERY",
    "MAX_VALUES",
    "Reader",
    "SearchRequest",
    "parse",
]

#: Hits on a page unless asked otherwise, and at most.
DEFAULT_LIMIT, MAX_LIMIT = 10, 200
#: The last page anyone reads; beyond it a cursor or an export is the right tool.
MAX_PAGE = 10_000
#: Characters of a query that are read. The longest title in the real records has 117.
MAX_QUERY = 2_000
#: Chosen values of one facet that are read; more is a script, not a person.
MAX_VALUES = 100


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks. Internal proposals do not exist for a reader who may not see them."""

    internal: bool = False

    def visible(self, archive: Archive, ids: Iterable[str]) -> dict[str, Proposal]:
        """Return what the reader may see of these as the archive has it now: the index may hold what was public."""
        shown = {id: visible_to(each, internal=self.internal) for id, each in archive.get_many(ids).items()}
        return {id: proposal for id, proposal in shown.items() if proposal is not None}


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """Everything one search depends on.

    Attributes:
        query: what was typed.
        filters: chosen facet values, in the table's order of facets, values in the order chosen.
        since, until: first and last day wanted; a partial date means all of its days.
        page: from 1.
    """

    query: str = ""
    filters: tuple[FacetFilter, ...] = ()
    since: PartialDate | None = None
    until: PartialDate | None = None
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    limit: int = DEFAULT_LIMIT
    reader: Reader = Reader()

    @property
    def offset(self) -> int:
        """How many hits stand before this page."""
        return (self.page - 1) * self.limit

    def chosen(self, facet: str) -> tuple[str, ...]:
        """Return the chosen values of a facet."""
        return next((each.values for each in self.filters if each.facet == facet), ())

    def toggled(self, facet: str, value: str) -> SearchRequest:
        """Return this search on page 1 with one facet value added, or taken out if it was there."""
        values = self.chosen(facet)
        changed = tuple(each for each in values if each != value) if value in values else (*values, value)
        others = [each for each in self.filters if each.facet != facet]
        return replace(self, filters=_in_order([*others, FacetFilter(facet, changed)]), page=1)

    def on_page(self, page: int) -> SearchRequest:
        """Return this search on another page."""
        return replace(self, page=page)

    def to_args(self) -> list[tuple[str, str]]:
        """Return the URL arguments that ``parse`` reads back into this request (all but the reader).

        >>> parse({"q": ["停车"], "session": ["12-5"]}).to_args()
        [('q', '停车'), ('session', '12-5')]
        """
        args = [("q", self.query)] if self.query else []
        args += [(each.facet, value) for each in self.filters for value in each.values]
        optional = (
            ("from", str(self.since) if self.since else ""),
            ("to", str(self.until) if self.until else ""),
            ("sort", self.sort.value if self.sort is not Sort.RELEVANCE else ""),
            ("page", str(self.page) if self.page != 1 else ""),
            ("limit", str(self.limit) if self.limit != DEFAULT_LIMIT else ""),
        )
        return args + [(name, value) for name, value in optional if value]


def parse(args: Mapping[str, Iterable[str]], *, reader: Reader | None = None) -> SearchRequest:
    """Return the search that URL arguments ask for; what cannot be read is left at its default.

    Facet values are brought to their canonical form: a unit's former name means the unit.

    >>> parse({"q": ["停车"], "page": ["abc"], "unit": ["市卫计委", "市财政局"]}).chosen("unit")
    ('市卫健委', '市财政局')
    """
    given = {name: [_whole_characters(str(value)) for value in values] for name, values in args.items()}
    chosen = [FacetFilter(facet.name, _values(facet, given.get(facet.name, []))) for facet in FACETS]
    return SearchRequest(
        query=_first(given, "q").strip()[:MAX_QUERY].strip(),
        filters=_in_order(chosen),
        since=parse_date(_first(given, "from")),
        until=parse_date(_first(given, "to")),
        sort=next((sort for sort in Sort if sort.value == _first(given, "sort")), Sort.RELEVANCE),
        page=_whole(_first(given, "page"), 1, MAX_PAGE),
        limit=_whole(_first(given, "limit"), DEFAULT_LIMIT, MAX_LIMIT),
        reader=reader or Reader(),
    )


def _whole_characters(text: str) -> str:
    """The text without halves of characters (lone surrogates), which a command line can hold and no file can."""
    return text.encode(errors="ignore").decode()


def _first(given: Mapping[str, list[str]], name: str) -> str:
    return next(iter(given.get(name, [])), "")


def _values(facet: Facet, typed: list[str]) -> tuple[str, ...]:
    values = (facet.canonical(value) for value in typed[:MAX_VALUES] if value.strip())
    return tuple(dict.fromkeys(values))


def _whole(text: str, default: int, most: int) -> int:
    """A number from 1 to ``most``; ASCII digits only, short enough that int() cannot be made to work hard."""
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        return default
    return min(max(int(text), 1), most)


def _in_order(filters: Iterable[FacetFilter]) -> tuple[FacetFilter, ...]:
    rank = {facet.name: place for place, facet in enumerate(FACETS)}
    return tuple(sorted((each for each in filters if each.values), key=lambda each: rank[each.facet]))
