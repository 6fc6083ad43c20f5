"""The filter panel: which values of a facet are shown at once, which wait behind 更多, which on a page of their own."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from itertools import compress
from operator import not_

from indexer import Bucket, FacetCounts, SearchPage, SearchRequest, facet_named, values_found
from search_web.site.links import facet_url, search_url

__all__ = ["FacetGroup", "FacetList", "Option", "facet_groups", "facet_list"]

#: Values shown at once, and values kept in the page at all; the rest have a page of their own.
_SHOWN, _KEPT = 8, 20
#: Values on a facet's own page; beyond that, the box on the page narrows them.
_LISTED = 1000


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
    leading = (facet for facet in page.facets if not facet.parent and not _refined(facet))
    return tuple(
        _group(facet, options, request, _refinements(facet, page, request))
        for facet in leading
        if (options := _top_options(facet, page))
    )


def facet_list(page: SearchPage, request: SearchRequest, name: str, find: str) -> FacetList:
    """Return one facet's values for its own page; KeyError for a facet that was not counted."""
    facet = page.facet(name)
    meant = {each.value for each in values_found(name, facet.buckets, find)}
    matching = [each for each in _ordered(facet) if each.selected or each.value in meant]
    return FacetList(
        name=facet.name,
        label=facet.label,
        find=find,
        options=tuple(_option(facet.name, bucket) for bucket in matching[:_LISTED]),
        total=len(facet.buckets),
        left_out=len(matching[_LISTED:]),
        kept_args=tuple((key, value) for key, value in request.to_args() if key not in ("page", name)),
        back_url=search_url(request),
    )


def _refinements(facet: FacetCounts, page: SearchPage, request: SearchRequest) -> tuple[FacetGroup, ...]:
    refining = (each for each in page.facets if _refined(each) == facet.name and each.buckets)
    return tuple(_group(each, _options(each), request) for each in refining)


def _refined(facet: FacetCounts) -> str:
    """The facet that this one asks more exactly: it folds away under that one."""
    known = facet_named(facet.name)
    return known.refines if known else ""


def _group(
    facet: FacetCounts, options: tuple[Option, ...], request: SearchRequest, refinements: tuple[FacetGroup, ...] = ()
) -> FacetGroup:
    in_sight = [place < _SHOWN or _touched(option) for place, option in enumerate(options)]
    return FacetGroup(
        name=facet.name,
        label=facet.label,
        shown=tuple(compress(options, in_sight)),
        more=tuple(compress(options, map(not_, in_sight))),
        total=len(facet.buckets),
        all_url=facet_url(request, facet.name) if len(facet.buckets) > _KEPT else "",
        refinements=refinements,
    )


def _top_options(facet: FacetCounts, page: SearchPage) -> tuple[Option, ...]:
    """The facet's values, the chosen ones opened to show what refines them."""
    children = [child for child in page.facets if child.parent == facet.name]
    opened = {bucket.parent for child in children for bucket in child.selected}
    options = _options(facet, opened)
    opened |= {bucket.value for bucket in facet.selected}
    if not opened:
        return options
    nested = [(bucket.parent, _option(child.name, bucket)) for child in children for bucket in child.buckets]
    # A chosen month whose year no longer counts anything must still be there to be taken back.
    values = {bucket.value for bucket in facet.buckets}
    orphans = tuple(option for parent, option in nested if option.selected and parent not in values)
    return orphans + tuple(
        replace(option, children=tuple(each for parent, each in nested if parent == option.value in opened))
        for option in options
    )


def _options(facet: FacetCounts, opened: Set[str] = frozenset()) -> tuple[Option, ...]:
    """As many values as the panel keeps, and besides them every one that is chosen or opened."""
    if not facet.selected and not opened:
        return tuple(_option(facet.name, bucket) for bucket in facet.buckets[:_KEPT])
    return tuple(
        _option(facet.name, bucket)
        for place, bucket in enumerate(_ordered(facet))
        if place < _KEPT or bucket.selected or bucket.value in opened
    )


def _ordered(facet: FacetCounts) -> Sequence[Bucket]:
    """The values in the order shown: time runs on as it is, other facets lead with what is chosen."""
    known = facet_named(facet.name)
    if known and known.ranked:
        return facet.buckets
    return sorted(facet.buckets, key=lambda bucket: not bucket.selected)


def _option(facet: str, bucket: Bucket) -> Option:
    return Option(facet, bucket.value, bucket.label, bucket.count, bucket.selected)


def _touched(option: Option) -> bool:
    return option.selected or any(child.selected for child in option.children)
