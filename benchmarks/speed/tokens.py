"""Token files: generated proposals, cut once, from which every engine is then fed the very same tokens.

    proposal ──DocumentMaker──▶ IndexDocument ──frame──▶ length │ tokens joined by spaces, pickled │ length │ …

Cutting costs the same whichever engine comes after it, so it is timed here, apart from building.
"""

from __future__ import annotations

import pickle
import struct
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

from benchmarks.speed.generate import proposal
from corpus import Proposal
from indexer.analysis.analyzer import Analyzer, Segmenter
from indexer.engines.base import IndexDocument
from indexer.index.documents import DocumentMaker

__all__ = [
    "Preparation",
    "TokenRecord",
    "document_of",
    "document_of_record",
    "head",
    "prepare",
    "read_frames",
    "unpack",
]

_LENGTH = struct.Struct("<I")
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class TokenRecord:
    """One document as engines are fed it.

    Attributes:
        texts: token field → its parts, the tokens of each joined by single spaces.
        terms: exact field → its values.
        facets: facet → its values.
    """

    id: str
    version: str
    date: int
    texts: Mapping[str, Sequence[str]]
    terms: Mapping[str, Sequence[str]]
    facets: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Preparation:
    """What was written to a token file, and how long cutting took: seconds of one core."""

    documents: int
    characters: int
    cut_seconds: float


@dataclass(frozen=True, slots=True)
class _Chunk:
    frames: tuple[bytes, ...]
    characters: int
    cut_seconds: float


def prepare(path: Path, count: int, workers: int) -> Preparation:
    """Generate and cut the first ``count`` proposals and write them to a token file."""
    chunks = [range(start, min(start + _CHUNK, count)) for start in range(0, count, _CHUNK)]
    characters, seconds = 0, 0.0
    with ProcessPoolExecutor(workers) as pool, path.open("wb") as file:
        for chunk in _bounded(pool, chunks, workers * 2):
            for frame in chunk.frames:
                file.write(_LENGTH.pack(len(frame)))
                file.write(frame)
            characters += chunk.characters
            seconds += chunk.cut_seconds
    return Preparation(count, characters, seconds)


def head(path: Path, count: int, target: Path, prefix: str = "") -> None:
    """Write the first ``count`` documents of a token file to another; only token fields with this prefix."""
    with target.open("wb") as file:
        for frame in read_frames(path, count):
            if prefix:
                frame = _only(frame, prefix)
            file.write(_LENGTH.pack(len(frame)))
            file.write(frame)


def read_frames(path: Path, stop: int | None = None) -> Iterator[bytes]:
    """Yield the frames of a token file, the first ``stop`` of them if given."""

    def frames() -> Iterator[bytes]:
        with path.open("rb") as file:
            while head := file.read(_LENGTH.size):
                yield file.read(_LENGTH.unpack(head)[0])

    return islice(frames(), stop)


def unpack(frame: bytes) -> TokenRecord:
    """Return the record in a frame."""
    return TokenRecord(*pickle.loads(frame))


def document_of(frame: bytes) -> IndexDocument:
    """Return the document in a frame, as the product's engines take it."""
    return document_of_record(unpack(frame))


def document_of_record(record: TokenRecord) -> IndexDocument:
    """Return a record as the product's engines take it."""
    tokens = {name: [part.split(" ") if part else [] for part in parts] for name, parts in record.texts.items()}
    return IndexDocument(record.id, record.version, tokens, record.terms, record.facets, record.date)


def _bounded(pool: ProcessPoolExecutor, chunks: Iterable[range], ahead: int) -> Iterator[_Chunk]:
    """Yield the chunks in order, never more than ``ahead`` of them in memory."""
    remaining = iter(chunks)
    pending = [pool.submit(_cut, chunk) for chunk in islice(remaining, ahead)]
    while pending:
        yield pending.pop(0).result()
        pending += [pool.submit(_cut, chunk) for chunk in islice(remaining, 1)]


def _cut(numbers: range) -> _Chunk:
    proposals = [proposal(number) for number in numbers]
    make = _maker()
    make(proposals[0])  # loads the dictionary, once per process
    started = time.perf_counter()
    documents = [make(each) for each in proposals]
    seconds = time.perf_counter() - started
    return _Chunk(tuple(map(_frame, documents)), sum(map(_characters, proposals)), seconds)


@cache
def _maker() -> DocumentMaker:
    return DocumentMaker(Analyzer(Segmenter()))


def _frame(document: IndexDocument) -> bytes:
    texts = {name: tuple(" ".join(part) for part in parts) for name, parts in document.tokens.items()}
    fields = (document.id, document.version, document.date, texts, dict(document.terms), dict(document.facets))
    return pickle.dumps(fields, protocol=pickle.HIGHEST_PROTOCOL)


def _only(frame: bytes, prefix: str) -> bytes:
    record = unpack(frame)
    texts = {name: parts for name, parts in record.texts.items() if name.startswith(prefix)}
    fields = (record.id, record.version, record.date, texts, record.terms, record.facets)
    return pickle.dumps(fields, protocol=pickle.HIGHEST_PROTOCOL)


def _characters(each: Proposal) -> int:
    return len(each.title) + len(each.text) + sum(len(reply.title) + len(reply.text) for reply in each.replies)
