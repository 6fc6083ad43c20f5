"""``python -m benchmarks.quality``: measure, print the tables, keep them as the expected figures if asked."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from benchmarks.quality.collection import Collection
from benchmarks.quality.collections import COLLECTIONS
from benchmarks.quality.evaluate import Result, evaluate
from benchmarks.quality.report import differences, markdown, write_between_marks, write_expected
from benchmarks.quality.systems import OURS, SYSTEMS

_ROOT = Path(__file__).resolve().parents[2]
_DOCUMENT = _ROOT / "docs" / "quality.md"


def main() -> int:
    """Run what the command line asks for; 0 when all could be measured, 1 when anything was missing or differs."""
    options = _options()
    measured: dict[str, dict[str, Result]] = {}
    tables: list[str] = []
    for name in options.collections:
        try:
            collection = COLLECTIONS[name](options.data)
        except FileNotFoundError as missing:
            _say(f"跳过 {name}：找不到 {missing.filename}\n")
            continue
        measured[name] = _measure(collection, options.systems)
        tables.append(markdown(collection, measured[name]))
        sys.stdout.write(tables[-1] + "\n")
    complete = len(measured) == len(options.collections) and all(
        len(results) == len(options.systems) for results in measured.values()
    )
    if options.write:
        write_expected(measured)
        if set(measured) == set(COLLECTIONS) and complete:
            write_between_marks(_DOCUMENT, "\n".join(tables))
        else:
            _say("没有全部测到，docs/quality.md 未改动\n")
    worse = differences(measured) if options.check else []
    for line in worse:
        _say(f"与上次不同：{line}\n")
    return 0 if complete and not worse else 1


def _measure(collection: Collection, systems: list[str]) -> dict[str, Result]:
    results: dict[str, Result] = {}
    for system in systems:
        started = time.monotonic()
        try:
            results[system] = evaluate(collection, SYSTEMS[system])
        except ImportError as missing:
            _say(f"跳过 {system}：没有安装 {missing.name}（pip install -e '.[bench]'）\n")
            continue
        _say(f"{time.monotonic() - started:6.1f} 秒  {collection.name}  {system}\n")
    return results


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.quality", description="测量检索排序的好坏，与几种常见做法对比。"
    )
    parser.add_argument("--collections", nargs="+", choices=COLLECTIONS, default=list(COLLECTIONS), help="只测这些")
    parser.add_argument(
        "--systems", nargs="+", choices=SYSTEMS, default=list(SYSTEMS), help=f"只测这些；本系统是 {OURS}"
    )
    parser.add_argument("--data", type=Path, default=_ROOT.parent / "shared" / "data", help="真实数据所在的文件夹")
    parser.add_argument("--write", action="store_true", help="把结果写进 docs/quality.md 和测试的期望值")
    parser.add_argument("--check", action="store_true", help="与上次写下的不同时，以 1 结束")
    return parser.parse_args()


def _say(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
