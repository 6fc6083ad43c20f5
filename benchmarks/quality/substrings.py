"""``python -m benchmarks.quality.substrings``: every piece of text in an archive, quoted, finds where it came from.

Both scripts, digits, Latin, punctuation and line breaks inside; 1 to 20 characters; totals compared with brute force.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from whoosh.query import And, Term

from benchmarks.archives import ARCHIVES, DATA, index_archive
from corpus import Archive, Proposal
from indexer.analysis.fold import fold
from indexer.engines.base import EngineQuery
from indexer.fields import TEXT_FIELDS
from indexer.index.generations import Generations
from indexer.index.live import LiveIndex
from indexer.index.store import GenerationStore
from indexer.query.parsed_query import parse_query
from indexer.query.parser import quoted

__all__ = ["broken_promises"]

#: Characters of the longest piece.
_LONGEST = 20
#: Parts the texts of one record where they are looked through; no piece has white space in it.
_BETWEEN = "\n"
_SEED = 20261123


def broken_promises(generations: GenerationStore, archive: Archive, count: int) -> Iterator[str]:
    """Yield what is wrong with random pieces of an archive's texts, in words: nothing, if the promise is kept.

    A piece is taken from any text field of any record. Its quoted query must find that record, and as many records
    as hold it when all are looked through.
    """
    live = LiveIndex(generations).get()
    proposals = list(archive.all())
    held = [_BETWEEN.join(map(_squeezed, _texts(proposal))) for proposal in proposals]
    dice = random.Random(_SEED)
    tried = 0
    while tried < count:
        proposal = dice.choice(proposals)
        text = dice.choice(_texts(proposal))
        start = dice.randrange(len(text))
        piece = text[start : start + dice.randint(1, _LONGEST)]
        needle = _squeezed(piece)
        if not needle:
            continue
        tried += 1
        (step,) = parse_query(quoted(piece), live.analyzer).steps
        total = live.engine.search(EngineQuery(step.tree, step.scope, limit=0, internal=True)).total
        expected = sum(needle in each for each in held)
        if total != expected:
            yield f"{piece!r}：找到 {total} 件，应为 {expected} 件"
        own = And([step.tree, Term("id", proposal.id)])
        if live.engine.search(EngineQuery(own, limit=0, internal=True)).total != 1:
            yield f"{piece!r}：没有找到它所在的 {proposal.id}"


def _squeezed(text: str) -> str:
    return "".join(fold(text).split())


def _texts(proposal: Proposal) -> list[str]:
    return [text for field in TEXT_FIELDS for text in field.texts(proposal)]


def main() -> int:
    """Try pieces of every archive asked for; 0 where all of them are there and every piece is found."""
    options = _options()
    fine = True
    for name in options.archives:
        started = time.monotonic()
        with tempfile.TemporaryDirectory() as directory:
            try:
                settings = index_archive(name, Path(directory), options.data)
            except FileNotFoundError as missing:
                sys.stderr.write(f"跳过 {name}：找不到 {missing.filename}\n")
                fine = False
                continue
            with Archive.open(settings.archive) as archive:
                broken = [*broken_promises(Generations(settings.index_directory), archive, options.count)]
                records = archive.counts().records
        took = time.monotonic() - started
        sys.stdout.write(f"| {name} | {records:,} | {options.count:,} | {len(broken):,} | {took:.0f} 秒 |\n")
        sys.stderr.write("".join(f"{each}\n" for each in broken[:20]))
        fine = fine and not broken
    return 0 if fine else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.quality.substrings",
        description="档案里任何一段文字加引号都查得到，件数与逐件查看的相同。",
    )
    parser.add_argument("--count", type=int, default=10_000, help="每个档案试多少段")
    parser.add_argument("--archives", nargs="+", choices=ARCHIVES, default=list(ARCHIVES), help="只试这些档案")
    parser.add_argument("--data", type=Path, default=DATA, help="真实数据所在的文件夹")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
