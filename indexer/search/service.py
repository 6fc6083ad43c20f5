"""Searching as one object: a request in, a page out. The only place where query, engine and archive meet."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from whoosh.query import Not, Term

from corpus import Archive, Proposal, visible_to
from indexer.engines.base import EngineQuery, EngineResult
from indexer.errors import CursorOutdated
from indexer.index.live import LiveIndex
from indexer.index.store import GenerationStore, open_generations
from indexer.index.upkeep import Upkeep
from indexer.query.parsed_query import HighlightTerm, ParsedQuery, parse_query
from indexer.query.steps import Step
from indexer.search.cursor import OUTDATED, Cursor, read_cursor, write_cursor
from indexer.search.execution import (
    asker,
    committed_state,
    corrections_for,
    engine_query,
    execute,
    related_to,
    strictest_step,
)
from indexer.search.explain import Explanation, explain
from indexer.search.facets import facet_counts
from indexer.search.listing import Listing, Neighbours, News, changes_among, neighbours_of
from indexer.search.nearest import NEAREST, Nearest
from indexer.search.ranking import DEFAULT
from indexer.search.request import Reader, SearchRequest
from indexer.search.results import Hit, SearchPage
from indexer.search.similar import similar_query
from indexer.search.snippets import Marks, find_marks, snippets_of, terms_for_field
from indexer.settings import Settings, open_archive
from indexer.suggest.results import Suggestion, SuggestionKind

if TYPE_CHECKING:
    from indexer.duplicates.service import DuplicateService

__all__ = ["IndexStats", "SearchService", "open_service"]


@dataclass(frozen=True, slots=True)
class IndexStats:
    """What the live index is; times are UTC, ISO 8601.

    Attributes:
        documents: how many it holds, internal ones included; ``internal``: those that only staff may see.
    """

    generation: str
    documents: int
    internal: int
    built: str
    changed: str
    tokenizer: str


class SearchService:
    """Answers searches from an archive and its live index. Safe to share between threads."""

    def __init__(self, archive: Archive, generations: GenerationStore) -> None:
        self.archive = archive
        self._live = LiveIndex(generations)
        #: For whoever looks after the installation.
        self.upkeep = Upkeep(archive, generations, self._live)

    @cached_property
    def duplicates(self) -> DuplicateService:
        """What duplicates what; loaded by the first who asks, since a search needs none of it."""
        from indexer.duplicates.service import DuplicateService

        return DuplicateService(self.archive, self._live)

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
        parsed = parse_query(request.query, generation.analyzer)
        after, state = None, ""
        if cursor:
            state = committed_state(generation.engine)
            request = generation.naming.get(internal=request.reader.internal, state=state).canonicalize(request)
            start = read_cursor(cursor, state, request)
            request, after = request.on_page(start.before // request.limit + 1), start.place
        naming, step, result = execute(generation, parsed, request, after)
        request = naming.canonicalize(request)
        if after:
            if result.state != state:
                raise CursorOutdated(OUTDATED)
        elif request.offset >= result.total > 0:
            request = request.on_page(-(-result.total // request.limit))
            result = generation.engine.search(engine_query(step, naming.expand_filters(request)))
        hits = self._hits(result, parsed.highlight_terms, request.reader)
        related = None if cursor else related_to(generation, step, result, naming.expand_filters(request))
        before = request.offset + len(result.rows)
        return SearchPage(
            request=request,
            total=result.total,
            hits=hits,
            facets=facet_counts(naming.merge_counts(result.counts), request),
            relaxed=step.relaxed,
            understood=parsed.relaxed_description if step.relaxed else parsed.description,
            notice=_notice(parsed, step, result.total),
            corrections=corrections_for(generation, step, result, request),
            related=self._hits(related, parsed.highlight_terms, request.reader) if related else (),
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
        result = asker(self._live.get(), request)(0, most)
        return Listing(result.total, tuple(row.id for row in result.rows))

    def neighbours(self, request: SearchRequest, id: str, place: int) -> Neighbours | None:
        """Return what stands beside a proposal seen at a place (from 1) of a search; None where it is not found."""
        found = neighbours_of(asker(self._live.get(), request), id, place)
        if found is None:
            return None
        shown = request.reader.visible(self.archive, filter(None, (found.before, found.after)))
        return replace(
            found,
            before=found.before if found.before in shown else "",
            after=found.after if found.after in shown else "",
        )

    def news(self, request: SearchRequest, *, most: int, since: str = "") -> News:
        """Return which hits of a search came in or were revised last; with ``since`` (ISO 8601), not before then."""
        news = changes_among(asker(self._live.get(), request), self.archive, most, since)
        shown = request.reader.visible(self.archive, [each.id for each in news.changes])
        return replace(news, changes=tuple(each for each in news.changes if each.id in shown))

    def marks(self, field: str, text: str, query: str) -> Marks:
        """Return the spans of a shown text that a query matches, for one text field."""
        terms = parse_query(query, self._live.get().analyzer).highlight_terms
        return find_marks(text, terms_for_field(terms, field))

    def suggest(self, typed: str, reader: Reader, *, limit: int = 8) -> tuple[Suggestion, ...]:
        """Return what a person who has typed this much may want, best first."""
        generation = self._live.get()
        names = generation.naming.get(internal=reader.internal).variants
        found = generation.suggester.suggest(typed, limit=limit, internal=reader.internal, names=names)
        titles = {each.value: each.text for each in found if each.kind == SuggestionKind.TITLE}
        shown = reader.visible(self.archive, titles)
        return tuple(each for each in found if each.kind != SuggestionKind.TITLE or each.value in shown)

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

    def nearest(self, proposal: Proposal, reader: Reader, *, limit: int = NEAREST) -> tuple[Nearest, ...]:
        """Return what may be about the same thing as a proposal, archived or not, each with why; without itself."""
        return self.duplicates.nearest(proposal, reader, limit=limit)

    def explain(self, request: SearchRequest, id: str) -> Explanation | None:
        """Return why a proposal has its score in a search; None where the search does not find it."""
        if self.proposal(id, request.reader) is None:
            return None
        generation = self._live.get()
        step, _ = strictest_step(generation, parse_query(request.query, generation.analyzer), request)
        return explain(generation.engine, step.tree, id, DEFAULT.rescoring, internal=request.reader.internal)

    def stats(self) -> IndexStats:
        """Return what the live index is and how much it holds."""
        live = self._live.get()
        manifest = live.manifest
        return IndexStats(
            live.name,
            manifest.documents,
            live.count_internal(),
            manifest.built,
            manifest.changed,
            manifest.tokenizer,
        )

    def _hits(self, result: EngineResult, terms: Sequence[HighlightTerm], reader: Reader) -> tuple[Hit, ...]:
        proposals = reader.visible(self.archive, [row.id for row in result.rows])
        rows = [row for row in result.rows if row.id in proposals]
        snippets = snippets_of([proposals[row.id] for row in rows], terms)
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


def _notice(parsed: ParsedQuery, step: Step, total: int) -> str:
    """What to know about an answer: what was not read, what is not insisted on, what does not count."""
    thinned = "检索词较长，排序没有计入其中最常见的字词" if step.thinned else ""
    return "。".join(each for each in (parsed.shortened, step.notice if total else "", thinned) if each)
