"""The writing lock of a cluster: held for a while, renewed while the holder lives, free again when it died."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConflictError, OpenSearchException

from indexer.engines.opensearch.client import cluster_errors
from indexer.errors import IndexBusy, IndexUnavailable

__all__ = ["SECONDS", "Lease"]

#: How long a lock outlives a holder that does not renew it.
SECONDS = 30
_ID = "writing"


class Lease:
    """The one lock of an installation, a document in the cluster.

    Machines' clocks must agree within some seconds (they do where they ask a time server).
    """

    def __init__(self, client: OpenSearch, index: str) -> None:
        self._client = client
        self._index = index
        self._lost = False

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock.

        Raises:
            IndexBusy: another process holds it.
        """
        self._lost = False
        version = self._take()
        ended = threading.Event()
        renewing = threading.Thread(target=self._renew, args=(version, ended), daemon=True)
        renewing.start()
        try:
            yield
        finally:
            ended.set()
            renewing.join()
            self._release(version)

    def check(self) -> None:
        """Raise IndexUnavailable where the lock was lost: another process may be writing by now."""
        if self._lost:
            raise IndexUnavailable("与检索集群断开太久，写锁已经失效。线上的索引没有变，请再运行一次同样的命令。")

    def _take(self) -> dict[str, int]:
        with cluster_errors("取得写锁"):
            try:
                return _seq_no(
                    self._client.index(index=self._index, id=_ID, body=_body(), params={"op_type": "create"})
                )
            except ConflictError:
                pass
            found: dict[str, Any] = self._client.get(index=self._index, id=_ID, ignore=404)
            before = found.get("_source", {"until": 0, "holder": ""})
            # This machine's own lock file was free, so a holder of this machine is dead.
            if before["until"] > time.time() * 1000 and before["holder"].split("/")[0] != socket.gethostname():
                raise IndexBusy(
                    f"另一台机器（{before['holder']}）正在建立或更新索引。请等它结束；它若已中断，{SECONDS} 秒后再试。"
                )
            try:
                return _seq_no(self._client.index(index=self._index, id=_ID, body=_body(), params=_if(_seq_no(found))))
            except ConflictError:
                raise IndexBusy("另一个进程正在建立或更新索引。请等它结束后再试。") from None

    def _renew(self, version: dict[str, int], ended: threading.Event) -> None:
        renewed = time.monotonic()
        while not ended.wait(SECONDS / 6):
            try:
                version |= _seq_no(self._client.index(index=self._index, id=_ID, body=_body(), params=_if(version)))
                renewed = time.monotonic()
            except ConflictError:
                if not self._mine(version):
                    self._lost = True
                    return
            except OpenSearchException:
                # The cluster is busy replacing a machine; what matters is whether it takes longer than the lease.
                pass
            self._lost = time.monotonic() - renewed > SECONDS

    def _mine(self, version: dict[str, int]) -> bool:
        """Whether a renewal that seemed to fail was written after all."""
        try:
            found = self._client.get(index=self._index, id=_ID, ignore=404)
        except OpenSearchException:
            return True
        if found.get("_source", {}).get("holder") != _holder():
            return False
        version |= _seq_no(found)
        return True

    def _release(self, version: dict[str, int]) -> None:
        # Where this fails the lock ends by itself.
        with cluster_errors("放开写锁"):
            self._client.delete(index=self._index, id=_ID, params=_if(version), ignore=[404, 409])


def _holder() -> str:
    return f"{socket.gethostname()}/{os.getpid()}"


def _body() -> dict[str, Any]:
    return {"holder": _holder(), "until": int((time.time() + SECONDS) * 1000)}


def _seq_no(answer: dict[str, Any]) -> dict[str, int]:
    return {"seq_no": answer["_seq_no"], "primary_term": answer["_primary_term"]}


def _if(version: dict[str, int]) -> dict[str, int]:
    return {"if_seq_no": version["seq_no"], "if_primary_term": version["primary_term"]}
