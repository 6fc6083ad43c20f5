"""What the operators' first page shows: archive and index in numbers, and whether they agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from indexer import State, Verification
from search_web.pages.wording import moment_words

__all__ = ["StatePage", "age", "state_page"]

#: Ids of a finding that are listed; the command line lists them all.
_LISTED = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One way in which archive and index differ, the number of records, and the first of them."""

    label: str
    count: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatePage:
    """Facts are (label, value) pairs in words.

    Attributes:
        problem: why nothing can be searched, ``""`` where it can.
        advice: what is to be done, ``""`` for nothing.
        verified: whether archive and index were just compared; ``findings`` and ``damage``: in what they differ.
    """

    archive: tuple[tuple[str, str], ...]
    index: tuple[tuple[str, str], ...]
    problem: str
    advice: str
    verified: bool
    findings: tuple[Finding, ...]
    damage: tuple[str, ...]


def state_page(state: State, verified: Verification | None, now: datetime | None = None) -> StatePage:
    """Return the page for a state, with what a comparison found if there was one."""
    counts = state.counts
    archive = (
        ("记录", f"{counts.records:,} 件，有答复 {counts.answered:,} 件"),
        ("答复", f"{counts.replies:,} 份"),
        ("修订", f"{counts.revisions - counts.records:,} 次"),
        ("原件", f"{counts.sources:,} 个文件，{counts.source_bytes / 1_000_000:,.1f} MB"),
        ("没能读入", f"{counts.rejects:,} 处"),
        ("导入", f"{counts.imports:,} 次"),
    )
    advice = (
        f"有 {state.waiting:,} 件还没有编入索引。请运行 tian update。" if state.waiting and not state.problem else ""
    )
    return StatePage(
        archive=archive,
        index=_index(state, now or datetime.now(UTC)),
        problem=state.problem,
        advice=advice,
        verified=verified is not None,
        findings=_findings(verified) if verified else (),
        damage=verified.damage if verified else (),
    )


def _index(state: State, now: datetime) -> tuple[tuple[str, str], ...]:
    manifest = state.manifest
    if manifest is None:
        return ()
    return (
        ("索引", f"{manifest.documents:,} 件"),
        ("代", state.generation),
        ("建成", f"{moment_words(manifest.built)}（{age(manifest.built, now)}）"),
        ("上次更新", f"{moment_words(manifest.changed)}（{age(manifest.changed, now)}）"),
        ("切分", manifest.tokenizer),
    )


def _findings(found: Verification) -> tuple[Finding, ...]:
    kinds = (("档案里有、索引里没有", found.missing), ("索引里是旧的", found.stale), ("档案里没有", found.orphans))
    return tuple(Finding(label, len(ids), ids[:_LISTED]) for label, ids in kinds if ids)


def age(moment: str, now: datetime) -> str:
    """Return how long ago a moment (ISO 8601) was, in words; ``""`` where it cannot be read.

    >>> age("2026-11-25T08:00:00Z", datetime(2026, 11, 27, 9, 0, tzinfo=UTC))
    '2 天前'
    """
    try:
        then = datetime.fromisoformat(moment)
    except ValueError:
        return ""
    seconds = max(0, int((now - (then if then.tzinfo else then.replace(tzinfo=UTC))).total_seconds()))
    for unit, size in (("天", 86_400), ("小时", 3_600), ("分钟", 60)):
        if seconds >= size:
            return f"{seconds // size} {unit}前"
    return "刚刚"
