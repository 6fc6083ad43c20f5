"""Groonga by its own command line, over a pipe: one process, raw text in, everything of the answer made by itself."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from benchmarks.answers.engines.base import SHOWN, SNIPPETS, Answer, Built, Hit
from benchmarks.answers.processes import size_of
from benchmarks.answers.questions import Question
from benchmarks.answers.records import Records
from indexer import FACETS, TEXT_FIELDS

__all__ = ["Groonga"]

_MATCH = " || ".join(f"{field.name} * {round(10 * field.weight)}" for field in TEXT_FIELDS)
_OUTPUT = "_key,title,_score," + ",".join(f"snippet_html({name})" for name in SNIPPETS)


class Groonga:
    """Records first, the index afterwards, in one pass over them: what its manual advises where speed matters.

    Its cache of whole answers is off: nobody here may hand back an answer that was made before.
    """

    label = "Groonga"
    how = "Debian 的 `groonga-bin`，喂原文；TokenBigram、NormalizerNFKC150，得分、`snippet_html`、十二个 `drilldowns`"
    used = "一个进程"

    def missing(self) -> str:
        """The Debian package."""
        return "" if shutil.which("groonga") else "没有 groonga（Debian 软件包 groonga-bin）"

    def build(self, directory: Path, records: Records, workers: int) -> Built:
        """Load all records, then make one index over the six texts and one over every facet."""
        started = time.perf_counter()
        pipe = _Pipe(directory, new=True)
        for command in _tables():
            pipe.ask(command)
        pipe.load("Proposals", records)
        loaded = time.perf_counter()
        for command in _indexes():
            pipe.ask(command)
        pipe.ask("io_flush --recursive yes")
        pipe.close()
        return Built(loaded - started, time.perf_counter() - loaded, size_of(directory))

    def open(self, directory: Path) -> _Open:
        """Start the process that searches."""
        return _Open(_Pipe(directory))


def _tables() -> list[str]:
    commands = [f"table_create V_{facet.name} TABLE_HASH_KEY ShortText" for facet in FACETS]
    commands.append("table_create Proposals TABLE_HASH_KEY ShortText")
    commands += [f"column_create Proposals {field.name} COLUMN_SCALAR LongText" for field in TEXT_FIELDS]
    return commands + [f"column_create Proposals {facet.name} COLUMN_VECTOR V_{facet.name}" for facet in FACETS]


def _indexes() -> list[str]:
    names = ",".join(field.name for field in TEXT_FIELDS)
    commands = [
        "table_create Terms TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram --normalizer NormalizerNFKC150",
        f"column_create Terms text COLUMN_INDEX|WITH_POSITION|WITH_SECTION Proposals {names}",
    ]
    return commands + [
        f"column_create V_{facet.name} proposals COLUMN_INDEX Proposals {facet.name}" for facet in FACETS
    ]


class _Pipe:
    """A groonga process that is told commands, one a line, and answers each with a line of JSON."""

    def __init__(self, directory: Path, *, new: bool = False) -> None:
        command = ["groonga", "--log-path", str(directory / "groonga.log")]
        self.process = subprocess.Popen(
            [*command, *(["-n"] if new else []), str(directory / "db")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._in: IO[bytes] = self.process.stdin
        self._out: IO[bytes] = self.process.stdout

    def ask(self, command: str) -> Any:
        """Return the body of the answer to a command.

        Raises:
            RuntimeError: Groonga refused it.
        """
        self._in.write(command.encode() + b"\n")
        self._in.flush()
        return self._answer(command)

    def load(self, table: str, records: Records) -> None:
        """Load flat records as they stand in their files."""
        self._in.write(f"load --table {table}\n[\n".encode())
        for number, line in enumerate(records.lines()):
            self._in.write((",\n" if number else "").encode() + line.encode())
        self._in.write(b"\n]\n")
        self._in.flush()
        if (loaded := self._answer("load")) != records.documents:
            raise RuntimeError(f"groonga 只读入了 {loaded} 件")

    def _answer(self, command: str) -> Any:
        head, *body = json.loads(self._out.readline() or b'[["groonga ended"]]')
        if head[0]:
            raise RuntimeError(f"groonga：{command[:200]}：{head}")
        return body[0]

    def close(self) -> None:
        """End the process; what it wrote stays."""
        self._in.close()
        self.process.wait()
        self._out.close()


@dataclass
class _Open:
    pipe: _Pipe

    def answer(self, question: Question, values: int) -> Answer:
        chosen = {each.facet for each in question.filters}
        together = [facet.name for facet in FACETS if facet.name not in chosen]
        hits, found = self._select(question, together, values, SHOWN)
        for facet in chosen:
            # A facet is counted without its own choice: a search of its own.
            found |= self._select(question.without(facet), [facet], values, 0)[1]
        total, rows = hits[0][0], hits[2:]
        shown = tuple(Hit(row[0], row[1], tuple(each for texts in row[3:] for each in texts or ())) for row in rows)
        facets = {name: {str(value): count for value, count in counted[2:]} for name, counted in found.items()}
        return Answer(total, shown, facets)

    def _select(self, question: Question, facets: Sequence[str], values: int, shown: int) -> tuple[Any, dict[str, Any]]:
        words = (" OR " if question.any_word else " ").join(f'"{word}"' for word in question.words)
        command = f"select Proposals --match_columns {_quoted(_MATCH)} --query {_quoted(words)}"
        command += f" --output_columns {_quoted(_OUTPUT)} --sort_keys -_score,_id --limit {shown} --cache no"
        if question.filters:
            command += f" --filter {_quoted(_filter(question))}"
        for name in facets:
            label = f" --drilldowns[{name}]."
            command += f"{label}keys {name}{label}limit {values}{label}sort_keys -_nsubrecs"
            command += f"{label}output_columns _key,_nsubrecs"
        body = self.pipe.ask(command)
        return body[0], body[1] if facets else {}

    def processes(self) -> tuple[int, ...]:
        return (self.pipe.process.pid,)

    def close(self) -> None:
        self.pipe.close()


def _filter(question: Question) -> str:
    clauses = (
        "(" + " || ".join(f"{each.facet} @ {json.dumps(value, ensure_ascii=False)}" for value in each.values) + ")"
        for each in question.filters
    )
    return " && ".join(clauses)


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
