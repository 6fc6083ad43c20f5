"""Hits of one page that say nearly the same, folded under the first; none is left out, and no count changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from indexer import Hit

__all__ = ["NO_COPIES", "Copies", "folded"]

#: For a proposal's id, the ids of those with the same or nearly the same text.
Copies = Mapping[str, tuple[str, ...]]
NO_COPIES: Copies = MappingProxyType({})


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
