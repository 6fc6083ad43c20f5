"""What is written in two forms is found in both: radicals for characters, numerals in two scripts, sounds of names."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import Proposal
from indexer.search.request import parse
from indexer.search.service import SearchService
from indexer.suggest.storage import write_suggestions
from indexer.suggest.suggester import Suggester
from tests.indexer.archives import service_over

_NOT_YET = pytest.mark.xfail(strict=True, raises=AssertionError, reason="this written form is not known yet")

#: Texts that say the same in several written forms, three or more of each: an answer of fewer is relaxed.
_SCHOOLS = ("新建一百三十所学校。", "新建130所学校。", "新建１３０所学校。")
_YEARS = ("二〇二二年试行。", "二零二二年试行。", "2022年试行。", "二O二二年试行。")
_WAYS = ("相距三十公里。", "相距30公里。", "相距３０公里。")
_PEOPLE = ("15000人受益。", "15,000人受益。", "15，000人受益。")
_RADICALS = tuple(f"{bank}⻓江两岸停⻋难，⻔前三包不落实。" for bank in ("上游", "中游", "下游"))
_TEXTS = (*_SCHOOLS, *_YEARS, *_WAYS, *_PEOPLE, *_RADICALS)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> SearchService:
    """Each text a proposal of its own; its number is its place."""
    proposals = [Proposal(f"关于第{at}事的提案", text=text, number=at) for at, text in enumerate(_TEXTS, 1)]
    return service_over(tmp_path_factory.mktemp("home"), proposals)


def _found(service: SearchService, query: str) -> set[str]:
    """The texts that answer the query as it was asked; none where the answer is a relaxed one."""
    page = service.search(parse({"q": [query], "limit": ["50"]}))
    return set() if page.relaxed else {hit.proposal.text for hit in page.hits}


@_NOT_YET
@pytest.mark.parametrize("query", ["停车", "长江", "门前三包"])
def test_a_radical_is_the_character_it_stands_for(service: SearchService, query: str) -> None:
    assert _found(service, query) == set(_RADICALS)


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        pytest.param(query, texts, marks=[] if query in ("30公里", "15,000人") else _NOT_YET)
        for queries, texts in (
            (("130所", "一百三十所"), _SCHOOLS),
            (("2022年试行", "二〇二二年试行", "二零二二年试行", "二O二二年试行"), _YEARS),
            (("30公里", "三十公里"), _WAYS),
            (("15000人", "15,000人"), _PEOPLE),
        )
        for query in queries
    ],
)
def test_a_number_is_found_in_both_scripts(service: SearchService, query: str, texts: tuple[str, ...]) -> None:
    assert _found(service, query) == set(texts)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        pytest.param(typed, name, marks=[] if name == "曾庆林" else _NOT_YET)
        for typed, name in (
            ("shanguoqiang", "单国强"), ("qiuxiaoming", "仇小明"), ("xielixin", "解立新"), ("zhaizhigang", "翟志刚"),
            ("ouyongan", "区永安"), ("zhaliangmin", "查良民"), ("moqiyun", "万俟云"), ("miaolihua", "缪丽华"),
            ("zengqinglin", "曾庆林"),
        )
    ],
)  # fmt: skip
def test_a_surname_is_found_by_its_sound_as_a_surname(typed: str, name: str, tmp_path: Path) -> None:
    write_suggestions(tmp_path, [Proposal("关于道路的提案", id="a", proposers=(name,))], ())
    assert name in [each.value for each in Suggester(tmp_path).suggest(typed)]
