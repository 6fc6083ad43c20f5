"""Every collection there is, by name."""

from __future__ import annotations

from benchmarks.quality.judged_sample import sample
from benchmarks.quality.known_items import KNOWN_ITEMS, Loader

__all__ = ["COLLECTIONS"]

COLLECTIONS: dict[str, Loader] = {"sample": lambda data: sample(), **KNOWN_ITEMS}
