"""``python -m benchmarks.fuzz``: hostile strings through the query box, and some of them through whole searches."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.archives import DATA, index_archive
from benchmarks.fuzz.run import Figures, check_many, search_many

_COLUMNS = "| | 条数 | 失败 | 中位数 | 千条里最慢的一条 | 最慢 |\n|---|--:|--:|--:|--:|--:|"


def main() -> int:
    """Run what the command line asks for; 0 when everything held and everything was there to be asked."""
    options = _options()
    found: dict[str, Figures] = {}
    complete = True
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as directory:
        for name in options.archives:
            home = Path(directory) / name
            try:
                index_archive(name, home, options.data)
            except FileNotFoundError as missing:
                _say(f"跳过 {name}：找不到 {missing.filename}\n")
                complete = False
                continue
            found[f"整个检索：{name}"] = search_many(
                home, options.searches, seed=options.seed, processes=options.processes
            )
    read = check_many(options.count, seed=options.seed, processes=options.processes)
    found = {"读懂、写回网址再读": read, **found}
    sys.stdout.write(_COLUMNS + "\n" + "".join(map(_row, found, found.values())))
    _say(f"共 {time.monotonic() - started:.0f} 秒，{options.processes} 个进程\n")
    for name, figures in found.items():
        _say(f"{name} 最慢的一条：{figures.slowest.text[:300]!r}\n")
        _say("".join(f"\n{failure}" for failure in figures.failures))
    return 0 if complete and not any(figures.failures for figures in found.values()) else 1


def _row(name: str, figures: Figures) -> str:
    seconds = (figures.quantile(0.5), figures.quantile(0.999), figures.slowest.seconds)
    times = " | ".join(f"{1000 * each:,.1f} 毫秒" for each in seconds)
    return f"| {name} | {len(figures.seconds):,} | {figures.failed:,} | {times} |\n"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description="用杂乱和恶意的文字考问搜索框。")
    parser.add_argument("--count", type=int, default=20_000, help="读懂多少条；完整的一遍是 1000000")
    parser.add_argument("--searches", type=int, default=1_000, help="每个档案里整个检索多少条；完整的一遍是 20000")
    parser.add_argument("--archives", nargs="*", default=["sample", "jiangsu-2019"], help="在哪些档案里检索")
    parser.add_argument("--processes", type=int, default=2, help="几个进程")
    parser.add_argument("--seed", type=int, default=20261125, help="随机数的种子，同样的种子给出同样的文字")
    parser.add_argument("--data", type=Path, default=DATA, help="真实数据所在的文件夹")
    return parser.parse_args()


def _say(text: str) -> None:
    # What failed may hold halves of characters.
    sys.stderr.write(text.encode(errors="backslashreplace").decode())
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
