"""Texts that share nothing by chance, and proposals made of them."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from corpus import Proposal, Visibility
from indexer.analysis.fingerprints import Fingerprinting
from indexer.duplicates.pairs import judged_pairs
from indexer.duplicates.results import DuplicatePair
from indexer.duplicates.self_join import self_join
from indexer.duplicates.texts import Boilerplate
from tests.indexer.duplicates.planting import noise

__all__ = ["internal", "pairs_among", "paragraph"]


def paragraph(seed: int, length: int = 200) -> str:
    """Return the same paragraph for the same seed, unlike that of any other seed."""
    return noise(Random(f"段{seed}"), length) + "。"


def internal(title: str, text: str, number: int) -> Proposal:
    """Return a proposal that only staff may see."""
    return Proposal(title, text=text, number=number, visibility=Visibility.INTERNAL)


def pairs_among(proposals: Sequence[Proposal]) -> list[DuplicatePair]:
    """Return all pairs that share text, as the whole archive is checked for staff; ids must be distinct."""
    fingerprinting = Fingerprinting()
    joined = self_join(proposals, fingerprinting)
    known = {each.id: each for each in proposals}
    boilerplate = Boilerplate(joined.common, fingerprinting)
    fetch = {id: known[id] for id in known}
    return list(
        judged_pairs(
            joined,
            lambda ids: {id: fetch[id] for id in ids},
            boilerplate,
            fingerprinting.guarantee,
            internal=True,
        )
    )
