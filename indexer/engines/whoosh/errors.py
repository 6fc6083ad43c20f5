"""What the embedded engine raises when an index cannot be trusted."""

from __future__ import annotations

from pathlib import Path

from indexer import errors

__all__ = ["IndexDamaged"]


class IndexDamaged(errors.IndexDamaged):
    """An index file is missing, cut short or altered; only building it again helps.

    >>> str(IndexDamaged("索引/MAIN_a.arr", "校验和不符"))
    '索引文件损坏：索引/MAIN_a.arr：校验和不符。请运行 tian reindex 重建索引。'
    """

    def __init__(self, path: str | Path, reason: str) -> None:
        self.path = str(path)
        self.reason = reason
        super().__init__(f"索引文件损坏：{path}：{reason}。请运行 tian reindex 重建索引。")
