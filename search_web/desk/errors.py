"""What can go wrong on the desk: the message is for the clerk and says what to do next."""

from __future__ import annotations

__all__ = ["DeskError"]


class DeskError(Exception):
    """What was asked for cannot be done; nothing was changed."""
