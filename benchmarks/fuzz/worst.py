"""``python -m benchmarks.fuzz.worst``: the costliest questions that can be typed, timed on a large index.

Made from what is most frequent in the texts themselves: nothing common can be asked for in more ways than these.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.speed.engines import engine_named
from benchmarks.speed.generate import proposal
from benchmarks.speed.tokens import prepare
from indexer.analysis.analyzer import Analyzer
from indexer.engines.base import EngineQuery
from indexer.engines.whoosh.engine import WhooshEngine
from indexer.fields import FACETS
from indexer.query.parsed_query import parse_query
from indexer.query.steps import within_budget
from indexer.search.ranking import DEFAULT

__all__ = ["questions", "seconds"]

_FACETS = tuple(facet.name for facet in FACETS)
#: Proposals whose most frequent passages are asked for.
_READ = 300
#: More of anything than is ever read.
_MANY = 120


def main() -> int:
    """Time every question on a generated archive of the size asked for."""
    options = _options()
    with tempfile.TemporaryDirectory() as directory:
        index = options.index or _built(Path(directory), options.size)
        engine, analyzer = WhooshEngine(index), Analyzer()
        parse_query("停车收费", analyzer)
        total = engine.search(EngineQuery(parse_query("", analyzer).steps[0].tree, limit=0)).total
        timed = {
            name: min(seconds(engine, total, analyzer, query) for _ in range(options.repeat))
            for name, query in questions()
        }
        engine.close()
    sys.stdout.write(f"{total:,} 件\n\n| 问法 | 秒（处理器） |\n|---|--:|\n")
    for name, took in sorted(timed.items(), key=lambda each: -each[1]):
        sys.stdout.write(f"| {name} | {took:.2f} |\n")
    return 0


def questions() -> Iterator[tuple[str, str]]:
    """Yield what is asked: how it is made, and the query."""
    text = "".join(proposal(number).text for number in range(_READ))
    text = "".join(character if character.isalnum() else " " for character in text)
    for size in (1, 2, 3, 4):
        counted = Counter(text[at : at + size] for at in range(len(text) - size))
        frequent = [piece for piece, _ in counted.most_common(2 * _MANY) if " " not in piece][:_MANY]
        quoted = [f'"{piece}"' for piece in frequent]
        triples = [quoted[at : at + 3] for at in range(0, _MANY, 3)]
        kind = f"最常见的 {size} 字"
        yield f"{kind}，空格隔开", " ".join(frequent)
        yield f"{kind}，连写", "".join(frequent)
        yield f"{kind}，或", "|".join(frequent)
        yield f"{kind}，加引号，都要", " ".join(quoted)
        yield f"{kind}，加引号，或", "|".join(quoted)
        yield f"{kind}，加引号，不要", " ".join(f"-{piece}" for piece in quoted)
        yield f"{kind}，加引号，三个一组，组间或", "|".join(f"({' '.join(group)})" for group in triples)
        yield f"{kind}，加引号，三个一组，组内或", " ".join(f"({'|'.join(group)})" for group in triples)
        yield f"{kind}，一个引号里", f'"{"".join(frequent)}"'
    page = proposal(77).text
    yield "粘贴整页", page[:2000]
    yield "粘贴一段", page[:200]
    yield "长标题，六十字", page[200:260].replace("\n", "")
    yield "一百个单字，空格隔开", " ".join(page[:240:2])
    yield "每个字母开头的词，或", "|".join(f"{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz0123456789")


def seconds(engine: WhooshEngine, documents: int, analyzer: Analyzer, query: str) -> float:
    """Return the processor seconds of one question: understood, weighed, and asked until a step has enough."""
    started = time.thread_time()
    for step in parse_query(query, analyzer).steps:
        asked = within_budget(step, engine.frequencies, documents)
        found = engine.search(EngineQuery(asked.tree, asked.scope, facets=_FACETS, rescoring=DEFAULT.rescoring))
        if found.total >= step.min_hits:
            break
    return time.thread_time() - started


def _built(folder: Path, size: int) -> Path:
    tokens, index = folder / "tokens", folder / "index"
    index.mkdir()
    prepare(tokens, size, 2)
    engine_named("arrays").build(index, tokens, 2)
    tokens.unlink()
    return index


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz.worst", description="最费力的问法要多久。")
    parser.add_argument("--size", type=int, default=20_000, help="生成多少件提案来问")
    parser.add_argument("--index", type=Path, help="用已经建好的索引，不再生成")
    parser.add_argument("--repeat", type=int, default=3, help="每个问几遍，取最快的一遍")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
