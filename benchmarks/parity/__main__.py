"""``python -m benchmarks.parity``: ask both engines every query of the evaluation, print and keep what differs."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.parity.compare import Asked, Difference, asked, compare
from benchmarks.parity.engines import engines_over
from benchmarks.parity.report import HEAD, costs, differing, summary
from benchmarks.quality.collection import Collection
from benchmarks.quality.collections import COLLECTIONS
from tests.services.cluster import Cluster

_ROOT = Path(__file__).resolve().parents[2]
#: What the issue asks for: agreement of the orders at one shard.
LEAST = 0.99
#: The collection whose queries are our own; other people's are numbered on the page, not copied.
_OWN = "sample"


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
            page, agreed = _compared(collection, urls, options.every)
            good = good and agreed
            pages.append(page)
            if options.write:
                (_ROOT / "docs" / "parity.md").write_text("\n".join(pages), encoding="utf-8")
    finally:
        if own:
            own.stop()
    sys.stdout.write("\n".join(pages))
    return 0 if good else 1


def _compared(collection: Collection, urls: tuple[str, ...], every: int) -> tuple[str, bool]:
    with (
        tempfile.TemporaryDirectory() as folder,
        engines_over(collection.documents, urls, Path(folder)) as (truth, *others),
    ):
        texts = [query.text for query in collection.queries[::every]]
        answers: dict[str, list[Asked]] = {}
        took: dict[str, float] = {}
        for each in (truth, *others):
            answers[each.name] = [asked(each.service, text) for text in texts]
            took[each.name] = statistics.median(answer.page.took_ms for answer in answers[each.name])
            sys.stderr.write(f"{collection.name}  {each.name}：{len(texts)} 个查询\n")
        shown = texts if collection.name == _OWN else [f"第 {n * every + 1} 条" for n in range(len(texts))]
        rows: list[tuple[str, list[Difference]]] = [
            (each.name, list(map(compare, shown, answers[truth.name], answers[each.name]))) for each in others
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
    parser.add_argument("--every", type=int, default=1, metavar="N", help="每 N 个查询取一个，默认全部")
    parser.add_argument("--data", type=Path, default=_ROOT.parent / "shared" / "data", help="真实数据所在的文件夹")
    parser.add_argument("--write", action="store_true", help="写进 docs/parity.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
