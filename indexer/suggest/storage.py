"""The file of suggestions in a generation's directory: written whole, replaced whole.

Bringing it up to date costs far less than writing it anew: only changed proposals are looked at, and the arrays of
the others are copied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus import Proposal, visible_to
from indexer.engines.base import Engine
from indexer.engines.whoosh.storage.arrayfile import ArrayFile, ArrayFileWriter
from indexer.fields import Stream, text_field_named
from indexer.index.durable import replace_file
from indexer.suggest.catalogue import Catalogue, Entry, entry_of
from indexer.suggest.pinyin import MOST_READINGS, Pinyin, readings_of_all
from indexer.suggest.texts import Array, Numbers, Texts

__all__ = [
    "FILE",
    "VOCABULARY_FIELDS",
    "Contents",
    "read_suggestions",
    "update_suggestions",
    "verify_suggestions",
    "vocabulary",
    "write_suggestions",
]

FILE = "suggestions.arr"

#: Index fields with the words that a query may have meant.
VOCABULARY_FIELDS = tuple(text_field_named(name).stream(Stream.WORDS) for name in ("title", "content", "reply"))
#: Words kept: of two to six characters, in at least two records (once is often a misprint or a slip of the tokenizer).
_SHORTEST, _LONGEST, _LEAST_RECORDS = 2, 6, 2
#: Most frequent words kept.
MOST_WORDS = 100_000


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything the file holds.

    Attributes:
        public, internal: what everyone may be offered, and what staff may be offered besides.
        words: words that the public finds; ``frequencies`` in how many records each is, internal ones included,
            which decides no more than the order of candidates.
        pinyin: how characters sound.
    """

    public: Catalogue
    internal: Catalogue
    words: Texts
    frequencies: Numbers
    pinyin: Pinyin


def vocabulary(engine: Engine) -> Iterator[tuple[str, int]]:
    """Yield the words of an engine's texts that the public can find, and in how many records' field each is."""
    for field in VOCABULARY_FIELDS:
        yield from engine.terms(field, internal=False)


def write_suggestions(directory: Path, proposals: Iterable[Proposal], words: Iterable[tuple[str, int]]) -> None:
    """Write the file of suggestions into a generation's directory.

    Args:
        proposals: all of the archive.
        words: from :func:`vocabulary`.
    """
    public, internal = _entries(proposals)
    syllables, readings = readings_of_all()
    _write(directory, Catalogue.of(public), Catalogue.of(internal), words, syllables, readings)


def update_suggestions(directory: Path, changed: Iterable[Proposal], words: Iterable[tuple[str, int]]) -> None:
    """Bring the file up to date with added and revised proposals; it is replaced at once, never half.

    Raises:
        IndexDamaged: there is no file to bring up to date, or it is not what was written.
    """
    file = _open(directory)
    public, internal = _entries(changed)
    gone = frozenset(entry.id for entry in (*public, *internal))
    _write(
        directory,
        Catalogue.load(_part(file, "public")).changed(gone, public),
        Catalogue.load(_part(file, "internal")).changed(gone, internal),
        words,
        file.meta["syllables"],
        file.array("readings"),
    )


def read_suggestions(directory: Path) -> Contents:
    """Return the file's contents, mapped into memory and not read before they are needed.

    Raises:
        IndexDamaged: there is no file, or it is not what was written.
    """
    file = _open(directory)
    return Contents(
        Catalogue.load(_part(file, "public")),
        Catalogue.load(_part(file, "internal")),
        Texts.load(_part(file, "words")),
        file.array("frequencies"),
        Pinyin(file.meta["syllables"], file.array("readings").reshape(-1, MOST_READINGS)),
    )


def verify_suggestions(directory: Path) -> None:
    """Read every byte of the file and compare it with what was written.

    Raises:
        IndexDamaged: some byte is wrong, or there is no file.
    """
    _open(directory).verify()


def _open(directory: Path) -> ArrayFile:
    return ArrayFile(directory / FILE)


def _part(file: ArrayFile, name: str) -> Callable[[str], Array]:
    return lambda array: file.array(f"{name}/{array}")


def _entries(proposals: Iterable[Proposal]) -> tuple[list[Entry], list[Entry]]:
    """The public ones, and the internal ones."""
    public: list[Entry] = []
    internal: list[Entry] = []
    for proposal in proposals:
        shown = visible_to(proposal, internal=False)
        internal.append(entry_of(proposal)) if shown is None else public.append(entry_of(shown))
    return public, internal


def _write(
    directory: Path,
    public: Catalogue,
    internal: Catalogue,
    words: Iterable[tuple[str, int]],
    syllables: Sequence[str],
    readings: Array,
) -> None:
    kept = _kept(words)
    partial = directory / f"{FILE}.partial"
    with ArrayFileWriter(partial) as writer:
        parts: dict[str, Catalogue | Texts] = {
            "public": public,
            "internal": internal,
            "words": Texts.of(word for word, _ in kept),
        }
        for name, part in parts.items():
            for array, values in part.arrays().items():
                writer.add(f"{name}/{array}", values)
        writer.add("frequencies", np.array([frequency for _, frequency in kept], dtype=np.uint32))
        writer.add("readings", readings.ravel())
        writer.set_meta(syllables=list(syllables))
    replace_file(partial, directory / FILE)


def _kept(words: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    most: dict[str, int] = {}
    for word, frequency in words:
        if frequency >= _LEAST_RECORDS and _SHORTEST <= len(word) <= _LONGEST and word.isalpha() and word >= "\u4e00":
            most[word] = max(frequency, most.get(word, 0))
    return sorted(most.items(), key=lambda each: (-each[1], each[0]))[:MOST_WORDS]
