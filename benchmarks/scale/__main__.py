"""``python -m benchmarks.scale``: print the model's tables; with ``--measure``, measure first."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.kept import load, save
from benchmarks.scale.cluster import measure_cluster
from benchmarks.scale.embedded import measure_import, measure_index, write_files
from benchmarks.scale.figures import ArchiveFigures, Figures, IndexFigures
from benchmarks.scale.report import markdown
from benchmarks.speed.child import in_child

_FIGURES = Path(__file__).with_name("figures.json")
_BEGIN, _END = "<!-- 以下由程序写入 -->", "<!-- 以上由程序写入 -->"


def main() -> int:
    """Print the tables, or write them between the marks of a page."""
    options = _options()
    if options.measure:
        save(_measure(options), options.figures)
    if not options.figures.exists():
        raise SystemExit(f"还没有测量：{options.figures}。请先加上 --measure 运行。")
    tables = markdown(load(Figures, options.figures))
    if options.markdown:
        before, _, rest = options.markdown.read_text(encoding="utf-8").partition(_BEGIN)
        _, _, after = rest.partition(_END)
        options.markdown.write_text(f"{before}{_BEGIN}\n\n{tables}\n{_END}{after}", encoding="utf-8")
    else:
        sys.stdout.write(tables)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.scale", description="由测得的开销推算更大的档案需要什么"
    )
    parser.add_argument("--measure", action="store_true", help="重新测量，写入 --figures")
    parser.add_argument("--sizes", default="2000,5000,20000", help="测量的件数，逗号隔开；最大的用来检验模型")
    parser.add_argument("--opensearch", default="", metavar="地址", help="一并测量这个集群：http://127.0.0.1:9200")
    parser.add_argument("--postgresql", action="store_true", help="一并测量 PostgreSQL（自行启动）")
    parser.add_argument("--figures", type=Path, default=_FIGURES, help="测得的数字所在的文件")
    parser.add_argument("--directory", type=Path, default=Path("build/scale"), help="临时目录，先清空，测完删除")
    parser.add_argument("--markdown", type=Path, help="把表写进这个文件的标记之间")
    return parser.parse_args()


def _measure(options: argparse.Namespace) -> Figures:
    archives: list[ArchiveFigures] = []
    indexes: list[IndexFigures] = []
    source_size = 0.0
    for size in map(int, options.sizes.split(",")):
        shutil.rmtree(options.directory, ignore_errors=True)
        files, home = options.directory / "files", options.directory / "home"
        source_size = write_files(files, size) / size
        _say(f"{size:,} 件：导入 SQLite")
        archives.append(in_child(measure_import, files, str(home / "archive.sqlite"), size))
        if options.postgresql:
            _say(f"{size:,} 件：导入 PostgreSQL")
            archives.append(_measure_postgresql(files, size))
        _say(f"{size:,} 件：内置引擎")
        indexes.append(in_child(measure_index, home, size))
        if options.opensearch:
            _say(f"{size:,} 件：OpenSearch")
            indexes.append(in_child(measure_cluster, options.opensearch, home / "archive.sqlite", size))
    shutil.rmtree(options.directory, ignore_errors=True)
    return Figures(
        date=datetime.now(UTC).date().isoformat(),
        machine=f"{os.cpu_count()} 核、Linux {platform.machine()}、Python {platform.python_version()}",
        source_size=source_size,
        archives=tuple(archives),
        indexes=tuple(indexes),
    )


def _measure_postgresql(files: Path, size: int) -> ArchiveFigures:
    from tests.services.postgresql import PostgreSQL

    with PostgreSQL(fsync=True) as server:
        return in_child(measure_import, files, server.url("postgres"), size)


def _say(text: str) -> None:
    sys.stderr.write(f"{text}……\n")


if __name__ == "__main__":
    sys.exit(main())
