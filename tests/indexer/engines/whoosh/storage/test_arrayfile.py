"""A file of arrays is whole or is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer.engines.whoosh.storage.arrayfile import ArrayFile, ArrayFileWriter


def test_an_unfinished_file_does_not_open(tmp_path: Path) -> None:
    file = ArrayFileWriter(tmp_path / "a.arr")
    file.add("numbers", np.arange(1000))
    with pytest.raises(Exception, match="索引文件损坏"):
        ArrayFile(tmp_path / "a.arr")
    file.close()
    assert ArrayFile(tmp_path / "a.arr").array("numbers").tolist() == list(range(1000))
