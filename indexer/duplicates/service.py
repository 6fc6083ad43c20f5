"""The duplicate desk's questions, and who answers them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from corpus import Proposal
from indexer.duplicates.results import (
    Against,
    Cluster,
    DuplicatePair,
    DuplicateReport,
    PileReport,
    Submission,
    TitleMatch,
)
from indexer.request import Reader

__all__ = ["DuplicateService", "Progress"]

#: Told how many are done, and how many there are.
Progress = Callable[[int, int], None]


class DuplicateService(Protocol):
    """Finds duplicates in the archive; every answer holds only what its reader may see. Safe to share."""

    def check(self, submitted: Submission | Proposal | str, reader: Reader) -> DuplicateReport:
        """Return what in the archive a text duplicates, strongest verdict first."""
        ...

    def of(self, id: str, reader: Reader) -> DuplicateReport | None:
        """Return what in the archive an archived proposal duplicates; None where the reader sees no such one."""
        ...

    def titles(self, typed: str, reader: Reader, *, limit: int = 5) -> tuple[TitleMatch, ...]:
        """Return archived proposals whose titles are like one being typed, likest first; meant for every keystroke."""
        ...

    def pile(
        self,
        submitted: Sequence[Submission],
        reader: Reader,
        *,
        against: Against = Against.BOTH,
        progress: Progress | None = None,
    ) -> PileReport:
        """Return every text of a pile with what it duplicates in the archive, in the pile, or in both."""
        ...

    def all_pairs(self, reader: Reader, *, progress: Progress | None = None) -> Iterator[DuplicatePair]:
        """Yield every pair of archived proposals that share text (same-topic ones are not among them)."""
        ...

    def clusters(self, reader: Reader, *, progress: Progress | None = None) -> tuple[Cluster, ...]:
        """Return the groups that duplicate pairs form, largest first, each with a proposed main case."""
        ...

    def copies(self, ids: Iterable[str], reader: Reader) -> dict[str, tuple[str, ...]]:
        """Return, for those of ``ids`` that have identical or near-identical ones, the others' ids.

        Worked out when the index is built; costs a look-up. Meant for folding the hits of a page.
        """
        ...
