"""What was kept becomes findable, also where an update was running when it was."""

from __future__ import annotations

import time
from pathlib import Path
from unittest.mock import patch

from corpus import Archive
from indexer import IndexBusy
from search_web.desk.context import make_desk
from tests.search_web.desk.fakes import FakeDuplicates


def test_an_update_that_finds_another_one_running_is_made_after_it(archive: Archive, tmp_path: Path) -> None:
    answers = [IndexBusy("正在更新"), IndexBusy("正在更新"), None]
    asked: list[object] = []

    def update() -> None:
        asked.append(answers[len(asked)])
        if isinstance(asked[-1], IndexBusy):
            raise asked[-1]

    desk = make_desk(archive, FakeDuplicates(archive), tmp_path, update)
    with patch("search_web.desk.context._PAUSE", 0.001):
        desk.update_index()
        for _ in range(10_000):
            if len(asked) == len(answers):
                break
            time.sleep(0.001)
    desk.checker.close()
    assert asked == answers
