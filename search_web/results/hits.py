"""Hits as they are listed: what is said of each, and those that say nearly the same folded under the first.

None is left out, and no count changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from corpus import Coverage, Kind, PartialDate
from indexer import Hit, SearchRequest, Snippet
from search_web.site.links import proposal_url
from search_web.site.markup import Run, runs, snippet_runs
from search_web.site.wording import UNTITLED, dated_by, number_words, people_words

__all__ = ["NO_COPIES", "Copies", "HitView", "LabelledSnippet", "folded", "folded_views", "hit_views"]

#: For a proposal's id, the ids of those with the same or nearly the same text.
Copies = Mapping[str, tuple[str, ...]]
NO_COPIES: Copies = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class LabelledSnippet:
    """A snippet with the name of the text it comes from."""

    source: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class HitView:
    """One proposal in the list."""

    url: str
    title: tuple[Run, ...]
    kind: str
    session: str
    number: str
    proposers: str
    lead_units: tuple[str, ...]
    support_units: tuple[str, ...]
    date: PartialDate | None
    dated_by: str
    outcome: str
    note: str
    passages: tuple[LabelledSnippet, ...]
    place: int = 0
    folded: tuple[HitView, ...] = ()


def hit_views(hits: Sequence[Hit], request: SearchRequest | None = None) -> tuple[HitView, ...]:
    """Return hits as they are listed; their links carry the search they were found by."""
    first = request.offset + 1 if request else 0
    return tuple(_hit(hit, request, first + place) for place, hit in enumerate(hits))


def folded_views(hits: Sequence[Hit], request: SearchRequest, copies: Copies) -> tuple[HitView, ...]:
    """Return the hits of a page as they are listed, copies folded under the first of them."""
    views = {hit.proposal.id: view for hit, view in zip(hits, hit_views(hits, request), strict=True)}
    return tuple(
        replace(views[hit.proposal.id], folded=tuple(views[each.proposal.id] for each in under))
        if under
        else views[hit.proposal.id]
        for hit, under in folded(hits, copies)
    )


def folded(hits: Sequence[Hit], copies: Copies) -> list[tuple[Hit, tuple[Hit, ...]]]:
    """Return the hits in their order, each with those of the page that are folded under it.

    >>> from corpus import Proposal
    >>> from indexer import Snippet
    >>> one, two, three = (Hit(Proposal(id, id=id), 1.0, Snippet("title", "标题", id, ()), ()) for id in "123")
    >>> shown = folded([one, two, three], {"1": ("3",)})
    >>> [(hit.proposal.id, [each.proposal.id for each in under]) for hit, under in shown]
    [('1', ['3']), ('2', [])]
    """
    groups: list[list[Hit]] = []
    heads: dict[str, list[Hit]] = {}
    for hit in hits:
        id = hit.proposal.id
        group = heads.get(id)
        if group is None:
            group = []
            groups.append(group)
        for copy in (id, *copies.get(id, ())):
            heads.setdefault(copy, group)
        group.append(hit)
    return [(group[0], tuple(group[1:])) for group in groups]


def _source(snippet: Snippet, kind: Kind) -> str:
    """What a passage is from, in the words of the page."""
    return {"content": kind.value, "details": "登记项"}.get(snippet.field, snippet.label)


def _hit(hit: Hit, request: SearchRequest | None, place: int) -> HitView:
    proposal = hit.proposal
    return HitView(
        url=proposal_url(proposal.id, request, place),
        title=runs(hit.title.text, hit.title.marks) or (Run(UNTITLED),),
        kind=proposal.kind.value,
        session=proposal.session.label if proposal.session else "",
        number=number_words(proposal),
        proposers=people_words(proposal.proposers),
        lead_units=proposal.lead_units,
        support_units=proposal.support_units,
        date=proposal.date,
        dated_by=dated_by(proposal),
        outcome=proposal.outcome.text if proposal.outcome else "",
        note="仅有摘要" if proposal.coverage is Coverage.ABSTRACT else "",
        passages=tuple(LabelledSnippet(_source(each, proposal.kind), snippet_runs(each)) for each in hit.snippets),
        place=place,
    )
