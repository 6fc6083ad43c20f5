"""Totals and facet counts are what counting by hand over the archive gives, for any query and any filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import Archive, PartialDate, Profile, Proposal, Session, Visibility, import_paths
from indexer.analysis.fold import fold
from indexer.engines.base import FacetFilter, Sort
from indexer.fields import FACETS, TEXT_FIELDS, Facet, facet_named
from indexer.index.build import reindex
from indexer.index.generations import Generations
from indexer.search.request import Reader, SearchRequest, parse
from indexer.search.results import SearchPage
from indexer.search.service import SearchService, open_service
from indexer.settings import Settings
from tests.data_files import shared_data
from tests.indexer.archives import service_over
from tests.thorough import cases

ROOT = Path(__file__).resolve().parents[3]

#: Searches per archive.
EXAMPLES = cases(40, 1_000)


def plain(text: str) -> str:
    """Text as it is compared: folded, without white space."""
    return "".join(fold(text).split())


class ByHand:
    """The obvious way: every record's texts looked through, every facet counted with a loop."""

    def __init__(self, proposals: Sequence[Proposal]) -> None:
        self.proposals = proposals
        self.texts = [[plain(text) for field in TEXT_FIELDS for text in field.texts(each)] for each in proposals]
        self.names = {
            rights: _Names([each for each in proposals if _visible(each, rights)]) for rights in (False, True)
        }

    def matching(self, pieces: Sequence[str], request: SearchRequest) -> list[Proposal]:
        """Every record that holds all pieces, within the request's days and its reader's rights."""
        wanted = [plain(piece) for piece in pieces]
        return [
            proposal
            for proposal, texts in zip(self.proposals, self.texts, strict=True)
            if all(any(piece in text for text in texts) for piece in wanted)
            and _visible(proposal, request.reader.internal)
            and _in_period(proposal, request)
        ]

    def check(self, pieces: Sequence[str], request: SearchRequest, page: SearchPage) -> None:
        """Compare a page's total and every facet's counts."""
        names = self.names[request.reader.internal]
        found = [
            {facet.name: names.of(facet, facet.values(each)) for facet in FACETS}
            for each in self.matching(pieces, request)
        ]
        chosen = {each.facet: names.of(facet_named(each.facet), each.values) for each in request.filters}
        assert page.total == sum(_passes(values, chosen) for values in found)
        for facet in FACETS:
            others = {name: wanted for name, wanted in chosen.items() if name != facet.name}
            counted = Counter(value for values in found if _passes(values, others) for value in values[facet.name])
            shown = {bucket.value: bucket.count for bucket in page.facet(facet.name).buckets}
            assert {value: count for value, count in shown.items() if count} == dict(counted), facet.name
            assert set(shown) == set(counted) | chosen.get(facet.name, set()), facet.name


class _Names:
    """One name in several writings is shown in the commonest, of equals in the Simplified one."""

    def __init__(self, proposals: Sequence[Proposal]) -> None:
        self._written: dict[tuple[str, str], Counter[str]] = {}
        for proposal in proposals:
            for facet in FACETS:
                for value in facet.values(proposal) if facet.names else ():
                    self._written.setdefault((facet.names, plain(value)), Counter())[value] += 1

    def of(self, facet: Facet | None, values: Iterable[str]) -> set[str]:
        assert facet
        return {self._shown(facet.names, value) for value in values}

    def _shown(self, names: str, value: str) -> str:
        written = self._written.get((names, plain(value)), {value: 1})
        return min(written, key=lambda each: (-written[each], each != plain(each), each))


def _visible(proposal: Proposal, internal: bool) -> bool:
    return internal or proposal.visibility is Visibility.PUBLIC


def _passes(values: Mapping[str, Set[str]], chosen: Mapping[str, Set[str]]) -> bool:
    return all(wanted & values[name] for name, wanted in chosen.items())


def _in_period(proposal: Proposal, request: SearchRequest) -> bool:
    if request.since is None and request.until is None:
        return True
    if proposal.date is None:
        return False
    # A partial date stands for all of its days; it is inside when any of them may be.
    first, last = proposal.date.ordinal, _last(proposal.date)
    return (request.since is None or last >= request.since.ordinal) and (
        request.until is None or first <= _last(request.until)
    )


