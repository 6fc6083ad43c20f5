"""What the embedded engine raises when an index cannot be trusted."""

from __future__ import annotations

from pathlib import Path

__all__ = ["IndexDamaged"]


class IndexDamaged(Exception):  # noqa: N818 - the name says what is wrong, as in the rest of the package
    """An index file is missing, cut short or altered; only building it again helps.

    >>> str(IndexDamaged("索引/MAIN_a.arr", "校验和不符"))
    '索引文件损坏：索引/MAIN_a.arr：校验和不符。请运行 tian reindex 重建索引。'
    """

    def __init__(self, path: str | Path, reason: str) -> None:
        self.path = str(path)
        self.reason = reason
        super().__init__(f"索引文件损坏：{path}：{reason}。请运行 tian reindex 重建索引。")
