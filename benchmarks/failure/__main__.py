"""``python -m benchmarks.failure``: run the drills on a cluster of its own, print and keep the record."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.failure.drill import Drill, Outcome
from benchmarks.failure.load import expected_answers
from benchmarks.failure.report import page
from corpus import Archive, Profile, import_paths, to_json
from indexer.index.build import reindex
from sample_archive import sample_records
from tests.services.cluster import Cluster, free_ports

_ROOT = Path(__file__).resolve().parents[2]
QUERIES = ("停车", "老旧小区加装电梯", '"最后一公里"', "养老 服务", "标题:学校 -食堂", "")


def main() -> int:
    """Run all drills; 0 where no answer was wrong and nothing was lost."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.failure", description="三个节点断一个：用户看到什么。")
    parser.add_argument("--write", action="store_true", help="写进 docs/failure.md")
    options = parser.parse_args()
    directory = Path(tempfile.mkdtemp(prefix="tian-drill-"))
    directory.chmod(0o755)
    cluster = Cluster(directory / "nodes", port=free_ports())
    try:
        cluster.start()
        with Archive.open(directory / "archive.sqlite") as archive:
            _fill(archive, directory)
            outcomes = _drills(Drill(cluster, archive, directory / "files"), archive)
            text = page(outcomes, archive.counts().records)
    finally:
        cluster.delete()
        shutil.rmtree(directory)
    sys.stdout.write(text)
    if options.write:
        (_ROOT / "docs" / "failure.md").write_text(text, encoding="utf-8")
    return 0 if all(not each.wrong and each.verified and each.verified.sound for each in outcomes) else 1


def _drills(drill: Drill, archive: Archive) -> list[Outcome]:
    reindex(archive, drill.generations)
    expected = expected_answers(drill.service, QUERIES)
    outcomes = []
    for run in (drill.during_searches, drill.during_loading, drill.during_swap):
        outcomes.append(run(expected))
        sys.stderr.write(f"{outcomes[-1].name}：答错 {len(outcomes[-1].wrong)}，不能答 {len(outcomes[-1].refused)}\n")
    return outcomes


def _fill(archive: Archive, directory: Path) -> None:
    file = directory / "records.jsonl"
    lines = (json.dumps(to_json(each), ensure_ascii=False) for each in sample_records())
    file.write_text("\n".join(lines), encoding="utf-8")
    import_paths(archive, [file], profile=Profile.generic())


if __name__ == "__main__":
    sys.exit(main())
