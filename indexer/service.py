"""Searching as one object: a request in, a page out. The only place where query, engine and archive meet."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from whoosh.query import And, Not, NullQuery, Query, Term

from corpus import Archive, Proposal, visible_to
from indexer.cursor import OUTDATED, Cursor, read_cursor, write_cursor
from indexer.duplicates import DuplicateService
from indexer.engines.base import Engine, EngineQuery, EngineResult, Place, Sort
from indexer.errors import CursorOutdated
from indexer.explain import Explanation, explain
from indexer.facets import facet_counts
from indexer.fields import FACETS
from indexer.highlight import Marks, find_marks
from indexer.home import open_archive
from indexer.listing import Ask, Listing, Neighbours, News, changes_among, neighbours_of
from indexer.live import LiveIndex, OpenGeneration
from indexer.naming import Naming
from indexer.query import Needle, Step, Understanding, period, understand, within_budget
from indexer.ranking import DEFAULT
from indexer.request import Reader, SearchRequest
from indexer.results import Hit, SearchPage
from indexer.settings import Settings
from indexer.similar import similar_query
from indexer.snippets import needles_for, snippets_of
from indexer.store import GenerationStore, open_generations
from indexer.suggest import Correction, Kind, Suggestion
from indexer.upkeep import Upkeep

__all__ = ["IndexStats", "SearchService", "open_service"]

_FACET_NAMES = tuple(facet.name for facet in FACETS)


@dataclass(frozen=True, slots=True)
class IndexStats:
    """What the live index is; times are UTC, ISO 8601."""

    generation: str
    documents: int
    built: str
    changed: str
    cutter: str


class SearchService:
    """Answers searches from an archive and its live index. Safe to share between threads.

    ``duplicates`` answers what duplicates what, from the same archive and index.
    """

    def __init__(self, archive: Archive, generations: GenerationStore) -> None:
        self.archive = archive
        self._live = LiveIndex(generations)
        self.duplicates = DuplicateService(archive, self._live)
        #: For whoever looks after the installation.
        self.upkeep = Upkeep(archive, generations, self._live)

    def search(self, request: SearchRequest, *, cursor: str = "") -> SearchPage:
        """Return one page of what matches, with exact total and facet counts.

        Args:
            cursor: the ``next`` of an earlier page of the same search; goes on behind it, whatever the page number.

        Raises:
            IndexMissing, IndexDamaged, IndexOutdated: there is no index to search; the message says what to do.
            CursorInvalid, CursorOutdated: the cursor cannot be used, or not any more.
        """
        started = time.perf_counter()
        generation = self._live.get()
        understanding = understand(request.query, generation.analyzer)
        after, state = None, ""
        if cursor:
            state = _state(generation.engine)
            request = _naming(generation, request, state).told(request)
            start = read_cursor(cursor, state, request)
            request, after = request.on_page(start.before // request.limit + 1), start.place
        naming, step, result = _answered(generation, understanding, request, after)
        request = naming.told(request)
        if after:
            if result.state != state:
                raise CursorOutdated(OUTDATED)
        elif request.offset >= result.total > 0:
            request = request.on_page(-(-result.total // request.limit))
            result = generation.engine.search(_ask(step, naming.asked(request)))
        hits = self._hits(result, understanding.needles, request.reader)
        before = request.offset + len(result.rows)
        return SearchPage(
            request=request,
            total=result.total,
            hits=hits,
            facets=facet_counts(naming.merged(result.counts), request),
            relaxed=step.relaxed,
            understood=understanding.loosely if step.relaxed else understanding.sentence,
            notice=_notice(understanding, step, result.total),
            corrections=_corrections(generation, step, result, request),
            next=write_cursor(Cursor(result.end, before), result.state, request) if result.end else "",
            took_ms=(time.perf_counter() - started) * 1000,
        )

    def proposal(self, id: str, reader: Reader) -> Proposal | None:
        """Return one proposal whole; None where there is none that this reader may see."""
        return next(self.proposals([id], reader), None)

    def proposals(self, ids: Iterable[str], reader: Reader) -> Iterator[Proposal]:
        """Yield proposals whole, in this order, a few read at a time; those the reader may not see are left out."""
        for proposal in self.archive.all(ids=ids):
            shown = visible_to(proposal, internal=reader.internal)
            if shown is not None:
                yield shown

    def listing(self, request: SearchRequest, *, most: int) -> Listing:
        """Return the ids of a search in its order, whatever its page: the first ``most`` where more match."""
        result = self._asker(request)(0, most)
        return Listing(result.total, tuple(row.id for row in result.rows))

    def neighbours(self, request: SearchRequest, id: str, place: int) -> Neighbours | None:
        """Return what stands beside a proposal seen at a place (from 1) of a search; None where it is not found."""
        found = neighbours_of(self._asker(request), id, place)
        if found is None:
            return None
        shown = self._shown(filter(None, (found.before, found.after)), request.reader)
        return replace(
            found,
            before=found.before if found.before in shown else "",
            after=found.after if found.after in shown else "",
        )

    def news(self, request: SearchRequest, *, most: int, since: str = "") -> News:
        """Return which hits of a search came in or were revised last; with ``since`` (ISO 8601), not before then."""
        news = changes_among(self._asker(request), self.archive, most, since)
        shown = self._shown([each.id for each in news.changes], request.reader)
        return replace(news, changes=tuple(each for each in news.changes if each.id in shown))

    def marks(self, field: str, text: str, query: str) -> Marks:
        """Return the spans of a shown text that a query matches, for one text field."""
        needles = understand(query, self._live.get().analyzer).needles
        return find_marks(text, needles_for(needles, field))

    def suggest(self, typed: str, reader: Reader, *, limit: int = 8) -> tuple[Suggestion, ...]:
        """Return what a person who has typed this much may want, best first."""
        generation = self._live.get()
        names = generation.naming.get(internal=reader.internal).writings
        found = generation.suggester.suggest(typed, limit=limit, internal=reader.internal, names=names)
        titles = {each.value: each.text for each in found if each.kind == Kind.TITLE}
        shown = self._shown(titles, reader)
        return tuple(each for each in found if each.kind != Kind.TITLE or each.value in shown)

    def similar(self, id: str, reader: Reader, *, limit: int = 5) -> tuple[Hit, ...]:
        """Return the proposals most like one on its matter, without itself; none where the reader may not see it."""
        proposal = self.proposal(id, reader)
        if proposal is None:
            return ()
        generation = self._live.get()
        engine, documents = generation.engine, generation.manifest.documents
        tree = similar_query(proposal, generation.analyzer, engine.frequencies, documents)
        result = engine.search(EngineQuery(tree, scope=Not(Term("id", id)), limit=limit, internal=reader.internal))
        return self._hits(result, (), reader)

    def explain(self, request: SearchRequest, id: str) -> Explanation | None:
        """Return why a proposal has its score in a search; None where the search does not find it."""
        if self.proposal(id, request.reader) is None:
            return None
        generation = self._live.get()
        step, _ = _strictest(generation, understand(request.query, generation.analyzer), request)
        return explain(generation.engine, step.tree, id, DEFAULT.rescoring, internal=request.reader.internal)

    def stats(self) -> IndexStats:
        """Return what the live index is and how much it holds."""
        live = self._live.get()
        manifest = live.manifest
        return IndexStats(live.name, manifest.documents, manifest.built, manifest.changed, manifest.cutter)

    def _asker(self, request: SearchRequest) -> Ask:
        """Return what asks this search, on one generation, for any stretch of its hits."""
        generation = self._live.get()
        naming, step, _ = _answered(generation, understand(request.query, generation.analyzer), request)
        question = replace(_ask(step, naming.asked(request)), facets=())

        def ask(offset: int, limit: int, scope: Query | None = None) -> EngineResult:
            narrowed = replace(question, scope=_both(question.scope, scope), offset=offset, limit=limit)
            return generation.engine.search(narrowed)

        return ask

    def _shown(self, ids: Iterable[str], reader: Reader) -> dict[str, Proposal]:
        """What the reader may see of these as the archive has it now: the index may still hold what was public."""
        found = self.archive.get_many(ids)
        shown = {id: visible_to(proposal, internal=reader.internal) for id, proposal in found.items()}
        return {id: proposal for id, proposal in shown.items() if proposal is not None}

    def _hits(self, result: EngineResult, needles: Sequence[Needle], reader: Reader) -> tuple[Hit, ...]:
        proposals = self._shown([row.id for row in result.rows], reader)
        rows = [row for row in result.rows if row.id in proposals]
        snippets = snippets_of([proposals[row.id] for row in rows], needles)
        return tuple(
            Hit(proposals[row.id], row.score, each.title, each.passages)
            for row, each in zip(rows, snippets, strict=True)
        )


def open_service(settings: Settings) -> SearchService:
    """Return the search service of a home directory; the index is opened by the first search.

    Raises:
        SettingsError: nothing was ever imported there.
    """
    return SearchService(open_archive(settings), open_generations(settings))


def _answered(
    generation: OpenGeneration, understanding: Understanding, request: SearchRequest, after: Place | None = None
) -> tuple[Naming, Step, EngineResult]:
    """The answer to a search by names, and the names it was asked by; asked again where they have changed since."""
    naming = _naming(generation, request)
    step, result = _strictest(generation, understanding, naming.asked(request), after)
    if result.state == naming.state:
        return naming, step, result
    newer = _naming(generation, request, result.state)
    if newer.asked(request) != naming.asked(request):
        step, result = _strictest(generation, understanding, newer.asked(request), after)
    return newer, step, result


def _naming(generation: OpenGeneration, request: SearchRequest, state: str = "") -> Naming:
    return generation.naming.get(internal=request.reader.internal, state=state)


def _strictest(
    generation: OpenGeneration, understanding: Understanding, request: SearchRequest, after: Place | None = None
) -> tuple[Step, EngineResult]:
    """The first step that finds anything, and what it finds under the request's filters.

    The choice looks past the filters: a filter that leaves nothing shows nothing, it never loosens the words.
    """
    frequencies, documents = generation.engine.frequencies, generation.manifest.documents
    *earlier, last = (within_budget(step, frequencies, documents) for step in understanding.steps)
    for step in earlier:
        result = generation.engine.search(_ask(step, request, after))
        if result.total >= step.enough or _total(generation, step, request.reader) >= step.enough:
            return step, result
    return last, generation.engine.search(_ask(last, request, after))


def _notice(understanding: Understanding, step: Step, total: int) -> str:
    """What to know about an answer: what was not read, what is not insisted on, what does not count."""
    thinned = "检索词较长，排序没有计入其中最常见的字词" if step.thinned else ""
    return "。".join(each for each in (understanding.shortened, step.notice if total else "", thinned) if each)


def _total(generation: OpenGeneration, step: Step, reader: Reader) -> int:
    """How many a step matches before any facet or date is chosen."""
    unfiltered = EngineQuery(tree=step.tree, scope=step.scope, limit=0, internal=reader.internal)
    return generation.engine.search(unfiltered).total


def _corrections(
    generation: OpenGeneration, step: Step, result: EngineResult, request: SearchRequest
) -> tuple[Correction, ...]:
    """What may have been meant: asked only where the words as typed are nowhere together."""
    if result.total and not step.relaxed:
        return ()

    def found(query: str) -> int:
        return _total(generation, understand(query, generation.analyzer).steps[0], request.reader)

    corrections = generation.suggester.correct(request.query, internal=request.reader.internal, found=found)
    return tuple(replace(each, found=_listed(generation, each.text, request.reader)) for each in corrections)


def _listed(generation: OpenGeneration, query: str, reader: Reader) -> int:
    """How many a search for these words alone lists, however far it is relaxed."""
    request = SearchRequest(query, limit=1, reader=reader)
    return _strictest(generation, understand(query, generation.analyzer), request)[1].total


def _state(engine: Engine) -> str:
    """The committed state that a search would see now."""
    return engine.search(EngineQuery(tree=NullQuery, limit=0)).state


def _ask(step: Step, request: SearchRequest, after: Place | None = None) -> EngineQuery:
    return EngineQuery(
        tree=step.tree,
        scope=_both(step.scope, period(request.since, request.until)),
        filters=request.filters,
        facets=_FACET_NAMES,
        sort=_order(request),
        offset=0 if after else request.offset,
        limit=request.limit,
        rescoring=DEFAULT.rescoring,
        internal=request.reader.internal,
        after=after,
    )


def _order(request: SearchRequest) -> Sort:
    """Without words nothing is more relevant than anything else: the newest comes first."""
    return Sort.NEWEST if request.sort is Sort.RELEVANCE and not request.query else request.sort


def _both(one: Query | None, other: Query | None) -> Query | None:
    given = [each for each in (one, other) if each is not None]
    return And(given) if len(given) == 2 else next(iter(given), None)
