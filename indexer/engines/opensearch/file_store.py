"""The files that go with a generation, stored in the cluster: site machines fetch them, none needs a shared disk.

A file is compressed, split into pieces, and stored under its checksum; what is fetched is compared with it.
"""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from opensearchpy import OpenSearch

from indexer.engines.opensearch.bulk import Action, send
from indexer.engines.opensearch.client import cluster_errors
from indexer.engines.opensearch.metadata import StoredFile
from indexer.errors import IndexDamaged

__all__ = ["FileStore", "checksum_of"]

_PIECE = 1 << 20


class FileStore:
    """Files in an index of their own.

    Args:
        index: its name; made when the first file is stored.
    """

    def __init__(self, client: OpenSearch, index: str) -> None:
        self._client = client
        self.index = index

    def ensure(self) -> None:
        """Make the index where it is missing."""
        with cluster_errors("准备索引"):
            if self._client.indices.exists(index=self.index):
                return
            body = {
                "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1"},
                "mappings": {
                    "dynamic": "strict",
                    "properties": {
                        "piece": {"type": "binary"},
                        "generation": {"type": "keyword"},
                        "holder": {"type": "keyword", "index": False},
                        "until": {"type": "long"},
                    },
                },
            }
            self._client.indices.create(index=self.index, body=body, params={"wait_for_active_shards": "1"}, ignore=400)

    def store(self, generation: str, path: Path) -> StoredFile:
        """Store a file; return when the cluster has all of it."""
        checksum = checksum_of(path)
        count = send(self._client, self.index, _pieces(generation, path, checksum))
        return StoredFile(checksum, path.stat().st_size, count)

    def fetch(self, generation: str, name: str, file: StoredFile, target: Path) -> None:
        """Write a stored file to a path, whole or not at all.

        Raises:
            IndexDamaged: a piece is missing, or it is not what was stored.
        """
        with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as empty:
            partial = Path(empty.name)
        try:
            with partial.open("wb") as copy:
                copy.writelines(self._contents(generation, name, file))
        except BaseException:
            partial.unlink()
            raise
        partial.replace(target)

    def check(self, generation: str, name: str, file: StoredFile) -> None:
        """Read a stored file and compare it with what was stored; IndexDamaged where it differs."""
        for _ in self._contents(generation, name, file):
            pass

    def drop(self, generation: str, files: Iterable[StoredFile]) -> None:
        """Forget files of a generation."""
        ids = [_id(generation, file.checksum, number) for file in files for number in range(file.pieces)]
        send(self._client, self.index, map(Action, ids))

    def _contents(self, generation: str, name: str, file: StoredFile) -> Iterator[bytes]:
        """Yield a stored file's bytes; IndexDamaged at the end where they are not what was stored."""
        unpacked, digest = zlib.decompressobj(), hashlib.sha256()
        for number in range(file.pieces):
            data = unpacked.decompress(self._piece(generation, name, file, number))
            digest.update(data)
            yield data
        if digest.hexdigest() != file.checksum:
            raise IndexDamaged(f"集群里保存的 {name} 与写入时不符。请运行 tian reindex 重建索引。")

    def _piece(self, generation: str, name: str, file: StoredFile, number: int) -> bytes:
        with cluster_errors(f"取回 {name} "):
            found = self._client.get(index=self.index, id=_id(generation, file.checksum, number), ignore=404)
        if not found.get("found"):
            raise IndexDamaged(f"集群里缺少 {name} 的一部分。请运行 tian reindex 重建索引。")
        return base64.b64decode(found["_source"]["piece"])


def checksum_of(path: Path) -> str:
    """Return a file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _id(generation: str, checksum: str, number: int) -> str:
    return f"{generation}/{checksum}/{number}"


def _pieces(generation: str, path: Path, checksum: str) -> Iterator[Action]:
    packed = zlib.compress(path.read_bytes(), 6)
    for number, start in enumerate(range(0, len(packed), _PIECE)):
        piece = base64.b64encode(packed[start : start + _PIECE]).decode()
        yield Action(_id(generation, checksum, number), {"piece": piece, "generation": generation})
