"""Every shared passage of t characters is found, however written and however many share it, boilerplate aside."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from corpus import Archive, Proposal
from indexer.analysis.fingerprints import Fingerprinting
from indexer.analysis.normal import normal
from indexer.duplicates.results import Passage
from indexer.duplicates.texts import common_from
from indexer.index.build import reindex
from indexer.index.generations import Generations
from indexer.index.store import GenerationStore
from indexer.search.request import Reader
from indexer.search.service import SearchService
from tests.indexer.archives import add, service_over
from tests.indexer.duplicates.planting import Planted, noise, plant, written_otherwise
from tests.indexer.duplicates.texts import paragraph
from tests.thorough import cases

#: Passages planted; all of them must be found.
PASSAGES = cases(50, 5_000)
#: Passages in one archived text.
_IN_A_TEXT = 5


def test_every_planted_passage_of_t_characters_is_found_where_it_stands(tmp_path: Path) -> None:
    check_guarantee(tmp_path, Generations(tmp_path / "index"), PASSAGES)


def check_guarantee(home: Path, generations: GenerationStore, passages: int) -> None:
    """Plant so many passages in an archive and in texts handed in, and look for every one of them."""
    random = Random(20)
    length = Fingerprinting().guarantee
    planted = [noise(random, length) for _ in range(passages)]
    planted = [passage for passage in planted if len(normal(passage)) >= length]
    texts, where = [], []
    for start in range(0, len(planted), _IN_A_TEXT):
        text, places = plant(planted[start : start + _IN_A_TEXT], random, 60)
        texts.append(text)
        where += places
    with Archive.open(home / "archive.sqlite") as archive:
        add(archive, home / "files", (Proposal(f"第{n}件", text=text, number=n + 1) for n, text in enumerate(texts)))
        reindex(archive, generations)
        duplicates = SearchService(archive, generations).duplicates
        for passage, place in zip(planted, where, strict=True):
            submitted, [there] = plant([written_otherwise(passage, random)], random, 90)
            found = duplicates.check(submitted, Reader())
            mine = [each for each in found.candidates if each.proposal.text == place.text]
            assert mine, passage
            assert any(_stands(each, submitted, there, place) for each in mine[0].passages), (passage, mine[0].passages)


def _stands(found: Passage, submitted: str, there: Planted, place: Planted) -> bool:
    """Whether a passage covers both plantings, and is the same text in both; chance may lengthen it."""
    query, span = found.query, found.span
    covers = query[0] <= there.start and there.end <= query[1] and span[0] <= place.start and place.end <= span[1]
    return covers and normal(submitted[slice(*query)]).text == normal(place.text[slice(*span)]).text


COPIES = 27


@pytest.mark.parametrize(
    ("length", "copies", "found"),
    [(30, common_from(COPIES) - 1, common_from(COPIES) - 1), (30, COPIES, 0), (300, COPIES, COPIES)],
    ids=["below the limit", "boilerplate", "too long for boilerplate"],
)
def test_everything_that_is_no_boilerplate_is_found(tmp_path: Path, length: int, copies: int, found: int) -> None:
    shared = paragraph(1, length)
    archived = [
        Proposal(f"第{place}件", text=paragraph(50 + place, 90) + (shared if place < copies else ""), number=place + 1)
        for place in range(COPIES)
    ]
    desk = service_over(tmp_path, archived).duplicates
    candidates = desk.check(paragraph(2, 90) + shared, Reader()).candidates
    assert len(candidates) == found
    assert {each.proposal.title for each in candidates} == {f"第{place}件" for place in range(found)}
