"""The sample's labelled pairs: does each get the verdict that the sample's makers gave it?"""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.quality.collection import key_of
from corpus import Archive, Profile, import_paths, parse_session
from indexer import Reader
from indexer.duplicates.service import DuplicateService
from indexer.index.build import reindex
from indexer.index.generations import Generations
from indexer.index.live import LiveIndex
from sample_archive import SampleKey, sample_duplicates, write_sample

__all__ = ["agreement", "verdicts"]

_NONE = "none"
_ORDER = ("identical", "near-identical", "contains", "contained", "overlaps", "same-topic", "scattered", _NONE)
_SHOWN = {_NONE: "不列出", "unrelated": "无关"}


def verdicts() -> Counter[tuple[str, str]]:
    """Return how often a labelled verdict met each given one (``none`` where the pair is not listed)."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        files = write_sample(directory / "sample")
        with Archive.open(directory / "archive.sqlite") as archive:
            import_paths(archive, list(files), profile=Profile.generic())
            generations = Generations(directory / "index")
            reindex(archive, generations)
            service = DuplicateService(archive, LiveIndex(generations))
            ids = {key_of(record): record.id for record in archive.all()}
            counted: Counter[tuple[str, str]] = Counter()
            for pair in sample_duplicates():
                first, second = ids.get(_key(pair.a)), ids.get(_key(pair.b))
                if first is None or second is None:
                    raise LookupError(f"示例档案里没有 {pair.a} 或 {pair.b}")
                report = service.of(first, Reader(internal=True))
                found = {each.proposal.id: each.verdict for each in report.candidates} if report else {}
                counted[pair.verdict, str(found.get(second, _NONE))] += 1
    return counted


def agreement() -> str:
    """Return the table: a row a label, a column a verdict."""
    counted = verdicts()
    lines = [
        "### 示例档案里标注过的重复",
        "",
        f"| 标注 ＼ 判定 | {' | '.join(_SHOWN.get(each, each) for each in _ORDER)} |",
        f"|---|{'--:|' * len(_ORDER)}",
    ]
    for label in dict.fromkeys(label for label, _ in counted):
        cells = [str(counted[label, each] or "") for each in _ORDER]
        lines.append(f"| {_SHOWN.get(label, label)} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _key(key: SampleKey) -> str:
    kind, session, number = key
    parsed = parse_session(session)
    return f"{kind}-{parsed.code if parsed else session}-{number}"
