"""Index generations on a cluster: built beside the live one, then swapped in by moving one alias.

    tian                        alias of the live generation
    tian-000007-3f2a91bc        a generation's index; its metadata say whether it was finished
    tian-files                  the files that go with generations, and the writing lock

Every machine keeps copies of the live generation's files in a directory of its own.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import AuthorizationException, OpenSearchException

from indexer.engines.base import Analyse
from indexer.engines.opensearch.bulk import Action, analysed, send
from indexer.engines.opensearch.client import cluster_errors, major_version, require_complete
from indexer.engines.opensearch.engine import OpenSearchEngine
from indexer.engines.opensearch.file_store import FileStore, checksum_of
from indexer.engines.opensearch.layout import Layout
from indexer.engines.opensearch.lease import Lease
from indexer.engines.opensearch.metadata import (
    IndexMetadata,
    StoredFile,
    metadata_of_all,
    read_metadata,
    write_metadata,
)
from indexer.errors import IndexDamaged, IndexMissing, IndexUnavailable
from indexer.index.durable import remove_tree
from indexer.index.generations import one_writer
from indexer.index.manifest import MANIFEST, Manifest

__all__ = ["ClusterGenerations"]

#: Seconds for which a replaced generation still answers searches that began in it.
GRACE = 5.0
#: Clauses a query may have; a pasted page searches for some thousand terms in six fields.
_MOST_CLAUSES = 8_192


class ClusterGenerations:
    """The generations of one installation on a cluster (a ``GenerationStore``).

    Args:
        layout: of the indexes to make and to ask.
        prefix: what the names of everything in the cluster begin with; another installation has another.
        directory: for this machine's copies of the generation's files.
        shards: into how many parts a new index is laid.
    """

    def __init__(
        self,
        client: OpenSearch,
        layout: Layout,
        *,
        prefix: str,
        directory: Path,
        shards: int = 1,
        grace: float = GRACE,
    ) -> None:
        self.client = client
        self.layout = layout
        self.prefix = prefix
        self._name = re.compile(rf"{re.escape(prefix)}-(\d{{6}})-[0-9a-f]{{8}}")
        self._shards = shards
        self._grace = grace
        self.directory = directory
        self._files = FileStore(client, f"{prefix}-files")
        self._lease = Lease(client, self._files.index)

    def stamp(self) -> Hashable:
        """Return a value that differs after every swap and every update."""
        return repr(sorted(self._live_metadata(local=True).items()))

    def manifest_stamp(self, name: str) -> Hashable | None:
        """Return a constant: ``stamp`` differs after updates, too."""
        return name

    def live(self) -> Path:
        """Return the directory with the live generation's files, fetched from the cluster where they are missing."""
        name, metadata = self._live_generation()
        path = self.directory / name
        if not path.exists():
            path.mkdir(parents=True)
            self._forget_copies()
        for file, kept in metadata.files.items():
            target = path / file
            if not target.exists() or checksum_of(target) != kept.checksum:
                self._files.fetch(name, file, kept, target)
        # Written as it is kept: a program of another version says so when it reads it.
        (path / MANIFEST).write_text(json.dumps(metadata.manifest), encoding="utf-8")
        return path

    @contextmanager
    def writing(self, doing: str = "") -> Iterator[None]:
        """Hold the writing lock, on this machine and in the cluster; IndexBusy where another process writes."""
        self.directory.mkdir(parents=True, exist_ok=True)
        with one_writer(self.directory, doing):
            self._files.ensure()
            with self._lease.held():
                yield

    def begin(self) -> Path:
        """Clear away what dead builders left, make a new index and return the directory for its files."""
        existing = self._all()
        live = set(self._live_metadata())
        for name, metadata in existing.items():
            if name not in live:
                self._drop(name, metadata)
        numbers = [int(found.group(1)) for name in existing if (found := self._name.fullmatch(name))]
        name = f"{self.prefix}-{max(numbers, default=0) + 1:06d}-{secrets.token_hex(4)}"
        self._allow_long_queries()
        mappings = {**self.layout.mappings(), "_meta": asdict(IndexMetadata(state=secrets.token_hex(6)))}
        settings = self.layout.settings(self._shards, major_version(self.client))
        with cluster_errors("新建索引"):
            self.client.indices.create(index=name, body={"settings": settings, "mappings": mappings})
        path = self.directory / name
        path.mkdir(parents=True)
        return path

    def discard(self, path: Path) -> None:
        """Remove the files of a generation that will not be finished; the next build clears the cluster of it."""
        # Where it did become the live one, its files are fetched again.
        remove_tree(path)

    def load(
        self,
        path: Path,
        proposals: Iterable[Any],
        make: Analyse,
        *,
        workers: int = 1,
        progress: Callable[[int], None] | None = None,
    ) -> int:
        """Index everything and return how many documents there are, as the cluster counts them.

        Raises:
            IndexUnavailable: the cluster could not take it, or holds another number than were sent.
        """
        first = time.time_ns() // 1_000
        documents = analysed(proposals, make, workers)
        actions = (Action(each.id, self.layout.source(each, first + n)) for n, each in enumerate(documents))
        sent = send(self.client, path.name, actions, progress=progress)
        doing = "清点新索引"
        with cluster_errors(doing):
            require_complete(self.client.indices.refresh(index=path.name), doing)
            self.client.indices.put_settings(index=path.name, body={"index": {"refresh_interval": None}})
            counted = require_complete(self.client.count(index=path.name), doing)["count"]
        if counted != sent:
            raise IndexUnavailable(
                f"写入 {sent} 件，集群里却有 {counted} 件。线上的索引没有变，请再运行一次 tian reindex。"
            )
        return sent

    def engine(self, path: Path) -> OpenSearchEngine:
        """Open a generation by its path."""
        return OpenSearchEngine(self.client, path.name, self.layout, shards=self._shards)

    def check(self, path: Path) -> None:
        """Compare every file kept in the cluster with its checksum, and see that no shard is lost."""
        metadata = read_metadata(self.client, path.name)
        for name, kept in metadata.files.items():
            self._files.check(path.name, name, kept)
            if checksum_of(path / name) != kept.checksum:
                raise IndexDamaged(f"{path / name} 与集群里的不符。请删除目录 {path}，它会自动取回。")
        with cluster_errors("查询集群状态"):
            health: dict[str, Any] = self.client.cluster.health(index=path.name)
        if health["status"] == "red":
            raise IndexDamaged(f"索引 {path.name} 有分片丢失。请先恢复集群的节点；恢复不了，请运行 tian reindex 重建。")

    def keep(self, path: Path, manifest: Manifest) -> None:
        """Record what an update made of the live generation, its files included."""
        self._lease.check()
        manifest.write(path)
        metadata = read_metadata(self.client, path.name)
        files = self._store_files(path, metadata.files)
        write_metadata(self.client, path.name, IndexMetadata(metadata.state, asdict(manifest), files))
        replaced = {kept.checksum: kept for kept in metadata.files.values()}
        current = {kept.checksum for kept in files.values()}
        self._files.drop(path.name, [kept for each, kept in replaced.items() if each not in current])

    def swap(self, path: Path, manifest: Manifest) -> None:
        """Make a finished generation the live one; drop the others once searches that began in them are done."""
        manifest.write(path)
        state = read_metadata(self.client, path.name).state
        write_metadata(self.client, path.name, IndexMetadata(state, asdict(manifest), self._store_files(path, {})))
        self._lease.check()
        others = {name: metadata for name, metadata in self._all().items() if name != path.name}
        live = [name for name in self._live_metadata() if name != path.name]
        self._move_alias(path.name, live)
        time.sleep(self._grace if live else 0)
        for name, metadata in others.items():
            self._drop(name, metadata)

    def _move_alias(self, to: str, away: Iterable[str]) -> None:
        actions: list[dict[str, Any]] = [{"remove": {"index": name, "alias": self.prefix}} for name in away]
        actions.append({"add": {"index": to, "alias": self.prefix}})
        for wait in (1, 2, 5, 10, 0):
            try:
                self.client.indices.update_aliases(body={"actions": actions})
                return
            except OpenSearchException:
                # Without an answer it may have happened all the same: what counts is where the alias is.
                if list(self._live_metadata()) == [to]:
                    return
                if not wait:
                    raise
            time.sleep(wait)

    def _store_files(self, path: Path, known: Mapping[str, StoredFile]) -> dict[str, StoredFile]:
        files: dict[str, StoredFile] = {}
        for file in sorted(path.iterdir()):
            if file.name == MANIFEST or file.name.startswith("."):
                continue
            before = known.get(file.name)
            if before is None or before.checksum != checksum_of(file):
                before = self._files.store(path.name, file)
            files[file.name] = before
        return files

    def _live_generation(self) -> tuple[str, IndexMetadata]:
        for name, metadata in self._live_metadata().items():
            if metadata.finished and self._name.fullmatch(name):
                return name, metadata
            raise IndexDamaged(f"集群里的 {self.prefix} 指向 {name}，它不完整。请运行 tian reindex 重建索引。")
        raise IndexMissing("检索集群里还没有索引。请先运行 tian reindex 建立索引。")

    def _live_metadata(self, *, local: bool = False) -> dict[str, IndexMetadata]:
        """The metadata of the index behind the alias; none where there is no alias yet."""
        return metadata_of_all(self.client, self.prefix, local=local)

    def _all(self) -> dict[str, IndexMetadata]:
        found = metadata_of_all(self.client, f"{self.prefix}-*")
        return {name: metadata for name, metadata in found.items() if self._name.fullmatch(name)}

    def _forget_copies(self) -> None:
        """Delete this machine's copies of files of generations that the cluster no longer has."""
        existing = self._all()
        for path in self.directory.iterdir():
            if self._name.fullmatch(path.name) and path.name not in existing:
                shutil.rmtree(path, ignore_errors=True)

    def _drop(self, name: str, metadata: IndexMetadata) -> None:
        with cluster_errors("清理旧索引"):
            self.client.indices.delete(index=name, ignore=404)
        self._files.drop(name, metadata.files.values())
        shutil.rmtree(self.directory / name, ignore_errors=True)

    def _allow_long_queries(self) -> None:
        """Raise the cluster's limit where this user may; where not, long queries say whom to ask."""
        key = "indices.query.bool.max_clause_count"
        try:
            set_now = self.client.cluster.get_settings(params={"flat_settings": "true"})
            if int(set_now["persistent"].get(key, 0)) < _MOST_CLAUSES:
                self.client.cluster.put_settings(body={"persistent": {key: _MOST_CLAUSES}})
        except AuthorizationException:
            return
