"""Reading in tests: bytes in, records and rejects apart."""

from __future__ import annotations

from corpus.model import Proposal
from corpus.profiles import Profile
from corpus.readers import Reject, read

__all__ = ["only_record", "only_reject", "records_and_rejects"]


def records_and_rejects(
    content: bytes | str, name: str = "file", profile: Profile | None = None
) -> tuple[list[Proposal], list[Reject]]:
    """Return all records and all rejects of a file, each in order."""
    data = content.encode() if isinstance(content, str) else content
    items = list(read(name, data, profile=profile or Profile.generic()))
    return [item.record for item in items if item.record], [item.reject for item in items if item.reject]


def only_record(content: bytes | str, name: str = "file", profile: Profile | None = None) -> Proposal:
    """Return the one record of a file that has one and no reject."""
    records, rejects = records_and_rejects(content, name, profile)
    assert rejects == []
    assert len(records) == 1
    return records[0]


def only_reject(content: bytes | str, name: str = "file", profile: Profile | None = None) -> Reject:
    """Return the one reject of a file that has one and no record."""
    records, rejects = records_and_rejects(content, name, profile)
    assert records == []
    assert len(rejects) == 1
    return rejects[0]
