"""The filter panel: which values of a facet are shown at once, which wait behind 更多, which on a page of their own."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

from indexer import Bucket, FacetCounts, SearchPage, SearchRequest, facet_named
from search_web.links import facet_url, search_url

__all__ = ["FacetGroup", "FacetList", "Option", "facet_groups", "facet_list"]

#: Values shown at once, and values kept in the page at all; the rest have a page of their own.
_SHOWN, _KEPT = 8, 24
#: Values on a facet's own page; beyond that, the box on the page narrows them.
_LISTED = 1000
#: Facets that ask the same question more exactly; they fold away under the facet they refine.
_REFINES = {"lead_unit": "unit", "support_unit": "unit"}


@dataclass(frozen=True, slots=True)
class Option:
    """One checkbox; ``children`` are the values that refine it (the months of a chosen year)."""

    name: str
    value: str
    label: str
    count: int
    selected: bool
    children: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """One fieldset of the panel.

    Attributes:
        shown: the values in sight, every chosen one among them.
        more: the values behind 更多.
        total: how many values there are in all.
        all_url: the page with all of them, where they do not fit here; else "".
        refinements: facets that ask the same more exactly; folded away unless something is chosen in them.
    """

    name: str
    label: str
    shown: tuple[Option, ...]
    more: tuple[Option, ...]
    total: int
    all_url: str
    refinements: tuple[FacetGroup, ...] = ()

    @property
    def chosen(self) -> int:
        """How many values of this facet are chosen."""
        return sum(option.selected for option in (*self.shown, *self.more))

    @property
    def refined(self) -> bool:
        """Whether something is chosen in a refinement."""
        return any(group.chosen for group in self.refinements)


@dataclass(frozen=True, slots=True)
class FacetList:
    """Every value of one facet, narrowed to those that contain ``find``; chosen ones always stay."""

    name: str
    label: str
    find: str
    options: tuple[Option, ...]
    total: int
    left_out: int
    kept_args: tuple[tuple[str, str], ...]
    back_url: str


def facet_groups(page: SearchPage, request: SearchRequest) -> tuple[FacetGroup, ...]:
    """Return the panel's fieldsets in the table's order, without facets that have no value."""
    return tuple(
        _group(facet, _top_options(facet, page), request, _refinements(facet, page, request))
        for facet in page.facets
        if not facet.parent and facet.name not in _REFINES and _top_options(facet, page)
    )


def facet_list(page: SearchPage, request: SearchRequest, name: str, find: str) -> FacetList:
    """Return one facet's values for its own page; KeyError for a facet that was not counted."""
    facet = page.facet(name)
    wanted = _folded(find)
    matching = [each for each in _options(facet) if each.selected or wanted in _folded(each.label)]
    own = {"page", name, *(each.name for each in page.facets if each.parent == name)}
    return FacetList(
        name=facet.name,
        label=facet.label,
        find=find,
        options=tuple(matching[:_LISTED]),
        total=len(facet.buckets),
        left_out=len(matching[_LISTED:]),
        kept_args=tuple((key, value) for key, value in request.to_args() if key not in own),
        back_url=search_url(request),
    )


def _refinements(facet: FacetCounts, page: SearchPage, request: SearchRequest) -> tuple[FacetGroup, ...]:
    refining = (each for each in page.facets if _REFINES.get(each.name) == facet.name and each.buckets)
    return tuple(_group(each, _options(each), request) for each in refining)


def _group(
    facet: FacetCounts, options: tuple[Option, ...], request: SearchRequest, refinements: tuple[FacetGroup, ...] = ()
) -> FacetGroup:
    shown = tuple(option for place, option in enumerate(options) if place < _SHOWN or _touched(option))
    hidden = tuple(option for option in options if option not in shown)
    fits = len(options) <= _KEPT
    return FacetGroup(
        name=facet.name,
        label=facet.label,
        shown=shown,
        more=hidden if fits else hidden[: _KEPT - _SHOWN],
        total=len(options),
        all_url="" if fits else facet_url(request, facet.name),
        refinements=refinements,
    )


def _top_options(facet: FacetCounts, page: SearchPage) -> tuple[Option, ...]:
    """The facet's values, the chosen ones opened to show what refines them."""
    children = [child for child in page.facets if child.parent == facet.name]
    if not children:
        return _options(facet)
    opened = {bucket.value for bucket in facet.selected}
    opened |= {bucket.parent for child in children for bucket in child.selected}
    nested = [(bucket.parent, _option(child.name, bucket)) for child in children for bucket in child.buckets]
    options = tuple(
        replace(option, children=tuple(each for parent, each in nested if parent == option.value in opened))
        for option in _options(facet)
    )
    # A chosen month whose year no longer counts anything must still be there to be taken back.
    values = {option.value for option in options}
    return options + tuple(option for parent, option in nested if option.selected and parent not in values)


def _options(facet: FacetCounts) -> tuple[Option, ...]:
    """The facet's values; time runs on as it is, other facets lead with what is chosen."""
    options = [_option(facet.name, bucket) for bucket in facet.buckets]
    known = facet_named(facet.name)
    if not (known and known.chronological):
        options.sort(key=lambda option: not option.selected)
    return tuple(options)


def _option(facet: str, bucket: Bucket) -> Option:
    return Option(facet, bucket.value, bucket.label, bucket.count, bucket.selected)


def _touched(option: Option) -> bool:
    return option.selected or any(child.selected for child in option.children)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()
