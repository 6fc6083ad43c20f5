"""What the desk asks of the duplicate engine: the part of ``indexer.DuplicateService`` that the site uses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from corpus import Proposal
from indexer import Against, BatchReport, Cluster, DuplicateReport, Reader, Submission, TitleMatch

__all__ = ["Duplicates", "Progress"]

#: Told how many are done, and how many there are.
Progress = Callable[[int, int], None]


class Duplicates(Protocol):
    """Any object with these methods will do; every answer holds only what its reader may see."""

    def check(self, submitted: Submission | Proposal | str, reader: Reader) -> DuplicateReport:
        """Return what in the archive a text duplicates, strongest verdict first."""
        ...

    def of(self, id: str, reader: Reader) -> DuplicateReport | None:
        """Return what in the archive an archived proposal duplicates; None where the reader sees no such one."""
        ...

    def titles(self, typed: str, reader: Reader, *, limit: int = 5) -> tuple[TitleMatch, ...]:
        """Return archived proposals whose titles are like one being typed, likest first."""
        ...

    def batch(
        self,
        submitted: Sequence[Submission],
        reader: Reader,
        *,
        against: Against = Against.BOTH,
        progress: Progress | None = None,
    ) -> BatchReport:
        """Return every text of a pile with what it duplicates in the archive, in the pile, or in both."""
        ...

    def clusters(self, reader: Reader, *, progress: Progress | None = None) -> tuple[Cluster, ...]:
        """Return the groups that duplicate pairs form, largest first, each with a proposed main case."""
        ...

    def copies(self, ids: Iterable[str], reader: Reader) -> dict[str, tuple[str, ...]]:
        """Return, for those of ``ids`` that have identical or near-identical ones, the others' ids."""
        ...
