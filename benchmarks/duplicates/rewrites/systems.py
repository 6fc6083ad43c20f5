"""Ways to look for the original of a rewrite: ours, the search box, the former topic list, and baselines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.archives import archive_of
from benchmarks.duplicates.rewrites.cases import Rewrite, RewriteArchive
from benchmarks.quality.collection import key_of, text_of
from benchmarks.quality.systems.bm25 import Bm25, lucene_idf
from indexer import Reader, SearchRequest, SearchService, Verdict
from indexer.analysis.analyzer import Analyzer
from indexer.engines.base import EngineQuery
from indexer.index.build import reindex
from indexer.index.generations import Generations
from indexer.search.similar import similar_query

__all__ = ["BASELINES", "OURS", "Asked", "Production", "production"]

OURS = "nearest"
#: How many are asked for.
_DEPTH = 10

#: Returns the keys of what is nearest to a rewrite, nearest first.
Asked = Callable[[Rewrite], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Production:
    """Our own program over one archive, imported and indexed as an operator would.

    Attributes:
        systems: ways to ask it, by name.
        verdicts: returns what is said to be on the same topic as a rewrite.
    """

    systems: Mapping[str, Asked]
    verdicts: Callable[[Rewrite], list[str]]


@contextmanager
def production(archive: RewriteArchive, directory: Path) -> Iterator[Production]:
    """Give our program over an archive."""
    with archive_of(archive.documents, directory) as records:
        generations = Generations(directory / "index")
        reindex(records, generations)
        service = SearchService(records, generations)
        keys = {record.id: key_of(record) for record in records.all()}

        def nearest(rewrite: Rewrite) -> list[str]:
            found = service.duplicates.check(rewrite.proposal, Reader(), nearest=_DEPTH).nearest
            return [keys[each.proposal.id] for each in found]

        def search(rewrite: Rewrite) -> list[str]:
            typed = f"{rewrite.title} {rewrite.text}".strip()
            return [keys[id] for id in service.listing(SearchRequest(typed), most=_DEPTH).ids]

        def terms(rewrite: Rewrite) -> list[str]:
            live = service._live.get()
            tree = similar_query(rewrite.proposal, live.analyzer, live.engine.frequencies, live.manifest.documents)
            return [keys[row.id] for row in live.engine.search(EngineQuery(tree, limit=_DEPTH)).rows]

        def verdicts(rewrite: Rewrite) -> list[str]:
            found = service.duplicates.check(rewrite.proposal, Reader()).candidates
            return [keys[each.proposal.id] for each in found if each.verdict is Verdict.SAME_TOPIC]

        yield Production({OURS: nearest, "search": search, "terms": terms}, verdicts)


def _baseline(cut: Callable[[str], Sequence[str]]) -> Callable[[RewriteArchive], Asked]:
    def over(archive: RewriteArchive) -> Asked:
        index = Bm25((cut(text_of(each)) for each in archive.documents), lucene_idf)
        keys = [key_of(each) for each in archive.documents]

        def ask(rewrite: Rewrite) -> list[str]:
            return [keys[number] for number in index.best(cut(text_of(rewrite.proposal)), _DEPTH)]

        return ask

    return over


def _chars_and_bigrams(text: str) -> list[str]:
    analyzer = Analyzer()
    return [*analyzer.chars(text), *analyzer.bigrams(text)]


#: Plain BM25 over what it is cut into, by name.
BASELINES: dict[str, Callable[[RewriteArchive], Asked]] = {
    "words": _baseline(Analyzer().words),
    "bigrams": _baseline(Analyzer().bigrams),
    "chars+bigrams": _baseline(_chars_and_bigrams),
}
