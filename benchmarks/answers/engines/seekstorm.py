"""SeekStorm by a small program of our own around its library, over a pipe; it cuts Chinese into words.

Built once, in about a quarter of an hour of one core:

    cargo build --release --manifest-path benchmarks/answers/seekstorm/Cargo.toml --target-dir build/seekstorm
"""

from __future__ import annotations

import json
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from benchmarks.answers.engines.base import SHOWN, Answer, Built, Hit
from benchmarks.answers.processes import size_of
from benchmarks.answers.questions import Question
from benchmarks.answers.records import Records
from indexer import FACETS, TEXT_FIELDS

__all__ = ["SeekStorm"]

_PROGRAM = Path(__file__).resolve().parents[3] / "build" / "seekstorm" / "release" / "seekstorm-answers"


class SeekStorm:
    """Its tokenizer for Chinese (``zh``) finds words, not every run of characters, so totals are not ours."""

    label = "SeekStorm"
    how = "Rust 库（特性 zh），喂原文；自己切词，BM25F，十二个字符串分面，摘录由它的 highlighter 取；按词查"
    exact = False
    used = "一个进程，线程自定"

    def missing(self) -> str:
        """The program, compiled."""
        return "" if _PROGRAM.exists() else "没有编译 SeekStorm（见 benchmarks/answers/engines/seekstorm.py）"

    def build(self, directory: Path, records: Records, workers: int) -> Built:
        """Store and index in one pass, and commit."""
        started = time.perf_counter()
        pipe = _Pipe(directory)
        pipe.ask({"create": _schema()})
        for path in sorted(records.flat.iterdir()):
            pipe.ask({"load": str(path)})
        pipe.ask({"commit": True})
        pipe.close()
        return Built(time.perf_counter() - started, 0.0, size_of(directory))

    def open(self, directory: Path) -> _Open:
        """Start the process that searches."""
        pipe = _Pipe(directory)
        pipe.ask({"open": True})
        return _Open(pipe)


def _schema() -> list[dict[str, Any]]:
    fields: list[dict[str, Any]] = [
        {"field": each.name, "field_type": "Text", "store": True, "index_lexical": True, "boost": each.weight}
        for each in TEXT_FIELDS
    ]
    fields.append({"field": "_key", "field_type": "Text", "store": True, "index_lexical": False})
    fields += [
        {"field": each.name, "field_type": "StringSet32", "store": False, "index_lexical": False, "facet": True}
        for each in FACETS
    ]
    return fields


class _Pipe:
    """The program: a line of JSON in, a line of JSON out."""

    def __init__(self, directory: Path) -> None:
        command = [_PROGRAM, directory / "index"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._in: IO[bytes] = self.process.stdin
        self._out: IO[bytes] = self.process.stdout

    def ask(self, what: dict[str, Any]) -> Any:
        self._in.write(json.dumps(what, ensure_ascii=False).encode() + b"\n")
        self._in.flush()
        return json.loads(self._out.readline())

    def close(self) -> None:
        self._in.close()
        self.process.wait()
        self._out.close()


@dataclass
class _Open:
    pipe: _Pipe

    def answer(self, question: Question, values: int) -> Answer:
        chosen = {each.facet for each in question.filters}
        found = self._search(question, [each.name for each in FACETS if each.name not in chosen], values, SHOWN)
        facets = dict(found["facets"])
        for facet in chosen:
            facets |= self._search(question.without(facet), [facet], values, 0)["facets"]
        hits = tuple(Hit(each["id"], each["title"], tuple(filter(None, each["snippets"]))) for each in found["hits"])
        return Answer(found["total"], hits, {name: dict(counted) for name, counted in facets.items()})

    def _search(self, question: Question, facets: list[str], values: int, shown: int) -> dict[str, Any]:
        # Quotes keep a run together; without them the tokenizer may part it.
        words = [f'"{word}"' if question.kind == "phrase" else word for word in question.words]
        asked = {
            "query": " ".join(words),
            "any": question.any_word,
            "phrase": question.kind == "phrase",
            "filters": [[each.facet, list(each.values)] for each in question.filters],
            "facets": facets,
            "values": min(values, 65_535),
            "shown": shown,
        }
        found: dict[str, Any] = self.pipe.ask({"search": asked})
        return found

    def processes(self) -> tuple[int, ...]:
        return (self.pipe.process.pid,)

    def close(self) -> None:
        self.pipe.close()
