"""One of several alternatives: orders, page sizes, page numbers, tabs, periods."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Choice"]


@dataclass(frozen=True, slots=True)
class Choice:
    """A link among others of its kind; "" as ``url`` is a gap between page numbers."""

    label: str
    url: str
    current: bool = False
