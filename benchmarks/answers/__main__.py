"""``python -m benchmarks.answers``: measure, print the tables, keep them in a document if asked."""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import subprocess
import sys
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.answers.compare import disagreements
from benchmarks.answers.engines import ENGINES, OURS, engine_named
from benchmarks.answers.figures import Run
from benchmarks.answers.measure import Plan, measure
from benchmarks.answers.report import markdown
from benchmarks.kept import load, save
from benchmarks.options import some_of, whole_numbers
from benchmarks.quality.report import write_between_marks

_SIZES, _FULL_SIZES = (2_000,), (2_000, 20_000, 200_000)
_SECONDS = 2.0


def main() -> int:
    """Run what the command line asks for; 0 when all engines agree, 1 when any answer differs."""
    options = _options()
    plan = Plan(
        engines=options.engines,
        directory=options.directory,
        workers=len(os.sched_getaffinity(0)),
        seconds=options.seconds,
        opensearch=options.opensearch,
    )
    if options.kept:
        run = load(Run, options.kept)
    else:
        run = _measured(plan, options.sizes or (_FULL_SIZES if options.full else _SIZES))
    tables = markdown(run)
    sys.stdout.write(tables)
    if options.json:
        save(run, options.json)
    if options.write:
        write_between_marks(options.write, tables)
    return 1 if any(map(disagreements, run.sizes)) else 0


def _measured(plan: Plan, sizes: tuple[int, ...]) -> Run:
    started, load_before = time.monotonic(), os.getloadavg()

    def tell(what: str) -> None:
        sys.stderr.write(f"{time.monotonic() - started:6.0f} 秒  {what}……\n")

    measured = tuple(measure(documents, plan, tell) for documents in sizes)
    return Run(_facts(plan, load_before, time.monotonic() - started), measured)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.answers", description="从原始记录到整个答案，与几种常用的检索引擎并排测量。"
    )
    parser.add_argument("--sizes", type=whole_numbers, help="各多少件，逗号分开，如 2000,20000")
    parser.add_argument("--full", action="store_true", help="2,000、20,000 和 200,000 件")
    parser.add_argument("--engines", type=_engines, default=ENGINES, help=f"只测：{','.join(ENGINES)}；本系统总要测")
    parser.add_argument("--opensearch", default="", metavar="地址", help="一并测量这个节点：http://127.0.0.1:9201")
    parser.add_argument("--seconds", type=float, default=_SECONDS, help="每种检索每个引擎测多少秒，至少一遍")
    parser.add_argument("--directory", type=Path, default=Path("build/answers"), help="临时目录，先清空，测完删除")
    parser.add_argument("--json", type=Path, help="把全部数字写到这个文件")
    parser.add_argument("--kept", type=Path, help="不测，用以前 --json 存下的数字")
    parser.add_argument("--write", type=Path, help="把表写进这个文件的标记之间，如 docs/benchmarks-answers.md")
    return parser.parse_args()


def _engines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((OURS, *some_of(ENGINES)(text))))


def _facts(plan: Plan, load_before: tuple[float, float, float], seconds: float) -> tuple[str, ...]:
    before, after = load_before[0], os.getloadavg()[0]
    busy = f"运行前后一分钟平均负载 {before:.1f}、{after:.1f}（共 {plan.workers} 核）"
    if before > 1:
        busy += "：机器上还有别的工作，毫秒和秒都偏大，只有同一次的比值可用"
    ways = [f"{engine_named(name).label}：{engine_named(name).how}" for name in plan.engines]
    return (
        f"{plan.workers} 核，{platform.system()} {platform.release()}，{time.strftime('%Y-%m-%d')}；{busy}",
        f"Python {platform.python_version()}、SQLite {sqlite3.sqlite_version}{_versions()}",
        *ways,
        f"共用时 {seconds / 60:.1f} 分钟",
    )


def _versions() -> str:
    found = []
    for package in ("whoosh3", "numpy", "tantivy"):
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    if not engine_named("groonga").missing():
        told = subprocess.run(["groonga", "--version"], capture_output=True, text=True, check=True).stdout
        found.append(" ".join(told.split()[:2]))
    return "".join(f"、{each}" for each in found)


if __name__ == "__main__":
    sys.exit(main())
