"""Of typing errors made by rule over real titles, at least nine in ten are made up for; what is right is left alone."""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path

import pytest

from corpus import Archive, Profile, import_paths
from indexer.index.build import reindex
from indexer.index.generations import Generations
from indexer.search.request import parse
from indexer.search.service import open_service
from indexer.settings import Settings
from indexer.suggest.storage import vocabulary, write_suggestions
from indexer.suggest.suggester import Suggester
from sample_archive import write_sample
from tests.data_files import shared_data
from tests.indexer.suggest.typing_errors import KINDS, Searched, evaluate, mistakes, table_of
from tests.thorough import cases

ROOT = Path(__file__).resolve().parents[3]

#: Mistakes made, multiples of the kinds so that each has its share: over the real titles, and elsewhere.
MISTAKES, FEWER = cases(350, 1001), cases(140, 350)
#: The share that must be made up for.
LEAST = 0.9


def searched(home: Path, sources: list[Path], profile: Profile) -> Searched:
    """Import, index and open an archive with its suggestions."""
    settings = Settings(home)
    with Archive.open(settings.archive) as archive:
        import_paths(archive, sources, profile=profile)
        reindex(archive, Generations(settings.index_directory))
        service = open_service(settings)
        live = service._live.get()
        directory = settings.index_directory / live.name
        write_suggestions(directory, archive.all(), vocabulary(live.engine))
        return Searched(service, Suggester(directory), live, list(archive.all()))


@pytest.fixture(scope="module")
def jiangsu(tmp_path_factory: pytest.TempPathFactory) -> Searched:
    """The 436 real proposals of 2019."""
    source = shared_data("jiangsu-2019.csv")
    profile = Profile.load(ROOT / "docs/profiles/jiangsu-2019.toml")
    return searched(tmp_path_factory.mktemp("jiangsu"), [source], profile)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Searched:
    """The sample archive."""
    home = tmp_path_factory.mktemp("sample")
    write_sample(home / "files")
    return searched(home, [home / "files"], Profile.generic())


def made_up_for(archive: Searched, count: int, *, length: int | None = None) -> float:
    """Print the shares by kind, and return the whole one."""
    outcomes = evaluate(archive, mistakes(archive.proposals, count, 20260101, length))
    sys.stdout.write(f"\n{table_of(outcomes)}\n")
    return sum(each.found or each.offered for each in outcomes) / len(outcomes)


def test_nine_in_ten_mistakes_in_real_titles_are_made_up_for(jiangsu: Searched) -> None:
    assert made_up_for(jiangsu, MISTAKES) >= LEAST


def test_nine_in_ten_mistakes_in_titles_of_the_sample_are_made_up_for(sample: Searched) -> None:
    assert made_up_for(sample, FEWER) >= LEAST


def test_mistakes_in_pieces_of_titles_are_made_up_for_too(jiangsu: Searched) -> None:
    assert made_up_for(jiangsu, FEWER, length=6) >= LEAST


@pytest.mark.parametrize("length", [4, 5])
def test_mistakes_in_single_terms_are_made_up_for_though_their_words_are_found_apart(
    jiangsu: Searched, length: int
) -> None:
    assert made_up_for(jiangsu, FEWER, length=length) >= 0.95


def test_every_kind_of_mistake_is_made(jiangsu: Searched) -> None:
    made = mistakes(jiangsu.proposals, 7 * len(KINDS), 1)
    assert {each.kind for each in made} == set(KINDS)
    assert all(each.typed != each.meant for each in made if each.kind != "繁体")


def test_titles_as_they_are_need_no_correction(jiangsu: Searched) -> None:
    assert [each.title for each in jiangsu.proposals if jiangsu.correct(each.title)] == []


def test_words_of_the_archive_need_no_correction(jiangsu: Searched) -> None:
    words = {word for each in jiangsu.proposals for word in jiangsu.live.analyzer.words(each.text) if len(word) > 1}
    chosen = random.Random(1).sample(sorted(words), 500)
    assert [word for word in chosen if jiangsu.correct(word)] == []


def test_sentences_of_the_archive_hardly_ever_get_a_correction(jiangsu: Searched) -> None:
    sentences = {part for each in jiangsu.proposals for part in re.findall(r"[一-鿿]{8,40}", each.text)}
    chosen = random.Random(1).sample(sorted(sentences), 300)
    assert sum(bool(jiangsu.correct(each)) for each in chosen) <= 3


def test_corrections_are_the_readers_own_finds(jiangsu: Searched) -> None:
    for mistake in mistakes(jiangsu.proposals, 70, 3, length=4):
        for each in jiangsu.correct(mistake.typed):
            assert each.found == jiangsu.service.search(parse({"q": [each.text]})).total > 0
