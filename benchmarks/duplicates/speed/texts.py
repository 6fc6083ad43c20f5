"""The archive and the new texts of a run, the same for every system: files of JSON lines."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks.speed.generate import proposal
from corpus import to_json

__all__ = ["LENGTH", "New", "new_texts", "records", "write_archive"]

#: Characters of a new text.
LENGTH = 2_000
#: One new text in so many holds so many characters of an archived one.
_EVERY, _COPIED = 4, 600
#: Generated proposals from this number on are in no archive.
_NEW = 50_000_000
#: Proposals that one process generates at a time.
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class New:
    """A new text, and the number of the archived proposal it copies from; None where it copies nothing."""

    title: str
    text: str
    source: int | None


def write_archive(path: Path, documents: int, workers: int) -> None:
    """Write generated proposals, one a line; the first of them are those of every smaller archive."""
    starts = range(0, documents, _CHUNK)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool, path.open("w", encoding="utf-8") as file:
        file.writelines(pool.map(_lines, starts, (min(start + _CHUNK, documents) for start in starts)))


def _lines(first: int, last: int) -> str:
    return "".join(json.dumps(to_json(proposal(number)), ensure_ascii=False) + "\n" for number in range(first, last))


def records(path: Path, documents: int) -> Iterator[tuple[str, str, str]]:
    """Yield number as written, title and text of the first proposals of an archive."""
    with path.open(encoding="utf-8") as file:
        for line in islice(file, documents):
            record = json.loads(line)
            yield record["number_written"], record["title"], record["text"]


def new_texts(count: int, documents: int) -> list[New]:
    """Return new texts of ``LENGTH`` characters; one in four holds a passage of one of the archive's.

    >>> one, other = new_texts(2, 100)
    >>> len(one.text), one.source, other.source
    (2000, 0, None)
    """
    return [_new(number, number * 7_919 % documents if number % _EVERY == 0 else None) for number in range(count)]


def _new(number: int, source: int | None) -> New:
    own = proposal(_NEW + 3 * number)
    text = own.text + "".join(proposal(_NEW + 3 * number + more).text for more in (1, 2))
    while len(text) < LENGTH:
        text += text
    text = text[:LENGTH]
    if source is not None:
        copied = proposal(source).text[:_COPIED]
        text = text[: LENGTH // 3] + copied + text[LENGTH // 3 + len(copied) :]
    return New(own.title, text, source)
