"""The streams that every text is cut into for the index."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Stream"]


class Stream(StrEnum):
    """How a text is cut for the index; every text field is indexed in each of these."""

    WORDS = "words"
    BIGRAMS = "bigrams"
    CHARS = "chars"
