"""``python -m benchmarks.speed``: measure, print the tables, keep them in the documents if asked."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
import time
from pathlib import Path

from benchmarks.kept import load, save
from benchmarks.options import some_of, whole_numbers
from benchmarks.speed.compare import disagreements
from benchmarks.speed.engines import ENGINES
from benchmarks.speed.figures import Run
from benchmarks.speed.keeping import joined
from benchmarks.speed.orchestrate import Plan, run
from benchmarks.speed.plot import svg
from benchmarks.speed.report import markdown

_BEGIN, _END = "<!-- 以下由程序写入 -->", "<!-- 以上由程序写入 -->"
_SECONDS = 0.5
_SIZES, _FULL_SIZES = (2_000, 20_000), (2_000, 20_000, 200_000)


def main() -> int:
    """Run what the command line asks for; 0 when all engines agree, 1 when any answer differs."""
    options = _options()
    sizes = options.sizes or (_FULL_SIZES if options.full else _SIZES)
    plan = Plan(
        sizes=tuple(sorted(sizes)),
        engines=options.engines,
        directory=options.directory,
        workers=len(os.sched_getaffinity(0)),
        seconds=options.seconds,
        command=_command(options),
        patient=options.full or options.sizes is not None,
    )
    if options.markdown:
        _around(options.markdown)  # told before anything is measured
    started = time.monotonic()
    if options.join:
        measured = joined([load(Run, path) for path in options.join])
    else:
        measured = run(plan, lambda what: _say(f"{time.monotonic() - started:6.0f} 秒  {what}……\n"))
    tables = markdown(measured)
    sys.stdout.write(tables)
    if options.markdown:
        _write_into(options.markdown, tables)
        options.markdown.with_suffix(".svg").write_text(svg(measured), encoding="utf-8")
    if options.json:
        save(measured, options.json)
    wrong = [each for size in measured.sizes for each in disagreements(size)]
    _say("".join(f"不一致：{each}\n" for each in wrong))
    return 1 if wrong else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description="并排测量各引擎的速度。")
    parser.add_argument("--sizes", type=whole_numbers, help="各多少件，逗号分开，至少 2000，如 2000,20000,1000000")
    parser.add_argument("--full", action="store_true", help="再加 200,000 件")
    parser.add_argument("--engines", type=some_of(ENGINES), default=tuple(ENGINES), help=f"只测：{','.join(ENGINES)}")
    parser.add_argument("--seconds", type=float, default=_SECONDS, help="每种检索每个引擎测多少秒")
    parser.add_argument("--directory", type=Path, default=Path("build/speed"), help="临时目录，先清空，测完删除")
    parser.add_argument("--json", type=Path, help="把全部数字写到这个文件")
    parser.add_argument(
        "--join",
        type=Path,
        nargs="+",
        metavar="JSON",
        help="不测，把以前用 --json 存下的几次合在一起；同一引擎测过两次的，取后面的",
    )
    parser.add_argument("--markdown", type=Path, help="把表写进这个文件的标记之间，图写在旁边")
    return parser.parse_args()


def _command(options: argparse.Namespace) -> str:
    """The command that measures the same again."""
    words = ["python", "-m", "benchmarks.speed"]
    if options.sizes:
        words += ["--sizes", ",".join(map(str, options.sizes))]
    elif options.full:
        words.append("--full")
    if options.engines != tuple(ENGINES):
        words += ["--engines", ",".join(options.engines)]
    if options.seconds != _SECONDS:
        words += ["--seconds", str(options.seconds)]
    return shlex.join(words)


def _write_into(path: Path, tables: str) -> None:
    before, after = _around(path)
    path.write_text(f"{before}{_BEGIN}\n\n{tables}\n{_END}{after}", encoding="utf-8")


def _around(path: Path) -> tuple[str, str]:
    """What stands before and after the marks in a document."""
    before, begin, rest = path.read_text(encoding="utf-8").partition(_BEGIN) if path.exists() else ("", "", "")
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise SystemExit(f"{path} 里没有标记“{_BEGIN}”和“{_END}”，请先加上")
    return before, after


def _say(text: str) -> None:
    sys.stderr.write(text)


if __name__ == "__main__":
    sys.exit(main())