def _last(date: PartialDate) -> int:
    return date.year * 10000 + (date.month or 99) * 100 + (date.day or 99)


@pytest.fixture(scope="module")
def jiangsu(tmp_path_factory: pytest.TempPathFactory) -> tuple[SearchService, ByHand]:
    """The 436 real proposals of 2019, indexed."""
    source = shared_data("jiangsu-2019.csv")
    home = tmp_path_factory.mktemp("jiangsu")
    config = Settings(home)
    with Archive.open(config.archive) as archive:
        report = import_paths(archive, [source], profile=Profile.load(ROOT / "docs/profiles/jiangsu-2019.toml"))
        assert report.added == 436
        reindex(archive, Generations(config.index_directory))
        proposals = list(archive.all())
    return open_service(config), ByHand(proposals)


@st.composite
def searches(draw: st.DrawFn, proposals: Sequence[Proposal]) -> tuple[list[str], SearchRequest]:
    """Quoted pieces of records, with filters some record has, dates, and either reader."""
    pieces = []
    for _ in range(draw(st.integers(0, 2))):
        proposal = draw(st.sampled_from(proposals))
        texts = [text for field in TEXT_FIELDS for text in field.texts(proposal) if plain(text)]
        text = plain(draw(st.sampled_from(texts)))
        start = draw(st.integers(0, len(text) - 1))
        piece = text[start : start + draw(st.integers(1, 4))]
        pieces.append(piece.replace('"', ""))
    filters = []
    for facet in draw(st.lists(st.sampled_from(FACETS), max_size=2, unique=True)):
        values = [
            value for each in draw(st.lists(st.sampled_from(proposals), max_size=2)) for value in facet.values(each)
        ]
        if values:
            filters.append(FacetFilter(facet.name, tuple(dict.fromkeys(values))))
    known = [day for each in proposals[:50] if (day := each.date)]
    days = st.one_of(st.none(), st.sampled_from(known)) if known else st.none()
    pieces = [piece for piece in pieces if piece]
    request = SearchRequest(
        query=" ".join(f'"{piece}"' for piece in pieces),
        filters=tuple(sorted(filters, key=lambda each: [facet.name for facet in FACETS].index(each.facet))),
        since=draw(days),
        until=draw(days),
        sort=draw(st.sampled_from(Sort)),
        limit=5,
        reader=Reader(internal=draw(st.booleans())),
    )
    return pieces, request


_SLOW = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@_SLOW
@given(data=st.data())
def test_totals_and_facets_of_real_proposals_equal_counting_by_hand(
    jiangsu: tuple[SearchService, ByHand], data: st.DataObject
) -> None:
    service, by_hand = jiangsu
    pieces, request = data.draw(searches(by_hand.proposals))
    by_hand.check(pieces, request, service.search(request))


def test_what_a_click_on_a_facet_finds_is_what_its_count_promised(jiangsu: tuple[SearchService, ByHand]) -> None:
    service, _ = jiangsu
    request = parse({"q": ["养老"], "category": ["社会事业"]})
    page = service.search(request)
    for facet in page.facets:
        if facet.name == "category":
            continue
        for bucket in facet.buckets[:3]:
            assert service.search(request.toggled(facet.name, bucket.value)).total == bucket.count


# A small archive in which every case is known.

