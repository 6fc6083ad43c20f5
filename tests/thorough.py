"""How many cases a run tries: some in every run, all that was promised in ``make thorough``."""

from __future__ import annotations

import os

__all__ = ["cases"]


def cases(every_run: int, thorough: int) -> int:
    """Return the second number under ``make thorough``, which sets ``TIAN_THOROUGH``, and the first otherwise."""
    return thorough if os.environ.get("TIAN_THOROUGH") else every_run
