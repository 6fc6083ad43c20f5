"""``python -m benchmarks.parity``: ask both engines every query of the evaluation, print and keep what differs."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.parity.compare import Difference, compare
from benchmarks.parity.engines import engines_over
from benchmarks.parity.report import HEAD, costs, differing, summary
from benchmarks.quality.collection import Collection
from benchmarks.quality.collections import COLLECTIONS
from indexer import SearchPage, SearchRequest
from tests.services.cluster import Cluster

_ROOT = Path(__file__).resolve().parents[2]
#: As deep as a page can be.
_LIMIT = 200
#: What the issue asks for: agreement of the orders at one shard.
LEAST = 0.99


def main() -> int:
    """Compare; 0 where totals, counts and documents are the same and the order agrees at one shard."""
    options = _options()
    urls = tuple(options.engine_url.split(",")) if options.engine_url else ()
    own = None
    if not urls:
        own = Cluster(Path(tempfile.gettempdir()) / "tian-cluster")
        own.start()
        urls = own.urls
    try:
        pages, good = [HEAD], True
        for name in options.collections:
            try:
                collection = COLLECTIONS[name](options.data)
            except FileNotFoundError as missing:
                sys.stderr.write(f"跳过 {name}：找不到 {missing.filename}\n")
                continue
            page, agreed = _compared(collection, urls)
            good = good and agreed
            pages.append(page)
    finally:
        if own:
            own.stop()
    text = "\n".join(pages)
    sys.stdout.write(text)
    if options.write:
        (_ROOT / "docs" / "parity.md").write_text(text, encoding="utf-8")
    return 0 if good else 1


def _compared(collection: Collection, urls: tuple[str, ...]) -> tuple[str, bool]:
    with (
        tempfile.TemporaryDirectory() as folder,
        engines_over(collection.documents, urls, Path(folder)) as (truth, *others),
    ):
        texts = [query.text for query in collection.queries]
        pages: dict[str, list[SearchPage]] = {}
        took: dict[str, float] = {}
        for each in (truth, *others):
            times = []
            pages[each.name] = []
            for text in texts:
                started = time.perf_counter()
                pages[each.name].append(each.service.search(SearchRequest(text, limit=_LIMIT)))
                times.append(time.perf_counter() - started)
            took[each.name] = statistics.median(times) * 1000
        rows: list[tuple[str, list[Difference]]] = [
            (each.name, list(map(compare, texts, pages[truth.name], pages[each.name]))) for each in others
        ]
        one = rows[0][1]
        agreed = all(each.same for _, found in rows for each in found)
        agreed = agreed and statistics.fmean(each.ndcg for each in one) >= LEAST
        parts = [summary(collection.label, len(texts), rows), costs([truth, *others], took), differing(one)]
        return "\n".join(parts), agreed


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.parity", description="两个引擎逐个查询比较：文档、总数、计数、次序。"
    )
    parser.add_argument("--engine-url", default="", help="集群地址，逗号隔开；不给就自己启动三个节点")
    parser.add_argument("--collections", nargs="+", choices=COLLECTIONS, default=["sample", "jiangsu-2019"])
    parser.add_argument("--data", type=Path, default=_ROOT.parent / "shared" / "data", help="真实数据所在的文件夹")
    parser.add_argument("--write", action="store_true", help="写进 docs/parity.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
