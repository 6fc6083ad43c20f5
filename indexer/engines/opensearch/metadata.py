"""An index's metadata: in the ``_meta`` of its mapping, written all at once.

state      changed by every update
manifest   of a finished generation; where there is none, its builder died
files      of the generation, by name: checksum, size and number of pieces (see ``file_store``)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from opensearchpy import OpenSearch

from indexer.engines.opensearch.client import cluster_errors

__all__ = ["IndexMetadata", "StoredFile", "metadata_of_all", "read_metadata", "write_metadata"]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file of a generation, as the cluster stores it."""

    checksum: str
    size: int
    pieces: int


@dataclass(frozen=True, slots=True)
class IndexMetadata:
    """What belongs to one index beside its documents."""

    state: str = ""
    manifest: Mapping[str, Any] | None = None
    files: Mapping[str, StoredFile] = field(default_factory=dict)

    def in_state(self, state: str) -> IndexMetadata:
        """Return the same in another state."""
        return replace(self, state=state)

    @property
    def finished(self) -> bool:
        """Whether the generation was built to its end."""
        return self.manifest is not None


def read_metadata(client: OpenSearch, index: str, *, local: bool = False) -> IndexMetadata:
    """Return the metadata of one index; ``local`` as in :func:`metadata_of_all`."""
    found = metadata_of_all(client, index, local=local)
    return next(iter(found.values()), IndexMetadata())


def metadata_of_all(client: OpenSearch, pattern: str, *, local: bool = False) -> dict[str, IndexMetadata]:
    """Return the metadata of every index that a name, an alias or a pattern stands for, by the index's own name.

    Args:
        local: as the node that is asked knows it, without the cluster's manager: searches go on while another
            manager is elected. Every node knows a change before whoever made it hears of it.
    """
    params = {"filter_path": "*.mappings._meta", "ignore_unavailable": "true", "local": "true" if local else "false"}
    with cluster_errors("询问索引状态"):
        answer: Mapping[str, Any] = client.indices.get_mapping(index=pattern, params=params)
    return {name: _metadata(each["mappings"].get("_meta", {})) for name, each in answer.items()}


def write_metadata(client: OpenSearch, index: str, metadata: IndexMetadata) -> None:
    """Replace the metadata of an index, all at once."""
    with cluster_errors("记录索引状态"):
        client.indices.put_mapping(index=index, body={"_meta": asdict(metadata)})


def _metadata(raw: Mapping[str, Any]) -> IndexMetadata:
    files = {name: StoredFile(**each) for name, each in raw.get("files", {}).items()}
    return IndexMetadata(raw.get("state", ""), raw.get("manifest"), files)