STREET = Proposal(
    "关于解决老旧小区停车难的建议",
    text="背景情况：老旧小區停车难。\n建议：增设停车位。",
    session=Session(12, 5),
    number=300,
    number_written="0300",
    proposers=("程小媛",),
    submitted=PartialDate(2021, 1, 20),
)
SECRET = Proposal("关于停车执法的内部建议", text="停车执法。", visibility=Visibility.INTERNAL, number=301)
ELDERLY = Proposal(
    "关于社区养老的建议", text="养老服务设施不足。", session=Session(12, 4), number=7, proposers=("王大有",)
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SearchService:
    """Three proposals, one of them internal."""
    return service_over(tmp_path_factory.mktemp("small"), [STREET, SECRET, ELDERLY])


def test_a_filter_that_leaves_nothing_never_loosens_the_words(small: SearchService) -> None:
    page = small.search(parse({"q": ["停车"], "session": ["12-4"]}))
    assert (page.total, page.relaxed) == (0, False)
    assert [(bucket.value, bucket.count, bucket.selected) for bucket in page.facet("session").buckets] == [
        ("12-5", 1, False),
        ("12-4", 0, True),
    ]


def test_words_that_never_meet_are_loosened_and_that_is_said(small: SearchService) -> None:
    page = small.search(parse({"q": ["停车 养老"]}))
    assert page.relaxed
    assert page.total == 2
    assert "停车" in page.notice


def test_nothing_is_announced_where_even_any_of_the_words_finds_nothing(small: SearchService) -> None:
    page = small.search(parse({"q": ["嘿嘿 哈哈"]}))
    assert (page.total, page.notice) == (0, "")


def test_all_words_in_one_record_are_a_bonus_but_no_trump_where_nearly_nothing_has_them(small: SearchService) -> None:
    page = small.search(parse({"q": ["停车 建议"]}))
    assert page.relaxed
    both, either = page.hits
    assert both.proposal.number == 300
    assert either.score < both.score < either.score + 50


def test_internal_proposals_do_not_exist_for_the_public(small: SearchService) -> None:
    public, staff = Reader(), Reader(internal=True)
    request = {"q": ["停车"]}
    assert small.search(parse(request, reader=public)).total == 1
    assert small.search(parse(request, reader=staff)).total == 2
    (hidden,) = (hit.proposal.id for hit in small.search(parse({"q": ["执法"]}, reader=staff)).hits)
    assert small.search(parse({"q": ["执法"]}, reader=public)).total == 0
    assert small.proposal(hidden, public) is None
    assert small.proposal(hidden, staff) is not None


@pytest.mark.parametrize("query", ["十二届五次第300号", "江州市政协十二届五次会议第0300号提案", "12-5-0300"])
def test_a_session_with_a_number_goes_straight_to_the_record(small: SearchService, query: str) -> None:
    page = small.search(parse({"q": [query]}))
    assert page.hits[0].proposal.title == STREET.title


def test_a_record_is_found_by_its_own_id(small: SearchService) -> None:
    (hit,) = small.search(parse({"q": ["小区"]})).hits
    assert [each.proposal.id for each in small.search(parse({"q": [hit.proposal.id]})).hits] == [hit.proposal.id]


def test_a_page_beyond_the_last_shows_the_last(small: SearchService) -> None:
    page = small.search(parse({"q": ["小区"], "page": ["40"]}))
    assert (page.request.page, page.pages, len(page.hits)) == (1, 1, 1)


def test_traditional_text_is_found_and_marked_by_a_simplified_query_and_the_other_way_round(
    small: SearchService,
) -> None:
    for query in ("小区停车", "小區停車"):
        page = small.search(parse({"q": [query]}))
        assert page.total == 1
        snippet = next(each for each in page.hits[0].snippets if each.field == "content")
        assert {snippet.text[start:end] for start, end in snippet.marks} >= {"小區停车"}


def test_marks_of_a_shown_text_are_those_of_its_snippet(small: SearchService) -> None:
    assert small.marks("content", STREET.text, "小区") == ((7, 9),)


@pytest.mark.parametrize("query", ["停车", "老旧小区停车难", "停车 养老", "300", "关于解决老旧小区停车难的建议"])
def test_the_parts_of_an_explanation_add_up_to_the_score(small: SearchService, query: str) -> None:
    page = small.search(parse({"q": [query]}))
    for hit in page.hits:
        found = small.explain(page.request, hit.proposal.id)
        assert found is not None
        assert found.score == pytest.approx(hit.score)
        assert sum(part.score for part in found.parts) == pytest.approx(hit.score, abs=1e-4)
        assert [part.score for part in found.parts] == sorted((part.score for part in found.parts), reverse=True)


def test_what_a_search_does_not_find_has_no_explanation(small: SearchService) -> None:
    (hit,) = small.search(parse({"q": ["养老"]})).hits
    assert small.explain(parse({"q": ["停车"]}), hit.proposal.id) is None


def test_statistics_name_the_live_generation(small: SearchService) -> None:
    stats = small.stats()
    assert (stats.documents, stats.generation) == (3, "generation-000001")
