"""Three drills on a real cluster of three nodes: one is ended like by a power cut, and everything is counted after.

1. during searches     2. while ``reindex`` loads documents     3. in the moment of the swap
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.failure.load import Answer, Seen, searching
from corpus import Archive
from indexer.engines.opensearch.client import connect
from indexer.engines.opensearch.generations import ClusterGenerations
from indexer.errors import IndexerError
from indexer.index.build import BuildReport, reindex
from indexer.index.store import layout_of_archive
from indexer.index.verify import Verification, verify
from indexer.search.service import SearchService
from tests.services.cluster import Cluster

__all__ = ["Drill", "Outcome"]


@dataclass(slots=True)
class Outcome:
    """What a drill showed.

    Attributes:
        events: seconds since its beginning → what happened then.
        seen: what users saw meanwhile.
        report: what the build did, where there was one; ``failed`` its message where it gave up.
        verified: archive and index compared afterwards, all nodes back.
        healed: seconds from the node's return until every shard had its copy again.
    """

    name: str
    events: list[tuple[float, str]] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    report: BuildReport | None = None
    failed: str = ""
    verified: Verification | None = None
    healed: float = 0.0

    @property
    def wrong(self) -> list[Seen]:
        """Answers that were not what they must be."""
        return [each for each in self.seen if each.wrong]

    @property
    def refused(self) -> list[Seen]:
        """Searches that were told why there is no answer."""
        return [each for each in self.seen if each.refused]


class Drill:
    """Drills over one archive, already indexed on the cluster under ``prefix``."""

    def __init__(self, cluster: Cluster, archive: Archive, directory: Path, *, prefix: str = "drill") -> None:
        self._cluster = cluster
        self._archive = archive
        self.generations = _Watched(
            connect(cluster.urls), layout_of_archive(), prefix=prefix, directory=directory, grace=2.0
        )
        self.service = SearchService(archive, self.generations)
        self._began = 0.0

    def during_searches(self, expected: dict[str, Answer], *, before: float = 5, down: float = 15) -> Outcome:
        """End the node that holds the primary shard, and let users search on."""
        outcome = self._begin("检索中")
        with searching(self.service, expected) as outcome.seen:
            time.sleep(before)
            lost = self._lose(outcome, self._primary())
            time.sleep(down)
            self._return(outcome, lost)
        return self._ended(outcome)

    def during_loading(self, expected: dict[str, Answer]) -> Outcome:
        """End the node that holds the new index's primary shard while documents are loaded into it."""
        outcome = self._begin("重建时写入中")
        lost: list[int] = []

        def progress(done: int, total: int) -> None:
            if not lost and done < total:
                lost.append(self._lose(outcome, self._primary(self.generations.building)))

        with searching(self.service, expected) as outcome.seen:
            self._rebuild(outcome, progress)
            for node in lost:
                self._return(outcome, node)
        return self._ended(outcome)

    def during_swap(self, expected: dict[str, Answer]) -> Outcome:
        """End the elected manager of the cluster, which has to move the alias, in the moment before it does."""
        outcome = self._begin("切换时")
        lost: list[int] = []
        self.generations.before_swap = lambda: lost.append(self._lose(outcome, self._cluster.manager()))
        with searching(self.service, expected) as outcome.seen:
            self._rebuild(outcome, None)
            self.generations.before_swap = None
            for node in lost:
                self._return(outcome, node)
        return self._ended(outcome)

    def _begin(self, name: str) -> Outcome:
        self._began = time.monotonic()
        return Outcome(name)

    def _rebuild(self, outcome: Outcome, progress: Callable[[int, int], None] | None) -> None:
        """Rebuild as an operator would: where it gives up and says to run it again, it is run again."""
        for attempt in (1, 2):
            self._tell(outcome, "tian reindex 开始" if attempt == 1 else "按提示再运行一次 tian reindex")
            try:
                outcome.report = reindex(self._archive, self.generations, progress=progress)
                self._tell(outcome, f"tian reindex 完成，{outcome.report.documents} 件")
                return
            except IndexerError as error:
                outcome.failed = str(error)
                self._tell(outcome, f"tian reindex 未完成：{error}")

    def _lose(self, outcome: Outcome, node: int) -> int:
        self._cluster.kill(node)
        self._tell(outcome, f"节点 {node} 断电（kill -9）")
        return node

    def _return(self, outcome: Outcome, node: int) -> None:
        started = time.monotonic()
        self._cluster.join(node)
        self._tell(outcome, f"节点 {node} 重新启动，已加入")
        self._cluster.wait(3, "green")
        outcome.healed = time.monotonic() - started
        self._tell(outcome, "所有分片都有副本（green），没有人动过手")

    def _ended(self, outcome: Outcome) -> Outcome:
        outcome.verified = verify(self._archive, self.generations)
        return outcome

    def _primary(self, index: str = "") -> int:
        return self._cluster.primary(index or self.generations.live().name)

    def _tell(self, outcome: Outcome, what: str) -> None:
        outcome.events.append((time.monotonic() - self._began, what))


class _Watched(ClusterGenerations):
    """Generations that say which one is being built, and when the alias is about to move."""

    building = ""
    before_swap: Callable[[], None] | None = None

    def begin(self) -> Path:
        """Begin, and remember what was begun."""
        path = super().begin()
        self.building = path.name
        return path

    def _move_alias(self, to: str, away: Iterable[str]) -> None:
        if self.before_swap is not None:
            # Beside the move and not before it: the request is under way when the node goes.
            falling = threading.Thread(target=self.before_swap)
            falling.start()
            super()._move_alias(to, away)
            falling.join()
        else:
            super()._move_alias(to, away)
