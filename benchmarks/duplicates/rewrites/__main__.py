"""``python -m benchmarks.duplicates.rewrites``: where the original stands, and how often 同一主题 is right."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.archives import DATA
from benchmarks.duplicates.rewrites.cases import ARCHIVES, Form, Rewrite, RewriteArchive, archive_named
from benchmarks.duplicates.rewrites.systems import BASELINES, Asked, production

_PLACES = (1, 3, 5)
_FORMS = {Form.REWRITE: "另写的提案", Form.QUESTION: "一句话的询问"}
_LABELS = {
    "nearest": "可能是同一件事",
    "search": "检索框，整段文字",
    "terms": "主题词（从前的相似）",
    "words": "BM25，结巴分词",
    "bigrams": "BM25，二字组",
    "chars+bigrams": "BM25，单字和二字组",
}


def main() -> int:
    """Print the tables of the archives asked for; 0 when all were measured, 1 when anything was missing."""
    options = _options()
    missing = 0
    for name in options.archives:
        try:
            archive = archive_named(name, options.data)
        except FileNotFoundError as error:
            sys.stderr.write(f"跳过 {name}：找不到 {error.filename}\n")
            missing = 1
            continue
        started = time.monotonic()
        with tempfile.TemporaryDirectory() as directory, production(archive, Path(directory)) as ours:
            baselines = {each: make(archive) for each, make in BASELINES.items()}
            _tell(archive, {**ours.systems, **baselines})
            _tell_verdicts(archive, ours.verdicts)
        sys.stderr.write(f"{time.monotonic() - started:6.1f} 秒  {name}\n")
    return missing


def _tell(archive: RewriteArchive, systems: Mapping[str, Asked]) -> None:
    """A row a system: how often the original is first, in the first three, in the first five; both halves."""
    for source, rewrites in archive.rewrites.items():
        for form, label in _FORMS.items():
            chosen = [each for each in rewrites if each.form is form]
            held_out = [each for each in chosen if each.held_out]
            sys.stdout.write(
                f"\n### {source} 的{label}，档案 {archive.name}\n\n档案 {len(archive.documents):,} 件；"
                f"{label} {len(chosen)} 件，其中留出 {len(held_out)} 件。原件在前一、三、五件里的：\n\n"
                "| | 全部 前一 | 前三 | 前五 | 留出 前一 | 前三 | 前五 |\n|---|--:|--:|--:|--:|--:|--:|\n"
            )
            for system, ask in systems.items():
                placed = {id(each): _place(ask(each), each) for each in chosen}
                cells = [*_shares(chosen, placed), *_shares(held_out, placed)]
                sys.stdout.write(f"| {_LABELS[system]} | {' | '.join(cells)} |\n")
                sys.stdout.flush()


def _place(found: Sequence[str], rewrite: Rewrite) -> int:
    return next((place for place, key in enumerate(found, 1) if key in rewrite.right), sys.maxsize)


def _shares(rewrites: Sequence[Rewrite], placed: Mapping[int, int]) -> list[str]:
    return [_share(sum(placed[id(each)] <= most for each in rewrites), len(rewrites)) for most in _PLACES]


def _tell_verdicts(archive: RewriteArchive, verdicts: Asked) -> None:
    """How often 同一主题 is said, how often rightly; of another demand saying it of the original is a mistake."""
    sys.stdout.write(
        f"\n### 同一主题的准确率，档案 {archive.name}\n\n"
        "| 原件 | 半边 | 判为同一主题 | 其中同一话题 | 原件判为同一主题 | 所求不同的，误把原件判为同一主题 |\n"
        "|---|---|--:|--:|--:|--:|\n"
    )
    for source, rewrites in archive.rewrites.items():
        for label, half in (("调参", False), ("留出", True)):
            mine = [each for each in rewrites if each.held_out == half]
            said = {id(each): verdicts(each) for each in mine if each.form is not Form.QUESTION}
            written = [each for each in mine if each.form is Form.REWRITE]
            others = [each for each in mine if each.form is Form.OTHER]
            named = [key in each.topic for each in written for key in said[id(each)]]
            sys.stdout.write(
                f"| {source} | {label} | {len(named)} | {_share(sum(named), len(named))} "
                f"| {_named(written, said)} | {_named(others, said)} |\n"
            )


def _named(rewrites: Sequence[Rewrite], said: Mapping[int, Iterable[str]]) -> str:
    return f"{sum(bool(each.right.intersection(said[id(each)])) for each in rewrites)}/{len(rewrites)}"


def _share(count: int, of: int) -> str:
    return f"{count / of:.3f}" if of else "–"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.duplicates.rewrites", description="另写的提案找不找得到原件。"
    )
    parser.add_argument("--archives", nargs="+", choices=ARCHIVES, default=list(ARCHIVES[:3]), help="只测这些")
    parser.add_argument("--data", type=Path, default=DATA, help="真实数据所在的文件夹")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
