"""What the cluster remembers of an index beside its documents: kept in the mapping's ``_meta``, written at once.

state      changed by every update
manifest   of a finished generation; where there is none, its builder died
files      of the generation, by name: checksum, size and number of pieces (see ``companions``)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from opensearchpy import OpenSearch

from indexer.engines.opensearch.client import told

__all__ = ["KeptFile", "Notes", "notes_of_all", "read_notes", "write_notes"]


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One file of a generation, as the cluster keeps it."""

    checksum: str
    size: int
    pieces: int


@dataclass(frozen=True, slots=True)
class Notes:
    """What is remembered of one index."""

    state: str = ""
    manifest: Mapping[str, Any] | None = None
    files: Mapping[str, KeptFile] = field(default_factory=dict)

    def in_state(self, state: str) -> Notes:
        """Return the same in another state."""
        return replace(self, state=state)

    @property
    def finished(self) -> bool:
        """Whether the generation was built to its end."""
        return self.manifest is not None


def read_notes(client: OpenSearch, index: str, *, nearby: bool = False) -> Notes:
    """Return the notes of one index; ``nearby`` as in :func:`notes_of_all`."""
    found = notes_of_all(client, index, nearby=nearby)
    return next(iter(found.values()), Notes())


def notes_of_all(client: OpenSearch, pattern: str, *, nearby: bool = False) -> dict[str, Notes]:
    """Return the notes of every index that a name, an alias or a pattern stands for, by the index's own name.

    Args:
        nearby: as the node that is asked knows them, without the cluster's manager: searches go on while another
            manager is elected. Every node knows a change before whoever made it is told of it.
    """
    params = {"filter_path": "*.mappings._meta", "ignore_unavailable": "true", "local": "true" if nearby else "false"}
    with told("询问索引状态"):
        answer: Mapping[str, Any] = client.indices.get_mapping(index=pattern, params=params)
    return {name: _notes(each["mappings"].get("_meta", {})) for name, each in answer.items()}


def write_notes(client: OpenSearch, index: str, notes: Notes) -> None:
    """Have the cluster remember the notes of an index, all at once."""
    with told("记录索引状态"):
        client.indices.put_mapping(index=index, body={"_meta": asdict(notes)})


def _notes(kept: Mapping[str, Any]) -> Notes:
    files = {name: KeptFile(**each) for name, each in kept.get("files", {}).items()}
    return Notes(kept.get("state", ""), kept.get("manifest"), files)
