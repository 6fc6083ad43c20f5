"""``python -m benchmarks.web``: serve both sites, load both, print the tables, keep them in the document if asked."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from importlib.metadata import version
from pathlib import Path

from benchmarks.options import whole_numbers
from benchmarks.quality.report import write_between_marks
from benchmarks.web.load import NoLoadTool
from benchmarks.web.measure import Plan, measure, steps
from benchmarks.web.pages import searches
from benchmarks.web.report import markdown

_DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "benchmarks-web.md"
_SIZES, _FULL_SIZES = (20_000,), (20_000, 200_000)
#: Different searches in the list: more than the faster site answers in its time.
_SEARCHES = 4_000
_SECONDS, _CONNECTIONS = 15.0, 8


def main() -> int:
    """Run what the command line asks for; 0 when every request of both sites was answered."""
    options = _options()
    plan = Plan(options.directory, len(os.sched_getaffinity(0)), options.connections, options.seconds)
    started = time.monotonic()

    def tell(what: str) -> None:
        sys.stderr.write(f"{time.monotonic() - started:6.0f} 秒  {what}……\n")

    tell("挑选检索词")
    asked = searches(_SEARCHES)
    try:
        sizes = [measure(documents, asked, plan, tell) for documents in options.sizes or _sizes(options.full)]
        alone = {documents: steps(documents, asked, plan) for documents in options.steps}
    except NoLoadTool as error:
        sys.stderr.write(f"{error}\n")
        return 1
    tables = markdown(sizes, _facts(plan, time.monotonic() - started), alone)
    sys.stdout.write(tables)
    if options.write:
        write_between_marks(_DOCUMENT, tables)
    return 1 if any(size.ours.errors or size.theirs.errors for size in sizes) else 0


def _sizes(full: bool) -> tuple[int, ...]:
    return _FULL_SIZES if full else _SIZES


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.web", description="测量网站每秒答多少页，与 Datasette 并排。"
    )
    parser.add_argument("--sizes", type=whole_numbers, help="各多少件，逗号分开，至少 2000")
    parser.add_argument("--full", action="store_true", help="再加 200,000 件")
    parser.add_argument(
        "--steps", type=whole_numbers, default=(), help="这些件数只测一页的时间花在哪里，不加压，也不与 Datasette 比"
    )
    parser.add_argument("--seconds", type=float, default=_SECONDS, help="每个网站测多少秒")
    parser.add_argument("--connections", type=int, default=_CONNECTIONS, help="同时有几页在等")
    parser.add_argument("--directory", type=Path, default=Path("build/web"), help="档案和索引放在这里，下次再用")
    parser.add_argument("--write", action="store_true", help="把表写进 docs/benchmarks-web.md")
    return parser.parse_args()


def _facts(plan: Plan, seconds: float) -> list[str]:
    packages = "、".join(f"{name} {version(name)}" for name in ("datasette", "uvicorn", "gunicorn", "flask", "jinja2"))
    return [
        f"{plan.workers} 核，{platform.system()} {platform.release()}，{time.strftime('%Y-%m-%d')}",
        f"Python {platform.python_version()}、{packages}",
        f"两边各 {plan.workers} 个进程；wrk 一个线程，{plan.connections} 个连接，各 {plan.seconds:.0f} 秒",
        f"共用时 {seconds / 60:.1f} 分钟",
    ]


if __name__ == "__main__":
    sys.exit(main())
