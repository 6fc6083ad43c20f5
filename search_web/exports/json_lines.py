"""Proposals as JSON lines: what ``tian export`` writes and ``tian import`` reads back without loss."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from corpus import Proposal, to_json

__all__ = ["json_lines"]


def json_lines(proposals: Iterable[Proposal]) -> Iterator[bytes]:
    """Yield one line of UTF-8 a proposal."""
    for proposal in proposals:
        yield json.dumps(to_json(proposal), ensure_ascii=False).encode("utf-8") + b"\n"
