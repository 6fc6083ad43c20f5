"""The names of a live index: a filter means every variant of what it names, and a name is counted once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from whoosh.query import Every

from indexer.engines.base import Engine, EngineQuery, FacetFilter
from indexer.fields import FACETS, facet_named
from indexer.names.variants import NameVariants
from indexer.search.request import SearchRequest

__all__ = ["LiveNaming", "Naming"]

_NAMED = tuple(facet for facet in FACETS if facet.names)


@dataclass(frozen=True, slots=True)
class Naming:
    """The names in every facet that has names, as one kind of reader knows them.

    Attributes:
        variants: whose names they are (``Facet.names``) → the names.
        state: the state of the index they were read from.
    """

    variants: Mapping[str, NameVariants]
    state: str = ""

    @classmethod
    def of(cls, counts: Mapping[str, Mapping[str, int]], state: str = "") -> Naming:
        """Return the names of an index, from how often each variant occurs in each facet."""
        totals: dict[str, Counter[str]] = {}
        canonical = {facet.names: facet.canonical for facet in _NAMED}
        for facet in _NAMED:
            totals.setdefault(facet.names, Counter()).update(counts[facet.name])
        return cls({names: NameVariants.of(total, canonical[names]) for names, total in totals.items()}, state)

    def canonicalize(self, request: SearchRequest) -> SearchRequest:
        """Return a search with every chosen name in the variant that is shown."""
        return _rewritten(request, self._canonical_values)

    def expand_filters(self, request: SearchRequest) -> SearchRequest:
        """Return a search with every variant of the chosen names: what an engine is asked."""
        return _rewritten(self.canonicalize(request), self._expanded_values)

    def merge_counts(self, counts: Mapping[str, Mapping[str, int]]) -> dict[str, Mapping[str, int]]:
        """Return counts of variants as counts of names."""
        return {name: self._merged_counts(name, counted) for name, counted in counts.items()}

    def of_facet(self, name: str) -> NameVariants | None:
        """Return the names in a facet; None where its values are no names."""
        facet = facet_named(name)
        return self.variants.get(facet.names) if facet else None

    def _canonical_values(self, chosen: FacetFilter) -> Iterable[str]:
        variants = self.of_facet(chosen.facet)
        return (name for value in chosen.values for name in variants.resolve(value)) if variants else chosen.values

    def _expanded_values(self, chosen: FacetFilter) -> Iterable[str]:
        variants = self.of_facet(chosen.facet)
        return variants.expand(chosen.values) if variants else chosen.values

    def _merged_counts(self, name: str, counted: Mapping[str, int]) -> Mapping[str, int]:
        variants = self.of_facet(name)
        return variants.merge_counts(counted) if variants else counted


class LiveNaming:
    """The names of an open generation, read again when the index has changed. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: dict[bool, Naming] = {}

    def get(self, *, internal: bool, state: str = "") -> Naming:
        """Return the names as this kind of reader knows them.

        Args:
            state: the state of the index that they must be of, as a search gave it; any state will do without it.
        """
        known = self._known.get(internal)
        if known is None or (state and known.state != state):
            everything = EngineQuery(Every(), facets=tuple(each.name for each in _NAMED), limit=0, internal=internal)
            found = self._engine.search(everything)
            known = self._known[internal] = Naming.of(found.counts, found.state)
        return known


def _rewritten(request: SearchRequest, values: Callable[[FacetFilter], Iterable[str]]) -> SearchRequest:
    filters = tuple(replace(each, values=tuple(dict.fromkeys(values(each)))) for each in request.filters)
    return request if filters == request.filters else replace(request, filters=filters)
