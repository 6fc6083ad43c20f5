"""What an index generation says of itself, so that a mismatch is told instead of giving wrong answers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import Form, Misshapen
from indexer.analysis.analyzer import ANALYSIS_VERSION, Analyzer, Segmenter
from indexer.analysis.fingerprints import Fingerprinting
from indexer.errors import IndexDamaged, IndexOutdated
from indexer.index.documents import SCHEMA_VERSION
from indexer.index.durable import write_file

__all__ = ["Manifest"]

_FORM = Form()
_OUTDATED = "索引由另一版本的程序建立。请运行 tian reindex 重建索引。"

MANIFEST, DICTIONARY = "manifest.json", "dictionary.txt"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The versions a generation was built with, and how much of the archive it covers.

    Attributes:
        schema, analysis: layout and analyzer version of the program that built it.
        tokenizer: what cut the words (``rjieba-0.2.2``).
        dictionary: checksum of the added words, which lie beside it in ``dictionary.txt``.
        sequence: the archive's change number up to which everything is indexed.
        documents: how many documents it held when this was written.
        built, changed: UTC times of the build and of the last update, ISO 8601.
        gram, window: how texts were fingerprinted.
    """

    schema: int
    analysis: int
    tokenizer: str
    dictionary: str
    sequence: int
    documents: int
    built: str
    changed: str
    gram: int = Fingerprinting().gram
    window: int = Fingerprinting().window

    @property
    def fingerprinting(self) -> Fingerprinting:
        """How the texts of this generation were fingerprinted."""
        return Fingerprinting(self.gram, self.window)

    def fits(self) -> bool:
        """Whether this program can search and update the generation as it is."""
        tokenizer = Segmenter().name
        return (self.schema, self.analysis, self.tokenizer) == (SCHEMA_VERSION, ANALYSIS_VERSION, tokenizer)

    def expect_fit(self) -> None:
        """Raise IndexOutdated, saying what to do, where this program cannot use the generation."""
        if not self.fits():
            raise IndexOutdated(_OUTDATED)

    def write(self, directory: Path) -> None:
        """Put the manifest into a generation, whole or not at all."""
        write_file(directory / MANIFEST, json.dumps(_FORM.plain(self), ensure_ascii=False, indent=1))

    @classmethod
    def read(cls, directory: Path) -> Manifest:
        """Return the manifest of a generation.

        Raises:
            IndexOutdated: another version of the program wrote it, and knows other keys.
            IndexDamaged: it is missing or unreadable.
        """
        value: Any = None
        try:
            value = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
            return _FORM.structured(value, cls)
        except (OSError, ValueError, Misshapen) as error:
            if isinstance(value, dict) and value.get("schema", SCHEMA_VERSION) != SCHEMA_VERSION:
                raise IndexOutdated(_OUTDATED) from error
            raise IndexDamaged(f"索引目录 {directory} 的说明文件读不出来。请运行 tian reindex 重建索引。") from error


def write_dictionary(directory: Path, segmenter: Segmenter) -> None:
    """Keep the added words with the generation that was cut with them."""
    (directory / DICTIONARY).write_text("\n".join(segmenter.words), encoding="utf-8")


def read_analyzer(directory: Path, manifest: Manifest) -> Analyzer:
    """Return the analyzer a generation was built with; IndexDamaged where its words were changed."""
    try:
        text = (directory / DICTIONARY).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamaged(f"索引目录 {directory} 的词典读不出来。请运行 tian reindex 重建索引。") from error
    segmenter = Segmenter(tuple(text.split("\n")) if text else ())
    if segmenter.dictionary != manifest.dictionary:
        raise IndexDamaged(f"索引目录 {directory} 的词典被改动过。请运行 tian reindex 重建索引。")
    return Analyzer(segmenter)
