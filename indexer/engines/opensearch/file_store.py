"""The files that go with a generation, kept in the cluster: every site machine fetches them, none needs a shared disk.

A file is compressed, cut into pieces, and kept under its checksum; what is fetched is checked against it.
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
from indexer.engines.opensearch.client import told
from indexer.engines.opensearch.metadata import KeptFile
from indexer.errors import IndexDamaged

__all__ = ["Companions", "checksum_of"]

_PIECE = 1 << 20


class Companions:
    """Files in an index of their own.

    Args:
        index: its name; made when the first file is kept.
    """

    def __init__(self, client: OpenSearch, index: str) -> None:
        self._client = client
        self.index = index

    def ensure(self) -> None:
        """Make the index where it is missing."""
        with told("准备索引"):
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

    def keep(self, generation: str, path: Path) -> KeptFile:
        """Keep a file; return when the cluster has all of it."""
        checksum = checksum_of(path)
        count = send(self._client, self.index, _pieces(generation, path, checksum))
        return KeptFile(checksum, path.stat().st_size, count)

    def fetch(self, generation: str, name: str, file: KeptFile, target: Path) -> None:
        """Write a kept file to a path, whole or not at all.

        Raises:
            IndexDamaged: a piece is missing, or it is not what was kept.
        """
        with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as partial:
            unpacked = zlib.decompressobj()
            digest = hashlib.sha256()
            for number in range(file.pieces):
                data = unpacked.decompress(self._piece(generation, name, file, number))
                digest.update(data)
                partial.write(data)
        if digest.hexdigest() != file.checksum:
            Path(partial.name).unlink()
            raise IndexDamaged(f"集群里保存的 {name} 与写入时不符。请运行 tian reindex 重建索引。")
        Path(partial.name).replace(target)

    def check(self, generation: str, name: str, file: KeptFile) -> None:
        """Read a kept file and compare it with what was kept; IndexDamaged where it differs."""
        unpacked, digest = zlib.decompressobj(), hashlib.sha256()
        for number in range(file.pieces):
            digest.update(unpacked.decompress(self._piece(generation, name, file, number)))
        if digest.hexdigest() != file.checksum:
            raise IndexDamaged(f"集群里保存的 {name} 与写入时不符。请运行 tian reindex 重建索引。")

    def drop(self, generation: str, files: Iterable[KeptFile]) -> None:
        """Forget files of a generation."""
        ids = [_id(generation, file.checksum, number) for file in files for number in range(file.pieces)]
        send(self._client, self.index, map(Action, ids))

    def _piece(self, generation: str, name: str, file: KeptFile, number: int) -> bytes:
        with told(f"取回 {name} "):
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
