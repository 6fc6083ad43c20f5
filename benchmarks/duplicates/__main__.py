"""``python -m benchmarks.duplicates``: measure, print the tables, keep page, plots and expected figures if asked."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from benchmarks.duplicates.cases import COLLECTIONS, DRAW, Cases
from benchmarks.duplicates.changes import CHANGES
from benchmarks.duplicates.labelled import agreement
from benchmarks.duplicates.measure import Measured, best_threshold, curve, figures, measure
from benchmarks.duplicates.plot import svg
from benchmarks.duplicates.report import Outcome, markdown, write_expected
from benchmarks.duplicates.systems import OURS, SYSTEMS
from benchmarks.quality.report import write_between_marks

_ROOT = Path(__file__).resolve().parents[2]
_DOCUMENT = _ROOT / "docs" / "duplicates-quality.md"


def main() -> int:
    """Run what the command line asks for; 0 when all of it could be measured, 1 when anything was missing."""
    options = _options()
    outcomes: dict[str, dict[str, Outcome]] = {}
    tables, plots = [], {}
    for name in options.collections:
        try:
            cases = COLLECTIONS[name](options.data, options.draw)
        except FileNotFoundError as missing:
            _say(f"跳过 {name}：找不到 {missing.filename}\n")
            continue
        measured = {system: _timed(cases, system) for system in options.systems}
        outcomes[name] = {system: _outcome(system, each) for system, each in measured.items()}
        tables.append(markdown(cases, outcomes[name]))
        if OURS in measured:
            points = curve(measured[OURS], [change.name for change in CHANGES])
            plots[name] = svg(f"本系统：召回与误报随最低分的变化（{cases.label}）", points)
            tables[-1] += f"\n![{name} 的阈值曲线](duplicates-{name}.svg)\n"
        sys.stdout.write(tables[-1] + "\n")
    if OURS in options.systems:
        tables.append(agreement())
        sys.stdout.write(tables[-1] + "\n")
    complete = len(outcomes) == len(COLLECTIONS) and len(options.systems) == len(SYSTEMS)
    if options.write:
        write_expected(outcomes)
        for name, plot in plots.items():
            (_DOCUMENT.parent / f"duplicates-{name}.svg").write_text(plot, encoding="utf-8")
        if complete:
            write_between_marks(_DOCUMENT, "\n".join(tables))
        else:
            _say(f"没有全部测到，{_DOCUMENT.name} 未改动\n")
    return 0 if complete else 1


def _timed(cases: Cases, system: str) -> Measured:
    started = time.monotonic()
    measured = measure(cases, SYSTEMS[system])
    _say(f"{time.monotonic() - started:6.1f} 秒  {cases.name}  {system}\n")
    return measured


def _outcome(system: str, measured: Measured) -> Outcome:
    """Ours decides by its verdicts; every other system gets the threshold that suits the tuning half best."""
    threshold = None if system == OURS else best_threshold(measured.of(held_out=False))
    return Outcome(threshold, figures(measured.of(held_out=True), threshold))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.duplicates", description="测量查重的好坏，与几种常见做法对比。"
    )
    parser.add_argument("--collections", nargs="+", choices=COLLECTIONS, default=list(COLLECTIONS), help="只测这些")
    parser.add_argument(
        "--systems", nargs="+", choices=SYSTEMS, default=list(SYSTEMS), help=f"只测这些；本系统是 {OURS}"
    )
    parser.add_argument("--data", type=Path, default=_ROOT.parent / "shared" / "data", help="真实数据所在的文件夹")
    parser.add_argument("--draw", type=int, default=DRAW, metavar="N", help="另抽一次：分半和改法都用这个数重新抽")
    parser.add_argument("--write", action="store_true", help="把结果写进 docs/duplicates-quality.md 和测试的期望值")
    options = parser.parse_args()
    if options.write and options.draw != DRAW:
        parser.error("测试的期望值只用默认的那一次抽取，--write 不能与 --draw 同用")
    return options


def _say(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
