"""No part of an answer passes for the whole, and every message says what is wrong and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from indexer.engines.opensearch.client import require_complete
from indexer.errors import IndexUnavailable, SettingsError
from indexer.index.store import open_generations
from indexer.settings import EngineSettings, Settings


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"timed_out": False, "_shards": {"total": 3, "failed": 1}}, "3 个分片有 1 个没有回答"),
        ({"timed_out": True, "_shards": {"total": 3, "failed": 0}}, "没有在时限内答完"),
    ],
)
def test_an_answer_in_part_is_an_error(answer: dict[str, Any], said: str) -> None:
    with pytest.raises(IndexUnavailable, match=said):
        require_complete(answer, "检索")


def test_a_whole_answer_passes() -> None:
    answer = {"timed_out": False, "_shards": {"total": 3, "failed": 0}}
    assert require_complete(answer, "检索") is answer


def test_a_cluster_that_does_not_answer_is_named_as_that(tmp_path: Path) -> None:
    settings = Settings(tmp_path, engine=EngineSettings("opensearch", ("http://127.0.0.1:9",)))
    with pytest.raises(IndexUnavailable, match=r"连不上检索集群.*--engine-url"):
        open_generations(settings).live()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("solr",), "没有名为 solr"),
        (("opensearch",), "--engine-url"),
        (("opensearch", ("http://a:9200",), "Tian"), "小写字母"),
    ],
)
def test_settings_that_cannot_work_are_refused(given: tuple[Any, ...], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        EngineSettings(*given)
