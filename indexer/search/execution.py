"""A parsed query asked of one generation of the index: which step answers it, under which names, filters and order."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from whoosh.query import And, NullQuery, Query

from indexer.engines.base import Engine, EngineQuery, EngineResult, Place, Sort
from indexer.fields import FACETS
from indexer.index.live import OpenGeneration
from indexer.names.naming import Naming
from indexer.query.filters import period
from indexer.query.parsed_query import ParsedQuery, parse_query
from indexer.query.steps import Step, within_budget
from indexer.search.listing import Ask
from indexer.search.ranking import DEFAULT
from indexer.search.request import Reader, SearchRequest
from indexer.suggest.results import Correction

__all__ = ["asker", "committed_state", "corrections_for", "engine_query", "execute", "related_to", "strictest_step"]

_FACET_NAMES = tuple(facet.name for facet in FACETS)


def execute(
    generation: OpenGeneration, parsed: ParsedQuery, request: SearchRequest, after: Place | None = None
) -> tuple[Naming, Step, EngineResult]:
    """Return the answer to a search by names, and the names it was asked by.

    It is asked again where the names have changed since.
    """
    naming = _naming(generation, request)
    step, result = strictest_step(generation, parsed, naming.expand_filters(request), after)
    if result.state == naming.state:
        return naming, step, result
    newer = _naming(generation, request, result.state)
    if newer.expand_filters(request) != naming.expand_filters(request):
        step, result = strictest_step(generation, parsed, newer.expand_filters(request), after)
    return newer, step, result


def _naming(generation: OpenGeneration, request: SearchRequest, state: str = "") -> Naming:
    return generation.naming.get(internal=request.reader.internal, state=state)


def strictest_step(
    generation: OpenGeneration, parsed: ParsedQuery, request: SearchRequest, after: Place | None = None
) -> tuple[Step, EngineResult]:
    """Return the first step that finds enough, and what it finds under the request's filters.

    The choice looks past the filters: a filter that leaves nothing shows nothing, it never loosens the words.
    """
    frequencies, documents = generation.engine.frequencies, generation.manifest.documents
    *earlier, last = (within_budget(step, frequencies, documents) for step in parsed.steps)
    for step in earlier:
        result = generation.engine.search(engine_query(step, request, after))
        if result.total >= step.min_hits or _total(generation, step, request.reader) >= step.min_hits:
            return step, result
    return last, generation.engine.search(engine_query(last, request, after))


#: Fewer hits than this are few: others may be meant too. So many of those are shown at most, and none that scores
#: less than this share of the best hit.
_FEW, _RELATED, _LEAST = 10, 5, 0.5


def related_to(
    generation: OpenGeneration, step: Step, result: EngineResult, request: SearchRequest
) -> EngineResult | None:
    """Return what may be meant too where a step found few, best first; None for nothing.

    It is asked under the same filters and dates, on the first page in order of relevance only.
    """
    if step.beside is None or not 0 < result.total < _FEW or request.page > 1 or _order(request) is not Sort.RELEVANCE:
        return None
    asked = replace(engine_query(replace(step, tree=step.beside), request), facets=(), limit=_RELATED)
    found = generation.engine.search(asked)
    best = max((row.score for row in result.rows), default=0.0)
    return replace(found, rows=tuple(row for row in found.rows if row.score >= _LEAST * best))


def _total(generation: OpenGeneration, step: Step, reader: Reader) -> int:
    """How many a step matches before any facet or date is chosen."""
    unfiltered = EngineQuery(tree=step.tree, scope=step.scope, limit=0, internal=reader.internal)
    return generation.engine.search(unfiltered).total


def asker(generation: OpenGeneration, request: SearchRequest) -> Ask:
    """Return what asks this search, on one generation, for any stretch of its hits."""
    naming, step, _ = execute(generation, parse_query(request.query, generation.analyzer), request)
    question = replace(engine_query(step, naming.expand_filters(request)), facets=())

    def ask(offset: int, limit: int, scope: Query | None = None) -> EngineResult:
        narrowed = replace(question, scope=_both(question.scope, scope), offset=offset, limit=limit)
        return generation.engine.search(narrowed)

    return ask


#: A run of Han characters that may be one name or term; longer ones are sentences, which are put in many ways.
_RUN = re.compile("[一-鿿]{4,12}")
#: A run that stands nowhere was meant otherwise only where the archive says that so often.
_OFTEN = 3


def corrections_for(
    generation: OpenGeneration, step: Step, result: EngineResult, request: SearchRequest
) -> tuple[Correction, ...]:
    """Return what may have been meant where the words as typed are nowhere together.

    A run that stands nowhere as it was typed is corrected though its words are found apart (养老老服务: 养老 and 服务).
    """

    def total(query: str) -> int:
        return _total(generation, parse_query(query, generation.analyzer).steps[0], request.reader)

    def standing(query: str) -> int:
        found = total(f"“{query}”")
        return found if found >= _OFTEN else 0

    correct = partial(generation.suggester.correct, request.query, internal=request.reader.internal)
    nowhere = _RUN.fullmatch(request.query) and not total(f"“{request.query}”")
    corrections = correct(found=standing) if nowhere else ()
    if not corrections and (step.relaxed or not result.total):
        corrections = correct(found=total)
    return tuple(replace(each, found=_listed(generation, each.text, request.reader)) for each in corrections)


def _listed(generation: OpenGeneration, query: str, reader: Reader) -> int:
    """How many a search for these words alone lists, however far it is relaxed."""
    request = SearchRequest(query, limit=1, reader=reader)
    return strictest_step(generation, parse_query(query, generation.analyzer), request)[1].total


def committed_state(engine: Engine) -> str:
    """Return the committed state that a search would see now."""
    return engine.search(EngineQuery(tree=NullQuery, limit=0)).state


def engine_query(step: Step, request: SearchRequest, after: Place | None = None) -> EngineQuery:
    """Return what an engine is asked for a step under the request's filters and dates."""
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
