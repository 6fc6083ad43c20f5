"""A version says what it says: whoever changes what it stands for raises it, or one of these tests fails.

Each version stands for a behaviour, shown over fixed inputs. Beside the version, ``fixtures/versions.json`` keeps the
digest of what came out; another digest under the same version is a change that nobody will be told of: files would
not be read again, an index not be built again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus import Archive, Profile, Proposal, from_json, read
from corpus.archive import migrations
from corpus.archive.rows import canonical
from corpus.intake.importing import READERS_VERSION
from corpus.interchange import STORED
from indexer.analysis.analyzer import ANALYSIS_VERSION, Analyzer, Segmenter, Stream, domain_words
from indexer.index.build import reindex
from indexer.index.documents import INDEX_FIELDS, SCHEMA_VERSION, DocumentMaker
from indexer.index.generations import Generations
from search_web.accounts.store import SiteStore
from search_web.accounts.store.migrations import MIGRATIONS as SITE_MIGRATIONS
from tests.fixtures.frozen import VERSIONS, described, restore

HERE = Path(__file__).parent / "fixtures"
RECORDED: dict[str, dict[str, str]] = json.loads((HERE / "versions.json").read_text(encoding="utf-8"))

#: What folding, cutting and fingerprinting could take in different ways.
HARD = (
    "關於２０２１年「最後一公里」５Ｇ基站、臺灣、乾坤、後里區公所的提案",
    "A-12号；ＰＰＰ模式 3.5亿元  café\n第二段：老舊小區加裝電梯。\x00𠮷\ud800",
    "市发展改革委、市城管局（会办）舒苒委员",
    "水",
)


@dataclass(frozen=True)
class Plain:
    """Cuts nothing: what is left of a document is its layout."""

    def tokens(self, stream: Stream, text: str) -> list[str]:
        """The whole text, and in which stream it is."""
        return [f"{stream}:{text}"]


def _records() -> Iterator[Proposal]:
    for path in sorted((HERE / "files").iterdir()):
        for item in read(path.name, path.read_bytes(), profile=Profile.generic()):
            if item.record:
                yield item.record


def _frozen_records(folder: Path) -> list[Proposal]:
    restore(VERSIONS[0], "archive", folder / "archive.sqlite")
    with Archive.open(folder / "archive.sqlite") as archive:
        return list(archive.all())


def readers(_: Path) -> Iterator[object]:
    """What every reader makes of a file of its format."""
    for path in sorted((HERE / "files").iterdir()):
        for item in read(path.name, path.read_bytes(), profile=Profile.generic()):
            yield canonical(STORED.plain(item.record)) if item.record else repr(item.reject)


def analysis(_: Path) -> Iterator[object]:
    """The tokens of every stream."""
    analyzer = Analyzer(Segmenter(tuple(domain_words(["舒苒", "城管局"]))))
    yield from ((stream, analyzer.tokens(stream, text)) for text in HARD for stream in Stream)


def layout(folder: Path) -> Iterator[object]:
    """How documents are laid out, which files a generation has, and what lies in them under which names."""
    yield INDEX_FIELDS
    make = DocumentMaker(Plain())  # type: ignore[arg-type]
    records = _frozen_records(folder)
    for record in records:
        document = make(record)
        terms = {name: list(values) for name, values in document.terms.items()}
        yield document.id, document.tokens, terms, document.facets, document.date, document.internal
    generations = Generations(folder / "index")
    with Archive.open(folder / "archive.sqlite") as archive:
        reindex(archive, generations)
    yield sorted(path.suffix for path in generations.live().iterdir())


def stored(folder: Path) -> Iterator[object]:
    """The tables, and the text that a record's checksum is taken of."""
    Archive.open(folder / "new.sqlite").close()
    yield described(folder / "new.sqlite")
    yield from (canonical(STORED.plain(record)) for record in _frozen_records(folder))


def site(folder: Path) -> Iterator[object]:
    """The tables of the site's database."""
    store = SiteStore(str(folder / "site.sqlite"))
    store.accounts.all()
    store.close()
    yield described(folder / "site.sqlite")


@dataclass(frozen=True)
class Guarded:
    """A version, where it is raised, and what it stands for."""

    name: str
    version: int
    where: str
    shown: Callable[[Path], Iterator[object]]


GUARDED = (
    Guarded("READERS_VERSION", READERS_VERSION, "corpus/intake/importing.py", readers),
    Guarded("ANALYSIS_VERSION", ANALYSIS_VERSION, "indexer/analysis/analyzer.py", analysis),
    Guarded("SCHEMA_VERSION", SCHEMA_VERSION, "indexer/index/documents.py", layout),
    Guarded("MIGRATIONS", len(migrations.MIGRATIONS), "corpus/archive/migrations.py", stored),
    Guarded("SITE_MIGRATIONS", len(SITE_MIGRATIONS), "search_web/accounts/store/migrations.py", site),
)


@pytest.mark.parametrize("guarded", GUARDED, ids=[each.name for each in GUARDED])
def test_what_a_version_stands_for_changes_only_with_the_version(guarded: Guarded, tmp_path: Path) -> None:
    digest = hashlib.sha256()
    for value in guarded.shown(tmp_path):
        digest.update(repr(value).encode("utf-8", "backslashreplace"))
    recorded = RECORDED[guarded.name].get(str(guarded.version))
    assert recorded == digest.hexdigest(), (
        f"what {guarded.name} {guarded.version} stands for has changed: raise it in {guarded.where}, "
        f'and record "{digest.hexdigest()}" under the new number in tests/fixtures/versions.json'
    )


def test_a_default_that_was_released_is_never_changed() -> None:
    nothing = migrations._SAYS_NOTHING
    bare = {"format": "tian-proposal/1", "title": "停车难"}
    parts = {
        "outcome": {"text": "A"},
        "source": {"name": "a.csv", "sha256": "0" * 64, "reader": "csv"},
        "handlings": [{"unit": "甲局", "role": "主办"}],
        "replies": [{"text": "已办。"}],
    }
    said = {
        **parts,
        "outcome": {**parts["outcome"], **nothing["outcome"]},  # type: ignore[dict-item]
        "source": {**parts["source"], **nothing["source"]},  # type: ignore[dict-item]
        "handlings": [{**parts["handlings"][0], **nothing["handlings"]}],  # type: ignore[index]
        "replies": [{**parts["replies"][0], **nothing["replies"]}],  # type: ignore[index]
    }
    assert from_json({**bare, **parts}) == from_json({**bare, **nothing["proposal"], **said})
