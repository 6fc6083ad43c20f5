"""A search service small enough to check by eye: substrings over a list, every count taken one by one.

It answers by the rules the real one is held to (every word must occur somewhere; a facet is counted under all other
filters), so that tests of the site need no index.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from corpus import Change, Proposal, Visibility
from indexer import (
    FACETS,
    TEXT_FIELDS,
    Correction,
    CursorInvalid,
    Hit,
    IndexMissing,
    IndexStats,
    Listing,
    Marks,
    Nearest,
    Neighbours,
    News,
    Reader,
    SearchPage,
    SearchRequest,
    Snippet,
    Sort,
    Suggestion,
    Upkeep,
)
from indexer.search.facets import facet_counts

#: The values of one proposal in every facet.
Values = dict[str, tuple[str, ...]]

#: Characters of a passage.
_PASSAGE = 110


@dataclass
class FakeService:
    """Answers from ``records``; keeps what it was asked."""

    records: Sequence[Proposal]
    notice: str = ""
    relaxed: bool = False
    corrections: tuple[Correction, ...] = ()
    asked: list[SearchRequest] = field(default_factory=list)

    def search(self, request: SearchRequest, *, cursor: str = "") -> SearchPage:
        """Return the page that brute force gives; a cursor here names the page it leads to."""
        self.asked.append(request)
        if cursor:
            if not cursor.startswith("page-"):
                raise CursorInvalid("这不是游标。")
            request = request.on_page(int(cursor.removeprefix("page-")))
        matching = [each for each in self._visible(request.reader) if _has_words(each, request.query)]
        matching = [each for each in matching if _in_range(each, request)]
        valued = [(each, _values(each)) for each in matching]
        found = [each for each, values in valued if _passes(values, request)]
        request = request.on_page(min(request.page, max(1, -(-len(found) // request.limit))))
        counts = {facet.name: _counts([values for _, values in valued], request, facet.name) for facet in FACETS}
        return SearchPage(
            request=request,
            total=len(found),
            hits=tuple(_hit(each, request.query) for each in _in_order(found, request)),
            facets=facet_counts(counts, request),
            relaxed=self.relaxed,
            understood="含有" + "和".join(f"“{word}”" for word in request.query.split()) if request.query else "",
            notice=self.notice,
            took_ms=1.5,
            corrections=self.corrections,
            next=f"page-{request.page + 1}" if request.offset + request.limit < len(found) else "",
        )

    def proposal(self, id: str, reader: Reader) -> Proposal | None:
        """Return one proposal, as long as this reader may see it."""
        return next((each for each in self._visible(reader) if each.id == id), None)

    def proposals(self, ids: Iterable[str], reader: Reader) -> Iterator[Proposal]:
        """Yield proposals by their ids."""
        return (found for id in ids if (found := self.proposal(id, reader)))

    def listing(self, request: SearchRequest, *, most: int) -> Listing:
        """Return the ids of all that matches."""
        ids = self._ids(request)
        return Listing(len(ids), ids[:most])

    def neighbours(self, request: SearchRequest, id: str, place: int) -> Neighbours | None:
        """Return the ids on either side."""
        ids = self._ids(request)
        if id not in ids:
            return None
        at = ids.index(id)
        return Neighbours(at + 1, len(ids), ids[at - 1] if at else "", "".join(ids[at + 1 : at + 2]))

    def news(self, request: SearchRequest, *, most: int, since: str = "") -> News:
        """Return what matches as if it had come in one a day, in the order of the list."""
        matching = set(self._ids(request))
        made = {each.id: f"2024-01-{1 + place % 28:02d}T00:00:00+00:00" for place, each in enumerate(self.records)}
        changes = [Change(id, place, 1, made[id]) for place, id in enumerate(made, 1) if id in matching]
        recent = [each for each in reversed(changes) if each.made >= since]
        return News(len(matching), tuple(recent[:most]))

    def marks(self, field: str, text: str, query: str) -> Marks:
        """Return where the words of the query stand in a text."""
        return _marks(text, query) if field in ("title", "content", "reply") else ()

    def suggest(self, typed: str, reader: Reader, *, limit: int = 8) -> tuple[Suggestion, ...]:
        """Return the titles and units that hold what was typed, each once."""
        visible = self._visible(reader) if typed else []
        units = Counter(unit for each in visible for unit in each.units() if typed in unit)
        offered = [Suggestion(unit, "unit", "办理单位", unit, count) for unit, count in units.most_common(3)]
        titled = {each.title: each.id for each in visible if typed in each.title}
        offered += [Suggestion(title, "title", "提案", id, 1) for title, id in titled.items()]
        return tuple(replace(each, marks=_marks(each.text, typed)) for each in offered[:limit])

    def similar(self, id: str, reader: Reader, *, limit: int = 5) -> tuple[Hit, ...]:
        """Return the others of the same category."""
        proposal = self.proposal(id, reader)
        if proposal is None or not proposal.category:
            return ()
        others = (each for each in self._visible(reader) if each.category == proposal.category and each.id != id)
        return tuple(_hit(each, "") for each in islice(others, limit))

    def nearest(self, proposal: Proposal, reader: Reader, *, limit: int = 5) -> tuple[Nearest, ...]:
        """Return the others of the same category."""
        others = self.similar(proposal.id, reader, limit=limit)
        return tuple(
            Nearest(each.proposal, 0.5, (f"类别相同：{proposal.category}。",), "已经办理。") for each in others
        )

    @property
    def upkeep(self) -> Upkeep:
        """Say that there is no archive to look at."""
        raise IndexMissing("这里没有档案。")

    def stats(self) -> IndexStats:
        """Return what an index would say of itself."""
        moment = "2024-01-01T00:00:00Z"
        return IndexStats("000001", len(self.records), 0, moment, moment, "jieba")

    def _ids(self, request: SearchRequest) -> tuple[str, ...]:
        whole = self.search(replace(request, page=1, limit=max(1, len(self.records))))
        return tuple(hit.proposal.id for hit in whole.hits)

    def _visible(self, reader: Reader) -> list[Proposal]:
        return [each for each in self.records if reader.internal or each.visibility is Visibility.PUBLIC]


class NoIndex(FakeService):
    """A service whose home directory has no index."""

    def search(self, request: SearchRequest, *, cursor: str = "") -> SearchPage:
        """Raise what the real service raises."""
        self.asked.append(request)
        raise IndexMissing("还没有索引。请运行 tian reindex。")

    def neighbours(self, request: SearchRequest, id: str, place: int) -> Neighbours | None:
        """Raise what the real service raises."""
        raise IndexMissing("还没有索引。请运行 tian reindex。")

    def suggest(self, typed: str, reader: Reader, *, limit: int = 8) -> tuple[Suggestion, ...]:
        """Raise what the real service raises."""
        raise IndexMissing("还没有索引。请运行 tian reindex。")

    def similar(self, id: str, reader: Reader, *, limit: int = 5) -> tuple[Hit, ...]:
        """Raise what the real service raises."""
        raise IndexMissing("还没有索引。请运行 tian reindex。")

    def stats(self) -> IndexStats:
        """Raise what the real service raises."""
        raise IndexMissing("还没有索引。请运行 tian reindex。")


def _texts(proposal: Proposal) -> str:
    return "\n".join(text for each in TEXT_FIELDS for text in each.texts(proposal))


def _has_words(proposal: Proposal, query: str) -> bool:
    return all(word in _texts(proposal) for word in query.split())


def _in_range(proposal: Proposal, request: SearchRequest) -> bool:
    day = str(proposal.date or "")
    since, until = str(request.since or ""), str(request.until or "")
    return day >= since and (not until or (bool(day) and day[: len(until)] <= until))


def _values(proposal: Proposal) -> Values:
    return {facet.name: facet.values(proposal) for facet in FACETS}


def _passes(values: Values, request: SearchRequest, but: str = "") -> bool:
    return all(
        each.facet == but or any(value in values[each.facet] for value in each.values) for each in request.filters
    )


def _counts(valued: Sequence[Values], request: SearchRequest, name: str) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for values in valued:
        if _passes(values, request, but=name):
            counted.update(set(values[name]))
    return dict(counted)


def _in_order(found: Sequence[Proposal], request: SearchRequest) -> Sequence[Proposal]:
    ordered = list(found)
    if request.sort is not Sort.RELEVANCE or not request.query:
        ordered.sort(key=lambda each: each.date.ordinal if each.date else 0, reverse=request.sort is not Sort.OLDEST)
    return ordered[request.offset : request.offset + request.limit]


def _marks(text: str, query: str) -> Marks:
    for word in query.split():
        if word in text:
            start = text.index(word)
            return ((start, start + len(word)),)
    return ()


def _hit(proposal: Proposal, query: str) -> Hit:
    parts = [("content", "内容", proposal.text), *(("reply", "答复", reply.text) for reply in proposal.replies)]
    passages = (_passage(name, label, text, query) for name, label, text in parts)
    return Hit(
        proposal=proposal,
        score=1.0,
        title=Snippet("title", "标题", proposal.title, _marks(proposal.title, query)),
        snippets=tuple(passage for passage in passages if passage.marks or not query)[:2],
    )


def _passage(name: str, label: str, text: str, query: str) -> Snippet:
    marks = _marks(text, query)
    start = max(0, marks[0][0] - 30) if marks else 0
    shown = text[start : start + _PASSAGE]
    return Snippet(
        name,
        label,
        shown,
        tuple((begin - start, end - start) for begin, end in marks if end - start <= len(shown)),
        opens=start == 0,
        closes=start + _PASSAGE >= len(text),
    )


def internal(proposal: Proposal) -> Proposal:
    """Return the same proposal, for staff only."""
    return replace(proposal, visibility=Visibility.INTERNAL)
