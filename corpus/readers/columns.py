"""Rows under a header become labelled records; what CSV and workbooks share."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.profiles import Profile
from corpus.readers.items import Labelled, Reject

__all__ = ["excerpt_of", "header_reject", "is_header", "missing_columns", "record"]

#: A row is a header when at least this many cells are labels the profile knows.
_KNOWN_LABELS = 2


def is_header(cells: Sequence[str], profile: Profile) -> bool:
    """Whether a row is the header: two known labels, or for a source's own profile any."""
    known = sum(profile.knows(cell) for cell in cells if cell.strip())
    return known >= (1 if profile.explicit else _KNOWN_LABELS)


def header_reject(place: str, cells: Sequence[str]) -> Reject:
    """Return the reject for a table whose header is not understood; it shows what the header holds."""
    shown = "、".join(cell for cell in cells if cell.strip())
    reason = "没有认出表头，请写一份来源说明（docs/profiles.md）说明各列的含义，用 --profile 指定"
    return Reject.of(place, reason, shown)


def missing_columns(place: str, header: Sequence[str], profile: Profile) -> Reject | None:
    """Return a reject naming the columns that the source's own profile expects and the header lacks."""
    if not profile.explicit:
        return None
    present = {profile.field_of(cell) for cell in header}
    rules = {**profile.fields, **{f"reply.{key}": rule for key, rule in profile.reply.items()}}
    rules |= {f"units.{role}": rule for role, rule in profile.roles.items()}
    shared = {label for key, rule in rules.items() if key in present for label in rule.labels}
    lacking = [rule.written[0] for key, rule in rules.items() if key not in present and not shared & set(rule.labels)]
    if not lacking:
        return None
    reason = f"缺少来源说明所说的列：{'、'.join(lacking)}；其余各列照常读入，请核对表头或来源说明"
    return Reject.of(place, reason, "、".join(header))


def record(place: str, header: Sequence[str], cells: Sequence[str]) -> Labelled | None:
    """Return one row as a record, None when every cell is empty."""
    if not any(cell.strip() for cell in cells):
        return None
    # A row may be shorter than its header; that a column is empty may matter.
    filled = (*cells, *("" for _ in header[len(cells) :]))
    return Labelled(place, tuple(zip(header, filled, strict=False)))


def excerpt_of(cells: Sequence[str]) -> str:
    """Return a row for a reject's excerpt."""
    return " | ".join(cells)
