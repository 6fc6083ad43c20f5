"""The guarantee: every shared passage of t characters is found, where it stands, however it is written."""

from __future__ import annotations

from pathlib import Path
from random import Random

from corpus import Proposal
from indexer.analysis import Fingerprinting, normal
from indexer.duplicates import Passage
from indexer.request import Reader
from tests.indexer.archives import service_over
from tests.indexer.duplicates.planting import Planted, noise, plant, written_otherwise

#: Passages planted; all of them must be found. Raise it to 5,000 for the whole proof (a few minutes).
PASSAGES = 50
#: Passages in one archived text.
_IN_A_TEXT = 5


def test_every_planted_passage_of_t_characters_is_found_where_it_stands(tmp_path: Path) -> None:
    random = Random(20)
    length = Fingerprinting().guarantee
    passages = [noise(random, length) for _ in range(PASSAGES)]
    passages = [passage for passage in passages if len(normal(passage)) >= length]
    texts, where = [], []
    for start in range(0, len(passages), _IN_A_TEXT):
        text, places = plant(passages[start : start + _IN_A_TEXT], random, 60)
        texts.append(text)
        where += places
    service = service_over(
        tmp_path, [Proposal(f"第{number}件", text=text, number=number + 1) for number, text in enumerate(texts)]
    )
    for passage, place in zip(passages, where, strict=True):
        submitted, [there] = plant([written_otherwise(passage, random)], random, 90)
        found = service.duplicates.check(submitted, Reader())
        mine = [each for each in found.candidates if each.proposal.text == place.text]
        assert mine, passage
        assert any(_stands(each, submitted, there, place) for each in mine[0].passages), (passage, mine[0].passages)


def _stands(found: Passage, submitted: str, there: Planted, place: Planted) -> bool:
    """Whether a passage covers both plantings, and is the same text in both; chance may lengthen it."""
    query, span = found.query, found.span
    covers = query[0] <= there.start and there.end <= query[1] and span[0] <= place.start and place.end <= span[1]
    return covers and normal(submitted[slice(*query)]).text == normal(place.text[slice(*span)]).text
