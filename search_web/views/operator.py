"""``/operator``: the state of archive and index, imports and rejects, searches without an answer, the audit trail."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from indexer import MAX_PAGE, Verification
from search_web.access import current_access, note, operator
from search_web.pages import state_page
from search_web.site import current_site

__all__ = ["operator_view"]

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
    before = max(request.args.get("before", default=0, type=int), 0)
    entries = current_access().store.audit.page(before=before, limit=_LINES + 1, **asked)
    more = entries[_LINES - 1].number if len(entries) > _LINES else 0
    return render_template("operator/audit.html", entries=entries[:_LINES], more=more, asked=asked)


def _state(verified: Verification | None) -> str:
    shown = state_page(current_site().service.upkeep.state(), verified)
    return render_template("operator/state.html", **{name: getattr(shown, name) for name in shown.__slots__})
