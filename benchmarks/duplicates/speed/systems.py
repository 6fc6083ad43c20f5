"""The systems, each with its own means: built over an archive, then asked which archived texts a new one copies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from whoosh import fields, index
from whoosh.analysis import RegexTokenizer
from whoosh.query import Or, Term

from benchmarks.duplicates.speed.texts import New, records
from corpus import Archive, Profile, Proposal, import_paths
from indexer import Reader
from indexer.analysis.analyzer import Analyzer
from indexer.analysis.fold import fold
from indexer.duplicates.results import Submission
from indexer.duplicates.service import DuplicateService
from indexer.index.build import reindex
from indexer.index.generations import Generations
from indexer.index.live import LiveIndex

# Needed only where it is measured: what is tested of the report must run without the extra [bench].
if TYPE_CHECKING:
    from datasketch import MinHash, MinHashLSH

__all__ = ["OURS", "SYSTEMS", "System", "Tian"]

OURS = "tian"


class System(Protocol):
    """What is measured of every system; archived texts are known by their number as written."""

    def build(self, archive: Path, documents: int, directory: Path, workers: int) -> None:
        """Make the first proposals of a file ready to be asked."""

    def one(self, new: New) -> set[str]:
        """Return the archived texts that a new one may copy."""

    def batch(self, batch: Sequence[New]) -> None:
        """Compare new texts with the archive and with each other."""

    def everything(self) -> Iterator[None]:
        """Compare every archived text with all others; yields after each, or once when there are no parts."""


class Tian:
    """Ours, through the door that the desk uses."""

    def open(self, home: Path) -> None:
        """Ask a home that has been built already, in place of building one."""
        archive = ExitStack().enter_context(Archive.open(home / "archive.sqlite"))
        self._desk = DuplicateService(archive, LiveIndex(Generations(home / "index")))

    def build(self, archive: Path, documents: int, directory: Path, workers: int) -> None:
        with archive.open(encoding="utf-8") as file:
            lines = [line for line, _ in zip(file, range(documents), strict=False)]
        (directory / "records.jsonl").write_text("".join(lines), encoding="utf-8")
        opened = ExitStack().enter_context(Archive.open(directory / "archive.sqlite"))
        import_paths(opened, [directory / "records.jsonl"], profile=Profile.generic())
        generations = Generations(directory / "index")
        reindex(opened, generations, workers=workers)
        self._desk = DuplicateService(opened, LiveIndex(generations))

    def one(self, new: New) -> set[str]:
        found = self._desk.check(_submission(new), Reader())
        return {each.proposal.number_written for each in found.candidates if each.verdict.copied}

    def batch(self, batch: Sequence[New]) -> None:
        self._desk.batch([_submission(each) for each in batch], Reader())

    def everything(self) -> Iterator[None]:
        for _ in self._desk.all_pairs(Reader()):
            pass
        yield


class MinHashes:
    """MinHash LSH (datasketch): 128 permutations over sets of five characters, asked for a Jaccard index of a half."""

    def build(self, archive: Path, documents: int, directory: Path, workers: int) -> None:
        self._sketches = {number: _sketch(text) for number, _, text in records(archive, documents)}
        self._index = _lsh(self._sketches.items())

    def one(self, new: New) -> set[str]:
        return set(self._index.query(_sketch(new.text)))

    def batch(self, batch: Sequence[New]) -> None:
        sketches = [_sketch(each.text) for each in batch]
        among = _lsh((str(place), each) for place, each in enumerate(sketches))
        for each in sketches:
            self._index.query(each)
            among.query(each)

    def everything(self) -> Iterator[None]:
        for each in self._sketches.values():
            self._index.query(each)
            yield


class MoreLikeThis:
    """Stock Whoosh's more-like-this: the key terms of a text, then the texts that hold them; words by jieba."""

    def build(self, archive: Path, documents: int, directory: Path, workers: int) -> None:
        schema = fields.Schema(number=fields.ID(stored=True), content=fields.TEXT(analyzer=_split(), phrase=False))
        writer = index.create_in(str(directory), schema).writer(procs=workers, multisegment=True, limitmb=512)
        analyzer = Analyzer()
        for number, _, text in records(archive, documents):
            writer.add_document(number=number, content=" ".join(analyzer.words(text)))
        writer.commit()
        self._searcher: Any = index.open_dir(str(directory)).searcher()
        self._archive, self._documents, self._analyzer = archive, documents, analyzer

    def one(self, new: New) -> set[str]:
        return self._like(new.text)

    def batch(self, batch: Sequence[New]) -> None:
        # Against the archive alone: an index of the batch would have to be written first.
        for each in batch:
            self._like(each.text)

    def everything(self) -> Iterator[None]:
        for _, _, text in records(self._archive, self._documents):
            self._like(text)
            yield

    def _like(self, text: str) -> set[str]:
        cut = " ".join(self._analyzer.words(text))
        terms = self._searcher.key_terms_from_text("content", cut, numterms=20)
        found = self._searcher.search(Or([Term("content", term, boost=weight) for term, weight in terms]), limit=20)
        return {hit["number"] for hit in found}


SYSTEMS: dict[str, type[System]] = {OURS: Tian, "minhash": MinHashes, "whoosh": MoreLikeThis}


def _submission(new: New) -> Submission:
    return Submission(Proposal(new.title, text=new.text))


def _sketch(text: str) -> MinHash:
    plain = "".join(character for character in fold(text) if character.isalnum())
    shingles = {plain[place : place + 5].encode() for place in range(max(1, len(plain) - 4))}
    from datasketch import MinHash

    made = MinHash(num_perm=128, seed=1)
    made.update_batch(list(shingles))
    return made


def _lsh(sketches: Any) -> MinHashLSH:
    from datasketch import MinHashLSH

    made = MinHashLSH(threshold=0.5, num_perm=128)
    for key, sketch in sketches:
        made.insert(key, sketch)
    return made


def _split() -> RegexTokenizer:
    return RegexTokenizer(re.compile(r"\S+"))
