"""What each system says of a text handed in: which archived records it was copied from, and how surely."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from benchmarks.archives import archive_of
from benchmarks.duplicates.cases import Case, Cases
from benchmarks.quality.collection import key_of
from corpus import Proposal
from indexer import Reader
from indexer.analysis.fold import fold
from indexer.duplicates.service import DuplicateService
from indexer.index.build import reindex
from indexer.index.generations import Generations
from indexer.index.live import LiveIndex

__all__ = ["OURS", "SYSTEMS", "Answer", "Opener"]

OURS = "tian"

#: Baselines compare sets of so many characters in a row.
_SHINGLE = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """One record that a text may have been copied from.

    Attributes:
        score: how surely, from 0 to 1.
        alarm: whether the system itself calls it a copy; None where that is left to a threshold on the score.
        copied: characters of the text handed in that are said to be copied; None where a system cannot say.
    """

    key: str
    score: float
    alarm: bool | None = None
    copied: frozenset[int] | None = None


Asked = Callable[[Case], list[Answer]]
Opener = Callable[[Cases, Path], AbstractContextManager[Asked]]


@contextmanager
def _tian(cases: Cases, directory: Path) -> Iterator[Asked]:
    """Ours as it is in production: imported, indexed and asked through the same door as the desk."""
    with archive_of(cases.archive, directory) as archive:
        generations = Generations(directory / "index")
        reindex(archive, generations)
        keys = {record.id: key_of(record) for record in archive.all()}
        yield _asking(DuplicateService(archive, LiveIndex(generations)), keys)


def _asking(service: DuplicateService, keys: Mapping[str, str]) -> Asked:
    def ask(case: Case) -> list[Answer]:
        found = service.check(Proposal(case.title, text=case.text), Reader())
        return [
            Answer(
                keys[each.proposal.id],
                each.score,
                alarm=each.verdict.copied,
                copied=frozenset(
                    place for passage in each.passages if not passage.boilerplate for place in range(*passage.query)
                ),
            )
            for each in found.candidates
        ]

    return ask


@contextmanager
def _minhash(cases: Cases, directory: Path) -> Iterator[Asked]:
    """MinHash LSH (datasketch) over sets of five characters; the estimated Jaccard index is the score."""
    from datasketch import MinHash, MinHashLSH

    def sketch(text: str) -> MinHash:
        made = MinHash(num_perm=128, seed=1)
        made.update_batch([shingle.encode() for shingle in _shingles(text)])
        return made

    sketches = {key_of(each): sketch(each.text) for each in cases.archive}
    index = MinHashLSH(threshold=0.1, num_perm=128)
    for key, made in sketches.items():
        index.insert(key, made)

    def ask(case: Case) -> list[Answer]:
        asked = sketch(case.text)
        return [Answer(key, float(asked.jaccard(sketches[key]))) for key in index.query(asked)]

    yield ask


@contextmanager
def _simhash(cases: Cases, directory: Path) -> Iterator[Asked]:
    """SimHash of 64 bits over the same sets; the share of equal bits is the score."""
    keys = [key_of(each) for each in cases.archive]
    prints = np.stack([_bits(each.text) for each in cases.archive])

    def ask(case: Case) -> list[Answer]:
        equal = (prints == _bits(case.text)).mean(axis=1)
        # Half the bits are equal by chance.
        return [Answer(keys[place], float(equal[place])) for place in np.flatnonzero(equal > 0.7).tolist()]

    yield ask


@contextmanager
def _title(cases: Cases, directory: Path) -> Iterator[Asked]:
    """Equal titles, spaces and punctuation aside."""
    titles: dict[str, list[str]] = {}
    for each in cases.archive:
        titles.setdefault(_plain(each.title), []).append(key_of(each))

    def ask(case: Case) -> list[Answer]:
        return [Answer(key, 1.0) for key in titles.get(_plain(case.title), ())]

    yield ask


SYSTEMS: dict[str, Opener] = {OURS: _tian, "minhash": _minhash, "simhash": _simhash, "title": _title}


def _plain(text: str) -> str:
    return "".join(character for character in fold(text) if character.isalnum())


def _shingles(text: str) -> Counter[str]:
    plain = _plain(text)
    return Counter(plain[place : place + _SHINGLE] for place in range(max(1, len(plain) - _SHINGLE + 1)))


def _bits(text: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    shingles = _shingles(text)
    hashes = np.array([_hash(shingle) for shingle in shingles], np.uint64)
    signs = np.unpackbits(hashes.view(np.uint8).reshape(-1, 8), axis=1).astype(np.int64) * 2 - 1
    weights = np.fromiter(shingles.values(), np.int64, len(shingles))
    found: np.ndarray[tuple[int], np.dtype[np.bool_]] = (signs * weights[:, None]).sum(axis=0) > 0
    return found


@lru_cache(maxsize=1 << 20)
def _hash(shingle: str) -> int:
    return int.from_bytes(hashlib.blake2b(shingle.encode(), digest_size=8).digest(), "little")
