"""``python -m benchmarks.duplicates.draws 31 32``: the shipped thresholds on other draws, a row for each of them.

Only copies edited by 10 % to 50 % are put to it, so that many draws can be measured; nothing is chosen on
either half of a draw, so all of its cases count.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from benchmarks.duplicates.cases import COLLECTIONS, INDEPENDENT, Cases
from benchmarks.duplicates.measure import BASE_RATES, Figures, figures, measure, precision
from benchmarks.duplicates.systems import OURS, SYSTEMS

__all__ = ["row"]

_DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
#: Copies edited up to 30 %, and those edited by half, of which less can be asked.
_LITTLE, _HALF = ("words-10", "words-30", "sentences-30"), ("words-50", "sentences-50")
_HEAD = (
    "| 抽取 | 集合 | 抄件、独立撰写 | 改 10%～30% 的召回（最低一种） | 改词 50% | 换句 50% | 误报（件） "
    "| 准确率，4%、14% 抄件 |\n|--:|---|--:|--:|--:|--:|--:|--:|\n"
)


def main() -> int:
    """Print a row a draw and collection; 0."""
    options = _options()
    sys.stdout.write(_HEAD)
    for draw in options.draws:
        for name in options.collections:
            cases = COLLECTIONS[name](options.data, draw)
            wanted = (*_LITTLE, *_HALF, INDEPENDENT)
            cases = replace(cases, cases=tuple(each for each in cases.cases if each.change in wanted))
            sys.stdout.write(row(draw, cases, figures(measure(cases, SYSTEMS[OURS]), None)))
            sys.stdout.flush()
    return 0


def row(draw: int, cases: Cases, found: Mapping[str, Figures]) -> str:
    """Return one line of the table; precision is that of copies edited up to 30 %."""
    independent = sum(each.change == INDEPENDENT for each in cases.cases)
    lowest = min(found[name].recall for name in _LITTLE)
    wrong = found[INDEPENDENT].false_alarms
    exactness = "、".join(f"{precision(lowest, wrong, rate):.3f}" for rate in BASE_RATES)
    half = " | ".join(f"{found[name].recall:.3f}" for name in _HALF)
    return (
        f"| {draw} | {cases.name} | {len(cases.cases) - independent}、{independent} | {lowest:.3f} | {half} "
        f"| {wrong * independent:.0f} | {exactness} |\n"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.duplicates.draws", description="阈值不动，换几个数重新抽取，各测一次。"
    )
    parser.add_argument("draws", nargs="+", type=int, metavar="N", help="抽取用的数")
    parser.add_argument("--collections", nargs="+", choices=COLLECTIONS, default=list(COLLECTIONS), help="只测这些")
    parser.add_argument("--data", type=Path, default=_DATA, help="真实数据所在的文件夹")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
