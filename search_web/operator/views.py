"""``/operator``: the state of archive and index, imports and rejects, searches without an answer, the audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Blueprint, render_template, request

from indexer import MAX_PAGE, State, Verification
from search_web.accounts.rules import operator
from search_web.accounts.visitors import current_access, note
from search_web.site.context import current_site
from search_web.site.wording import moment_words

__all__ = ["StatePage", "age", "operator_view", "state_page"]

operator_view = Blueprint("operator", __name__)

#: What an import counted, in words.
_IMPORT_LABELS = (
    ("文件", "files"),
    ("未变的文件", "unchanged_files"),
    ("新增", "added"),
    ("修订", "revised"),
    ("未变", "unchanged"),
    ("没能读入", "rejects"),
)
#: Lines of a page.
_LINES = 50
#: The largest number that a database counts entries with.
_LAST_ENTRY = (1 << 63) - 1
#: Ids of a finding that are listed; the command line lists them all.
_LISTED = 20


@operator_view.get("/operator")
@operator
def state() -> str:
    """Show the state of archive and index."""
    return _state(None)


@operator_view.post("/operator/verify")
@operator
def verify() -> str:
    """Compare archive and index both ways and show what was found."""
    found = current_site().service.upkeep.verify()
    note("核对档案与索引", detail="一致" if found.sound else "不一致")
    return _state(found)


@operator_view.get("/operator/imports")
@operator
def imports() -> str:
    """List the latest imports."""
    return render_template(
        "operator/imports.html", imports=current_site().service.upkeep.imports(), labels=_IMPORT_LABELS
    )


@operator_view.get("/operator/rejects")
@operator
def rejects() -> str:
    """List what could not be read: where, why, and how it begins."""
    page = request.args.get("page", default=1, type=int)
    page = min(max(page, 1), MAX_PAGE)
    upkeep = current_site().service.upkeep
    rows = upkeep.rejects(offset=(page - 1) * _LINES, limit=_LINES + 1)
    total = upkeep.state().counts.rejects
    shown = {"rejects": rows[:_LINES], "page": page, "total": total, "more": len(rows) > _LINES}
    return render_template("operator/rejects.html", **shown)


@operator_view.get("/operator/searches")
@operator
def searches() -> str:
    """List what the public searched and did not find."""
    return render_template("operator/searches.html", searches=current_access().store.unanswered.top())


@operator_view.get("/operator/audit")
@operator
def audit() -> str:
    """Show the audit trail, newest first."""
    asked = {name: request.args.get(name, "").strip() for name in ("who", "action")}
    before = min(max(request.args.get("before", default=0, type=int), 0), _LAST_ENTRY)
    entries = current_access().store.audit.page(before=before, limit=_LINES + 1, **asked)
    more = entries[_LINES - 1].number if len(entries) > _LINES else 0
    return render_template("operator/audit.html", entries=entries[:_LINES], more=more, asked=asked)


def _state(verified: Verification | None) -> str:
    shown = state_page(current_site().service.upkeep.state(), verified)
    return render_template("operator/state.html", **{name: getattr(shown, name) for name in shown.__slots__})


@dataclass(frozen=True, slots=True)
class Discrepancy:
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
    findings: tuple[Discrepancy, ...]
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
        ("索引", f"{manifest.documents:,} 件，其中内部 {state.internal:,} 件，没有登录的人检索不到"),
        ("代", state.generation),
        ("建成", f"{moment_words(manifest.built)}（{age(manifest.built, now)}）"),
        ("上次更新", f"{moment_words(manifest.changed)}（{age(manifest.changed, now)}）"),
        ("切分", manifest.tokenizer),
    )


def _findings(found: Verification) -> tuple[Discrepancy, ...]:
    kinds = (("档案里有、索引里没有", found.missing), ("索引里是旧的", found.stale), ("档案里没有", found.orphans))
    return tuple(Discrepancy(label, len(ids), ids[:_LISTED]) for label, ids in kinds if ids)


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
