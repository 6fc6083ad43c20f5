"""Settings come from flags, environment and file in this order, read in one place; the docs list every one."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer import SettingsError, read_settings
from indexer.cli.main import cli
from indexer.settings import ENGINES, OPTIONS, LogSettings

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "settings.md"


def _written(home: Path, text: str) -> Path:
    home.mkdir(exist_ok=True)
    (home / "tian.toml").write_text(text, encoding="utf-8")
    return home


def test_flags_go_before_the_environment_and_that_before_the_file(tmp_path: Path) -> None:
    home = _written(tmp_path, '[engine]\nprefix = "file"\nshards = 4\n[archive]\nurl = "postgresql+psycopg://a/b"\n')
    environment = {"TIAN_ENGINE_PREFIX": "environment", "TIAN_ENGINE_SHARDS": "3"}
    settings = read_settings(home, {"engine-prefix": "flag"}, environment)
    assert settings.engine.prefix == "flag"
    assert settings.engine.shards == 3
    assert settings.archive == "postgresql+psycopg://a/b"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("[engine]\nshard = 2\n", "engine.shard"),
        ("engine = 3\n", "不认识 engine"),
        ('[engine]\nshards = "多"\n', "engine.shards 应是整数"),
        ('[engine]\nkind = "solr"\n', "没有名为 solr 的检索引擎"),
        ('[log]\nlevel = "loud"\n', "没有名为 loud 的日志级别"),
        ("[engine\n", "无法读取"),
    ],
)
def test_what_is_wrong_in_the_file_is_named(tmp_path: Path, written: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        read_settings(_written(tmp_path, written), {}, {})


def test_what_is_wrong_in_the_environment_names_the_variable() -> None:
    with pytest.raises(SettingsError, match="环境变量 TIAN_ENGINE_SHARDS 应是整数"):
        read_settings(Path("home"), {}, {"TIAN_ENGINE_SHARDS": "两片"})


def test_a_wrong_setting_is_wrong_usage_at_the_command_line(tmp_path: Path) -> None:
    answer = CliRunner().invoke(cli, ["--home", str(tmp_path), "--engine-shards", "0", "stats"])
    assert answer.exit_code == 2
    assert "1 到 1024 片" in answer.output


def test_every_setting_has_its_flag_its_variable_and_its_line_in_the_docs() -> None:
    page = DOCUMENT.read_text(encoding="utf-8")
    assert [
        each.flag for each in OPTIONS if f"| `--{each.flag}` | `{each.variable}` | `{each.key}` |" not in page
    ] == []
    assert {f"--{each.flag}" for each in OPTIONS} <= {name for param in cli.params for name in param.opts}
    assert len({each.variable for each in OPTIONS}) == len({each.key for each in OPTIONS}) == len(OPTIONS)


def test_every_engine_can_be_chosen_by_its_name() -> None:
    choice = next(option for option in OPTIONS if option.flag == "engine")
    assert choice.choices == tuple(ENGINES)


@pytest.fixture
def quiet_again() -> Iterator[None]:
    yield
    LogSettings().begin()


@pytest.mark.usefixtures("quiet_again")
def test_a_log_file_gets_what_the_level_lets_through(tmp_path: Path) -> None:
    LogSettings("info", tmp_path / "tian.log").begin()
    logging.getLogger("indexer.index.build").info("在建索引")
    logging.getLogger("indexer.index.build").debug("细节")
    logged = (tmp_path / "tian.log").read_text(encoding="utf-8")
    assert "在建索引" in logged
    assert "细节" not in logged


@pytest.mark.usefixtures("quiet_again")
def test_verbose_says_on_standard_error_what_is_being_done(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "案由：关于停车的提案\n提案人：王小明\n提案内容：建议增设停车位。\n", encoding="utf-8"
    )
    home = ["--home", str(tmp_path / "home")]
    assert CliRunner().invoke(cli, [*home, "import", str(tmp_path / "a.txt")]).exit_code == 0
    told = CliRunner().invoke(cli, [*home, "--verbose", "reindex"])
    assert told.exit_code == 0
    assert "indexer.index.build" in told.stderr
    assert "indexer.index.build" not in CliRunner().invoke(cli, [*home, "reindex"]).stderr
