"""Duplicate checks of one text, of several, or of the whole archive, answered from an archive and its live index."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from whoosh.query import Or, Term

from corpus import Archive, Proposal, visible_to
from indexer.duplicates.batch import Found, compare_each_other, groups_of
from indexer.duplicates.candidates import CandidateFinder
from indexer.duplicates.comparison import Comparison
from indexer.duplicates.pairs import clusters_of, judged_pairs
from indexer.duplicates.results import (
    Against,
    BatchEntry,
    BatchReport,
    Candidate,
    Cluster,
    DuplicatePair,
    DuplicateReport,
    Submission,
    TitleMatch,
)
from indexer.duplicates.self_join import self_join
from indexer.duplicates.texts import Boilerplate, title_matter, title_similarity
from indexer.engines.base import EngineQuery
from indexer.fields import Stream, text_field_named
from indexer.search.nearest import MOST_NEAREST, NEAREST, Nearest, nearest_to
from indexer.search.request import Reader

if TYPE_CHECKING:
    from indexer.index.live import LiveIndex

__all__ = ["DuplicateService", "Progress"]

#: Told how many are done, and how many there are.
Progress = Callable[[int, int], None]

#: What in the archive a text duplicates, and what is nearest to it in matter.
_Checked = tuple[tuple[Candidate, ...], tuple[Nearest, ...]]

#: Of the nearest, so many may be of the same topic, and none where the text has fewer characters than a proposal.
_NEAR, _SHORTEST = 20, 80
#: Titles less alike than this are not offered while one is typed; so many are looked at.
_ALIKE, _LOOKED_AT = 0.4, 40
#: Characters of a title from which it can be like another.
_TITLE = 4


class DuplicateService:
    """Finds duplicates in the archive; every answer holds only what its reader may see. Safe to share.

    Args:
        live: the live index, shared with the search service.
    """

    def __init__(self, archive: Archive, live: LiveIndex) -> None:
        self._archive = archive
        self._live = live

    def check(
        self, submitted: Submission | Proposal | str, reader: Reader, *, nearest: int = NEAREST
    ) -> DuplicateReport:
        """Return what in the archive a text duplicates, strongest verdict first, and what is nearest in matter.

        An archived proposal is not compared with itself.

        Args:
            nearest: how many of the nearest are wanted, ``MOST_NEAREST`` at most.

        Raises:
            IndexMissing, IndexDamaged, IndexOutdated: there is no index to ask; the message says what to do.
        """
        started = time.perf_counter()
        submission = _submission(submitted)
        finder = self._finder(reader)
        candidates, near = self._checked(submission, finder, nearest)
        return DuplicateReport(submission, candidates, near, (time.perf_counter() - started) * 1000)

    def of(self, id: str, reader: Reader, *, nearest: int = NEAREST) -> DuplicateReport | None:
        """Return what in the archive an archived proposal duplicates; None where the reader sees no such one."""
        proposal = reader.visible(self._archive, [id]).get(id)
        return self.check(proposal, reader, nearest=nearest) if proposal else None

    def nearest(self, proposal: Proposal, reader: Reader, *, limit: int = NEAREST) -> tuple[Nearest, ...]:
        """Return what is nearest in matter to a proposal, archived or not, without comparing any texts."""
        finder = self._finder(reader)
        limit = min(max(limit, 0), MOST_NEAREST)
        return nearest_to(proposal, finder.matter(proposal), finder.engine, self._archive, reader, limit=limit)

    def titles(self, typed: str, reader: Reader, *, limit: int = 5) -> tuple[TitleMatch, ...]:
        """Return archived proposals whose titles are like one being typed, likest first; meant for every keystroke."""
        wanted = title_matter(typed)
        if len(wanted) < _TITLE:
            return ()
        generation = self._live.get()
        pairs = generation.analyzer.bigrams(wanted.tobytes().decode("utf-32-le"))
        field = text_field_named("title").stream(Stream.BIGRAMS)
        tree = Or([Term(field, pair) for pair in dict.fromkeys(pairs)])
        rows = generation.engine.search(EngineQuery(tree, limit=_LOOKED_AT, internal=reader.internal)).rows
        proposals = reader.visible(self._archive, [row.id for row in rows]).values()
        found = [TitleMatch(each, title_similarity(wanted, title_matter(each.title))) for each in proposals]
        alike = sorted((match for match in found if match.score >= _ALIKE), key=lambda match: -match.score)
        return tuple(alike[:limit])

    def batch(
        self,
        submitted: Sequence[Submission],
        reader: Reader,
        *,
        against: Against = Against.BOTH,
        nearest: int = NEAREST,
        progress: Progress | None = None,
    ) -> BatchReport:
        """Return every text of a batch with what it duplicates in the archive, in the batch, or in both."""
        started = time.perf_counter()
        finder = self._finder(reader)
        rounds = 2 if against is Against.BOTH else 1
        archive: list[_Checked] = [((), ())] * len(submitted)
        if against is not Against.EACH_OTHER:
            for place, submission in enumerate(submitted):
                archive[place] = self._checked(submission, finder, nearest)
                if progress:
                    progress(place + 1, rounds * len(submitted))
        others: Found = [{} for _ in submitted]
        if against is not Against.ARCHIVE:
            before = (rounds - 1) * len(submitted)
            shifted = (lambda done, total: progress(before + done, before + total)) if progress else None
            topics = [finder.topic(each.proposal)[:2] for each in submitted]
            others = compare_each_other(submitted, topics, finder.boilerplate, finder.fingerprinting, shifted)
        entries = [
            BatchEntry(submission, mine, tuple(sorted(theirs.items(), key=lambda each: _order(each[1]))), near)
            for submission, (mine, near), theirs in zip(submitted, archive, others, strict=True)
        ]
        took = (time.perf_counter() - started) * 1000
        return BatchReport(tuple(entries), against, groups_of(submitted, others), took)

    def all_pairs(self, reader: Reader, *, progress: Progress | None = None) -> Iterator[DuplicatePair]:
        """Yield every pair of archived proposals that share text (same-topic ones are not among them).

        Of texts that more than sixteen proposals share, each is paired with its neighbours only; the very same text
        pairs all that have it.
        """
        fingerprinting = self._live.get().manifest.fingerprinting
        shown = (visible_to(each, internal=reader.internal) for each in self._archive.all())
        joined = self_join(filter(None, shown), fingerprinting)
        boilerplate = Boilerplate(joined.common, fingerprinting)
        yield from judged_pairs(
            joined,
            partial(reader.visible, self._archive),
            boilerplate,
            fingerprinting.guarantee,
            internal=reader.internal,
            progress=progress,
        )

    def clusters(self, reader: Reader, *, progress: Progress | None = None) -> tuple[Cluster, ...]:
        """Return the groups that duplicate pairs form, largest first, each with a proposed main case."""
        return clusters_of(self.all_pairs(reader, progress=progress), partial(reader.visible, self._archive))

    def copies(self, ids: Iterable[str], reader: Reader) -> dict[str, tuple[str, ...]]:
        """Return, for those of ``ids`` that have identical or near-identical ones, the others' ids.

        Worked out when the index is built; costs a look-up. Meant for collapsing the hits of a page.
        """
        cache = self._live.get().duplicates.current()
        found = {id: cache.copies_of(id, internal=reader.internal) for id in dict.fromkeys(ids)}
        named = dict.fromkeys(each for id, copies in found.items() if copies for each in (id, *copies))
        # The archive may have made one internal since the copies were worked out.
        shown = named if reader.internal else reader.visible(self._archive, named)
        left = {id: tuple(each for each in copies if each in shown) for id, copies in found.items() if id in shown}
        return {id: copies for id, copies in left.items() if copies}

    def _finder(self, reader: Reader) -> CandidateFinder:
        generation = self._live.get()
        fingerprinting = generation.manifest.fingerprinting
        boilerplate = generation.duplicates.current().boilerplate(fingerprinting, internal=reader.internal)
        return CandidateFinder(
            generation.engine,
            generation.analyzer,
            generation.manifest.documents,
            fingerprinting,
            boilerplate,
            reader.internal,
        )

    def _checked(self, submission: Submission, finder: CandidateFinder, wanted: int) -> _Checked:
        proposal, reader = submission.proposal, Reader(finder.internal)
        topic, _, alike = finder.topic(proposal)
        wanted = min(max(wanted, 0), MOST_NEAREST)
        matter = finder.matter(proposal)
        nearest = nearest_to(proposal, matter, finder.engine, self._archive, reader, limit=max(wanted, _NEAR))
        comparison = Comparison(submission, finder.boilerplate, finder.fingerprinting.guarantee)
        tells = len(comparison.text.normal) >= _SHORTEST
        nearness = {each.proposal.id: each.nearness for each in nearest[:_NEAR] if tells}
        near = frozenset([*alike, *nearness])
        ids = dict.fromkeys([*finder.sharing(proposal), *alike, *nearness])
        found = (
            comparison.with_(other, topic, near=other.id in near, nearness=nearness.get(other.id, 0.0))
            for other in reader.visible(self._archive, ids).values()
        )
        return tuple(sorted(filter(None, found), key=_order)), nearest[:wanted]


def _submission(submitted: Submission | Proposal | str) -> Submission:
    if isinstance(submitted, str):
        return Submission(Proposal(title="", text=submitted))
    return Submission(submitted) if isinstance(submitted, Proposal) else submitted


def _order(candidate: Candidate) -> tuple[int, float, str]:
    return candidate.verdict.rank, -candidate.score, candidate.proposal.id
