"""``python -m benchmarks.duplicates.speed``: measure, print the tables, keep them on the page if asked."""

from __future__ import annotations

import argparse
import os
import platform
import shlex
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks.duplicates.speed.figures import Measured, Size, joined
from benchmarks.duplicates.speed.measure import measured
from benchmarks.duplicates.speed.report import LABELS, markdown
from benchmarks.duplicates.speed.systems import OURS, SYSTEMS
from benchmarks.duplicates.speed.texts import write_archive
from benchmarks.kept import load, save
from benchmarks.options import some_of, whole_numbers
from benchmarks.quality.report import write_between_marks
from benchmarks.speed.child import in_child

_DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "duplicates-speed.md"
_SIZES, _FULL_SIZES = (2_000,), (2_000, 20_000, 200_000)
#: New texts of a batch.
_BATCH, _FULL_BATCH = 50, 500
#: From so many proposals on stock Whoosh is left out: comparing all with all would take days.
_TOO_MANY = 100_000


def main() -> int:
    """Run what the command line asks for."""
    options = _options()
    sizes = options.sizes or (_FULL_SIZES if options.full else _SIZES)
    batch = options.batch or (_FULL_BATCH if options.full else _BATCH)
    workers = len(os.sched_getaffinity(0))
    started = time.monotonic()

    def tell(what: str) -> None:
        sys.stderr.write(f"{time.monotonic() - started:6.0f} 秒  {what}……\n")
        sys.stderr.flush()

    if options.join:
        found = joined([load(Measured, path) for path in options.join])
    else:
        sizes_found = _measured(options, sorted(sizes), batch, workers, tell)
        found = Measured(_facts(_command(options), workers, time.monotonic() - started), sizes_found)
    if options.json:
        save(found, options.json)
    tables = markdown(found)
    sys.stdout.write(tables)
    if options.write:
        write_between_marks(_DOCUMENT, tables)
    return 0


def _measured(
    options: argparse.Namespace, sizes: Sequence[int], batch: int, workers: int, tell: Callable[[str], None]
) -> tuple[Size, ...]:
    shutil.rmtree(options.directory, ignore_errors=True)
    options.directory.mkdir(parents=True)
    archive = options.directory / "archive.jsonl"
    if set(options.systems) != {OURS} or not all(_built_home(options.homes, size) for size in sizes):
        tell(f"生成 {max(sizes):,} 件")
        write_archive(archive, max(sizes), workers)
    found = []
    for documents in sizes:
        home = _built_home(options.homes, documents)
        asked = (documents, batch, workers, home, not options.not_all)
        figures = []
        for system in options.systems:
            if system == "whoosh" and documents >= _TOO_MANY:
                continue
            tell(f"{documents:,} 件：{LABELS[system]}")
            directory = options.directory / f"{system}-{documents}"
            figures.append(in_child(measured, system, archive, directory, *asked))
            shutil.rmtree(directory)
        found.append(Size(documents, batch, tuple(figures)))
    shutil.rmtree(options.directory)
    return tuple(found)


def _built_home(homes: Path | None, documents: int) -> Path | None:
    """The home of that many proposals that the site's benchmark left, if it is finished."""
    home = homes / str(documents) if homes else None
    return home if home and (home / "finished").exists() else None


def _facts(command: str, workers: int, seconds: float) -> tuple[str, ...]:
    packages = "、".join(f"{name} {version(name)}" for name in ("numpy", "datasketch", "whoosh3"))
    return (
        f"{workers} 核，{platform.system()}，Python {platform.python_version()}，{packages}",
        f"{time.strftime('%Y-%m-%d')}，用时 {seconds / 60:.1f} 分钟",
        f"命令 `{command}`",
    )


def _command(options: argparse.Namespace) -> str:
    """The command that measures the same again."""
    words = ["python", "-m", "benchmarks.duplicates.speed"]
    words += ["--full"] if options.full else []
    words += ["--sizes", ",".join(map(str, options.sizes))] if options.sizes else []
    words += ["--batch", str(options.batch)] if options.batch else []
    words += ["--systems", ",".join(options.systems)] if options.systems != tuple(SYSTEMS) else []
    words += ["--homes", str(options.homes)] if options.homes else []
    words += ["--not-all"] if options.not_all else []
    return shlex.join(words)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.duplicates.speed", description="测量查重的速度，与两种常见做法对比。"
    )
    parser.add_argument("--sizes", type=whole_numbers, help="档案各多少件，逗号分开，如 2000,20000")
    parser.add_argument("--full", action="store_true", help="2,000、20,000 和 200,000 件，一批 500 件")
    parser.add_argument("--batch", type=int, help="一批新提案多少件")
    parser.add_argument(
        "--directory", type=Path, default=Path("build/duplicates-speed"), help="临时目录，先清空，测完删除"
    )
    parser.add_argument("--systems", type=some_of(SYSTEMS), default=tuple(SYSTEMS), help=f"只测：{','.join(SYSTEMS)}")
    parser.add_argument("--homes", type=Path, help="用 make bench-web 建好的档案和索引，如 build/web；本系统不再建")
    parser.add_argument("--not-all", action="store_true", help="不把整个档案与自己比")
    parser.add_argument("--json", type=Path, help="把全部数字写到这个文件")
    parser.add_argument("--join", type=Path, nargs="+", metavar="JSON", help="不测，合并 --json 存下的几次")
    parser.add_argument("--write", action="store_true", help="把表写进 docs/duplicates-speed.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
