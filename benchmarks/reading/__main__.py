"""``python -m benchmarks.reading``: read every layout, print the table, keep it in the document if asked."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import kept
from benchmarks.reading.figures import BEFORE, before, measure
from benchmarks.reading.report import HEAD, tables
from tests.corpus.cases.collected import CASES
from tests.corpus.layouts.account import account
from tests.corpus.layouts.collected import LAYOUTS

_DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "reading.md"


def main() -> int:
    """Run what the command line asks for."""
    options = _options()
    now = measure(time.strftime("%Y-%m-%d"))
    if options.keep_before:
        kept.save(now, BEFORE)
    page = tables(before(), now)
    sys.stdout.write(page)
    if options.wrong:
        sys.stdout.writelines(_wrong())
    if options.write:
        _DOCUMENT.write_text(f"{HEAD}\n{page}", encoding="utf-8")
    return 0


def _wrong() -> Iterator[str]:
    for each in map(account, (*LAYOUTS, *CASES)):
        yield from (f"{each.name} {field}\n" for field in each.wrong)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.reading", description="读一遍全部版式，看栏目对不对、字全不全。"
    )
    parser.add_argument("--wrong", action="store_true", help="列出每一处读错的栏目")
    parser.add_argument("--write", action="store_true", help="把表写进 docs/reading.md")
    parser.add_argument("--keep-before", action="store_true", help="把这一次的数字留作“前”")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
